"""Take a quotation apart: the words, who said them, and on what topic."""

from __future__ import annotations

import re

from ..lines.words import any_of, once, word_set

_OPEN, _CLOSE = '“"„«‘「『', '”"“»’」』'
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]*")
_DASH = re.compile(r"(?:(?<=[.!?…”\"’»)])\s{0,9}[-–—―~]{1,2}|\s[–—―~]|\s--?)\s{0,9}(?=[^\s–—―-])")
# An attribution is short; looking for it further from the end would make long texts slow.
_LONGEST = 240
_TAIL, _MOST_DESCRIBED = 120, 6
_GLUED = re.compile(r"[.!?…]?[”\"»]\s*|[.!?…][’)]*\s*|(?<=\w)(?=[^\W\d_])")
_BRACKETED = re.compile(r"(?P<words>.+[”\"»])\s*\((?P<tail>[^()]+)\)\.?", re.DOTALL)
_LEADING = re.compile(rf"(?P<who>[^:“\"„«]{{2,60}}):\s*(?P<words>[{_OPEN}].+[{_CLOSE}])", re.DOTALL)


_SIGNS = 8  # a name in Chinese or Japanese has no more, or a dot between its parts


def is_name(text: str) -> bool:
    """Return whether *text* looks like the name of a person: a few capitalised words and nothing
    else."""
    words = text.split()
    if not 1 <= len(words) <= 6 or len(text) > 60:
        return False
    if not text[:1].isalpha() or (
        any("\u3040" <= sign <= "\u9fff" for sign in text) and len(text) > _SIGNS
    ):
        return False
    for position, word in enumerate(words):
        bare = word.strip(".'’")
        if "." in bare and not _INITIALS.fullmatch(bare):
            return False
        if not bare or any(c.isdigit() or c in ',;:!?()[]{}<>/\\@#*_“”"' for c in bare):
            return False
        if (
            word.endswith(".")
            and position == len(words) - 1
            and len(bare) > 2
            and bare.lower() not in ("jr", "sr")
        ):
            return False
        if bare[0].islower() and (
            bare.lower() not in word_set("names", "particles") or position == len(words) - 1
        ):
            return False
    return True


def unquoted(text: str) -> str:
    """Return *text* without the quotation marks around the whole of it."""
    text = text.strip()
    while len(text) > 2 and text[0] in _OPEN and text[-1] in _CLOSE:
        inner = text[1:-1]
        # `"Yes," he said, "no"` begins and ends with marks that are not a pair.
        if any(mark in inner for mark in '"“”«»') and inner.count('"') % 2 == 0 and '"' in inner:
            break
        if "”" in inner and ("“" not in inner or inner.index("”") < inner.index("“")):
            break
        text = inner.strip()
    return text


@once
def _about() -> str:
    """Return the expression for what is before a topic: `on`, `speaking about`."""
    return rf"(?:(?:{any_of('common', 'speaking')}) )?(?:{any_of('common', 'about')})"


@once
def _topic_first() -> re.Pattern[str]:
    """Return the expression for a quote behind its topic: `On looms: “…”`."""
    return re.compile(
        rf"{_about()}\s++(?P<topic>[^:“\"„«]{{3,90}}):\s*(?P<words>[{_OPEN}].+)",
        re.DOTALL | re.IGNORECASE,
    )


@once
def _by() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<words>.+[”\"»“])\s+(?:{any_of('metadata', 'by')})\s+(?P<tail>\S[^“”\"]{{1,100}})",
        re.DOTALL,
    )


@once
def _label() -> re.Pattern[str]:
    """Return the expression for a label before a quote: `Quote: “…”`."""
    return re.compile(rf"(?:{any_of('marks', 'quote')})\s*:\s*(?=[“\"„«])", re.IGNORECASE)


@once
def _with_topic() -> re.Pattern[str]:
    """Return the expression for an attribution that names a topic: `Ada Byron, on looms`."""
    return re.compile(
        rf"(?P<who>[^,;:]*?[^,;:\s])(?P<post>,[^,]*?[^,\s])?,?\s++{_about()}\s++(?P<topic>.+)",
        re.DOTALL,
    )


def _attribution(tail: str) -> tuple[str, str] | None:
    """Return who and on what topic, when *tail* is an attribution such as `Ada Byron, on
    looms.`."""
    tail = tail.strip()
    if (match := _with_topic().fullmatch(tail)) and is_name(match["who"].strip()):
        return match["who"].strip(), match["topic"].strip().removesuffix(".")
    name, _, role = tail.partition(",")
    name = name.strip()
    if role:
        return (name, "") if is_name(name) and len(role) < 80 else None
    name = name if name.split()[-1:] and len(name.split()[-1]) <= 3 else name.removesuffix(".")
    return (name, "") if is_name(name) else None


