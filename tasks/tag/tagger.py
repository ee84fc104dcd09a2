"""Articles in; mentions, companies with salience, themes, funding claims and unknown names out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import dataframely as dy
import polars as pl

from tasks import frames
from tasks.tag.companies import CompanyTagger, Mention
from tasks.tag.document import Document
from tasks.tag.funding import read_funding
from tasks.tag.funding_claim import FundingClaim
from tasks.tag.matcher import Sort
from tasks.tag.name_shape import is_person_like, is_plausible
from tasks.tag.names import find_names
from tasks.tag.registers import Registers
from tasks.tag.salience import CompanyInArticle, weigh
from tasks.tag.scan import Scanner
from tasks.tag.themes import ThemeInArticle, ThemeTagger
from tasks.tag.unknown_name import NAMED_AT, UnknownName
from tasks.tag.word_classes import PERSON_AFTER

AT_ONCE = 64
"""Articles that are scanned together."""
_INTRODUCES = frozenset({"legal-form", "address", "apposition", "sha", "sama", "deal", "list"})


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


class Tagger:
    """Tags articles with one pair of registers; building it costs about a second, so keep it."""

    def __init__(self, registers: Registers) -> None:
        self.registers = registers
        self.companies = CompanyTagger(registers.companies)
        self.themes = ThemeTagger(
            registers.themes, frozenset(company.id for company in registers.companies if company.kind == "public")
        )
        self._scanner = Scanner(self.companies.matcher.patterns, self.themes.patterns)

    def tag_article(
        self,
        title: str,
        body: str,
        lang: str,
        published: date | None = None,
        publisher: str | None = None,
    ) -> ArticleTags:
        """The tags of one article.

        ``published`` is the day in Asia/Tokyo against which 「7日」 and "Wednesday" are read. ``publisher`` is the
        register id of the medium, if it has one: its name as the one who asks or reports is no mention.
        """
        return self.tag_documents([Document.of(title, body, lang, published, publisher)])[0]

    def tag_documents(self, documents: Sequence[Document]) -> list[ArticleTags]:
        """The tags of each document, in their order; some dozens at once cost less than one by one."""
        scan = self._scanner.scan(documents)
        hits = self.companies.matcher.hits(documents, scan)
        mentions = [*map(self.companies.mentions, documents, hits)]
        named = [*map(self._introduced, mentions, find_names(documents, mentions))]
        themes = self.themes.themes(documents, [its for its, _ in named], scan)
        return [
            self._tags(document, its, unknown, subjects)
            for document, (its, unknown), subjects in zip(documents, named, themes, strict=True)
        ]

    def _tags(
        self, document: Document, mentions: list[Mention], unknown: list[UnknownName], themes: list[ThemeInArticle]
    ) -> ArticleTags:
        funding = read_funding(document, mentions, unknown)
        return ArticleTags(
            document=document,
            mentions=mentions,
            companies=weigh(document, mentions),
            themes=themes,
            funding=funding,
            unknown=self._with_parties(document, unknown, funding),
        )

    def _with_parties(
        self, document: Document, unknown: list[UnknownName], funding: list[FundingClaim]
    ) -> list[UnknownName]:
        """Who raised or paid is a company, whether or not another rule knows its name; people are left out."""
        found = list(unknown)
        parties = dict.fromkeys(party for claim in funding for party in (claim.company, *claim.investors))
        for party in parties:
            if party in self.registers.by_id:
                continue
            at = document.view.find(party)
            end = at + len(party)
            is_person = PERSON_AFTER.match(document.view, end) is not None or is_person_like(party)
            is_known = any(name.start <= at < name.end or name.name in party or party in name.name for name in found)
            if at >= 0 and not is_person and not is_known and is_plausible(party):
                found.append(UnknownName(party, "funding", at, end, NAMED_AT))
        return sorted(found, key=lambda name: name.start)

    def _introduced(self, mentions: list[Mention], names: list[UnknownName]) -> tuple[list[Mention], list[UnknownName]]:
        """A word too common to count by itself (アマゾン) counts where the grammar makes it a company."""
        unknown: list[UnknownName] = []
        promoted: list[Mention] = []
        for name in names:
            owner = self.companies.matcher.owner_of(name.name)
            if owner is None:
                unknown.append(name)
            elif owner.sort is Sort.AMBIGUOUS and name.rule in _INTRODUCES:
                promoted.append(Mention(owner.company_id, name.start, name.end, "introduced", 0.75))
        return sorted([*mentions, *promoted], key=lambda m: m.start), unknown

    def tag_articles(self, articles: pl.DataFrame) -> Tags:
        """The tags of a batch, from article_id, title, body, lang, published_on and source_id."""
        rows: dict[str, list[dict[str, object]]] = defaultdict(list)
        columns = ("article_id", "title", "body", "lang", "published_on", "source_id")
        publishers = self.registers.by_id
        for part in articles.select(columns).iter_slices(AT_ONCE):
            ids = part["article_id"].to_list()
            documents = Document.many(
                (title, body, lang, day, source_id if source_id in publishers else None)
                for _, title, body, lang, day, source_id in part.iter_rows()
            )
            for article_id, tags in zip(ids, self.tag_documents(documents), strict=True):
                for name, made in _rows(article_id, tags):
                    rows[name] += made
        return Tags(
            mentions=frames.Mentions.validate(_frame(rows["mentions"], frames.Mentions), cast=True),
            companies=frames.ArticleCompanies.validate(_frame(rows["companies"], frames.ArticleCompanies), cast=True),
            themes=frames.ArticleThemes.validate(_frame(rows["themes"], frames.ArticleThemes), cast=True),
            funding=frames.FundingClaims.validate(_frame(rows["funding"], frames.FundingClaims), cast=True),
            unknown=frames.UnknownCompanies.validate(_frame(rows["unknown"], frames.UnknownCompanies), cast=True),
        )


def _frame(rows: list[dict[str, object]], schema: type[dy.Schema]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema.create_empty().schema)


def _rows(article_id: str, tags: ArticleTags) -> Iterator[tuple[str, Iterator[dict[str, object]]]]:
    yield "mentions", _mention_rows(article_id, tags)
    yield "companies", _company_rows(article_id, tags)
    yield "themes", _theme_rows(article_id, tags)
    yield "funding", _funding_rows(article_id, tags)
    yield "unknown", _unknown_rows(article_id, tags)


def _mention_rows(article_id: str, tags: ArticleTags) -> Iterator[dict[str, object]]:
    for mention in tags.mentions:
        field, start, end = tags.document.place(mention.start, mention.end)
        yield {
            "article_id": article_id,
            "field": field,
            "start": start,
            "company_id": mention.company_id,
            "end": end,
            "alias": tags.document.text[mention.start : mention.end],
            "rule": mention.rule,
            "confidence": mention.confidence,
        }


def _company_rows(article_id: str, tags: ArticleTags) -> Iterator[dict[str, object]]:
    for company in tags.companies:
        yield {
            "article_id": article_id,
            "company_id": company.company_id,
            "mention_count": company.mention_count,
            "is_in_title": company.is_in_title,
            "salience": company.salience,
            "is_salient": company.is_salient,
        }


def _theme_rows(article_id: str, tags: ArticleTags) -> Iterator[dict[str, object]]:
    for theme in tags.themes:
        evidence = []
        for word in theme.evidence:
            field, start, end = tags.document.place(word.start, word.end)
            evidence.append({"field": field, "start": start, "end": end, "keyword": word.keyword})
        yield {"article_id": article_id, "theme_id": theme.theme_id, "score": theme.score, "evidence": evidence}


def _funding_rows(article_id: str, tags: ArticleTags) -> Iterator[dict[str, object]]:
    for no, claim in enumerate(tags.funding, 1):
        field, start, end = tags.document.place(claim.start, claim.end)
        yield {
            "article_id": article_id,
            "claim_no": no,
            "company": claim.company,
            "is_registered": claim.is_registered,
            "amount": claim.amount,
            "amount_max": claim.amount_max,
            "currency": claim.currency,
            "amount_jpy": claim.amount_jpy,
            "round": claim.round,
            "tranche": claim.tranche,
            "instrument": claim.instrument,
            "investors": list(claim.investors),
            "lead": claim.lead,
            "announced_on": claim.announced_on,
            "evidence": tags.document.text[claim.start : claim.end],
            "field": field,
            "start": start,
            "end": end,
        }


def _unknown_rows(article_id: str, tags: ArticleTags) -> Iterator[dict[str, object]]:
    for name in tags.unknown:
        field, start, end = tags.document.place(name.start, name.end)
        sentence = tags.document.sentence_at(name.start)
        yield {
            "article_id": article_id,
            "name": name.name,
            "rule": name.rule,
            "field": field,
            "start": start,
            "end": end,
            "sentence": tags.document.text[sentence.start : sentence.end].strip(),
        }
