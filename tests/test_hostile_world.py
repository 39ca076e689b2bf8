"""What surrounds the program may be odd: streams, disks, locales, names. It ends in one line, or as
if nothing were."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import run

from flashcards.files.source import decode
from flashcards.files.whole import replacing

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other streams")

NOTES = "# Señales\n\n- El faro de ==Ñuble== se ve a 30 kilómetros\n- The lamp weighs ==4 tons==\n"


@pytest.fixture
def light(tmp_path: Path) -> Path:
    folder = tmp_path / "light"
    (folder / "seeds").mkdir(parents=True)
    (folder / "seeds/faro.md").write_text(NOTES, "utf-8")
    (folder / "flashcards.yaml").write_text("cards: all\n")
    return folder


def really(folder: Path, line: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell in which `flashcards` is the program."""
    program = f'flashcards() {{ "{sys.executable}" -m flashcards "$@"; }}\n'
    known = {
        name: os.environ[name] for name in ("PATH", "HOME", "VIRTUAL_ENV") if name in os.environ
    }
    return subprocess.run(
        ["bash", "-c", program + line], cwd=folder, env=known | env, capture_output=True, text=True,
        timeout=20,
        errors="surrogateescape", check=False,
    )  # fmt: skip


LOCALES = {
    "no UTF-8 at all": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "no home and no folder for what passes": {
        "HOME": "",
        "TMPDIR": "/nowhere",
        "XDG_CACHE_HOME": "/nowhere",
    },
    "warnings for encodings": {
        "PYTHONWARNDEFAULTENCODING": "1",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "0",
    },
    "a narrow window": {"COLUMNS": "1", "LINES": "1", "TERM": "dumb"},
    "a terminal nobody knows": {"TERM": "nobody-knows", "FORCE_COLOR": "1"},
    "no seed of hashes": {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
}


@pytest.mark.parametrize("kind", LOCALES)
def test_a_build_is_the_same_wherever_it_runs(light: Path, kind: str) -> None:
    done = really(light, "flashcards build", SOURCE_DATE_EPOCH="1700000000", **LOCALES[kind])
    said = [
        line
        for line in done.stderr.splitlines()
        if "site-packages" not in line and not line.startswith("  ")
    ]
    assert (done.returncode, said) == (0, ["1 deck in decks (in Anki: File, Import)"])
    assert (light / "decks/Señales.apkg").exists()


@pytest.mark.parametrize("value", ["9" * 5000, "-1", "soon", "1e9"])
def test_a_time_that_is_none_is_one_line(light: Path, value: str) -> None:
    run(light, "build", SOURCE_DATE_EPOCH=value).refused("SOURCE_DATE_EPOCH")


STREAMS = {
    "a full device": (
        "flashcards export >/dev/full",
        1,
        "the result cannot be printed: No space left on device",
    ),
    "standard output closed": (
        "flashcards export >&-",
        1,
        "the result cannot be printed: standard output is closed",
    ),
    "standard error closed": ("flashcards export 2>&-", 0, ""),
    "standard error full": ("flashcards check nowhere.md 2>/dev/full", 1, ""),
    "all closed": ("flashcards build <&- >&- 2>&-", 1, ""),
    "nobody reads": ("{ flashcards export; true; } | true", 0, ""),
    "notes from a pipe": (
        "flashcards export - --to md <seeds/faro.md | grep -c Ñuble >/dev/null",
        0,
        "",
    ),
    "notes from a process": (
        "flashcards export <(cat seeds/faro.md) --to md | grep -c Ñuble >/dev/null",
        0,
        "",
    ),
    "nothing from a pipe": ("flashcards export - </dev/null", 1, "-: the file is empty"),
    "an export from a pipe": (
        "flashcards build 2>/dev/null && cat decks/*.apkg | flashcards pull /dev/stdin 2>/dev/null",
        0,
        "",
    ),
    "no standard input": ("flashcards export - <&-", 1, "-: the file is empty"),
    "a page to the screen": (
        "flashcards preview --out /dev/stdout | cat",
        1,
        "/dev/stdout: is a device or a pipe",
    ),
}


@pytest.mark.parametrize("kind", STREAMS)
def test_streams_that_are_closed_full_or_pipes(light: Path, kind: str) -> None:
    line, code, message = STREAMS[kind]
    done = really(light, f"set -o pipefail; {line}", LC_ALL="C.UTF-8")
    said = [part for part in done.stderr.splitlines() if "proposal" not in part]
    assert (done.returncode, len(said)) == (code, bool(message)), done.stderr
    assert done.stderr.startswith(message)


def test_a_build_in_the_background_of_a_shell_that_ignores_interrupts(light: Path) -> None:
    """As under `nohup`: whoever is started so ignores Ctrl-C, and so do the processes that it
    starts."""
    done = really(light, "trap '' INT HUP; flashcards build --jobs 2 & wait $!", LC_ALL="C.UTF-8")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1), done.stderr


