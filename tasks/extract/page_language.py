"""The language of a whole page, told before its article is extracted: what foreign archives are sifted by."""

from selectolax.lexbor import LexborHTMLParser

from tasks.decode import decode
from tasks.extract.language import SAMPLE_CHARS, Lang, language_of

RUNNING_CHARS = 40
"""A paragraph of this length is running text, not a button or a date."""


def page_language(payload: bytes, content_type: str | None) -> Lang:
    """The language of a page's running text; where it has none, of its title and of what its ``lang`` declares."""
    tree = LexborHTMLParser(decode(payload, content_type).text)
    root = tree.root
    declared = (root.attributes.get("lang") or "") if root is not None else ""
    kept, length = [], 0
    for paragraph in tree.css("p"):
        text = " ".join(paragraph.text().split())
        if len(text) >= RUNNING_CHARS:
            kept.append(text)
            length += len(text)
        if length >= SAMPLE_CHARS:
            break
    if not kept:
        title, body = tree.css_first("title"), tree.body
        kept = [title.text() if title else "", " ".join(body.text(separator=" ").split()) if body else ""]
    return language_of(" ".join(kept), declared)
