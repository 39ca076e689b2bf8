"""A real Chromium for the tests of the preview: the one on the PATH, or one that `python
tests/browser.py` installs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# what keeps it from asking the network, and lets root start it
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "brave-browser",
)
APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
INSTALLERS = {
    "apt-get": (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ),
    "dnf": (["dnf", "install", "-y", "-q", "chromium"],),
    "pacman": (["pacman", "-S", "--noconfirm", "--needed", "chromium"],),
    "zypper": (["zypper", "--non-interactive", "install", "chromium"],),
    "apk": (["apk", "add", "--quiet", "chromium"],),
    "brew": (["brew", "install", "--quiet", "--cask", "chromium"],),
}
MISSING = (
    "The tests of the preview need a browser: install Chromium or Chrome, or run the rest with "
    "`make test BROWSER=no`."
)


def find() -> str | None:
    """Return the path of a browser of the Chromium family, if there is one."""
    return next(filter(None, (shutil.which(name) for name in (*NAMES, *APPS))), None)


def install() -> None:
    """Install Chromium by the system's package manager, if that needs no password."""
    manager = next((name for name in INSTALLERS if shutil.which(name)), None)
    if manager is None:
        return
    sudo: list[str] = []
    if manager != "brew" and os.geteuid() != 0:
        if (
            not shutil.which("sudo")
            or subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode
        ):
            return
        sudo = ["sudo", "-n"]
    print(f"Installing Chromium with {manager} (once; some minutes)", file=sys.stderr)
    quietly = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in INSTALLERS[manager]:
        if subprocess.run(
            [*sudo, *command], check=False, stdout=sys.stderr, env=quietly
        ).returncode:
            return


if __name__ == "__main__":
    if not find():
        install()
    if not find():
        sys.exit(MISSING)
