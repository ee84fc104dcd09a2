"""Reprints: what an outlet makes of a release that it did not write."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from seeds.sample.markup import parse_body, parse_line
from seeds.sample.model import BODY_KINDS, Article, Block, Span

_FOLDS: dict[str, dict[int, str]] = {
    "none": str.maketrans({}),
    "dash": str.maketrans({"～": "〜", "－": "−", "—": "―"}),
    "half": str.maketrans({"（": "(", "）": ")", "％": "%", "：": ":", "！": "!", "　": " "}),
    "wide": str.maketrans(dict(zip("0123456789", "０１２３４５６７８９", strict=True))),
}
"""The spellings in which the same release arrives elsewhere; each keeps the length."""


def copy_of(article: Article, copy: Mapping[str, Any], at: datetime, names: Mapping[str, str]) -> Article:
    """``article`` as ``copy["outlet"]`` prints it.

    ``keep`` is the number of body blocks that stay (an abridged reprint), ``fold`` the spelling, ``header`` and
    ``footer`` lines of the outlet around it. Labels follow the text: a name cut off is no label of the copy.
    """
    kept = [block for block in article.blocks if block.kind in BODY_KINDS][: copy.get("keep")]
    fold = _FOLDS[copy.get("fold", "none")]
    blocks = [
        *parse_body("\n".join(copy.get("header", ())), names),
        *(_folded(block, fold) for block in kept),
        *parse_body("\n".join(copy.get("footer", ())), names),
    ]
    title = Block("title", parse_line(copy["title"], names)) if "title" in copy else _folded(article.title, fold)
    reprint = replace(
        article,
        outlet=copy["outlet"],
        title=title,
        blocks=tuple(blocks),
        published=at,
        authors=tuple(copy.get("by", ())),
        role=copy.get("role", "reprint"),
        kind="プレスリリース",
        features=("reprint", *copy.get("features", ())),
        edited=None,
    )
    text = "\n".join((title.text, *reprint.body))
    folded = [replace(claim, words=claim.words.translate(fold)) for claim in article.funding]
    return replace(
        reprint,
        salient=tuple(company for company in article.salient if company in reprint.companies),
        themes=tuple(theme for theme in article.themes if theme not in copy.get("without", ())),
        salient_optional=tuple(company for company in article.salient_optional if company in reprint.companies),
        funding=tuple(claim for claim in folded if claim.words in text),
    )


def _folded(block: Block, fold: dict[int, str]) -> Block:
    return Block(block.kind, tuple(_folded_span(span, fold) for span in block.spans))


def _folded_span(span: Span, fold: dict[int, str]) -> Span:
    return replace(span, text=span.text.translate(fold))
