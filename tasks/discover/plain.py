"""Plain text from the small pieces of HTML that feeds carry."""

import re

from selectolax.lexbor import LexborHTMLParser

_BLOCKS = (
    "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "blockquote", "pre",
    "section", "article", "figure", "figcaption", "header", "footer", "hr", "dl", "dt", "dd",
)  # fmt: skip
_UNREAD = ["script", "style", "template", "noscript", "rt", "rp", "iframe", "figcaption"]
_BLANKS = re.compile(r"[ \t\r\f\v\xa0]+")


def paragraphs(markup: str) -> str:
    """Paragraphs of an HTML fragment, one a line; U+3000 at their ends is gone, inside them it is kept."""
    if "<" not in markup and "&" not in markup:
        return _tidy(markup)
    tree = LexborHTMLParser(f"<body>{markup}</body>")
    tree.strip_tags(_UNREAD)
    body = tree.body
    if body is None:
        return ""
    for node in body.css(",".join(_BLOCKS)):
        node.insert_before("\n")
        node.insert_after("\n")
    return _tidy(body.text(separator=""))


def one_line(markup: str) -> str:
    """Text of an HTML fragment on one line."""
    return " ".join(paragraphs(markup).split("\n"))


def _tidy(text: str) -> str:
    lines = (_BLANKS.sub(" ", line).strip(" \u3000") for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
