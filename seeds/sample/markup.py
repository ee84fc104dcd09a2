"""The small markup in which the texts are written, so that the truth about a text stands in the text.

    {sakana-ai}            the organisation under its house name
    {sakana-ai|サカナAI}    the same organisation under another name or through a product
    {?ユメミルカ}           an organisation outside the register
    {?ユメミルカ|同社名}     the same, written otherwise
    {^源内|げんない}        ruby
    {!チューリングテスト}    looks like a registered name and is none: plain text

A line is a block: ``## `` heading, ``―― `` question, ``- `` list item, ``※ `` note, ``[図] `` caption,
``[概要] `` a line of the profile that ends a release, ``===`` page break, all else a paragraph.
"""

import re
from collections.abc import Mapping

from seeds.sample.model import Block, SampleError, Span

_MARK = re.compile(r"\{([^{}]*)\}")
_KINDS = (
    ("## ", "heading", ""),
    ("―― ", "question", "――"),
    ("- ", "item", ""),
    ("※ ", "note", "※"),
    ("[図] ", "caption", ""),
    ("[概要] ", "profile", ""),
)


def parse_line(line: str, names: Mapping[str, str]) -> tuple[Span, ...]:
    """Spans of one line; ``names`` maps an id to its house name. Raises ``SampleError`` on an unknown id."""
    spans: list[Span] = []
    position = 0
    for mark in _MARK.finditer(line):
        if mark.start() > position:
            spans.append(Span(line[position : mark.start()]))
        spans.append(_marked(mark.group(1), names))
        position = mark.end()
    if position < len(line):
        spans.append(Span(line[position:]))
    return tuple(spans)


def _marked(inner: str, names: Mapping[str, str]) -> Span:
    head, _, tail = inner.partition("|")
    if head.startswith("^"):
        return Span(head[1:], reading=tail)
    if head.startswith("!"):
        return Span(head[1:], is_decoy=True)
    if head.startswith("?"):
        return Span(tail or head[1:], unknown=head[1:])
    if head not in names:
        raise SampleError(f"{{{inner}}}: no organisation {head!r} in names.toml")
    return Span(tail or names[head], company=head)


def parse_block(line: str, names: Mapping[str, str]) -> Block:
    """One line of a body as a block."""
    if line.strip() == "===":
        return Block("break", ())
    for prefix, kind, kept in _KINDS:
        if line.startswith(prefix):
            return Block(kind, parse_line(kept + line[len(prefix) :], names))
    return Block("paragraph", parse_line(line, names))


def parse_body(text: str, names: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks of a body; empty lines count for nothing."""
    return tuple(parse_block(line.strip(), names) for line in text.strip().splitlines() if line.strip())