def _described(tail: str) -> tuple[str, str] | None:
    """Return who and on what topic, when *tail*, glued to a closing quotation mark, says who spoke
    without a name: `Keeper of the lock, quoted in the talk.`"""
    if len(tail) > _TAIL or re.search(r"[.!?:;]\s", tail):
        return None
    if match := _with_topic().fullmatch(tail.strip()):
        who, topic = match["who"].strip(), match["topic"].strip().removesuffix(".")
    else:
        who, comma, _ = tail.partition(",")
        topic = ""
        if not comma and tail.rstrip().endswith("."):
            return None  # a sentence may follow, its blank forgotten
    who = who.strip()
    words = who.split()
    spoken = any(sign in who for sign in f"{_OPEN}{_CLOSE}")
    return (who, topic) if 1 <= len(words) <= _MOST_DESCRIBED and not spoken else None


def split_quote(text: str) -> tuple[str, str, str]:
    """Return the words, who said them and on what topic; the last two are empty when *text* does
    not say."""
    text = _PAGE.sub("", _label().sub("", text.strip()))
    if (match := _LEADING.fullmatch(text)) and is_name(match["who"].strip()):
        return unquoted(match["words"]), match["who"].strip(), ""
    if match := _topic_first().fullmatch(text):
        words, by, topic = split_quote(match["words"])
        return words, by, topic or match["topic"].strip()
    if (match := _by().fullmatch(text)) and (found := _attribution(match["tail"])):
        return unquoted(match["words"]), *found
    if (
        text.endswith((")", ")."))
        and (match := _BRACKETED.fullmatch(text))
        and (found := _attribution(match["tail"]))
    ):
        return unquoted(match["words"]), *found
    if found_parts := _after_dash(text):
        return found_parts
    return _run_together(text) or (unquoted(text), "", "")


def _after_dash(text: str) -> tuple[str, str, str] | None:
    """Split at the last dash that an attribution follows."""
    for match in reversed(list(_DASH.finditer(text, max(1, len(text) - _LONGEST)))):
        if found := _attribution(text[match.end() :]):
            return unquoted(text[: match.start()]), *found
    return None


def _run_together(text: str) -> tuple[str, str, str] | None:
    """Split `…meaningful ways.Ada Byron, on looms.`, where the attribution follows the words with
    nothing between."""
    for match in _GLUED.finditer(text, max(0, len(text) - _LONGEST)):
        place = match.end()
        if not 0 < place < len(text) or text[place].isspace() or not text[place].isupper():
            continue
        # Inside a word (`iPhone`) and after a sentence only a whole attribution with its topic is
        # proof of a seam.
        bare = not match[0] or (
            match[0][-1].isspace() and not any(mark in _CLOSE for mark in match[0])
        )
        if not match[0] and not (text[place - 1].islower() or text[place - 1].isdigit()):
            continue
        closes = match.start() > 0 and not text[match.start() - 1].isspace()
        glued = closes and match[0].endswith(tuple(_CLOSE))
        found = _attribution(text[place:]) or (_described(text[place:]) if glued else None)
        if (
            found
            and (not bare or (found[1] and len(found[0].split()) > 1))
            and len(text[:place].split()) > 1
        ):
            return unquoted(text[:place]), *found
    return None


_ATTRIBUTION = re.compile(r"\s*[-–—―~]{1,2}\s*(?P<who>\S.{1,160})", re.DOTALL)
_PAGE = re.compile(
    r"(?<=[”\"»“])\s*(?:[-–—]\s*)?\(?(?:pp?\.?\s*)?\d{1,4}(?:\s*[-–]\s*\d{1,4})?\)?$"
)


def is_attribution(text: str) -> bool:
    """Return whether *text* is a line such as `-- Ada Byron, [3:12]` that says who is quoted above
    it."""
    match = _ATTRIBUTION.fullmatch(text)
    if not match:
        return False
    name = re.split(r"[,(\[]|(?<!\s)\s+(?:on|in|about)\s", match["who"], maxsplit=1)[0].strip(" .")
    return is_name(name) or (
        text.lstrip().startswith(("--", "—", "―")) and len(name.split()) <= 6 and name[:1].isupper()
    )


def is_quotation(text: str) -> bool:
    """Return whether *text* is a quotation as a whole, perhaps with who said it behind."""
    text = text.strip()
    if ":" in text:
        text = _label().sub("", text)
    # Two or three words in quotation marks are a term and not what somebody said.
    if len(text) < 12 or text[0] not in _OPEN or (len(text.split()) < 4 and text.isascii()):
        return False
    words, by, _ = split_quote(text)
    whole = text[-1] in _CLOSE and unquoted(text) != text
    return whole or (bool(by) and unquoted(text[: len(words) + 2]) == words)
