"""Take a text apart into tokens and give each word one class, so that rules can speak of nouns and verbs.

A tagged text is written as one string, ` Nadoption Bis Gnearing #billion …`: a blank, a class letter, the word in lower
case, and a blank at the end. Rules are regular expressions over that string, and offsets lead back to the author's own
characters.

Letters: D determiner, P preposition, I the `to` of an infinitive, C conjunction inside a phrase, c conjunction between
clauses, S subordinator, R pronoun, M modal, B is/are/was/were, b be/been/being, H have, O do, X adverb, # number,
Y year, K proper name, N noun or adjective, V finite verb, F base form, T past form, E past participle, G -ing form;
`,` comma between clauses, `l` comma inside a list, `;` `:` `(` `)` `-` (a dash) `"` `>` (an arrow) `.` themselves.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from .lexemes import Lexeme, lexemes
from .words import Words

FINITE = frozenset("VTMBHO")


@dataclass(frozen=True)
class Tagged:
    """A text with its tokens: `text[starts[i]:ends[i]]` has the class `tags[i]` and stands at `marks[i]` in *line*."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    tags: str
    line: str
    marks: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.words)

    def slice(self, first: int, last: int) -> str:
        """Return the author's characters from token *first* up to, not including, token *last*."""
        start, end = self.span(first, last)
        return self.text[start:end]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where in the text the tokens from *first* up to, not including, *last* stand."""
        return (self.starts[first], self.ends[last - 1]) if last > first else (0, 0)

    def token_at(self, mark: int) -> int:
        """Return the number of the token that begins at or after *mark* in the tagged line."""
        return bisect_left(self.marks, mark)

    def tokens_in(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens that `text[start:end]` touches, as (first, last)."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    @cached_property
    def signs(self) -> frozenset[str]:
        """The characters of all figures that are not plain numbers: the currency, the percent sign, the unit."""
        figures = (word for word, tag in zip(self.words, self.tags, strict=True) if tag == "#" and not word.isdigit())
        return frozenset().union(*figures)


def tag(text: str, words: Words, names: Collection[str] = ()) -> Tagged:
    """Return *text* tagged with the classes of *words*; *names* are words the document writes with a capital."""
    found, starts = lexemes(text, words)
    forms = [lexeme.form for lexeme in found]
    lower = [lexeme.word for lexeme in found]
    sentences = _sentences(forms)
    tags = _classes(found, sentences, words, names)
    _mark_label(tags, text, starts)
    _resolve(tags, forms, lower, sentences, words)
    ends = tuple([start + len(form) for start, form in zip(starts, forms, strict=True)])
    line = "".join([" ", *[f"{letter}{word} " for letter, word in zip(tags, lower, strict=True)]])
    marks = tuple(accumulate([len(word) + 2 for word in lower], initial=1))[:-1]
    return Tagged(text, tuple(starts), ends, tuple(lower), "".join(tags), line, marks, sentences)


def _settle_base_forms(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Take for nouns the base form without helper or plural subject, "a rebuilt curb", and the verb before "are"."""
    for i in range(first + 1, last):
        if tags[i] == "V" and i + 1 < last and tags[i + 1] in "BMH" and tags[i - 1] in "NKDPGE" and lower[i][-1] == "s":
            tags[i] = "N"
        elif tags[i] == "F":
            before = tags[i - 1]
            alone = before in "DPE#" or (before in "NK" and _singular(lower, i - 1))
            if alone and lower[i - 1] != "to" and not _CAUSATIVE & set(lower[max(first, i - 5) : i]):
                tags[i] = "N"


def _mark_label(tags: list[str], text: str, starts: list[int]) -> None:
    """Let a dash after some words at the start part label and text as a colon does: `Battle of Tsushima - One of …`."""
    if "-" not in tags[1:9]:
        return
    for i in range(1, min(9, len(tags) - 2)):
        if tags[i] in {":", ",", ";", "."} or tags[i] in FINITE:
            return
        # "Weir—a low dam": an em dash without blanks, if it is the only one
        joined = i < 5 and text[starts[i]] == "—" and text.count("—") == 1
        spaced = (
            joined
            or text[starts[i] - 1].isspace()
            or (i < 4 and text[starts[i] + 1 : starts[i] + 2] == " " and tags[i + 1] != "C")
        )
        if tags[i] == "-" and spaced and tags[0] not in {"R", "F", "S"}:
            tags[i] = ":"
            return


