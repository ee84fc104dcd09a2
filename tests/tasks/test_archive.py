import gzip
import io
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from tasks import archive as archive_module
from tasks.archive import (
    ArchiveError,
    ArchiveWriter,
    NotAnArchive,
    digest_of,
    finish_leftovers,
    read_archive,
    read_record,
)
from tasks.warc import Problem, read_records
from tasks.web import Response

AT = datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=UTC)
REQUEST = {"User-Agent": "test", "Accept-Encoding": "gzip, deflate"}


def page(number: int, body: bytes | None = None) -> Response:
    url = f"https://news.example/記事/{number}?a=b"
    return Response(
        url=url,
        final_url="https://news.example/" + str(number),
        fetched_at=AT,
        status=200,
        headers={"content-type": "text/html; charset=utf-8", "content-encoding": "gzip", "etag": '"x"'},
        body=body if body is not None else f"<p>{number} 号</p>".encode() * 50,
        peer="192.0.2.1",
    )


def write(folder: Path, count: int, run: str = "run-1") -> list[archive_module.Pointer]:
    with ArchiveWriter(folder, run) as archive:
        return [archive.write(page(number), REQUEST) for number in range(count)]


def problems_of(path: Path) -> tuple[list[str], list[str]]:
    problems: list[Problem] = []
    urls = [found.url for found in read_archive(path, on_problem=problems.append)]
    return urls, [problem.message for problem in problems]


def test_pages_come_back_by_pointer_and_in_order(tmp_path: Path) -> None:
    pointers = write(tmp_path, 3)
    assert pointers[0].warc_file == "2026/03/01/run-1.warc.gz"
    found = read_record(tmp_path, pointers[2].warc_file, pointers[2].offset)
    assert (found.payload, found.status, found.fetched_at) == (page(2).body, 200, AT)
    assert found.content_type == "text/html; charset=utf-8"
    assert found.payload_digest == pointers[2].payload_digest == digest_of(page(2).body)
    pages = list(read_archive(tmp_path / pointers[0].warc_file))
    assert [(p.url, p.offset) for p in pages] == [(page(n).final_url, pointers[n].offset) for n in range(3)]
    assert all(not p.problems for p in pages)


def test_the_standard_tools_find_nothing_to_complain_about(tmp_path: Path) -> None:
    path = tmp_path / write(tmp_path, 2)[0].warc_file
    check = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", str(path)], capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stdout + check.stderr
    with path.open("rb") as file:
        kinds = [(r.rec_type, r.rec_headers.protocol) for r in ArchiveIterator(file)]
    assert kinds == [("warcinfo", "WARC/1.1")] + [("response", "WARC/1.1"), ("request", "WARC/1.1")] * 2
    with path.open("rb") as file:
        bodies = [r.content_stream().read() for r in ArchiveIterator(file) if r.rec_type == "response"]
    assert bodies == [page(0).body, page(1).body]


def test_pages_can_be_read_while_the_run_is_writing(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, "run-1") as archive:
        pointer = archive.write(page(0), REQUEST)
        assert not (tmp_path / pointer.warc_file).exists()
        assert read_record(tmp_path, pointer.warc_file, pointer.offset).payload == page(0).body
    assert [path.suffix for path in tmp_path.rglob("*.*")] == [".gz"]


def test_a_run_without_pages_leaves_no_file(tmp_path: Path) -> None:
    write(tmp_path, 0)
    assert list(tmp_path.iterdir()) == []


def test_a_second_run_of_the_same_name_does_not_touch_the_first(tmp_path: Path) -> None:
    first, second = write(tmp_path, 1)[0], write(tmp_path, 1)[0]
    assert (first.warc_file, second.warc_file) == ("2026/03/01/run-1.warc.gz", "2026/03/01/run-1-2.warc.gz")


def test_after_a_crash_whole_records_are_kept(tmp_path: Path) -> None:
    archive = ArchiveWriter(tmp_path, "dead")
    pointers = [archive.write(page(n), REQUEST) for n in range(3)]
    part = tmp_path / (pointers[0].warc_file + ".part")
    assert finish_leftovers(tmp_path) == []  # its writer still lives
    whole = part.read_bytes()
    archive.close()
    (tmp_path / pointers[0].warc_file).unlink()
    part.write_bytes(whole[: pointers[2].offset + 100])
    (final,) = finish_leftovers(tmp_path)
    assert final == tmp_path / pointers[0].warc_file
    urls, problems = problems_of(final)
    assert urls == [page(0).final_url, page(1).final_url]
    assert problems == []
    assert finish_leftovers(tmp_path) == []


