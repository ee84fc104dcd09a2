"""When an article without a date counts as published: when its link was found, not when its page was fetched.

Fetching takes minutes and its order hangs on the network and on how many work at it; a link is found once, at an
instant that all links of a cycle share. So two undated copies stand in the same order whoever fetches them: by the
cycle that found them, and within it by their ids.
"""

import polars as pl


def as_found(articles: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """The articles with ``fetched_at`` replaced by the instant at which their link was found, for ``signatures.sign``.

    Args:
        articles: columns ``link_url`` and ``fetched_at``, among others.
        links: columns ``url`` and ``found_at``; an article whose link is not there stays as it is.
    """
    found = links.select(link_url="url", found_at="found_at")
    return articles.join(found, on="link_url", how="left", maintain_order="left").select(
        pl.coalesce("found_at", "fetched_at").alias(name) if name == "fetched_at" else name for name in articles.columns
    )