def _sentences(forms: list[str]) -> tuple[tuple[int, int], ...]:
    """Return (first, last) token of each sentence, without the mark that ends it."""
    found: list[tuple[int, int]] = []
    first = 0
    count = len(forms)
    i = -1
    for stop in [i for i, form in enumerate(forms) if form in _STOPS]:
        if stop <= i:
            continue  # one of several marks in a row
        i = stop
        while i + 1 < count and forms[i + 1] in _CLOSING:
            i += 1
        nxt = forms[i + 1] if i + 1 < count else ""
        if not nxt or nxt[0].isupper() or nxt[0].isdigit() or nxt[0] in "“\"'‘(":
            if stop > first:
                # a closing quotation mark or parenthesis belongs to its sentence
                found.append((first, stop))
            first = i + 1
    if first < count:
        found.append((first, count))
    return tuple(found) or ((0, count),)


_STOPS = frozenset((*".!?…", "..."))
_CLOSING = frozenset('.!?…”")’')


def _classes(
    found: list[Lexeme], sentences: tuple[tuple[int, int], ...], words: Words, names: Collection[str]
) -> list[str]:
    """Return the possible classes of each token, as letters; one letter where the word alone tells."""
    firsts = {first for first, _ in sentences}
    tags: list[str] = []
    for i, (form, _, _, classes, look) in enumerate(found):
        if not look:
            tags.append(classes)
        elif look == "figure":
            tags.append(_figure(found, i, tags, words))
        elif look == "opens":
            tags.append(classes)
            firsts.add(i + 1)
        else:
            tags.append("K" if look == "name" or i not in firsts or form in names else classes)
    return tags


def _figure(found: list[Lexeme], i: int, tags: list[str], words: Words) -> str:
    """Return the class of a figure; with the name before it, it is one name."""
    if not i:
        return found[i].classes
    before = found[i - 1]
    if tags[-1] == "N" and found[i].form.isdigit() and before.form[0].isupper() and before.word not in words.classes:
        tags[-1] = "K"  # "Llama 4" at the start of a sentence
    return "K" if tags[-1] == "K" or before.word in words.lists.get("numbered-names", ()) else found[i].classes


def _resolve(
    tags: list[str], forms: list[str], lower: list[str], sentences: tuple[tuple[int, int], ...], words: Words
) -> None:
    """Leave one letter per token, by what stands around it; the surer words are settled first."""
    for first, last in sentences:
        modal = "M" in tags[first:last]
        for i in range(first, last):
            options = tags[i]
            if len(options) > 1 or options == "F":
                tags[i] = _by_neighbours(tags, lower, i, first, last)
            elif lower[i] == "to":
                tags[i] = _infinitive(tags, lower, i, last)
            elif modal and options == "N" and _follows_modal(tags, i, first):
                tags[i] = "F"
        if "S" in tags[first:last]:
            _settle_subordinate(tags, lower, first, last)
        joined = "C" in tags[first:last]
        if joined:
            _settle_joined(tags, lower, first, last)
        _settle_verbs(tags, lower, first, last)
        if joined or "," in tags[first:last]:
            _settle_commas(tags, lower, first, last)
        if "S" in tags[first:last]:
            _settle_times(tags, lower, first, last)
            _settle_pointing(tags, lower, first, last)
        _settle_base_forms(tags, lower, first, last)
        says = last - first > 2 and tags[first : first + 2] == ["N", "V"] and forms[first][:1].isupper()
        if says and words.base(lower[first + 1]) in words.lists.get("reporting", ()) and _singular(lower, first):
            tags[first] = "K"  # an unknown word that says something is a person: "Okafor argues that …"
        if last - first > 1 and tags[first] == "N" and tags[first + 1] == "K" and lower[first] not in words.classes:
            tags[first] = "K"  # "Ana Okafor"
        if last - first > 4 and tags[first] == "N" and tags[first + 1] in ",lC" and tags[first + 2] == "K":
            tags[first] = "K"  # the first of several names
    _settle_rest(tags, 0, len(tags))


def _singular(lower: list[str], i: int) -> bool:
    word = lower[i]
    return not word.endswith("s") and word not in _PLURALS


def _follows_modal(tags: list[str], i: int, first: int) -> bool:
    j = i - 1
    while j >= first and tags[j] == "X":
        j -= 1
    return j >= first and tags[j] == "M"


