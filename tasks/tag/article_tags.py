"""What is found in articles: as objects, one article each, and as the frames that later steps read."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dataframely as dy
import polars as pl

from tasks import frames
from tasks.tag.companies import Mention
from tasks.tag.document import Document
from tasks.tag.funding_claim import FundingClaim
from tasks.tag.salience import CompanyInArticle
from tasks.tag.themes import ThemeInArticle
from tasks.tag.unknown_name import UnknownName


@dataclass(frozen=True)
class ArticleTags:
    """What one article says.

    Offsets in the parts are those of ``document.text``; ``document.place`` gives those of title and body.
    """

    document: Document
    mentions: list[Mention]
    companies: list[CompanyInArticle]
    themes: list[ThemeInArticle]
    funding: list[FundingClaim]
    unknown: list[UnknownName]


@dataclass(frozen=True)
class Tags:
    """The tags of a batch as the frames that later steps read, each validated."""

    mentions: pl.DataFrame
    companies: pl.DataFrame
    themes: pl.DataFrame
    funding: pl.DataFrame
    unknown: pl.DataFrame


def join_tags(parts: Sequence[Tags]) -> Tags:
    """The tags of parts of one batch, each article in one part, as those of the whole."""
    return Tags(
        mentions=frames.Mentions.validate(pl.concat([part.mentions for part in parts])),
        companies=frames.ArticleCompanies.validate(pl.concat([part.companies for part in parts])),
        themes=frames.ArticleThemes.validate(pl.concat([part.themes for part in parts])),
        funding=frames.FundingClaims.validate(pl.concat([part.funding for part in parts])),
        unknown=frames.UnknownCompanies.validate(pl.concat([part.unknown for part in parts])),
    )


class TagRows:
    """Collects the tags of articles as rows of values, in the order of the columns of each frame."""

    def __init__(self) -> None:
        self._mentions: list[tuple[Any, ...]] = []
        self._companies: list[tuple[Any, ...]] = []
        self._themes: list[tuple[Any, ...]] = []
        self._evidence: list[tuple[Any, ...]] = []
        self._funding: list[tuple[Any, ...]] = []
        self._unknown: list[tuple[Any, ...]] = []

    def add(self, article_id: str, tags: ArticleTags) -> None:
        """The tags of one article."""
        document = tags.document
        text, place = document.text, document.place
        for company_id, start, end, rule, confidence in tags.mentions:
            field, first, last = place(start, end)
            self._mentions.append((article_id, field, first, company_id, last, text[start:end], rule, confidence))
        self._companies += [(article_id, *company) for company in tags.companies]
        for theme in tags.themes:
            no = len(self._themes)
            self._themes.append((article_id, theme.theme_id, theme.score))
            self._evidence += [(no, *place(start, end), keyword) for start, end, keyword in theme.evidence]
        self._funding += _funding_rows(article_id, tags)
        for name in tags.unknown:
            sentence = document.sentence_at(name.start)
            told = text[sentence.start : sentence.end].strip()
            self._unknown.append((article_id, name.name, name.rule, *place(name.start, name.end), told))

    def frames(self) -> Tags:
        """All that was added, validated."""
        return Tags(
            mentions=frames.Mentions.validate(_frame(frames.Mentions, self._mentions)),
            companies=frames.ArticleCompanies.validate(_frame(frames.ArticleCompanies, self._companies)),
            themes=frames.ArticleThemes.validate(self._theme_frame()),
            funding=frames.FundingClaims.validate(_frame(frames.FundingClaims, self._funding)),
            unknown=frames.UnknownCompanies.validate(_frame(frames.UnknownCompanies, self._unknown)),
        )

    def _theme_frame(self) -> pl.DataFrame:
        """The themes, each with its evidence as a list; a theme has some."""
        types = frames.ArticleThemes.create_empty().schema
        words = types["evidence"].inner.to_schema()  # type: ignore[attr-defined]
        evidence = _columns({"theme": pl.Int64(), **words}, self._evidence)
        lists = evidence.group_by("theme", maintain_order=True).agg(evidence=pl.struct(*words))
        plain = _columns({name: types[name] for name in ("article_id", "theme_id", "score")}, self._themes)
        return plain.with_columns(lists["evidence"])


def _frame(schema: type[dy.Schema], rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    return _columns(schema.create_empty().schema, rows)


def _columns(types: Mapping[str, pl.DataType], rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    """Rows as a frame; made column by column, at a tenth of what a dictionary a row costs."""
    columns = zip(*rows, strict=True) if rows else itertools.repeat(())
    return pl.DataFrame(
        [pl.Series(name, values, dtype) for (name, dtype), values in zip(types.items(), columns, strict=False)]
    )


def _funding_rows(article_id: str, tags: ArticleTags) -> Iterator[tuple[Any, ...]]:
    document = tags.document
    for no, claim in enumerate(tags.funding, 1):
        yield (
            article_id,
            no,
            claim.company,
            claim.is_registered,
            claim.amount,
            claim.amount_max,
            claim.currency,
            claim.amount_jpy,
            claim.round,
            claim.tranche,
            claim.instrument,
            list(claim.investors),
            claim.lead,
            claim.announced_on,
            document.text[claim.start : claim.end],
            *document.place(claim.start, claim.end),
        )
