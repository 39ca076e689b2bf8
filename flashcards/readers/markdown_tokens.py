"""Parse Markdown piece by piece: the tokens of a whole text would take fifty times its size in
memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

DEEPEST = 100
_PIECE = 1000  # lines; notes are one piece


@cache
def _parser() -> Any:
    """Return the parser of blocks, which leaves the words inside them to `plain`; an indent makes
    no code.

    The parser drops, without a word, what is nested deeper than its limit and all that follows in
    the list: a level of bullets counts twice, and 20, which is usual, is nine of them. Blocks,
    unlike brackets, take no longer for more.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    return parser.disable(["code", "inline", "text_join"])


def tokens_of(texts: Sequence[str], piece: int = _PIECE) -> Iterator[list[Any]]:
    """Yield the parser's tokens for the lines *texts*, in pieces of some *piece* lines
    that together hold every block.

    Each piece ends before its last block, or the last item of a list at the margin, for more lines
    may belong to that one; the next piece begins there. A list that is cut so is two lists.
    """
    begin, size = 0, piece
    while begin < len(texts):
        end = min(begin + size, len(texts))
        tokens = _parser().parse("\n".join(texts[begin:end]))
        after = end - begin
        if end < len(texts):
            tokens, after = _closed(tokens)
        if not after:  # all of the piece is one block
            size *= 2
            continue
        for token in tokens:
            if token.map:
                token.map = [token.map[0] + begin, token.map[1] + begin]
        yield tokens
        begin, size = begin + after, piece


def _closed(tokens: Sequence[Any]) -> tuple[list[Any], int]:
    """Return those *tokens* that no further line can change, and the line where the others
    begin."""
    opens = (
        place
        for place in reversed(range(len(tokens)))
        if not tokens[place].level and tokens[place].map
    )
    last = next(opens, None)
    if last is None:
        return [], 0
    if not tokens[last].type.endswith("list_open"):
        return list(tokens[:last]), tokens[last].map[0]
    item = next(
        place
        for place in reversed(range(last, len(tokens)))
        if tokens[place].level == 1 and tokens[place].type == "list_item_open"
    )
    whole = [*tokens[:item], tokens[-1]] if item > last + 1 else list(tokens[:last])
    return whole, tokens[item].map[0]