# after these a noun comes, though its form may be a verb's
_NOUN_AFTER = frozenset("DP#Y")
_OBJECT_STARTS = frozenset("DRK#Y")
_CAUSATIVE = frozenset("help helps helped helping let lets letting make makes made making".split())
_TO_NOUNS = frozenset(
    "due owing thanks access according compared similar relative related close closer next prior attention approach "
    "shift response reaction solution commitment exposure resistance alternative opposed addicted dedicated devoted "
    "subject contrary equal equivalent key back from attributed linked tied limited link connection contribution "
    "contributes contribute led leads lead leading switch return returns amounts transition damage threat "
    "introduction answer route path bridge harm objection barrier guide".split()
)


_WILLED = frozenset(
    "want wants wanted able try tries tried trying begin begins began beginning need needs needed ready order how "
    "decide decides decided easy hard ability room has have had going".split()
)


def _infinitive(tags: list[str], lower: list[str], i: int, last: int) -> str:
    """Tell the `to` of an infinitive (I) from the preposition (P)."""
    j = i + 1
    while j < last and tags[j] == "X":
        j += 1
    if j >= last:
        return "P"
    if tags[j] == "N" and i and j + 1 < last and tags[j + 1] in {"D", "R"} and lower[i - 1] not in _TO_NOUNS:
        tags[j] = "F"  # an unknown word between "to" and "the" can only be a verb
    if tags[j].startswith("NF"):
        follows = tags[j + 1] if j + 1 < last else ""
        willed = i > 0 and (lower[i - 1] in _WILLED or tags[i - 1] in {"S", "M"})
        return "I" if willed or (follows in {"D", "R"} and lower[i - 1] not in _TO_NOUNS) else "P"
    if not tags[j].startswith(("F", "b")) and lower[j] not in {"do", "have"}:
        return "P"
    if "N" in tags[j] and i and lower[i - 1] in _TO_NOUNS:
        follows = tags[j + 1] if j + 1 < last else ""
        return "I" if follows[:1] in _OBJECT_STARTS and follows else "P"
    return "I"


def _by_neighbours(tags: list[str], lower: list[str], i: int, first: int, last: int) -> str:
    """Return the classes of token *i* that its neighbours leave possible."""
    options = tags[i]
    j = i - 1
    while j >= first and tags[j] == "X":
        j -= 1
    before = tags[j] if j >= first else ""
    after = tags[i + 1] if i + 1 < last else ""
    if before == "R":
        return _after_pronoun(options, tags, lower, j, first)
    if "F" in options:
        if before in {"M", "I", "O"} or (before == "P" and lower[j] == "to" and "N" not in options):
            return "N" if before == "I" and lower[j - 1] == lower[i] and "N" in options else "F"
        if before and before in "NKE" and _caused(tags, lower, i, j, first):
            return "F"
    if before in {"D", "#"} and (options in _VERBS_ALONE or "N" in options):
        if lower[j] in _DEMONSTRATIVES and options in {"V", "VN"}:
            return "V"  # "this turns the tide": a plural would need "these"
        if lower[j] in _QUANTITIES and options != "V" and after and after[0] in "DR":
            return "V"  # "some drop everything"
        return "N"
    if "G" in options:
        return "G"
    if "T" in options or "E" in options:
        return _past(options, before, lower, tags, i, j)
    if before and before in _NOUN_AFTER and "N" in options:
        return "N"
    if options == "VN" and before in {"N", "K"} and after == "D" and not _plural_before(lower, tags, i):
        return "V"
    if j < i - 1 and before and before in "NK" and _between_subject_and_verb(lower[i - 1]):
        plural = _plural_before(lower, tags, i)
        if options in {"V", "VN"} and not (plural and before == "N"):
            return "V"  # "a common system also needs users"
        if options in {"F", "FN"} and plural:
            return "V"
    if before == "S" and (
        lower[j] in {"who", "which"}
        or (lower[j] == "what" and "V" in options and after in {"B", "M", "P", "R", "X", "I"})
        or (lower[j] == "that" and ("N" not in options or _moved_by(options, tags, lower, j)))
    ):
        return "V"
    if i == first or (before and before in ',;:-"(.c'):
        # a sentence that begins with a base form gives an order; a noun needs no object
        if options == "F":
            return "N" if after and after in "MBH" else "F"
        if "F" in options and (
            after in {"D", "R"} or (after == "S" and lower[i + 1] != "that") or lower[i + 1 : i + 2] == ["up"]
        ):
            return "F"
        if (
            "F" in options
            and after
            and (
                (lower[i] in _ORDERS and (after in "XGIK" or (after == "P" and lower[i + 1] not in {"of", "in"})))
                or (lower[i] == "use" and after[0] in "NE" and lower[i + 1] not in {"case", "cases"})
            )
        ):
            return "F"
        if options == "VN" and after and (after in "DIR" or lower[i + 1] in _AFTER_A_VERB):
            return "V"  # the subject is the heading: "Needs a licence", "Acts as a brake"
        return "N" if "N" in options and options != "VN" else options
    return options


