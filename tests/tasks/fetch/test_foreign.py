"""Foreign WARC files are sifted, copied and read on, whatever is wrong with them."""

import gzip
import tracemalloc
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tasks.archive import ArchiveWriter, NotAnArchive, read_record
from tasks.extract.page_language import page_language
from tasks.fetch.foreign import ForeignBatch, ForeignFile, Place, Sieve, Wanted, file_digest
from tests.warcs import Capture, article, write_warc


def sieve(**wanted: object) -> Sieve:
    known = {"news.example": "harbour"}
    return Sieve(
        Wanted(**wanted),  # type: ignore[arg-type]
        lambda url: known.get(url.split("/")[2]),
        page_language,
    )


def read(path: Path, archive: Path, size: int = 3, after: Place | None = None, **wanted: object) -> list[ForeignBatch]:
    """The batches of all runs that a file needs."""
    file, batches, runs = ForeignFile(path, sieve(**wanted), after or Place()), [], 0
    while not runs or not file.is_complete:
        runs += 1
        with ArchiveWriter(archive, f"run-{runs}") as writer:
            batches += list(file.batches(writer, size))
    return batches


def taken(batches: list[ForeignBatch]) -> list[str]:
    return [url for batch in batches for url in batch.pages["url"]]


def passed_over(batches: list[ForeignBatch]) -> dict[str, int]:
    return dict(sum((batch.passed_over for batch in batches), Counter()))


def test_each_page_is_copied_and_found_by_its_pointer(tmp_path: Path) -> None:
    captures = [article(number) for number in range(5)]
    batches = read(write_warc(tmp_path / "a.warc.gz", captures), tmp_path / "archive")
    assert taken(batches) == [capture.url for capture in captures]
    rows = [row for batch in batches for row in batch.pages.iter_rows(named=True)]
    for row, capture in zip(rows, captures, strict=True):
        page = read_record(tmp_path / "archive", row["warc_file"], row["warc_offset"])
        assert (page.payload, page.fetched_at, page.payload_digest) == (capture.body, capture.at, row["payload_digest"])
    assert passed_over(batches) == {"kind": 6}
    assert sum(batch.record_count for batch in batches) == 11


def test_a_record_with_a_member_of_its_own_is_copied_byte_for_byte(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "a.warc.gz", [article(1)])
    read(path, tmp_path / "archive")
    (copy,) = (tmp_path / "archive").rglob("*.warc.gz")
    original = path.read_bytes()
    assert original[original.rindex(b"\x1f\x8b\x08") :] in copy.read_bytes()


@pytest.mark.parametrize("form", ["plain", "one member"])
def test_records_without_a_member_of_their_own_get_one(tmp_path: Path, form: str) -> None:
    path = write_warc(tmp_path / "a.warc", [article(number) for number in range(4)], is_gzip=False)
    if form == "one member":
        path.with_suffix(".warc.gz").write_bytes(gzip.compress(path.read_bytes()))
        path = path.with_suffix(".warc.gz")
    batches = read(path, tmp_path / "archive")
    rows = [row for batch in batches for row in batch.pages.iter_rows(named=True)]
    bodies = [read_record(tmp_path / "archive", row["warc_file"], row["warc_offset"]).payload for row in rows]
    assert bodies == [article(number).body for number in range(4)]
    assert [problem for batch in batches for problem in batch.problems if problem.is_damage] == []


@pytest.mark.parametrize(
    ("wanted", "urls", "reason"),
    [
        ({"hosts": ("news.example",)}, {"http://news.example/ja/1.html", "http://www.news.example/ja/2.html"}, "host"),
        ({"lang": "en"}, {"http://other.example/en/3.html"}, "language"),
        ({"since": date(2025, 7, 2)}, {"http://other.example/en/3.html"}, "day"),
        ({"until": date(2025, 7, 1)}, {"http://news.example/ja/1.html", "http://www.news.example/ja/2.html"}, "day"),
    ],
)
def test_filters_pass_over_what_is_not_wanted_and_say_why(
    tmp_path: Path, wanted: dict[str, object], urls: set[str], reason: str
) -> None:
    # 15:30 UTC on 1 July is the 2nd in Tokyo.
    late = datetime(2025, 7, 1, 15, 30, tzinfo=UTC)
    captures = [article(1), article(2, "www.news.example"), article(3, "other.example", "en", at=late)]
    batches = read(write_warc(tmp_path / "a.warc.gz", captures), tmp_path / "archive", **wanted)
    assert set(taken(batches)) == urls
    assert passed_over(batches)[reason] == 3 - len(urls)


