"""The sentences that a patient reads in a handout, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass

from curriculumkit.model.document import Body, Prose
from curriculumkit.readability.text import ends_a_sentence, sentences_in, words_in

FEWEST_WORDS = 6
"""Words from which a run without an end mark counts as a sentence rather than as a label."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as read, and the run of prose that it stands in."""

    text: str
    prose: Prose


def patient_sentences(body: Body) -> Iterator[Sentence]:
    """Yield the sentences of paragraphs and list items.

    Headings, labels and table cells are no sentences, nor is a short item of a list without an
    end mark ("water, juice"). What stands in a list is a sentence by itself, so that a list is
    not one long sentence.
    """
    for prose in body.prose:
        if prose.kind not in ("paragraph", "item"):
            continue
        for text in sentences_in(prose.text):
            if ends_a_sentence(text) or len(words_in(text)) >= FEWEST_WORDS:
                yield Sentence(text, prose)