_ORDERS = frozenset(
    "use start need work focus think look walk talk switch push pull turn move check act live study aim".split()
)
_VERBS_ALONE = frozenset({"F", "V"})
_DEMONSTRATIVES = frozenset({"this", "that"})
_QUANTITIES = frozenset("some many most few all both others these those".split())
_AFTER_A_VERB = frozenset("as toward towards into onto back away down up out together".split())
_OBJECT_PRONOUNS = frozenset("him them us me her".split())
_ADVERBS_BEFORE_VERBS = frozenset(
    "also always never often sometimes usually still already soon then thus rarely seldom simply".split()
)


def _between_subject_and_verb(adverb: str) -> bool:
    return adverb in _ADVERBS_BEFORE_VERBS or (adverb.endswith("ly") and adverb not in {"only", "early", "likely"})


def _moved_by(options: str, tags: list[str], lower: list[str], j: int) -> bool:
    """Tell whether the verb after `that` agrees with the noun before it: "a force that moves", "lines that limit"."""
    if not j or tags[j - 1] not in {"N", "K", "R"}:
        return False
    plural = _plural_before(lower, tags, j)
    return not plural if options == "VN" else plural and options == "FN"


def _caused(tags: list[str], lower: list[str], i: int, j: int, first: int) -> bool:
    """Tell whether token *i* is what somebody lets or makes another do: "lets water flow"."""
    k = j
    while k > first and tags[k] in _CAUSED:
        k -= 1
    if lower[k] not in _CAUSATIVE:
        return False
    if "N" not in tags[i] or not lower[k].startswith("ma"):
        return True
    return i + 1 < len(tags) and tags[i + 1][0] in "DR#K"  # "makes rivers flood the plain", but "make a launch plan"


_CAUSED = frozenset("DNKE#")


def _after_pronoun(options: str, tags: list[str], lower: list[str], j: int, first: int) -> str:
    """Return the classes left for a word after a pronoun: a verb after a subject, what the short verb in it asks."""
    _, mark, short = lower[j].rpartition("'")
    if mark and short in {"s", "re", "m", "ve"} and lower[j] != "let's":
        if short == "ve" or "E" in options or (options == "FNT" and short != "s"):
            return "E" if "E" in options or "T" in options else options
        return "N" if "N" in options else options
    if mark:
        return "F" if "F" in options else options  # "they'll find", "let's start"
    k = j - 1
    while k > first and tags[k] == "X":
        k -= 1
    if k >= first and tags[k] in {"M", "O"} and lower[j] not in _OBJECT_PRONOUNS:
        return "F" if "F" in options else "E" if "E" in options else options  # "how do you find …"
    if k >= first and lower[k] in _CAUSATIVE and "F" in options:
        return "F"
    if k >= first and tags[k] in {"B", "H"} and "E" in options:
        return "E"
    if lower[j] in _OBJECT_PRONOUNS or lower[j] in _INDEFINITE:
        return options if "N" not in options or lower[j] in _OBJECT_PRONOUNS or "V" not in options else "V"
    if "T" in options and "F" not in options:
        return "T"
    return "V" if "V" in options or "F" in options else options


_INDEFINITE = frozenset(
    "something anything everything nothing someone anyone everyone somebody everybody anybody nobody there here "
    "himself herself itself themselves ourselves yourself yourselves oneself myself mine ours theirs yours hers".split()
)


