"""A library of any size from a seed, as long and as varied as real modules and handouts."""

import random
from collections.abc import Iterator
from pathlib import Path


def _phrases(text: str) -> list[str]:
    return [" ".join(one.split()) for one in text.split("|")]


_WHO = _phrases(
    """
    A woman who drives nights | A new father | Somebody from the farm | My neighbor | The man next
    to you | A nurse | Your sister | The cook | A veteran | One of the group | A student | The bus
    driver | An older man | Her partner | Our counselor | A friend from church | The foreman | A
    mother of three | His cousin | Somebody who came back
    """
)
_DOES = _phrases(
    """
    waits ten minutes before answering | writes the plan on a card | calls a person who will pick up
    | names the feeling out loud | walks around the block twice | puts the phone in another room |
    asks for a ride home | breathes out slowly and counts | says no and leaves the kitchen | looks
    at the clock on the wall | tells the truth about last night | keeps the card in a pocket | sits
    by the door on bad days | reads the list of reasons | eats something warm first | goes to bed at
    the same hour | turns down the second glass | takes the long way home | makes room for one small
    step | asks what would help now
    """
)
_WHEN = _phrases(
    """
    on payday | after a fight at home | when the street goes quiet | before the shift begins | in
    the first week | on a Sunday evening | when an old friend texts | after the funeral | while
    dinner is cooking | during the holidays | when sleep does not come | at the end of a long day |
    when money is short | after good news | as soon as the door closes | in the parking lot | when
    the rain starts | between two meetings | next to the cold window | once the children sleep
    """
)
_WHY = _phrases(
    """
    so that the urge has time to fade | because it worked last time | and notices what changes |
    without asking anybody's leave | and writes down what happened | so the evening stays free |
    because the body calms down first | and thanks the person later | even when it feels strange |
    so that nobody has to guess | and tries again the next day | because a plan beats a promise | so
    the morning is easier | and keeps the number at hand | before the old habit wakes up | with one
    hand on the railing | and laughs about it afterward | although it takes some nerve | so that the
    risk gets smaller | and sets a new hour
    """
)

_HARD = frozenset(
    _phrases(
        """
        somebody|counselor|veteran|family|answering|another|kitchen|holidays|funeral|anybody's
        |afterward|nobody|easier|notices|person|evening|meetings|feeling
        """
    )
)
"""Longer words, which handouts do without, as real ones do."""

TOPICS = tuple(f"topic-{number:02}" for number in range(20))
KEYS = tuple(f"source-{number:02}" for number in range(40))

WITH_PREREQUISITE = 0.3
"""The share of modules that others come before."""

SETTINGS = """\
name: {en: Generated Library}
languages: [en]
paper: letter
slots: [60, 90]
license: CC BY 4.0
contact: {}
help_lines:
  - {name: {en: Emergency}, call: "911"}
  - {name: {en: 988 Suicide and Crisis Lifeline}, call: "988", text: "988"}
  - {name: {en: SAMHSA National Helpline}, call: 1-800-662-4357}
safety:
  opioids: {en: Call 911 and give naloxone.}
  alcohol: {en: Do not stop all at once on your own.}
  benzodiazepines: {en: Do not stop all at once.}
"""


def _easy(phrases: list[str]) -> list[str]:
    return [one for one in phrases if _HARD.isdisjoint(one.lower().split())]


_PHRASES = (_WHO, _DOES, _WHEN, _WHY)
_EASY_PHRASES = tuple(map(_easy, _PHRASES))


def sentences(dice: random.Random, number: int, *, easy: bool = False) -> str:
    """Return so many sentences, hardly any twice in a library; easy ones are for handouts."""
    lists = _EASY_PHRASES if easy else _PHRASES
    return " ".join(" ".join(map(dice.choice, lists)) + "." for _ in range(number))


