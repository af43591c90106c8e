"""Addresses on paper, where nothing can be clicked."""

from urllib.parse import unquote

_SPOKEN = ("tel:", "sms:")


def printed_address(uri: str, text: str) -> str:
    """Return the address to print after a link's text, or nothing where the text tells it."""
    if uri.startswith(_SPOKEN):
        return ""
    address = unquote(uri).removeprefix("mailto:").removeprefix("https://").removeprefix("http://")
    address = address.rstrip("/")
    return "" if address.lower() in text.lower() else address