def test_answers_that_are_no_pages_are_passed_over(tmp_path: Path) -> None:
    captures = [
        Capture("http://news.example/gone", b"<html>gone", status="404 Not Found"),
        Capture("http://news.example/a.pdf", b"%PDF-1.4", content_type="application/pdf"),
        Capture("http://news.example/untold", article(1).body, content_type=""),
    ]
    batches = read(write_warc(tmp_path / "a.warc.gz", captures), tmp_path / "archive")
    assert taken(batches) == ["http://news.example/untold"]
    assert passed_over(batches) == {"kind": 4, "status": 1, "not-a-page": 1}


def test_publishers_that_no_source_describes_are_named_by_their_host(tmp_path: Path) -> None:
    captures = [article(1), article(2, "www.unknown.example"), article(3, "unknown.example", "en")]
    (batch,) = read(write_warc(tmp_path / "a.warc.gz", captures), tmp_path / "archive")
    assert batch.pages["source_id"].to_list() == ["harbour", "unknown.example", "unknown.example"]
    assert batch.sources.rows() == [("unknown.example", "unknown.example", "http://www.unknown.example/", "ja")]


@pytest.mark.parametrize("form", ["members", "plain", "one member"])
def test_reading_goes_on_after_any_place_without_losing_or_doubling(tmp_path: Path, form: str) -> None:
    path = write_warc(tmp_path / "a.warc.gz", [article(number) for number in range(7)], is_gzip=form == "members")
    if form == "one member":
        path.write_bytes(gzip.compress(path.read_bytes()))
    whole = read(path, tmp_path / "archive", size=2)
    for count in range(1, len(whole)):
        rest = read(path, tmp_path / f"rest-{count}", size=2, after=whole[count - 1].place)
        assert taken(whole[:count]) + taken(rest) == taken(whole)


def test_an_address_that_comes_again_ends_the_run_and_is_taken_by_the_next(tmp_path: Path) -> None:
    captures = [article(1), article(2), article(1, at=datetime(2025, 7, 3, tzinfo=UTC)), article(3)]
    path = write_warc(tmp_path / "a.warc.gz", captures)
    file = ForeignFile(path, sieve(), Place())
    runs = []
    while not file.is_complete:
        with ArchiveWriter(tmp_path / "archive", f"run-{len(runs)}") as writer:
            runs.append(taken(list(file.batches(writer, 10))))
    urls = [capture.url for capture in captures]
    assert runs == [urls[:2], urls[2:]]


def test_damage_is_told_and_costs_only_what_it_hit(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "a.warc.gz", [article(number) for number in range(4)])
    data = bytearray(path.read_bytes())
    starts = [at for at in range(len(data)) if data[at : at + 3] == b"\x1f\x8b\x08"]
    data[starts[4] + 60] ^= 0xFF  # warcinfo, then request and response of each: the second response
    path.write_bytes(data[:-20])
    batches = read(path, tmp_path / "archive")
    assert taken(batches) == [article(number).url for number in (0, 2)]
    told = [str(problem) for batch in batches for problem in batch.problems if problem.is_damage]
    assert len(told) == 2
    assert f"{path} at byte {starts[4]}: damaged" in told[0]
    assert "cut off" in told[1]


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"<html>not an archive"))
    with pytest.raises(NotAnArchive, match=r"a\.warc\.gz"):
        read(path, tmp_path / "archive")


def test_a_file_is_known_by_its_content_not_its_name(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "a.warc.gz", [article(1)])
    digest = file_digest(path)
    assert file_digest(path.rename(tmp_path / "b.warc.gz")) == digest
    path = tmp_path / "b.warc.gz"
    path.write_bytes(path.read_bytes() + b"more")
    assert file_digest(path) != digest


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for count in (150, 1200):
        path = write_warc(tmp_path / f"{count}.warc.gz", (article(number) for number in range(count)))
        file = ForeignFile(path, sieve(), Place())
        with ArchiveWriter(tmp_path / "archive", f"run-{count}") as writer:
            tracemalloc.start()
            for _ in file.batches(writer, 50):
                pass
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    # Eight times the pages; what a run remembers is an address a page, bounded.
    assert peaks[1] < 1.5 * peaks[0]
