from collections import defaultdict

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tasks.handover.division import divide

SOURCE = st.integers(0, 9).map(lambda number: f"s{number}")
HOST = st.integers(0, 14).map(lambda number: f"h{number}.example")
LINKS = st.lists(st.tuples(SOURCE, HOST), max_size=120)


def frame(links: list[tuple[str, str]]) -> pl.DataFrame:
    rows = [{"url": f"https://{host}/{number}", "source_id": source} for number, (source, host) in enumerate(links)]
    return pl.DataFrame(rows, schema={"url": pl.String, "source_id": pl.String})


@given(LINKS, st.dictionaries(SOURCE, st.sets(HOST, max_size=2)), st.integers(1, 5), st.integers(1, 40))
def test_every_link_lies_in_one_part_and_no_host_in_two(
    links: list[tuple[str, str]], hosts: dict[str, set[str]], count: int, batch_size: int
) -> None:
    asked = frame(links)
    parts = divide(asked, hosts, count, batch_size)
    assert len(parts) <= count
    assert sorted(url for part in parts for url in part["url"]) == sorted(asked["url"])
    parts_of_host = defaultdict(set)
    for number, part in enumerate(parts):
        for url, source in part.select("url", "source_id").iter_rows():
            for host in {url.split("/")[2], *hosts.get(source, set())}:
                parts_of_host[host].add(number)
    assert all(len(found) == 1 for found in parts_of_host.values())


@given(LINKS.filter(bool), st.integers(1, 5), st.integers(1, 40))
def test_the_pieces_of_a_batch_are_the_batch_of_a_single_process(
    links: list[tuple[str, str]], count: int, batch_size: int
) -> None:
    asked = frame(links)
    together = pl.concat(divide(asked, {}, count, batch_size))
    for number, batch in enumerate(asked.iter_slices(batch_size)):
        assert set(together.filter(pl.col("batch") == number)["url"]) == set(batch["url"])


def test_parts_are_about_equal() -> None:
    asked = frame([(f"s{number % 10}", f"h{number % 10}.example") for number in range(1000)])
    assert [part.height for part in divide(asked, {}, 3, 200)] == [400, 300, 300]
