"""New libraries, modules and handouts: text that checks clean and can be built at once."""

from collections.abc import Mapping

from curriculumkit.model.library import Library

LIBRARY_YAML = """\
# The settings of this library. `curriculumkit schema library` lists every field.
name: {{en: "{name}"}}
languages: [en]
paper: letter
slots: [60, 90]
license: CC BY 4.0
contact: {{}}
help_lines:
  - name: {{en: Emergency}}
    call: "911"
    note: {{en: If someone is in danger now.}}
  - name: {{en: 988 Suicide and Crisis Lifeline}}
    call: "988"
    text: "988"
    web: 988lifeline.org
    note: {{en: "Free, day and night. Veterans press 1. For Spanish press 2."}}
  - name: {{en: SAMHSA National Helpline}}
    call: 1-800-662-4357
    note:
      en: >
        Free and private, day and night, English and Spanish. It helps you find treatment.
        TTY 1-800-487-4889.
safety:
  opioids:
    en: >
      Call 911 if someone will not wake up or breathes slowly. Give naloxone and stay with them.
      After time away from opioids your body can handle less. The old dose can kill.
  alcohol:
    en: >
      If you drink every day, do not stop all at once on your own. Talk with a doctor first.
  benzodiazepines:
    en: >
      Do not stop these medicines all at once. Ask your prescriber for a safe plan.
"""

TOPICS_YAML = """\
# The themes, in the order to show them. A module lies in the folder of its topic.
topics:
  - id: coping
    title: {en: Coping}
    summary: {en: Ways to get through a hard day.}
"""

REFERENCES_BIB = """\
@book{tip41-2005,
  author    = {{Substance Abuse and Mental Health Services Administration}},
  title     = {{TIP 41: Substance Abuse Treatment: Group Therapy}},
  year      = {2005},
  publisher = {SAMHSA},
}
"""

MODULE = """\
---
title: {title}
topic: {topic}
format: group
summary: One sentence for staff on what the group does.
for_patients: One plain sentence on what you will do.
objectives:
  - Name one thing that helps.
  - Practice it once in the room.
sources: [{source}]
intensity: low
group_size: 4-12
materials: [whiteboard]
staff: {{co_leader: false}}
telehealth: true
---

## Check-in: one thing from today (5–10 min)

What you do, in plain sentences.

:::{{say}}
The words you might say, as you would really say them.
:::

## Teach: the main idea (10–20 min)

One fact, with its source.{{cite}}`{source}`

:::{{ask}}
- A question that people can answer from their own lives.
:::

## Practice: try it (25–40 min)

{handout}Say how to do it in 60 minutes, and what to add in 90.

## Break (0–10 min)

## Plan: when I will use it (10–15 min)

Each person writes down when and where.

## Close: one word (5–10 min)

Go around once. Each person says one word.
"""

HANDOUT_BLOCK = """\
:::{{handout}} {id}
Give it out now, and read the first line aloud.
:::

"""

HANDOUT = """\
---
title: {title}
kind: worksheet
topic: {topic}
purpose: This sheet helps you plan one thing.
---

:::{{remember}}
One small step is enough for today.
:::

## My plan

1. Pick one thing that helps you.
2. Choose a day and a time.

:::{{write}} What I will do, and when
:lines: 3
:::

- [ ] I told someone about my plan.
"""


class ScaffoldError(Exception):
    """Nothing can be made of that name; the message says why."""


def new_library(name: str) -> Mapping[str, str]:
    """Return the files of a new library with one module and one handout."""
    return {
        "curriculum/library.yaml": LIBRARY_YAML.format(name=name.replace('"', "'")),
        "curriculum/topics.yaml": TOPICS_YAML,
        "curriculum/references.bib": REFERENCES_BIB,
        "modules/coping/one-small-step.md": _module(
            "One Small Step", "coping", "tip41-2005", "my-small-step"
        ),
        "handouts/my-small-step.md": HANDOUT.format(title="My Small Step", topic="coping"),
    }


def new_module(library: Library, id_: str, topic: str, title: str) -> Mapping[str, str]:
    """Return the file of a new module in a library."""
    _free(library, id_)
    _known(library, topic)
    source = next(iter(library.references), None)
    if source is None:
        raise ScaffoldError("add a source to curriculum/references.bib first: every module has one")
    path = f"modules/{topic}/{id_}.md"
    return {path: _module(title, topic, source, "")}


def new_handout(library: Library, id_: str, topic: str, title: str) -> Mapping[str, str]:
    """Return the file of a new handout in a library."""
    _free(library, id_)
    _known(library, topic)
    return {f"handouts/{id_}.md": HANDOUT.format(title=_quoted(title), topic=topic)}


def _module(title: str, topic: str, source: str, handout: str) -> str:
    block = HANDOUT_BLOCK.format(id=handout) if handout else ""
    return MODULE.format(title=_quoted(title), topic=topic, source=source, handout=block)


def _quoted(title: str) -> str:
    """Return a title as YAML: in quotes where it needs them."""
    plain = title.replace(" ", "").replace("'", "").isalnum() and not title[:1].isdigit()
    return (
        title
        if plain and title[:1].isalpha()
        else '"' + title.replace("\\", "").replace('"', "'") + '"'
    )


def _free(library: Library, id_: str) -> None:
    if id_ in library.known_ids["module"] | library.known_ids["handout"]:
        raise ScaffoldError(f"the id '{id_}' is taken")


def _known(library: Library, topic: str) -> None:
    ids = [one.id for one in library.topics]
    if topic not in ids:
        raise ScaffoldError(f"there is no topic '{topic}'. Topics: {', '.join(ids)}.")
