"""Feeds and sitemaps made well-formed enough to be parsed without loss.

Real feeds contain bare ampersands, control characters, HTML entities and wrong declarations. A parser given the
raw bytes either stops or guesses (``&lang=`` in a link becomes 〈). Mending them first keeps every item on the
corpora this was measured with. A document type is dropped: with it go entity bombs and external entities.
"""

import re
from collections.abc import Iterator
from html.entities import html5

from tasks.decode import decode

_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>", re.IGNORECASE)
_PROLOGUE = re.compile(r"(?:\s+|<\?[^>]*\?>|<!--(?:[^-]|-[^-])*-->)*+<!DOCTYPE\s", re.IGNORECASE)
_DOCTYPE_REST = re.compile(
    r"""(?:[^\[>"']|"[^"]*"|'[^']*')*+(?:\[(?:<!--(?:[^-]|-[^-])*-->|"[^"]*"|'[^']*'|[^\]"'])*+\]\s*)?>"""
)
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML does not have (XML 1.0, 2.2), lone surrogates among them: no table takes those."""

_PROTECTED = {"<![CDATA[": "]]>", "<!--": "-->"}
"""Where an ampersand is just an ampersand: beginnings and ends."""

_BEGINNING = re.compile("|".join(map(re.escape, _PROTECTED)))
_AMPERSAND = re.compile(r"&(?:#([0-9]{1,8});|#[xX]([0-9A-Fa-f]{1,7});|([A-Za-z][A-Za-z0-9]{1,31});)?")
_NUMBER = re.compile(r"&(?:#([0-9]{1,8});|#[xX]([0-9A-Fa-f]{1,7});)()")
"""As above, with an empty third group: what a protected piece must not hold either, since HTML is read out of it."""

_PLAIN_DATE = re.compile(r"<(/?)date(?=[\s/>])")
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))


def mend(body: bytes, content_type: str | None) -> str:
    """The document as text: decoded, forbidden characters and document type gone, every ampersand sound.

    An element ``date`` without a prefix is renamed ``plain_date``: beside ``dc:date`` it would hide the hour.
    """
    text = decode(body, content_type, "xml").text
    text = _DECLARATION.sub("", text.lstrip("\ufeff"), count=1)
    text = FORBIDDEN.sub("", text).lstrip()
    pieces = [
        _NUMBER.sub(_sound_reference, piece) if is_protected else _AMPERSAND.sub(_sound_reference, piece)
        for piece, is_protected in _pieces(_without_doctype(text))
    ]
    return _PLAIN_DATE.sub(r"<\1plain_date", "".join(pieces))


def mended_bytes(text: str) -> bytes:
    """Mended text as a parser wants it: UTF-8, and declared so."""
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + text.encode("utf-8", errors="ignore")


def is_html(text: str) -> bool:
    """Whether the document is a web page: the usual answer of a feed that moved."""
    head = re.sub(r"<!--.*?-->", "", text[:4000], flags=re.DOTALL).lstrip().lower()
    return head.startswith(("<!doctype html", "<html", "<head", "<body", "<meta", "<script", "<title", "<div"))


def _without_doctype(text: str) -> str:
    """The document without the one document type that may stand before its root."""
    prologue = _PROLOGUE.match(text)
    if prologue is None:
        return text
    rest = _DOCTYPE_REST.match(text, prologue.end())
    # One that never ends: without its first mark it is text before the root, which parsers forgive.
    return text[: prologue.end() - len("<!DOCTYPE ")] + text[rest.end() if rest is not None else prologue.end() :]


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in order, cut into plain pieces and protected ones (CDATA sections and comments).

    Ends are searched for once a kind: a document of nothing but beginnings must not be read once for each.
    """
    at, unclosed = 0, set[str]()
    for match in _BEGINNING.finditer(text):
        beginning = match[0]
        if match.start() < at or beginning in unclosed:
            continue
        end = text.find(_PROTECTED[beginning], match.end())
        if end < 0:
            unclosed.add(beginning)
            continue
        end += len(_PROTECTED[beginning])
        yield text[at : match.start()], False
        yield text[match.start() : end], True
        at = end
    yield text[at:], False


def _sound_reference(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if decimal or hexadecimal:
        code = int(decimal) if decimal else int(hexadecimal, 16)
        is_allowed = code <= 0x10FFFF and FORBIDDEN.match(chr(code)) is None
        return match[0] if is_allowed else ""
    if not name:
        return "&amp;"
    if name in _XML_NAMES:
        return match[0]
    meant = html5.get(f"{name};")
    if meant is None:
        return f"&amp;{name};"
    return "".join(f"&#{ord(character)};" for character in meant)
