"""The newsroom: all outlets, its clock, and the truth about every link."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from seeds.sample import dates, paths
from seeds.sample.model import JST, Article, Oddity, Outlet, Texts
from seeds.sample.reader import load_texts
from seeds.sample.site import Resource, Site, split_parts
from seeds.sample.truth import LinkTruth, article_truth, text_features

EDITIONS = (datetime(2025, 9, 27, 9, 0, tzinfo=JST), datetime(2025, 9, 29, 9, 0, tzinfo=JST))
"""The instants at which the newsroom can be read. Between the two a few articles appear and one is edited."""

_OUTCOMES = {
    "gone": "gone",
    "forbidden": "refused-robots",
    "listing": "not-an-article",
    "consent": "not-an-article",
    "file": "not-a-page",
}


@dataclass(frozen=True)
class Newsroom:
    """Invented outlets and what stands in them; the same bytes at every build."""

    texts: Texts
    editions: tuple[dict[str, Site], ...]
    """For each edition the sites by host."""

    @classmethod
    def build(cls) -> "Newsroom":
        """Reads the texts and renders every edition; takes well under two seconds."""
        return _build()

    @property
    def outlets(self) -> tuple[Outlet, ...]:
        """The publishers."""
        return self.texts.outlets

    @property
    def hosts(self) -> tuple[str, ...]:
        """Their host names, all below ``.example``."""
        return tuple(outlet.host for outlet in self.outlets)

    @property
    def truth(self) -> tuple[LinkTruth, ...]:
        """The truth at the last edition."""
        return self.truth_at(len(self.editions) - 1)

    def truth_at(self, edition: int) -> tuple[LinkTruth, ...]:
        """Every link that the feeds of an edition list, with its outcome and what its page says."""
        return tuple(link for site in self.editions[edition].values() for link in _links(site))

    def resource(self, host: str, path: str, edition: int) -> Resource | None:
        """What ``http://host/path`` answers, query ignored; null for a host that is not ours."""
        site = self.editions[edition].get(host)
        if site is None:
            return None
        return site.resources.get(path) or site.missing()


@cache
def _build() -> Newsroom:
    texts = load_texts()
    editions = tuple({outlet.host: _site(texts, outlet, instant) for outlet in texts.outlets} for instant in EDITIONS)
    return Newsroom(texts, editions)


def _site(texts: Texts, outlet: Outlet, instant: datetime) -> Site:
    articles = [article for article in texts.articles if article.outlet == outlet.id]
    oddities = [oddity for oddity in texts.oddities if oddity.outlet == outlet.id]
    return Site(outlet, articles, oddities, instant)


def _links(site: Site) -> list[LinkTruth]:
    links = [_article_link(site, first, path) for first in site.articles for path in site.link_paths(first)]
    return links + [_oddity_link(site, oddity) for oddity in site.oddities]


def _article_link(site: Site, first: Article, path: str) -> LinkTruth:
    article = first.at(site.instant)
    canonical = paths.article_path(site.outlet, article)
    is_second = path == paths.second_path(article)
    outcome = "loaded" if article.access != "stub" else "paywalled-stub"
    return LinkTruth(
        url=site.url(path),
        canonical=site.url(canonical),
        listed=_listed(site, path),
        source_id=site.outlet.id,
        outcome="duplicate" if is_second else outcome,
        features=text_features(article),
        published=dates.offset(article.published),
        feed_date=site.feed_date(article.published),
        article=article_truth(article, site.outlet, len(split_parts(article))),
    )


def _oddity_link(site: Site, oddity: Oddity) -> LinkTruth:
    return LinkTruth(
        url=site.url(oddity.path),
        canonical=site.url(oddity.path),
        listed=_listed(site, oddity.path),
        source_id=site.outlet.id,
        outcome=_OUTCOMES[oddity.kind],
        features=(oddity.kind,),
        published=dates.offset(oddity.published),
        feed_date=site.feed_date(oddity.published),
        article=None,
    )


def _listed(site: Site, path: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(site.listed(path, plan) for plan in site.outlet.feeds))
