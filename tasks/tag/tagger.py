"""Articles in; mentions, companies with salience, themes, funding claims and unknown names out."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import polars as pl

from tasks.tag.article_tags import ArticleTags, TagRows, Tags
from tasks.tag.companies import CompanyTagger, Mention
from tasks.tag.document import Document
from tasks.tag.funding import read_funding
from tasks.tag.funding_claim import FundingClaim
from tasks.tag.matcher import Sort
from tasks.tag.name_shape import is_person_like, is_plausible
from tasks.tag.names import find_names
from tasks.tag.registers import Registers
from tasks.tag.salience import weigh
from tasks.tag.scan import Scanner
from tasks.tag.themes import ThemeTagger
from tasks.tag.unknown_name import NAMED_AT, UnknownName
from tasks.tag.word_classes import PERSON_AFTER

AT_ONCE = 128
"""Articles that are tagged together, some megabytes of them; in batches of 64 an article costs 2 % more, of 30 12 %."""
_INTRODUCES = frozenset({"legal-form", "address", "apposition", "sha", "sama", "deal", "list"})


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without Python's collector of reference cycles.

    A batch makes some hundred objects an article and no cycles. The collector would look through all of them, and
    through the register's 80,000, again and again: a tenth of the time of ``tag_documents``, a fifth of
    ``tag_articles``.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Tagger:
    """Tags articles with one pair of registers; building it costs a quarter of a second, so keep it."""

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

    @_collector_paused()
    def tag_documents(self, documents: Sequence[Document]) -> list[ArticleTags]:
        """The tags of each document, in their order; some dozens at once cost less than one by one."""
        scan = self._scanner.scan(documents)
        hits = self.companies.matcher.hits(documents, scan)
        mentions = [*map(self.companies.mentions, documents, hits)]
        named = [*map(self._introduced, mentions, find_names(documents, mentions))]
        mentions, unknown = [its for its, _ in named], [names for _, names in named]
        themes = self.themes.themes(documents, mentions, scan)
        funding = read_funding(documents, mentions, unknown)
        companies = map(weigh, documents, mentions)
        every = map(self._with_parties, documents, unknown, funding)
        return [*map(ArticleTags, documents, mentions, companies, themes, funding, every)]

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
        return sorted([*mentions, *promoted], key=lambda m: m.start) if promoted else mentions, unknown

    @_collector_paused()
    def tag_articles(self, articles: pl.DataFrame) -> Tags:
        """The tags of a batch, from article_id, title, body, lang, published_on and source_id."""
        rows = TagRows()
        columns = ("article_id", "title", "body", "lang", "published_on", "source_id")
        publishers = self.registers.by_id
        for part in articles.select(columns).iter_slices(AT_ONCE):
            documents = Document.many(
                (title, body, lang, day, source_id if source_id in publishers else None)
                for _, title, body, lang, day, source_id in part.iter_rows()
            )
            for article_id, tags in zip(part["article_id"].to_list(), self.tag_documents(documents), strict=True):
                rows.add(article_id, tags)
        return rows.frames()