CONTROL = {
    "escape in JSON": (
        "a.json",
        r'{"chapters": [{"title": "a\u001b[31mred", "startTime": 0, "bullets": ["It is ==12== m\u0007"]}]}',
    ),
    "escape in a page": (
        "a.html",
        "<html><title>A&#27;[31m&#x9b;31m</title><ul><li>The mast is 12&#7;&#x90; metres "
        "high</li></ul></html>",
    ),
    "escape in front matter": (
        "a.md",
        '---\ntitle: "A\\e[31m\\x9b"\nspeakers: "Ada\\a Roe"\n"key\\e": "x\\e"\n---\n- It is '
        "==12== m\n",
    ),
    "escape in TOML": (
        "a.md",
        '+++\ntitle = "A\\u001b[31m\\u009b"\ntags = ["x\\u0007y"]\n+++\n- It is ==12== m\n',
    ),
    "escape in Markdown": ("a.md", "# A&#27;[31m\n\n- It is ==12&#7;== m &#x9b; high\n"),
    "escape in an outline": (
        "a.opml",
        "<opml><body><outline text='A&#x9b;31m'><outline text='It is ==12== "
        "m'/></outline></body></opml>",
    ),
    "letters that no font shows": (
        "a.md",
        "# A\U000e0041\U000e0042\n\n- The mill\U000e0020\ufe0f\ufe0f is ==12== m\ufff9 high\n",
    ),
    "such letters as numbers": ("a.md", "# A&#xE0041;\n\n- It is ==12== &#xE0042; m high\n"),
    "such letters in JSON": (
        "a.json",
        r'{"chapters": [{"title": "a\udb40\udc41", "startTime": 0, "bullets": ["The mast is 12 metres high"]}]}',
    ),
    "a tag of HTML": ("a.md", '---\ntags: ["<b>x</b>", "a&b", "\\"q\\""]\n---\n- It is ==12== m\n'),
}


@pytest.mark.parametrize("kind", CONTROL)
def test_no_control_character_reaches_a_terminal_a_field_or_a_file_name(
    light: Path, kind: str
) -> None:
    name, text = CONTROL[kind]
    (light / "seeds/faro.md").unlink()
    (light / "seeds" / name).write_text(text, "utf-8")
    run(light, "build").well()
    for command in ("inspect", "export"):
        ended = run(light, command, f"seeds/{name}").well()
        assert all(sign.isprintable() or sign == "\n" for sign in ended.out), repr(ended.out)
        assert "\\u00" not in ended.out, ended.out
    assert all(path.name.isprintable() for path in (light / "decks").iterdir())


@pytest.mark.parametrize("name", [b"a\x1b[31m.md", b"a\xff.md", b"a\nb.md", b"\xc2\x9b.md"])
def test_a_file_whose_name_no_screen_can_show_is_one_line(light: Path, name: bytes) -> None:
    with open(os.path.join(os.fsencode(light), b"seeds", name), "w") as file:  # noqa: PTH118, PTH123
        file.write(NOTES)
    ended = run(light, "build")
    said = [line for line in ended.well().err.splitlines() if "its name" in line]
    assert (ended.code, len(said)) == (1, 1), ended.err
    assert all(sign.isprintable() or sign == "\n" for sign in ended.out + ended.err)


