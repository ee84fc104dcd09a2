"""Which configured source an address belongs to, told by its host."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from tasks.discover.sources import Source


def plain_host(url: str) -> str:
    """The host of an address in lower case, without ``www.``: the name of a publisher that no source describes."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


class SourceFinder:
    """Finds the source of an address among the configured ones.

    A host may carry several sources (a portal's desks): then the one whose ``article_url`` matches counts, then the
    one with the longest homepage that the address begins with, then the first of the file.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self._by_host: dict[str, list[Source]] = {}
        for source in sources:
            for host in {plain_host(url) for url in (source.homepage, *(feed.url for feed in source.feeds))}:
                self._by_host.setdefault(host, []).append(source)

    def source_of(self, url: str) -> str | None:
        """The id of the source, or None where no source has this host."""
        candidates = self._by_host.get(plain_host(url), [])
        if len(candidates) < 2:
            return candidates[0].id if candidates else None
        return max(candidates, key=lambda source: _fit(source, url)).id


def _fit(source: Source, url: str) -> tuple[bool, int]:
    """How well a source of the right host fits; ``max`` takes the first of equal ones."""
    is_named = source.article_url is not None and re.search(source.article_url, url) is not None
    home = source.homepage.partition("//")[2].removeprefix("www.")
    begins = url.partition("//")[2].removeprefix("www.").startswith(home)
    return is_named, len(home) if begins else 0
