"""Write a picture as a PNG of at most 256 colours: a third of the size, and nobody sees it."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

MOST = 256
NEAR = 4  # of a channel's 256 steps, so many are one when colours are counted
_PIXELS = """async (url) => {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, picture.width, picture.height);
    let text = "";
    for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
    return [width, height, btoa(text)];
}"""  # noqa: E501 (JavaScript)
Colour = tuple[int, int, int]


def write(picture: bytes, target: Path, new_page: Callable[..., Any]) -> None:
    """Write *picture*, a PNG that covers what is below it, to *target*; a browser's page reads
    it."""
    page = new_page()
    width, height, encoded = page.evaluate(
        _PIXELS, f"data:image/png;base64,{b64encode(picture).decode()}"
    )
    page.close()
    data = b64decode(encoded)
    pixels = list(zip(data[::4], data[1::4], data[2::4], strict=True))
    palette = _palette(Counter(pixels))
    place = {colour: _nearest(colour, palette) for colour in set(pixels)}
    rows = (
        bytes((0, *(place[colour] for colour in pixels[start : start + width])))
        for start in range(0, width * height, width)
    )
    target.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
        + _chunk(b"PLTE", bytes(channel for colour in palette for channel in colour))
        + _chunk(b"IDAT", zlib.compress(b"".join(rows), 9))
        + _chunk(b"IEND", b"")
    )


def _palette(counts: Counter[Colour]) -> list[Colour]:
    """Return the colours that are there most, of those that look the same the most frequent."""
    alike: dict[Colour, Counter[Colour]] = {}
    for colour, count in counts.items():
        red, green, blue = (channel // NEAR for channel in colour)
        alike.setdefault((red, green, blue), Counter())[colour] = count
    often = sorted(alike.values(), key=lambda group: group.total(), reverse=True)
    return [group.most_common(1)[0][0] for group in often[:MOST]]


def _nearest(colour: Colour, palette: list[Colour]) -> int:
    return min(
        range(len(palette)),
        key=lambda n: sum((a - b) ** 2 for a, b in zip(colour, palette[n], strict=True)),
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