def test_a_long_title_leaves_the_report_a_table(light: Path) -> None:
    (light / "seeds/faro.md").write_text(f"# {'x' * 15_000}\n\n- The lamp weighs ==4 tons==\n")
    ended = run(light, "build").well()
    assert ended.code == 0
    assert max(map(len, ended.out.splitlines())) < 150


def test_the_flag_of_a_region_is_no_hidden_text() -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    hidden = "\U000e0068\U000e0069"
    text = f"- The flag {flag} of England{hidden} is 800 years old\n"
    assert decode(text.encode(), "flag.md").text == text.replace(hidden, "")


def test_a_title_that_is_given_is_cleaned_as_one_that_is_read(light: Path) -> None:
    run(light, "build", "--deck", "A\x1b[31m\x9bB\x07").well()
    assert (light / "decks/A[31mB.apkg").exists()
    assert run(light, "explain", f"seeds/faro.md:{'9' * 5000}").well().code in (0, 1)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root makes disks")
def test_a_disk_that_fills_up_leaves_what_was_there(light: Path) -> None:
    """At each size another write is the first that does not fit; whichever it is, ledger and deck
    agree."""
    for size in ("8k", "16k", "24k", "32k"):
        line = f"""
            mkdir -p decks && mount -t tmpfs -o size={size} none decks || exit 77
            flashcards build; echo "code $?"; ls decks; umount decks
        """
        done = really(light, line, LC_ALL="C.UTF-8")
        if done.returncode == 77:
            pytest.skip("no disk can be made here")
        assert "Traceback" not in done.stderr, done.stderr
        assert ("code 0" in done.stdout) == ("Señales.apkg" in done.stdout)
        assert ("code 0" in done.stdout) == ("Señales.ledger.json" in done.stdout)


def test_too_few_open_files_are_one_line_or_a_deck(light: Path) -> None:
    for limit in (12, 24):
        done = really(
            light, f"ulimit -n {limit}; flashcards build --force --jobs 8", LC_ALL="C.UTF-8"
        )
        assert "Traceback" not in done.stderr, done.stderr


def test_what_is_written_is_on_the_disk_before_its_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loss of power may undo whatever was not synced, in any order."""
    synced: list[tuple[int, int, list[str]]] = []
    sync = os.fsync

    def noted(handle: int) -> None:
        sync(handle)
        found = os.fstat(handle)
        synced.append((found.st_ino, found.st_size, os.listdir(tmp_path)))  # noqa: PTH208

    monkeypatch.setattr(os, "fsync", noted)
    with replacing(tmp_path / "deck") as file:
        file.write(b"cards")
    written, folder = (tmp_path / "deck").stat(), tmp_path.stat()
    assert [(inode, names == ["deck"]) for inode, _, names in synced] == [
        (written.st_ino, False),
        (folder.st_ino, True),
    ]
    assert synced[0][1] == 5


OFFLINE = """
import runpy, sys
def refuse(event, args):
    if event.split(".")[0] in ("socket", "urllib", "http", "ftplib", "smtplib") and event != "socket.gethostname":
        raise SystemExit(f"network: {event}")
sys.addaudithook(refuse)
sys.argv = ["flashcards", *sys.argv[1:]]
runpy.run_module("flashcards", run_name="__main__")
"""


@pytest.mark.parametrize(
    "words", ["build", "check", "candidates --json", "export", "preview --out page.html"]
)
def test_nothing_is_fetched_and_nothing_is_sent(light: Path, words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, *words.split()], cwd=light, capture_output=True, text=True,
        timeout=30,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "network" not in done.stderr


@pytest.mark.parametrize(
    "name", ["flashcards/__init__.py", "flashcards/__main__.py", "jinja2.py", "sitecustomize.py"]
)
def test_the_command_runs_nothing_that_lies_in_its_folder(light: Path, name: str) -> None:
    path = light / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("raise SystemExit('somebody else')\n")
    done = subprocess.run(
        [Path(sys.executable).parent / "flashcards", "build"], cwd=light, capture_output=True,
        text=True, timeout=30,
        check=False,
    )  # fmt: skip
    assert (done.returncode, "somebody else" in done.stderr) == (0, False), done.stderr
