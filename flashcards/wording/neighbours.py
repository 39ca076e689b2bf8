"""Tell by the words around it which of its classes a word has."""

from __future__ import annotations


def singular(lower: list[str], i: int) -> bool:
    """Tell whether the noun at token *i* is no plural."""
    word = lower[i]
    return not word.endswith("s") and word not in _PLURALS


def follows_modal(tags: list[str], i: int, first: int) -> bool:
    """Tell whether a modal stands before token *i*, adverbs aside."""
    j = i - 1
    while j >= first and tags[j] == "X":
        j -= 1
    return j >= first and tags[j] == "M"


# after these a noun comes, though its form may be a verb's
_NOUN_AFTER = frozenset("DP#Y")


_OBJECT_STARTS = frozenset("DRK#Y")


CAUSATIVE = frozenset("help helps helped helping let lets letting make makes made making".split())


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


def infinitive(tags: list[str], lower: list[str], i: int, last: int) -> str:
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


def by_neighbours(tags: list[str], lower: list[str], i: int, first: int, last: int) -> str:
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
        if before and before in "NKE" and caused(tags, lower, i, j, first):
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
    if options == "VN" and before in {"N", "K"} and after == "D" and not plural_before(lower, tags, i):
        return "V"
    if j < i - 1 and before and before in "NK" and _between_subject_and_verb(lower[i - 1]):
        plural = plural_before(lower, tags, i)
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
    plural = plural_before(lower, tags, j)
    return not plural if options == "VN" else plural and options == "FN"


def caused(tags: list[str], lower: list[str], i: int, j: int, first: int) -> bool:
    """Tell whether token *i* is what somebody lets or makes another do: "lets water flow"."""
    k = j
    while k > first and tags[k] in _CAUSED:
        k -= 1
    if lower[k] not in CAUSATIVE:
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
    if k >= first and lower[k] in CAUSATIVE and "F" in options:
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


def plural_before(lower: list[str], tags: list[str], i: int) -> bool:
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
