"""Link to a moment of a recording, as its site wants it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import SplitResult, parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from ..lines.times import clock

MEDIA = (
    *(".aac", ".flac", ".m4a", ".m4b", ".mp3", ".oga", ".ogg", ".opus", ".wav"),
    *(".m4v", ".mov", ".mp4", ".ogv", ".webm"),
)


def link(url: str, seconds: int | None) -> str:
    """Return a link to the moment *seconds* of the recording at *url*.

    It is the plain *url* where the moment is not known or the site has no links to moments, so that
    the card still leads to the recording; and empty where *url* is no web address, since only those
    open on every device.
    """
    url = url.strip()
    if "/" in url and "://" not in url and "." in url.partition("/")[0]:
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    if seconds is None:
        return url
    site = _SITES.get(".".join(parts.hostname.split(".")[-2:]))
    if site is not None:
        return urlunsplit(site(parts, seconds))
    if parts.path.lower().endswith(MEDIA):
        return urlunsplit(
            parts._replace(fragment=f"t={seconds}")
        )  # https://www.w3.org/TR/media-frags/
    return url


def _query(name: str) -> Callable[[SplitResult, int], SplitResult]:
    """Return the way of a site that takes the moment as the query parameter *name*, in seconds."""

    def put(parts: SplitResult, seconds: int) -> SplitResult:
        others = [
            (key, value)
            for key, value in parse_qsl(parts.query, keep_blank_values=True)
            if key != name
        ]
        return parts._replace(query=urlencode([*others, (name, str(seconds))]))

    return put


def _youtube(parts: SplitResult, seconds: int) -> SplitResult:
    """Shorts and embedded players ignore `t`, so each shape of address that names one video becomes
    the watch page."""
    folder, _, rest = parts.path.strip("/").partition("/")
    if folder == "watch":
        video = parse_qs(parts.query).get("v", [""])[0]
    elif parts.hostname == "youtu.be":
        video = folder
    else:
        video = rest.partition("/")[0] if folder in ("embed", "live", "shorts", "v") else ""
    if not video:
        return parts
    return SplitResult(
        "https", "www.youtube.com", "/watch", urlencode({"v": video, "t": f"{seconds}s"}), ""
    )


def _vimeo(parts: SplitResult, seconds: int) -> SplitResult:
    return parts._replace(fragment=f"t={seconds}s")


def _soundcloud(parts: SplitResult, seconds: int) -> SplitResult:
    return parts._replace(fragment=f"t={clock(seconds)}")


def _overcast(parts: SplitResult, seconds: int) -> SplitResult:
    episode = parts.path.strip("/").partition("/")[0]
    return parts._replace(path=f"/{episode}/{clock(seconds)}") if episode.startswith("+") else parts


def _twitch(parts: SplitResult, seconds: int) -> SplitResult:
    minutes, second = divmod(seconds, 60)
    return parts._replace(query=f"t={minutes // 60}h{minutes % 60}m{second}s")


_SITES: dict[str, Callable[[SplitResult, int], SplitResult]] = {
    "youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "youtu.be": _youtube,
    "spotify.com": _query("t"),
    "apple.com": _query("t"),
    "pca.st": _query("t"),
    "pocketcasts.com": _query("t"),
    "bilibili.com": _query("t"),
    "dailymotion.com": _query("start"),
    "vimeo.com": _vimeo,
    "soundcloud.com": _soundcloud,
    "overcast.fm": _overcast,
    "twitch.tv": _twitch,
}
