"""Long Markdown is parsed in pieces: wherever they end, the blocks are those of the whole text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flashcards.readers.markdown_tokens import tokens_of

LINES = st.sampled_from(
    """\
- a
- b
  - c
    d
+ e
1. f
7) g
   goes on

lazy
# h
---
===
```
~~~
> i
> - j
    k
\tl
<div>
</div>
<!--
-->
[m]: http://n
"o"
| p | q |
|---|---|
| r | s |
- ```
  > - t
*
""".split("\n")
)


def seen(texts: list[str], piece: int) -> list[tuple[object, ...]]:
    """Return what the parser sees in *texts*; where one list ends and another of its kind begins
    does not matter."""
    return [
        (token.type, token.map, token.content, token.level, token.info)
        for tokens in tokens_of(texts, piece)
        for token in tokens
        if "_list_" not in token.type
    ]


@given(st.lists(LINES, max_size=25), st.integers(1, 6))
def test_pieces_hold_the_blocks_of_the_whole(texts: list[str], piece: int) -> None:
    assert seen(texts, piece) == seen(texts, len(texts) + 1)
