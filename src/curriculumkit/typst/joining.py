"""PDFs joined into one, with their tags, bookmarks and links, as if they had been made together.

A book is compiled in parts, as the compiler's memory grows with what it makes at once. A link to
``ckpage:N`` in a part leads to page N of the book, counted from 1.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

SCHEME = "ckpage:"
"""What the address of a link to a page of the book begins with."""


def joined(parts: Iterable[bytes]) -> bytes:
    """Return the parts as one PDF; each begins on a right-hand page, and the last page may be odd.

    What the document as a whole says of itself is the first part's. The same parts give the same
    bytes.
    """
    (first, *others) = parts
    with pikepdf.open(io.BytesIO(first)) as book:
        tags = _Tags(book)
        for number, raw in enumerate(others, 1):
            if len(book.pages) % 2:
                blank = book.add_blank_page(page_size=_size(book))
                del blank.Contents  # an empty stream is packed into one that is cut off
            with pikepdf.open(io.BytesIO(raw)) as part:
                before = len(book.pages)
                book.pages.extend(part.pages)
                added = list(book.pages)[before:]
                tags.add(book.copy_foreign(part.Root.StructTreeRoot), added, f"{number}-")
                if "/First" in part.Root.get("/Outlines", Dictionary()):
                    _append_outline(book, book.copy_foreign(part.Root.Outlines))
        tags.finish()
        _lead_links(book)
        made = io.BytesIO()
        book.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


def _size(book: pikepdf.Pdf) -> tuple[float, float]:
    _, _, width, height = map(float, book.pages[0].mediabox)
    return width, height


class _Tags:
    """The tags of a book while parts are added to it.

    A part numbers its pages and links from 0, to find their tags in a tree of numbers, and names
    its table headers so that cells can refer to them. In the book both must be unique.
    """

    def __init__(self, book: pikepdf.Pdf) -> None:
        self.root = book.Root.StructTreeRoot
        self.document = self.root.K[0]
        self.numbers: list[Any] = list(self.root.ParentTree.Nums)
        self.names: list[Any] = list(self.root.IDTree.Names) if "/IDTree" in self.root else []
        self.next = int(self.root.ParentTreeNextKey)

    def add(self, other: Any, pages: Iterable[pikepdf.Page], prefix: str) -> None:
        """Add the tags of a part whose pages are in the book already."""
        for page in pages:
            for one in (page.obj, *page.obj.get("/Annots", [])):
                for key in ("/StructParents", "/StructParent"):
                    if key in one:
                        one[key] = int(one[key]) + self.next
        for number, parent in _pairs(other.ParentTree.Nums):
            self.numbers.extend((int(number) + self.next, parent))
        self.next += int(other.ParentTreeNextKey)
        for tag in _below(other.K[0]):
            _rename(tag, prefix)
        if "/IDTree" in other:
            for name, tag in _pairs(other.IDTree.Names):
                self.names += [String(prefix + str(name)), tag]
        for key, role in other.get("/RoleMap", {}).items():
            self.root.RoleMap[key] = role
        for child in other.K[0].K:
            child.P = self.document
            self.document.K.append(child)

    def finish(self) -> None:
        """Enter the numbers and names of all parts."""
        self.root.ParentTree = Dictionary(Nums=Array(self.numbers))
        self.root.ParentTreeNextKey = self.next
        if self.names:
            pairs = sorted(_pairs(self.names), key=lambda one: bytes(one[0]))
            self.root.IDTree = Dictionary(Names=Array([one for pair in pairs for one in pair]))


def _pairs(items: Any) -> Iterator[tuple[Any, Any]]:
    return ((items[at], items[at + 1]) for at in range(0, len(items), 2))


def _below(tag: Any) -> Iterator[Any]:
    """Yield a tag and all tags in it."""
    waiting = [tag]
    while waiting:
        one = waiting.pop()
        yield one
        kids = one.get("/K", Array())
        found = kids if isinstance(kids, Array) else (kids,)
        waiting += [kid for kid in found if isinstance(kid, Dictionary) and "/S" in kid]


def _rename(tag: Any, prefix: str) -> None:
    """Put a prefix before the name of a tag, and before the names of headers that it refers to."""
    if "/ID" in tag:
        tag.ID = String(prefix + str(tag.ID))
    attributes = tag.get("/A", Array())
    for one in attributes if isinstance(attributes, Array) else (attributes,):
        if isinstance(one, Dictionary) and "/Headers" in one:
            one.Headers = Array([String(prefix + str(name)) for name in one.Headers])


def _append_outline(book: pikepdf.Pdf, other: Any) -> None:
    """Put the bookmarks of a part behind those of the book."""
    outline = book.Root.Outlines
    one = other.First
    outline.Last.Next, one.Prev = one, outline.Last
    outline.Last = other.Last
    outline.Count = int(outline.Count) + int(other.Count)
    while one is not None:
        one.Parent = outline
        one = one.get("/Next")


def _lead_links(book: pikepdf.Pdf) -> None:
    """Let the links to pages of the book lead there."""
    pages = [page.obj for page in book.pages]
    for link in (one for page in pages for one in page.get("/Annots", [])):
        action: Any = link.get("/A", {})
        address = str(action.get("/URI", ""))
        if address.startswith(SCHEME):
            number = int(address.removeprefix(SCHEME))
            del link["/A"]
            link.Contents = String(str(number))
            link.Dest = Array([pages[number - 1], Name.XYZ, None, None, None])