def _module(dice: random.Random, number: int) -> str:
    topic = TOPICS[number % len(TOPICS)]
    before = (
        (number - len(TOPICS))
        if number >= len(TOPICS) and dice.random() < WITH_PREREQUISITE
        else None
    )
    lines = [
        "---",
        f"title: Session {number} on Staying the Course",
        f"topic: {topic}",
        f"format: {dice.choice(('group', 'group', 'group', 'family', 'individual'))}",
        f"summary: {sentences(dice, 1)}",
        f"for_patients: Practice step {number} with the group.",
        "objectives:",
        "  - Name two signs of a hard day.",
        "  - Practice one skill in pairs.",
        "  - Write a plan for the next three days.",
        f"sources: [{KEYS[number % len(KEYS)]}, {KEYS[(number + 7) % len(KEYS)]}]",
        f"intensity: {dice.choice(('low', 'moderate', 'high'))}",
        "group_size: 4-12",
    ]
    if before is not None:
        lines += [
            "prerequisites:",
            f"  - {{module: module-{before:05}, kind: {dice.choice(('soft', 'hard'))}}}",
            "recap: >",
            f"  {sentences(dice, 2)}",
        ]
    lines += [
        "materials:",
        "  - whiteboard and markers",
        "  - one pen for each person",
        "staff: {co_leader: false}",
        "telehealth: true",
        "---",
        "",
    ]
    cite = f"{{cite}}`{KEYS[number % len(KEYS)]}`"
    for kind, title, minutes in (
        ("Check-in", "one word", "5–10"),
        ("Teach", "what happens", "10–15"),
        ("Demonstrate", "once through", "5–10"),
        ("Practice", "in pairs", "15–35"),
        ("Break", "", "0–10"),
        ("Discuss", "what stops people", "10–15"),
        ("Plan", "three days", "5–10"),
        ("Close", "one step", "5–10"),
    ):
        head = f"{kind}: {title}" if title else kind
        lines += [f"## {head} ({minutes} min)", "", f"{sentences(dice, 4)}{cite}", ""]
        if kind == "Break":
            continue
        lines += [":::{say}", sentences(dice, 4), ":::", "", sentences(dice, 3), ""]
        lines += [
            ":::{ask}",
            *(f"- What helps when {one}?" for one in dice.sample(_WHEN, 3)),
            ":::",
            "",
        ]
        if kind in ("Check-in", "Discuss"):
            lines += [f":::{{watch}} A hard moment {number}", sentences(dice, 4), ":::", ""]
        if kind == "Practice":
            lines += [f":::{{handout}} handout-{number:05}", sentences(dice, 2), ":::", ""]
            lines += ["### What you may hear", ""]
            lines += [
                f'- **"I cannot do that {one}."** {sentences(dice, 2)}'
                for one in dice.sample(_WHEN, 4)
            ]
            lines += [""]
        if kind == "Teach":
            lines += ["| Step | What to know |", "|---|---|"]
            lines += [f"| Step {n} | {sentences(dice, 1)} |" for n in range(5)]
            lines += [""]
        if kind == "Close":
            for name in ("telehealth", "low-literacy", "mandated"):
                lines += [f":::{{adapt}} {name}", sentences(dice, 2), ":::", ""]
    return "\n".join(lines).rstrip() + "\n"


def _handout(dice: random.Random, number: int) -> str:
    lines = [
        "---",
        f"title: My Page {number}",
        "kind: worksheet",
        f"topic: {TOPICS[number % len(TOPICS)]}",
        f"purpose: This sheet helps you get through a hard day, step {number}.",
        f"sources: [{KEYS[number % len(KEYS)]}]",
        "---",
        "",
        ":::{remember}",
        sentences(dice, 2, easy=True),
        ":::",
        "",
        "## Try this",
        "",
    ]
    lines += [f"{n}. Wait. {sentences(dice, 1, easy=True)}" for n in range(1, 5)]
    lines += ["", "## My plan", "", sentences(dice, 3, easy=True), ""]
    for one in dice.sample(_WHEN, 3):
        lines += [f":::{{write}} What I will do {one}", ":lines: 2", ":::", ""]
    lines += ["- [ ] I put this page where I see it.", "", "| When | What I did |", "|---|---|"]
    lines += ["|  |  |"] * 4
    return "\n".join(lines) + "\n"


def files(modules: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every file: so many modules, and a handout for each."""
    dice = random.Random(seed)  # noqa: S311 - nothing is kept secret with it
    yield "curriculum/library.yaml", SETTINGS
    topics = "".join(
        f"  - id: {topic}\n    title: {{en: {topic}}}\n    summary: {{en: About {topic}.}}\n"
        for topic in TOPICS
    )
    yield "curriculum/topics.yaml", f"topics:\n{topics}"
    yield (
        "curriculum/references.bib",
        "\n".join(
            f"@book{{{key},\n  author = {{Somebody}},\n  title = {{Work {key}}},\n"
            f"  year = {{2020}},\n  publisher = {{A house}}\n}}\n"
            for key in KEYS
        ),
    )
    for number in range(modules):
        topic = TOPICS[number % len(TOPICS)]
        yield f"modules/{topic}/module-{number:05}.md", _module(dice, number)
        yield f"handouts/handout-{number:05}.md", _handout(dice, number)


def write_library(root: Path, modules: int, seed: int = 1) -> None:
    """Write a library into the folder `root`."""
    for path, text in files(modules, seed):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
