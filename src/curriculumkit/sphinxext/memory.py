"""Sphinx kept from holding every document that it has read until all are written."""

from sphinx.application import Sphinx

KEPT = 64
"""How many documents Sphinx may hold; it reads the others again, from where it wrote them."""


def hold_few_documents(app: Sphinx, *_about: object) -> None:
    """Let go of documents, so that a library of any size takes the same memory.

    Sphinx 9 has no setting for this; its environment fills both stores and reads again what they
    lack.
    """
    env = app.env
    for held in (env._write_doc_doctree_cache, env._pickled_doctree_cache):  # noqa: SLF001
        while len(held) > KEPT:
            held.popitem()
