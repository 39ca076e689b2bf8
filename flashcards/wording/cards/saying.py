"""Say what each finding of lint means, in words for the person who reads the card."""

from __future__ import annotations

from collections.abc import Mapping

SAID: Mapping[str, str] = {
    "answer-too-long": (
        "an answer that nobody could recall word for word (over 26 words; in a gap over 16)"
    ),
    "answer-long": "an answer of more than 14 words, in a gap of more than 11",
    "answer-vacuous": "an answer of words that say nothing",
    "answer-cut": "an answer that stops in the middle of a phrase",
    "answer-pronoun": (
        "an answer that begins with “their”, “its”, “his” or “her”, which the back explains "
        "and the front does not"
    ),
    "dangling-punctuation": "an answer with a comma, colon, dash or bracket left over at its end",
    "unbalanced": (
        "a side of the card on which a quotation mark or parenthesis has lost its other half"
    ),
    "list-cut": "an answer that takes a list but its last member",
    "answer-on-card": "an answer whose words are all on the front, too",
    "answer-mostly-on-card": "an answer of which three fifths or more are on the front",
    "answer-in-context": (
        "an answer that the context line gives away; a shorter context line is tried first"
    ),
    "answer-mostly-in-context": (
        "an answer of which the context line gives three fifths or more away"
    ),
    "not-a-question": "a question without its question mark",
    "vague-question": "a question with fewer than two words that say what it is about",
    "yes-no": "a question that “yes” or “no” would answer",
    "no-wh": "a question without a question word",
    "pronoun": "a question with a pronoun that nothing before it explains",
    "two-finite-verbs": "a question that was cut at the wrong verb",
    "two-question-words": "a question that asks twice",
    "doubled-word": "a question in which a word appears twice in a row",
    "agreement": "a verb that does not agree with the words next to it",
    "double-inflection": "a verb with an ending behind “does”, “do” or “did”, which has it already",
    "question-cut": "a question that stops in the middle of a phrase",
    "stray-capital": "a small word with a capital in the middle of a question",
    "no-main-clause": "a question that is but a clause with “if” or “when”",
    "torn-lead": (
        "a question behind a lone conjunction, behind another question, or behind a sentence "
        "of its own"
    ),
    "share-of-what": "a question that leaves a share without what it is a share of",
    "light-verb": "a question that ends in “have” or “get”, to which there are many answers",
    "question-too-long": "a question of more than 40 words",
    "question-long": "a question of more than 26 words",
    "gap-in-word": "a gap that cuts a word in two",
    "gap-without-context": "a gap with fewer than two words around it",
    "gap-little-context": "a gap with fewer than five words around it",
    "front-too-long": "a sentence with a gap of which more than 55 words are shown",
    "front-long": "a sentence with a gap of which more than 36 words are shown",
}
"""What a code stands for; docs/lint.md lists it."""
