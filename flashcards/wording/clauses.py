"""Find the verb of each clause: a clause has one, and what is left over is none."""

from __future__ import annotations

from .neighbours import CAUSATIVE, caused, plural_before, singular
from .tokens import FINITE


def settle_base_forms(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Take for nouns the base form without helper or plural subject, "a rebuilt curb", and the verb before "are"."""
    for i in range(first + 1, last):
        if tags[i] == "V" and i + 1 < last and tags[i + 1] in "BMH" and tags[i - 1] in "NKDPGE" and lower[i][-1] == "s":
            tags[i] = "N"
        elif tags[i] == "F":
            before = tags[i - 1]
            alone = before in "DPE#" or (before in "NK" and singular(lower, i - 1))
            if alone and lower[i - 1] != "to" and not CAUSATIVE & set(lower[max(first, i - 5) : i]):
                tags[i] = "N"


def settle_subordinate(tags: list[str], lower: list[str], first: int, last: int) -> None:
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
            if fits and ("F" in options if plural_before(lower, tags, k) else "V" in options):
                tags[k] = "V"
                break


_CLAUSAL = frozenset("when if because although though while whereas whenever unless until how where why".split())


_CLAUSE_ENDS = frozenset(",;:-.cS")


def settle_joined(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Find the second of two joined verbs: "stores less but lasts longer", "refused to sign and left the hall"."""
    for i in range(first + 1, last - 1):
        if tags[i] != "C":
            continue
        after = tags[i + 2][0] if i + 2 < last else ""
        if tags[i + 1] == "VN" and ((lower[i] == "but" and after not in {"", ","}) or (after and after in "DXR#")):
            tags[i + 1] = "V"
        elif tags[i + 1] in {"NV", "VN"} and after == "G" and any("V" in tag for tag in tags[first:i]):
            tags[i + 1] = "V"  # "costs a few euros and lowers prescribing"
        elif tags[i + 1] == "FN" and after and after in "DNKRGE#" and _helped_before(tags, first, i):
            tags[i + 1] = "F"  # "can raise the level and cause setbacks"
        elif tags[i + 1] == "TE" and after and after in "DRKX" and finite_before(tags, first, i):
            tags[i + 1] = "T"


def _helped_before(tags: list[str], first: int, i: int) -> bool:
    """Tell whether a base form after a modal or `to` stands before token *i* in its clause."""
    for k in range(i - 1, first, -1):
        if tags[k] in {",", ";", ":", "S", "c"}:
            return False
        if tags[k] == "F":
            return tags[k - 1] in {"M", "I", "X"}
    return False


def settle_verbs(tags: list[str], lower: list[str], first: int, last: int) -> None:
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
            or ((tags[i] in "CS," or lower[i] == "as") and starts_clause(tags, lower, i + 1, last))
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


def starts_clause(tags: list[str], lower: list[str], i: int, last: int) -> bool:
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
    return tags[j] in {"V", "M", "B", "T", "H", "O"} or (tags[j] == "F" and plural_before(lower, tags, j))


def _head_is_plural(lower: list[str], tags: list[str], first: int, i: int) -> bool:
    """Tell whether the subject of a far verb is plural: its head stands before the first preposition or participle."""
    for k in range(first + 1, i):
        if tags[k][0] in "PGE(#," or lower[k] in {"such", "every", "like"}:
            return plural_before(lower, tags, k)
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
    settle_rest(tags, first, last)


def _settle_base_verb(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Take the first base form with a plural subject for the verb."""
    for i in range(first + 1, last):
        if (
            tags[i] == "F"
            and ("N" in tags[i - 1] or tags[i - 1] in 'KXEG)"')
            and (plural_before(lower, tags, i) or _head_is_plural(lower, tags, first, i))
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
            plural = plural_before(lower, tags, i)
            if (plural and tags[i] == "NF") or (tags[i + 1][0] in "DR" and tags[i] == "NV" and not plural):
                tags[i] = "V"
                return


def settle_late_past(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Find the past that an aside parts from its subject: "Refugees, among them Zumpe, carried the craft"."""
    for i in range(first + 2, last - 1):
        if tags[i] in FINITE or tags[i] in {":", ";"}:
            return
        if tags[i] not in {"TE", "E"} or not lower[i].endswith("ed") or tags[i + 1] not in {"D", "K", "R", "#"}:
            continue
        closes = tags[i - 1] == "," and "," in tags[first : i - 1]
        after = next((j for j in range(i + 1, last) if tags[j] in FINITE), last)
        if (closes or tags[i - 1] in {"N", "K", "Y"}) and (after == last or "S" in tags[i + 1 : after]):
            tags[i] = "T"
            return


def settle_rest(tags: list[str], first: int, last: int) -> None:
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
        if tags[i] == "F" and tags[i - 1] == "N" and plural_before(lower, tags, i):
            if not caused(tags, lower, i, i - 1, first):
                tags[i] = "V"
            return


# after these a plural may be followed by a base form: "watch the tides turn"
_PERCEIVED = frozenset("see sees saw seen watch watches watched hear hears heard have had rather than".split())


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
    plural = plural_before(lower, tags, i)
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


def finite_before(tags: list[str], first: int, i: int) -> bool:
    """Tell whether a finite verb stands before token *i* in its part of the sentence."""
    for k in range(i - 1, first - 1, -1):
        if tags[k] in ";:-Sc":
            return False
        if tags[k] in FINITE:
            return True
    return False


def settle_times(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Tell `before the war` (a preposition) from `before the war began` (a clause)."""
    for i in range(first, last):
        if tags[i] == "S" and lower[i] in {"before", "after", "since", "until", "till", "once"}:
            j = i + 1
            while j < last and tags[j] not in ",;:-c(S" and tags[j] not in FINITE:
                j += 1
            if j == last or tags[j] not in FINITE:
                tags[i] = "P"


def settle_pointing(tags: list[str], lower: list[str], first: int, last: int) -> None:
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