def _past(options: str, before: str, lower: list[str], tags: list[str], i: int, j: int) -> str:
    """Tell the past form (T) from the participle (E) and from the noun that looks like it (N)."""
    after = tags[i + 1] if i + 1 < len(tags) else ""
    if "F" in options and before in {"M", "I", "O"}:
        return "F"
    if options == "T":
        return "T"
    if before in {"B", "b", "H", "G"}:
        return "E"
    if before == "D":
        if lower[j] in _DEMONSTRATIVES and after and after in "DRXK":
            return "T"  # "this ended the war"
        if j == i - 1 and (after in {"", ",", ".", "M", "B", "H"} or (after == "P" and lower[i][-2:] != "ed")):
            return "N"  # "a put", "the lower left of the chart"
        return "E"
    if before == "P":
        return "E"
    if before == "S" and lower[j] in {"who", "which", "that", "what"}:
        return "T"  # "people who changed their minds"
    if lower[i + 1 : i + 2] == ["by"] or "T" not in options:
        return "E"
    if i == 0 and "E" in options and after in {"D", "R"} and lower[i] not in {"given", "provided", "compared"}:
        return "T"  # who did it is told above: "Built a raft"
    return options


def _settle_subordinate(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Find the verb of a clause that must have one: "when air cools", "how fast a star spins"."""
    for i in range(first, last - 2):
        if tags[i] != "S" or tags[i + 1][0] not in "DNK#XRF":
            continue
        if lower[i] not in _CLAUSAL and not (lower[i] == "that" and i > first and tags[i - 1][0] in "VTFGB"):
            continue
        end = i + 1
        while end < last and tags[end] not in _CLAUSE_ENDS:
            if tags[end] in FINITE:
                break
            end += 1
        if end < last and tags[end] in FINITE:
            continue
        for k in range(i + 2, end):
            options = tags[k]
            if tags[k - 1][0] not in "NK":
                continue
            after = tags[k + 1] if k + 1 < last else "."
            if options == "TE" and (after in "DR.,;X" or lower[k] in _HAPPENED):
                tags[k] = "T"
                break
            fits = after[0] in "DRKXPIS.,;:)-"
            if fits and ("F" in options if _plural_before(lower, tags, k) else "V" in options):
                tags[k] = "V"
                break


_CLAUSAL = frozenset("when if because although though while whereas whenever unless until how where why".split())
_CLAUSE_ENDS = frozenset(",;:-.cS")


def _settle_joined(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Find the second of two joined verbs: "stores less but lasts longer", "refused to sign and left the hall"."""
    for i in range(first + 1, last - 1):
        if tags[i] != "C":
            continue
        after = tags[i + 2][0] if i + 2 < last else ""
        if tags[i + 1] == "VN" and ((lower[i] == "but" and after not in {"", ","}) or (after and after in "DXR#")):
            tags[i + 1] = "V"
        elif tags[i + 1] == "TE" and after and after in "DRKX" and _finite_before(tags, first, i):
            tags[i + 1] = "T"


def _settle_verbs(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Decide the words that may be a verb or a noun, clause by clause: a clause has one finite verb."""
    start = first
    for i in range(first, last):
        if tags[i] not in _PARTING and lower[i] not in _PARTING_WORDS:
            continue
        if start < i and lower[i] in _SUBJECT_PRONOUNS and tags[i - 1][0] in "NKTVE":
            _settle_clause(tags, lower, start, i)  # "the cases | he would hear"
            start = i
        elif (
            tags[i] in ";:-"
            or (lower[i] == "but" and tags[i - 1] == ",")
            or (tags[i] == "S" and lower[i] in _RELATIVE and i + 1 < last and tags[i + 1] in FINITE)
            or ((tags[i] in "CS," or lower[i] == "as") and _starts_clause(tags, lower, i + 1, last))
        ):
            _settle_clause(tags, lower, start, i)
            if lower[i] == "as":
                tags[i] = "S"  # "as tools get cheaper" is a clause, "as a tool" is not
            start = i + 1
    _settle_clause(tags, lower, start, last)


_RELATIVE = frozenset({"that", "which", "who"})
_SUBJECT_PRONOUNS = frozenset("he she they we you i".split())
# what may part two clauses
_PARTING = frozenset(";:-CS,")
_PARTING_WORDS = _SUBJECT_PRONOUNS | {"as", "but"}


def _starts_clause(tags: list[str], lower: list[str], i: int, last: int) -> bool:
    """Tell whether a subject with its verb follows: nominal words, then a word that can only be finite."""
    j = i
    while j < last and j - i < 5:
        either = (
            len(tags[j]) > 1 and "N" in tags[j] and tags[j + 1 : j + 2] in (["V"], ["M"], ["B"], ["T"], ["H"], ["F"])
        )
        if not either and (tags[j][0] not in "DNK#YX" or "V" in tags[j]):
            break
        j += 1
    if j < last and tags[j] == "R":
        return True
    if j <= i or j >= last:
        return False
    if tags[j] == "TE" and tags[j + 1 : j + 2] in (["D"], ["R"]):
        return True
    return tags[j] in {"V", "M", "B", "T", "H", "O"} or (tags[j] == "F" and _plural_before(lower, tags, j))


def _head_is_plural(lower: list[str], tags: list[str], first: int, i: int) -> bool:
    """Tell whether the subject of a far verb is plural: its head stands before the first preposition or participle."""
    for k in range(first + 1, i):
        if tags[k][0] in "PGE(#," or lower[k] in {"such", "every", "like"}:
            return _plural_before(lower, tags, k)
    return False


def _has_verb(tags: list[str], first: int, last: int) -> bool:
    """Tell whether a clause shows its finite verb; the second of two joined verbs is not the one it must have."""
    return any(tags[i] in FINITE and (i == first or tags[i - 1] != "C") for i in range(first, last))


def _settle_clause(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Find the finite verb of a clause that shows none, the surest candidate first; what is left over is no verb."""
    if "F" in tags[first:last]:
        _settle_plain_verbs(tags, lower, first, last)
    for settle in (_settle_base_verb, _settle_likely_verb, _settle_last_verb):
        if _has_verb(tags, first, last):
            break
        settle(tags, lower, first, last)
    _settle_rest(tags, first, last)


def _settle_base_verb(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Take the first base form with a plural subject for the verb."""
    for i in range(first + 1, last):
        if (
            tags[i] == "F"
            and ("N" in tags[i - 1] or tags[i - 1] in 'KXEG)"')
            and (_plural_before(lower, tags, i) or _head_is_plural(lower, tags, first, i))
        ):
            tags[i] = "V"
            return


def _settle_likely_verb(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Take the first word that may be a verb, and stands as one does, for the verb."""
    for i in range(first + 1, last):
        options = tags[i]
        if len(options) < 2:
            continue
        if options in {"VN", "FN", "FNT"} and _reads_as_verb(tags, lower, i, first, last, options):
            tags[i] = "V"
            return
        happened = options == "TE" and (lower[i] in _HAPPENED or tags[i + 1 : i + 3] == [",", "G"])
        if happened and ("N" in tags[i - 1] or tags[i - 1] in "KX"):
            tags[i] = "T"
            return
        if (
            options == "TE"
            and ("N" in tags[i - 1] or tags[i - 1] in "KX")
            and i + 1 < len(tags)
            and tags[i + 1][0] in "DRK#YXNPS"
            and lower[i + 1]
            not in {"by", "to", "for", "into", "as", "with", "on", "in", "from", "than", "at", "via", "through"}
        ):
            tags[i] = "T"
            return


def _settle_last_verb(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Take a word that is rather a noun for the verb where its number fits and an object follows."""
    for i in range(first + 1, last - 1):
        if tags[i] in {"NV", "NF"} and tags[i - 1][0] in "NK" and tags[i + 1][0] in "DRN":
            plural = _plural_before(lower, tags, i)
            if (plural and tags[i] == "NF") or (tags[i + 1][0] in "DR" and tags[i] == "NV" and not plural):
                tags[i] = "V"
                return


def _settle_rest(tags: list[str], first: int, last: int) -> None:
    """Take what is still open for a noun, else for a participle."""
    if len("".join(tags[first:last])) == last - first:
        return  # most often
    for i in range(first, last):
        options = tags[i]
        if len(options) > 1:
            tags[i] = "N" if "N" in options else "E" if "E" in options else options[0]


# pasts that are no participle of the noun before them, whatever follows: "the siege failed because …"
_HAPPENED = frozenset(
    "arrived happened failed declined looked lived survived ended started stopped wanted tried worked appeared "
    "existed disappeared occurred agreed refused continued remained died emerged listened seemed tended decided "
    "hoped struggled belonged coincided resulted succeeded depended relied collapsed stayed waited talked walked "
    "traveled travelled migrated evolved flourished prevailed argued believed insisted complained learned thrived "
    "vanished dwindled rebelled surrendered retreated opened closed increased decreased doubled rose turned moved "
    "passed changed differed".split()
)


def _settle_plain_verbs(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Take a base form that can be no noun for the verb of the plural before it: "the parties agree"."""
    for i in range(first + 1, last):
        if tags[i] in {"M", "O"} or lower[i] in _PERCEIVED:
            return
        if tags[i] == "F" and tags[i - 1] == "N" and _plural_before(lower, tags, i):
            if not _caused(tags, lower, i, i - 1, first):
                tags[i] = "V"
            return


# after these a plural may be followed by a base form: "watch the tides turn"
_PERCEIVED = frozenset("see sees saw seen watch watches watched hear hears heard have had rather than".split())


def _plural_before(lower: list[str], tags: list[str], i: int) -> bool:
    """Tell whether the head of the words before token *i* can be a plural, which a base form needs as its subject."""
    j = i - 1
    while j >= 0 and tags[j] == "X":
        j -= 1
    if j < 0:
        return False
    word = lower[j]
    if j >= 2 and tags[j - 1] == "C" and "N" in tags[j] and lower[j - 1] == "and" and tags[i] == "F":
        return True
    return (word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))) or word in _PLURALS


_PLURALS = frozenset(
    "people children men women mice teeth feet bacteria data media criteria phenomena police they we you most many "
    "few some others".split()
)


def _reads_as_verb(tags: list[str], lower: list[str], i: int, first: int, last: int, options: str) -> bool:
    """Tell whether a word that may be a noun is the verb here: right number, a subject before, an object after."""
    after = tags[i + 1] if i + 1 < len(tags) else ""
    if "N" in after:
        after = "N"
    if not after or (tags[i - 1][0] not in 'NKXEG)"Y' and "N" not in tags[i - 1]):
        return False
    if i == last - 1 and tags[i + 1] == "S" and i + 2 < len(tags) and tags[i + 2] in FINITE:
        return False  # "options that expire": the clause is about the word itself
    if after[0] not in "DRK#YXSNGIP" or (after[0] == "P" and lower[i + 1] in {"of"}):
        return False
    plural = _plural_before(lower, tags, i)
    if options == "VN" and tags[i - 1] == "K":
        plural = False  # a name that ends in -s may be one thing: "Community Notes reaches …"
    if (
        options == "VN" and tags[i + 1] == "FN" and i + 2 < last and tags[i + 2][0] in "DNK"
    ):  # "debates mirror …": the second is the verb
        return False
    start = max((k + 1 for k in range(first, i) if tags[k] == ","), default=first)
    in_phrase = "P" in tags[start:i]
    if options == "VN":
        return not plural and (
            after[0] in "DRK#XSI"
            or (after[0] in "NGP" and i + 2 < last and not in_phrase and not _likely_compound(lower, i))
            or (after == "N" and i + 2 == last and not in_phrase and _tells(tags, lower, first, i))
        )
    return plural and (after[0] in "DRK#XSN" or (after[0] in "GPI" and not in_phrase))


def _tells(tags: list[str], lower: list[str], first: int, i: int) -> bool:
    """Tell whether three nouns are a sentence: "Communication sets expectations", "The story offers hope"."""
    return tags[first] == "D" or (i == first + 1 and lower[i + 1].endswith("s"))


def _likely_compound(lower: list[str], i: int) -> bool:
    return lower[i - 1].endswith("ing") and lower[i].endswith("s")


def _settle_commas(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Mark the commas of a list `a, b, and c` with `l`, and a conjunction before a new clause with `c`."""
    for i in range(first, last):
        if (tags[i] == "C" and lower[i] == "but" and i > first and tags[i - 1] == ",") or (
            tags[i] == "C"
            and lower[i] not in {"+", "&", "/"}
            and _finite_before(tags, first, i)
            and (
                _starts_clause(tags, lower, i + 1, last)
                or (i + 1 < last and tags[i + 1] in FINITE)
                or (i + 2 < last and tags[i + 1] == "X" and tags[i + 2] in FINITE)
            )
        ):
            tags[i] = "c"
    commas = [i for i in range(first, last) if tags[i] == ","]
    for i in commas:
        if _between_adjectives(tags, lower, i, first, last) or "etc." in lower[i + 1 : last]:
            tags[i] = "l"
    commas = [i for i in commas if tags[i] == ","]
    if len(commas) > 1 and _bare_list(tags, lower, commas, first, last):
        for i in commas:
            tags[i] = "l"
        return
    for i in commas:
        if _list_end(tags, i + 1, last) and not _goes_on(tags, lower, i + 1, last, first):
            tags[i] = "l"


_ASIDES = frozenset("such like including especially particularly notably which who whose e.g. i.e. not but".split())


def _goes_on(tags: list[str], lower: list[str], i: int, last: int, first: int) -> bool:
    """Tell whether what follows a comma goes on about what came before: `, driving …`, `, built for …`, `, such as`."""
    if i >= last or lower[i] in _ASIDES:
        return True
    if (
        lower[i] in {"a", "an", "one"}
        and not {"a", "an", "one"} & set(lower[max(first, i - 7) : i - 1])
        and ":" not in tags[max(first - 1, i - 5) : i]
    ):
        return True  # ", a cluster of neurons," says what it is
    return (
        tags[i] in "GE"
        and tags[first] not in "GE"
        and i + 1 < last
        and tags[i + 1] not in ",lC"
        and "l" not in tags[first:i]
    )


def _between_adjectives(tags: list[str], lower: list[str], i: int, first: int, last: int) -> bool:
    """Tell the comma of "a deeper, hidden motive" and "smaller, more efficient models"."""
    if i - 2 < first or i + 2 >= last or tags[i - 1] not in "NEG":
        return False
    if lower[i - 1].endswith("er") and lower[i + 1] in {"more", "less"}:
        return True
    article = tags[i - 2] == "D" and lower[i - 2] in {"a", "an", "the", "its", "their", "his", "her"}
    return article and tags[i + 1] in "NEG" and tags[i + 2] in "NK"


def _finite_before(tags: list[str], first: int, i: int) -> bool:
    """Tell whether a finite verb stands before token *i* in its part of the sentence."""
    for k in range(i - 1, first - 1, -1):
        if tags[k] in ";:-Sc":
            return False
        if tags[k] in FINITE:
            return True
    return False


def _settle_times(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Tell `before the war` (a preposition) from `before the war began` (a clause)."""
    for i in range(first, last):
        if tags[i] == "S" and lower[i] in {"before", "after", "since", "until", "till", "once"}:
            j = i + 1
            while j < last and tags[j] not in ",;:-c(S" and tags[j] not in FINITE:
                j += 1
            if j == last or tags[j] not in FINITE:
                tags[i] = "P"


def _settle_pointing(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Tell the `that` of "that cool sensation" (D) and of "like that" (R) from the one that begins a clause."""
    for i in range(first, last):
        if tags[i] != "S" or lower[i] not in {"that", "so"}:
            continue
        after = tags[i + 1] if i + 1 < last else "."
        if lower[i] == "so":
            if after == "X" or lower[i + 1 : i + 2] in _MEASURED or (after in ".,;" and i > first):
                tags[i] = "X"
            continue
        if i > first and lower[i - 1] == "so":
            continue
        ending = next((k for k in range(i + 1, last) if tags[k] in ";:-."), last)
        if any(tags[k] in FINITE or (tags[k] == "R" and "'" in lower[k]) for k in range(i + 1, ending)):
            if i == first or (tags[i - 1] == "P" and lower[i - 1] in _BEFORE_A_NOUN):
                tags[i] = "D" if after in "NEG#K" else "R"
        else:
            tags[i] = "D" if after in "NEG#K" else "R"


_MEASURED = (["many"], ["much"], ["few"], ["little"], ["good"], ["bad"], ["important"], ["hard"], ["easy"], ["long"])
_BEFORE_A_NOUN = frozenset("of for with like to about by from at on before after during behind".split())


def _bare_list(tags: list[str], lower: list[str], commas: list[int], first: int, last: int) -> bool:
    """Tell whether the commas part a list that has no "and": short verbless parts up to the end of the sentence."""
    opening = max((i for i in range(first, commas[0]) if tags[i] in ':("PVTMBIF'), default=first - 1)
    closing = min((i for i in range(commas[-1], last) if tags[i] in ')"'), default=last)
    edges = [opening, *commas, closing]
    if "C" in tags[opening + 1 : closing] or any(_goes_on(tags, lower, i + 1, last, first) for i in commas):
        return False
    return all(b - a < 6 and not any(tags[k] in "VTMBHOSRcI;:" for k in range(a + 1, b)) for a, b in pairwise(edges))


def _list_end(tags: list[str], i: int, last: int) -> bool:
    """Tell whether the comma before token *i* stands in a list: short verbless parts, and a conjunction in the end."""
    if i < last and tags[i] == "C":  # the comma before "and"
        return True
    j = i
    while j < last and j - i < 7:
        if tags[j] == "C":
            return j > i
        if tags[j] == ",":
            return j > i and _list_end(tags, j + 1, last)
        if tags[j] in "VTMBHOScRI;:-(":
            return False
        j += 1
    return False
