"""The parts that drawings are made of."""

from html import escape

WIDTH = 360
"""The width of every drawing, in units; at its natural size a unit is a pixel."""

LETTER = 6.9
"""About how wide a letter is at the usual size of 13 units."""


def element(name: str, *children: str, **attributes: str | float) -> str:
    """Return an element; `classes` stands for its class, and ``_`` in names for ``-``."""
    named = {("class" if key == "classes" else key): value for key, value in attributes.items()}
    told = "".join(
        f' {key.replace("_", "-")}="{escape(_value(value))}"' for key, value in named.items()
    )
    return f"<{name}{told}>{''.join(children)}</{name}>" if children else f"<{name}{told}/>"


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.4g}"


def text(x: float, y: float, words: str, *, classes: str = "", anchor: str = "start") -> str:
    """Return words at a place; `anchor` is start, middle or end."""
    more = {"classes": classes} if classes else {}
    return element("text", escape(words), x=x, y=y, text_anchor=anchor, **more)


def line(x1: float, y1: float, x2: float, y2: float, classes: str) -> str:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, classes=classes)


def box(x: float, y: float, width: float, height: float, classes: str) -> str:
    """Return a rectangle."""
    return element("rect", x=x, y=y, width=max(width, 0), height=height, classes=classes)


def drawing(height: float, label: str, *parts: str) -> str:
    """Return a whole drawing on one line; `label` is what it is called for who cannot see it."""
    return element(
        "svg",
        *parts,
        classes="ck-svg",
        viewBox=f"0 0 {WIDTH} {height:.4g}",
        width=WIDTH,
        height=height,
        role="img",
        aria_label=label,
    )


def wrapped(words: str, width: float) -> list[str]:
    """Return words in lines that are about as wide as `width`; a long word gets its own line."""
    most = max(1, int(width / LETTER))
    lines = [""]
    for word in words.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= most or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines
