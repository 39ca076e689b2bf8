"""Take callouts apart (`> [!note] Title`), one in another too, and the reader's own note in or
below a block quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...lines.highlight_labels import label_of
from ..blocks import Block
from ..quotes import is_attribution, is_name

_HEAD = re.compile(r"\[!(?P<kind>[\w-]+)(?:\|[^\]]*)?\][+-]?\s*(?P<title>.*)")
_QUOTES = frozenset(("quote", "cite"))
_NESTED = 2  # how much further in than its callout or quotation something is


def opened(blocks: Sequence[Block], texts: Sequence[str]) -> list[Block]:
    """Return *blocks* with what callouts and notes on quotations hold as items; *texts* are the
    lines of the source."""
    made: list[Block] = []
    title: Block | None = None  # of a callout that holds a list
    for block in blocks:
        if block.kind == "quote" and not block.reason:
            parts = _callouts(block, texts) if _HEAD.match(block.text) else _with_note(block, texts)
            made += parts
            title = parts[-1] if parts[-1].kind == "item" and _is_head(parts[-1], texts) else None
        elif title is not None and block.kind == "item" and _is_quoted(block, texts):
            made.append(replace(block, depth=block.depth + _NESTED))
        else:
            title = None
            made.append(_note_below(block, made[-1] if made else None))
    return made


def _callouts(block: Block, texts: Sequence[str]) -> list[Block]:
    """Return the callouts in *block*, each as an item, or as the quotation that its kind says it
    is."""
    parts: list[tuple[str, str, list[str]]] = []
    for paragraph in block.text.split("\n"):
        if match := _HEAD.match(paragraph):
            parts.append((match["kind"].casefold(), match["title"].strip(), []))
        else:
            parts[-1][2].append(paragraph)
    heads = [number for number in block.lines if "[!" in _line(texts, number)]
    begins = heads if len(heads) == len(parts) else [block.lines[0]] * len(parts)
    made: list[Block] = []
    depth = block.depth
    for place, (kind, title, said) in enumerate(parts):
        end = (
            begins[place + 1]
            if place + 1 < len(begins) and begins[place + 1] > begins[place]
            else None
        )
        lines = (
            tuple(n for n in block.lines if n >= begins[place] and (end is None or n < end))
            or block.lines[:1]
        )
        made.append(_callout(kind, title, said, lines, replace(block, depth=depth)))
        if title and not said:
            depth += _NESTED
    return made


def _callout(kind: str, title: str, said: list[str], lines: tuple[int, ...], block: Block) -> Block:
    """Return one callout as a block at the place of *block*."""
    if not said and title.casefold() in ("", kind):
        return Block("markup", "", lines, reason="the head of a callout")
    if kind in _QUOTES and said:
        by = [f"— {title}"] if is_name(title) and not is_attribution(said[-1]) else []
        return replace(block, kind="quote", text="\n".join([*said, *by]), lines=lines, asks=())
    words = " ".join(said).strip()
    text = (
        f"{title}: {words}"
        if title and words and title[-1].isalnum()
        else f"{title} {words}".strip()
    )
    return replace(block, kind="item", text=text, lines=lines, aside=True)


def _with_note(block: Block, texts: Sequence[str]) -> list[Block]:
    """Return a quotation, and what the reader noted in it below."""
    paragraphs = block.text.split("\n")
    at = next(
        (place for place, words in enumerate(paragraphs) if place and label_of(words)[0] == "own"),
        None,
    )
    if at is None:
        return [block]
    first = next(
        (n for n in block.lines if label_of(_line(texts, n).lstrip("> \t"))[0] == "own"),
        block.lines[-1],
    )
    words = " ".join([label_of(paragraphs[at])[1], *paragraphs[at + 1 :]]).strip()
    above = tuple(n for n in block.lines if n < first) or block.lines[:1]
    quote = replace(block, text="\n".join(paragraphs[:at]), lines=above, asks=())
    note = Block(
        "item", words, tuple(n for n in block.lines if n >= first), depth=block.depth + _NESTED
    )
    return [quote, note] if words else [block]


def _note_below(block: Block, before: Block | None) -> Block:
    """Return *block*, as the reader's own note where it is one on the quotation *before*."""
    if (
        before is None
        or before.kind != "quote"
        or block.kind not in ("paragraph", "item")
        or block.reason
    ):
        return block
    kind, words = label_of(block.text)
    if kind != "own" or not words or block.lines[0] - before.lines[-1] > 2:
        return block
    return replace(
        block, kind="item", text=words, depth=before.depth + _NESTED, labelled=False, asks=()
    )


def _is_head(block: Block, texts: Sequence[str]) -> bool:
    return len(block.lines) == 1 and "[!" in _line(texts, block.lines[0])


def _is_quoted(block: Block, texts: Sequence[str]) -> bool:
    return _line(texts, block.lines[0]).lstrip().startswith(">")


def _line(texts: Sequence[str], number: int) -> str:
    return texts[number - 1] if 0 < number <= len(texts) else ""
