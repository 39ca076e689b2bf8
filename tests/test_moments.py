"""How moments read and where they link to."""

from __future__ import annotations

import pytest

from flashcards.lines.times import clock
from flashcards.notetypes import moments


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0:00"),
        (7, "0:07"),
        (730, "12:10"),
        (3599, "59:59"),
        (3600, "1:00:00"),
        (3765, "1:02:45"),
        (36000, "10:00:00"),
    ],
)
def test_clock(seconds: int, shown: str) -> None:
    assert clock(seconds) == shown


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        (
            "https://www.youtube.com/watch?v=abc_-12&list=PL1",
            "https://www.youtube.com/watch?v=abc_-12&t=730s",
        ),
        ("https://youtu.be/abc?si=xyz", "https://www.youtube.com/watch?v=abc&t=730s"),
        ("youtu.be/abc", "https://www.youtube.com/watch?v=abc&t=730s"),
        ("https://youtube.com/shorts/abc", "https://www.youtube.com/watch?v=abc&t=730s"),
        (
            "https://m.youtube.com/live/abc?feature=share",
            "https://www.youtube.com/watch?v=abc&t=730s",
        ),
        (
            "https://www.youtube-nocookie.com/embed/abc?start=3",
            "https://www.youtube.com/watch?v=abc&t=730s",
        ),
        ("https://www.youtube.com/@channel", "https://www.youtube.com/@channel"),
        ("https://www.youtube.com/playlist?list=PL1", "https://www.youtube.com/playlist?list=PL1"),
        (
            "https://open.spotify.com/episode/4rO?si=1",
            "https://open.spotify.com/episode/4rO?si=1&t=730",
        ),
        ("https://open.spotify.com/episode/4rO?t=12", "https://open.spotify.com/episode/4rO?t=730"),
        (
            "https://podcasts.apple.com/us/podcast/x/id1?i=2",
            "https://podcasts.apple.com/us/podcast/x/id1?i=2&t=730",
        ),
        ("https://pca.st/abc", "https://pca.st/abc?t=730"),
        ("https://overcast.fm/+AbC/0:30", "https://overcast.fm/+AbC/12:10"),
        ("https://overcast.fm/itunes1", "https://overcast.fm/itunes1"),
        ("https://vimeo.com/123", "https://vimeo.com/123#t=730s"),
        ("https://soundcloud.com/a/b", "https://soundcloud.com/a/b#t=12:10"),
        ("https://www.twitch.tv/videos/9", "https://www.twitch.tv/videos/9?t=0h12m10s"),
        (
            "https://cdn.example.org/ep.MP3?sig=a%2Fb",
            "https://cdn.example.org/ep.MP3?sig=a%2Fb#t=730",
        ),
        ("https://example.org/talk.webm#t=3", "https://example.org/talk.webm#t=730"),
        ("https://example.org/notes#part", "https://example.org/notes#part"),
        ("https://notyoutube.com/watch?v=abc", "https://notyoutube.com/watch?v=abc"),
        ("  https://example.org/a  ", "https://example.org/a"),
        ("javascript:alert(1)", ""),
        ("file:///home/me/a.mp3", ""),
        ("https://[broken", ""),
        ("recordings/a.mp3", ""),
        ("a.mp3", ""),
        ("", ""),
    ],
)
def test_link_to_a_moment(url: str, linked: str) -> None:
    assert moments.link(url, 730) == linked


def test_link_without_a_moment_is_the_recording() -> None:
    """Where the notes give no times, the card still leads to the recording, as it was written."""
    assert moments.link("https://youtu.be/abc?si=xyz", None) == "https://youtu.be/abc?si=xyz"