def test_wherever_a_crash_cuts_the_file_the_records_before_are_whole(tmp_path: Path) -> None:
    pointers = write(tmp_path, 3)
    final = tmp_path / pointers[0].warc_file
    whole, part = final.read_bytes(), final.with_name(final.name + ".part")
    final.unlink()
    starts = [pointer.offset for pointer in pointers[1:]]
    for cut in range(0, len(whole), 37):
        part.write_bytes(whole[:cut])
        finished = finish_leftovers(tmp_path)
        found, problems = problems_of(final) if finished else ([], [])
        assert len(found) >= sum(1 for start in starts if start <= cut)
        assert problems == []
        final.unlink(missing_ok=True)


def test_a_full_disk_is_a_one_line_error_and_keeps_the_pages_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from pathlib import Path
from tests.tasks.test_archive import *
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
with ArchiveWriter(Path({str(tmp_path)!r}), "full") as archive:
    archive.write(page(0), REQUEST)
    try:
        archive.write(page(1, bytes(__import__("random").Random(1).randbytes(9000))), REQUEST)
    except ArchiveError as error:
        print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "cannot write" in done.stdout, done.stderr
    (path,) = tmp_path.rglob("*.warc.gz")
    assert problems_of(path) == ([page(0).final_url], [])


def damaged(tmp_path: Path, change) -> tuple[list[str], list[str]]:
    pointers = write(tmp_path, 4)
    path = tmp_path / pointers[0].warc_file
    path.write_bytes(change(path.read_bytes(), pointers))
    return problems_of(path)


def test_a_stump_is_reported_and_not_handed_out(tmp_path: Path) -> None:
    urls, problems = damaged(tmp_path, lambda data, at: data[: at[2].offset + 200])
    assert urls == [page(0).final_url, page(1).final_url]
    assert len(problems) == 1


def test_what_follows_a_cut_is_found_again(tmp_path: Path) -> None:
    urls, problems = damaged(tmp_path, lambda data, at: data[: at[1].offset + 200] + data[at[2].offset :])
    assert urls == [page(n).final_url for n in (0, 2, 3)]
    assert problems


def test_a_flipped_byte_costs_one_record(tmp_path: Path) -> None:
    def flip(data: bytes, at: list[archive_module.Pointer]) -> bytes:
        spot = at[1].offset + 120
        return data[:spot] + bytes([data[spot] ^ 0x55]) + data[spot + 1 :]

    urls, problems = damaged(tmp_path, flip)
    assert urls == [page(n).final_url for n in (0, 2, 3)]
    assert problems


def test_a_plain_warc_recovers_after_a_wrong_length(tmp_path: Path) -> None:
    packed = tmp_path / write(tmp_path, 3)[0].warc_file
    plain = gzip.decompress(packed.read_bytes())
    spot = plain.index(b"Content-Length: ", plain.index(page(1).final_url.encode()))
    path = tmp_path / "plain.warc"
    path.write_bytes(plain[:spot] + b"Content-Length: 9" + plain[spot + 17 :])
    urls, problems = problems_of(path)
    assert {page(0).final_url, page(2).final_url} <= set(urls)
    assert any("does not end" in problem for problem in problems)


def test_foreign_records_are_decoded_and_lies_seen_through(tmp_path: Path) -> None:
    body = "<p>本文</p>".encode() * 30
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(gzip.compress(body)), gzip.compress(body))
    forms = [
        (b"Content-Encoding: gzip", gzip.compress(body)),
        (b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked", chunked),
        (b"Content-Encoding: gzip", body),
        (b"Transfer-Encoding: chunked", body),
    ]
    path = tmp_path / "foreign.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for headers, wire in forms:
            message = io.BytesIO(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n\r\n" + wire)
            length = len(message.getvalue())
            writer.write_record(writer.create_warc_record("http://a.example/", "response", message, length))
    assert [record.payload for record in read_records(path)] == [body] * 4


@pytest.mark.parametrize(
    "content", [b"<html>404</html>", gzip.compress(b"<html>404</html>", mtime=0), b"filedesc://a.arc 0.0.0.0"]
)
def test_what_is_no_warc_is_an_error_not_an_empty_archive(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    with pytest.raises(NotAnArchive, match=r"x\.warc\.gz"):
        list(read_archive(path))


def test_wrong_pointers_are_named(tmp_path: Path) -> None:
    pointer = write(tmp_path, 1)[0]
    for file, offset in (("gone.warc.gz", 0), (pointer.warc_file, pointer.offset + 1), (pointer.warc_file, 0)):
        with pytest.raises(ArchiveError, match=file):
            read_record(tmp_path, file, offset)


@pytest.mark.parametrize("name", ["", "../x", ".hidden"])
def test_a_run_name_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError):
        ArchiveWriter(tmp_path, name)
