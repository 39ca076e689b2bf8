"""Invented notes of any number, in the two layouts of the seeds, for the benchmarks to build decks
from.

A sentence is put together from parts, so that no two documents share many, and the readers and
rules meet what they meet in real notes: labels, lists, figures, quotes, names, arrows, brackets.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

FIRST = "Ada Bela Cyrus Dora Emil Fenja Goran Hanna Iva Jonas Kira Levin Mara Nils Odile Pavel Runa Silas Tilda Ugo".split()
LAST = "Quill Marrow Lindqvist Okoro Tamm Ferrante Ashdown Beckh Corvin Dross Eklund Falk Grieve Holt Imber Jarl".split()
FIRMS = "Kilnworks Harrowgate Tidewater Lumen Northpass Ostler Brackwater Fernleaf Cindermill Saltmarsh Gantry".split()
THINGS = (
    "clay roofs|tide mills|bread ovens|night ferries|seed banks|glass kilns|peat bogs|wind "
    "pumps|canal locks|"
    "rope walks|river gauges|orchard walls|salt pans|postal sledges|signal towers|dry docks|bee "
    "yards|"
    "lime pits|hill farms"
).split("|")
PLACES = "Ashdown|the Corvin valley|Port Imber|the upper delta|Lindholm|the old harbour|Marrow Bay|the east bank".split(
    "|"
)
AIMS = (
    "keep the heat in overnight|halve the time a load takes|spare the crew a second shift|hold "
    "back the spring flood|"
    "sell the surplus before it spoils|show visitors how the work is done|pay the lenders within "
    "two years"
).split("|")
MEANS = (
    "lining every wall with crushed shell|sorting the loads by weight|moving the work to the cool "
    "hours|"
    "training two apprentices a year|measuring the salt every morning|sharing one boiler among "
    "neighbours"
).split("|")
RESULTS = (
    "losses fell by a third|the queue at the gate vanished|the town kept its last baker|prices "
    "held through the winter|"
    "repairs took days instead of weeks|the archive could be read again"
).split("|")
BULLETS = (
    "{who} says that {n} {things} in {place} still work as they did in {year}",
    "{firm} plans to {aim} by {means}",
    "{things} near {place}: {n} in use, most of them built before {year}",
    "Since {year}, {firm} has spent {m} million on {things}, more than on anything else",
    "{who} argues that {result} because {firm} began {means}",
    "The first {things} at {place} cost {m}% less than those that {firm} had built in {year}",
    "{means} → {result} (a lesson from {place})",
    "Three reasons to save the {things}: they store heat, they need few hands, and they please "
    "visitors",
    "Instead of selling its {things}, {firm} lets {who} run them for a share of the profit",
    "In {year} {who} left {firm} to {aim}, and took {n} people along",
    "What {firm} learned at {place}: {means} pays only when there are more than {n} loads a day",
    "{who}'s rule of thumb is one {thing} for every {n} households",
    "After the flood of {year} the {things} in {place} stood empty, while {firm} kept {m} of its "
    "own",
    "{firm} expects {n},000 visitors a year at {place}, which is twice what the {things} were "
    "built for",
    "Although {result}, {who} doubts that {firm} can {aim} without help",
    "To {aim}, {firm} relies on {means}, e.g. at {place}",
)
QUOTES = (
    "We never set out to save the {things}. We set out to {aim}.",
    "If you ask me about {place}, I will tell you about {things} for {n} hours.",
    "Nobody at {firm} believed that {means} would work, and then {result}.",
)
TOPICS = "on what was lost|on the winter of that year|on working with neighbours|on why it took so long".split(
    "|"
)


def sentence(random: Random, form: str) -> str:
    """Return *form* with its places filled."""
    things = random.choice(THINGS)
    text = form.format(
        who=f"{random.choice(FIRST)} {random.choice(LAST)}", firm=random.choice(FIRMS),
        place=random.choice(PLACES),
        things=things, thing=things.removesuffix("s"), aim=random.choice(AIMS),
        means=random.choice(MEANS),
        result=random.choice(RESULTS), n=random.randint(3, 400), m=random.randint(2, 90),
        year=random.randint(1880, 2024),
    )  # fmt: skip
    return text[0].upper() + text[1:]


def chapter_outline(number: int, items: int = 96) -> str:
    """Return the notes of episode *number*: chapters with times and a summary, five bullets or so
    in each."""
    random = Random(f"outline {number}")
    host, title = (
        "Slow Works Podcast",
        f"{sentence(random, '{who} — {things}, {place}')}, part {number}",
    )
    lines, minute, left = [f"{host}{title}", "CHAPTERS"], 0, items
    while left:
        end = minute + random.randint(3, 9)
        lines += [
            f"- {minute}:00 – {end}:00",
            sentence(random, "{things} and {place}: why {result}"),
        ]
        lines += [" ".join(sentence(random, form) + "." for form in random.sample(BULLETS, 2))]
        here = min(left, random.randint(4, 7))
        lines += [f"- •{sentence(random, random.choice(BULLETS))}" for _ in range(here)]
        minute, left = end, left - here
    return "\n".join(lines) + "\n"


def episode_summary(number: int, items: int = 96) -> str:
    """Return the notes of episode *number*: overview, three quotes, sections of bullets, and what
    nobody learns."""
    random = Random(f"summary {number}")
    who = f"{random.choice(FIRST)} {random.choice(LAST)}"
    title = f"{who} – {sentence(random, '{things}, {place}')} & part {number}"
    lines = [
        title,
        "",
        title,
        "",
        f"May {random.randint(1, 28)}, 2025 1 hr 7 min",
        "🎧 Listen Now",
        "",
        "🤖 AI Summary",
        "",
    ]
    lines += [
        "Overview",
        "",
        " ".join(sentence(random, form) + "." for form in random.sample(BULLETS, 3)),
        "",
        "Notable Quotes",
    ]
    for form in QUOTES[: min(3, items)]:
        lines += ["", f"- {sentence(random, form)}{who}, {random.choice(TOPICS)}."]
    left = items - min(3, items)
    while left:
        here = min(left, random.randint(4, 7))
        lines += ["", f"{random.choice('🧱🌊🍞🔥')} {sentence(random, '{things} and {place}')}"]
        for _ in range(here):
            lines += ["", f"- {sentence(random, random.choice(BULLETS))}."]
        left -= here
    lines += [
        "",
        "Episode Description",
        "",
        sentence(random, "{who} talks about {things} and how {result}."),
    ]
    lines += ["", "TIMESTAMPS", "", "(00:00:00) – The beginning", "", "(00:31:10) – The middle"]
    return "\n".join(lines) + "\n"


def write_documents(folder: Path, count: int, items: int = 96) -> list[Path]:
    """Write *count* documents of *items* items each into *folder*, in turn in either layout; return
    their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"episode-{number:04d}.txt" for number in range(1, count + 1)]
    for number, path in enumerate(paths, 1):
        layout = chapter_outline if number % 2 else episode_summary
        path.write_text(layout(number, items), "utf-8")
    return paths
