"""Divides the links of a run into parts for workers: each host in one part only, which keeps its pace there."""

from collections.abc import Collection, Mapping

import polars as pl

from tasks.urls import BadUrl, host_of


def divide(
    links: pl.DataFrame, hosts: Mapping[str, Collection[str]], count: int, batch_size: int
) -> list[pl.DataFrame]:
    """At most ``count`` parts of about equal height, none of them empty; rows keep their order.

    A source's links stay together with all of its hosts, and sources that share a host stay together: pages redirect
    between the hosts of a source, and no host may be asked by two workers.

    Args:
        links: columns ``url`` and ``source_id``.
        hosts: by source id the hosts of its homepage and feeds.
        count: workers to share the links out to.
        batch_size: how many links a single process would take at once.

    Returns:
        The parts, with the column ``batch``: the number of the batch, from 0, that a link has in a single process.
        Where the writer puts the parts of a batch together again, it loads what a single process would.
    """
    groups = _Groups()
    for source, names in hosts.items():
        for name in names:
            groups.join(f"source {source}", f"host {name}")
    for url, source in links.select("url", "source_id").iter_rows():
        groups.join(f"source {source}", f"host {_host(url)}")
    numbered = links.with_row_index("row").with_columns(
        batch=(pl.col("row") // batch_size).cast(pl.Int32),
        group=pl.Series([groups.root(f"source {source}") for source in links["source_id"]], dtype=pl.String),
    )
    parts: list[list[str]] = [[] for _ in range(count)]
    heights = [0] * count
    # The largest group first, each to the part that has least: at most a third longer than the best there is.
    for group, height in sorted(numbered["group"].value_counts().iter_rows(), key=lambda each: (-each[1], each[0])):
        least = heights.index(min(heights))
        parts[least].append(group)
        heights[least] += height
    divided = [numbered.filter(pl.col("group").is_in(part)).drop("row", "group") for part in parts]
    return [part for part in divided if part.height]


def own_hosts(part: pl.DataFrame, hosts: Mapping[str, Collection[str]]) -> list[str]:
    """The hosts of a part: those of its sources and of its links. ``hosts`` as for ``divide``."""
    found = {host for source in part["source_id"].unique() for host in hosts.get(source, ())}
    return sorted(found | {_host(url) for url in part["url"]})


class _Groups:
    """Names joined into groups (union and find, by halving the paths)."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, name: str) -> str:
        """The name that stands for the group."""
        above = self._above.setdefault(name, name)
        while above != name:
            self._above[name] = self._above[above]
            name, above = above, self._above[above]
        return name

    def join(self, one: str, other: str) -> None:
        """Makes one group of two."""
        self._above[self.root(one)] = self.root(other)


def _host(url: str) -> str:
    try:
        return host_of(url)
    except BadUrl:
        return url
