import asyncio
from pathlib import Path

import polars as pl

from tasks.archive import ArchiveWriter, read_record
from tasks.fetch.client import PoliteClient
from tasks.fetch.pages import fetch_pages
from tasks.frames import OUTCOMES
from tasks.web import Response
from tests.tasks.fetch.webserver import WebServer, in_turn, reply, serving

PAGE = b"<html><title>t</title><p>text</p></html>"


def page(text: str) -> bytes:
    return reply(200, f"<html><p>{text}</p></html>".encode(), etag=f'"{len(text)}"')


def links(*urls: str, etag: str | None = None) -> pl.DataFrame:
    rows = [{"url": url, "source_id": "s", "etag": etag, "last_modified": None} for url in urls]
    return pl.DataFrame(rows, schema=dict.fromkeys(("url", "source_id", "etag", "last_modified"), pl.String))


def run(
    tmp_path: Path,
    routes: dict[str, object],
    frame: pl.DataFrame,
    hosts: tuple[str, ...] = ("news.example",),
    **options,
) -> tuple[pl.DataFrame, WebServer]:
    async def go() -> tuple[pl.DataFrame, WebServer]:
        async with serving(routes) as web, PoliteClient(web.policy(*hosts)) as client:
            with ArchiveWriter(tmp_path, "run") as archive:
                return await fetch_pages(frame, client, archive, **options), web

    return asyncio.run(go())


def test_a_page_is_archived_and_its_row_points_to_it(tmp_path: Path) -> None:
    pages, _ = run(tmp_path, {"/a": page("記事")}, links("http://news.example/a"))
    (row,) = pages.rows(named=True)
    assert (row["outcome"], row["status"], row["part"], row["etag"]) == (None, 200, 1, '"2"')
    stored = read_record(tmp_path, row["warc_file"], row["warc_offset"])
    assert "記事".encode() in stored.payload
    assert stored.payload_digest == row["payload_digest"]


def test_every_link_ends_in_one_outcome_and_none_stops_another(tmp_path: Path) -> None:
    routes = {
        "news.example/robots.txt": reply(200, b"User-agent: *\nDisallow: /private/", content_type="text/plain"),
        "closed.example/robots.txt": reply(503),
        "/ok": page("x"),
        "/gone": reply(410),
        "/pdf": reply(200, b"%PDF-1.7", content_type="application/pdf"),
        "/hidden-pdf": reply(200, b"%PDF-1.7"),
        "/feed": reply(200, b"<?xml version='1.0'?><rss></rss>", content_type="application/xml"),
        "/json": reply(200, b"{}", content_type="text/plain"),
        "/big": reply(200, PAGE, content_length="99999999999"),
        "/in": reply(302, location="http://10.0.0.1/"),
        "/forbidden": reply(403),
        "/broken": reply(200, b"xx", content_encoding="br"),
    }
    expected = {
        "http://news.example/ok": None,
        "http://news.example/gone": "gone",
        "http://news.example/pdf": "not-a-page",
        "http://news.example/hidden-pdf": "not-a-page",
        "http://news.example/feed": "not-a-page",
        "http://news.example/json": "not-a-page",
        "http://news.example/big": "too-big",
        "http://news.example/in": "refused-address",
        "http://news.example/forbidden": "failed",
        "http://news.example/broken": "unreadable",
        "http://news.example/private/x": "refused-robots",
        "http://closed.example/ok": "try-later",
        "http://10.0.0.1/x": "refused-address",
        "ftp://news.example/x": "refused-scheme",
        "not a url": "refused-address",
    }
    pages, _ = run(tmp_path, routes, links(*expected), ("news.example", "closed.example"))
    assert dict(pages.select("url", "outcome").iter_rows()) == expected
    assert pages["url"].to_list() == list(expected)
    assert set(pages["outcome"].drop_nulls()) <= set(OUTCOMES)
    assert pages.filter(pl.col("outcome") == "try-later")["retry_at"].null_count() == 0


def test_unchanged_pages_are_not_archived_again(tmp_path: Path) -> None:
    pages, web = run(tmp_path, {"/a": reply(304)}, links("http://news.example/a", etag='"v1"'))
    (row,) = pages.rows(named=True)
    assert (row["outcome"], row["is_conditional"], row["warc_file"]) == ("unchanged", True, None)
    assert web.asked[-1].headers["if-none-match"] == '"v1"'
    assert list(tmp_path.iterdir()) == []


def following(response: Response) -> str | None:
    marker = b'next="'
    body = response.body
    at = body.find(marker)
    return body[at + len(marker) : body.index(b'"', at + len(marker))].decode() if at >= 0 else None


def test_the_parts_of_an_article_are_followed(tmp_path: Path) -> None:
    routes = {"/a": page('1 next="a_2"'), "/a_2": page('2 next="/a_3#x"'), "/a_3": page("3")}
    pages, _ = run(tmp_path, routes, links("http://news.example/a"), follow=following)
    assert pages.select("url", "part", "page_url").rows() == [
        ("http://news.example/a", 1, "http://news.example/a"),
        ("http://news.example/a", 2, "http://news.example/a_2"),
        ("http://news.example/a", 3, "http://news.example/a_3"),
    ]


def test_following_is_bounded_stays_on_the_host_and_does_not_repeat(tmp_path: Path) -> None:
    routes: dict[str, object] = {f"/n{n}": page(f'{n} next="/n{n + 1}"') for n in range(30)}
    routes |= {
        "/circle": page('c next="/circle2"'),
        "/circle2": page('d next="/circle"'),
        "/away": page('x next="http://other.example/b"'),
        "/same": page('s next="/same2"'),
        "/same2": page('s next="/same2"'),
        "/half": page('h next="/lost"'),
        "other.example/b": page("no"),
    }
    names = ("n0", "circle", "away", "same", "half")
    frame = links(*(f"http://news.example/{name}" for name in names))
    pages, web = run(tmp_path, routes, frame, ("news.example", "other.example"), follow=following, max_parts=4)
    counts = {url.rpartition("/")[2]: count for url, count in pages.group_by("url").len().iter_rows()}
    assert counts == {"n0": 4, "circle": 2, "away": 1, "same": 1, "half": 2}
    assert pages.filter(pl.col("page_url").str.ends_with("/lost"))["outcome"].to_list() == ["gone"]
    assert web.paths("other.example") == []


def test_a_cut_network_leaves_every_link_for_later_and_stops_asking(tmp_path: Path) -> None:
    urls = [f"http://news.example/{n}" for n in range(20)]
    routes: dict[str, object] = {f"/{n}": page(str(n)) if n < 5 else b"" for n in range(20)}
    pages, web = run(tmp_path, routes, links(*urls))
    assert pages["outcome"].to_list() == [None] * 5 + ["try-later"] * 15
    assert len(web.paths()) <= 1 + 5 + 3 * 3


def test_a_full_disk_postpones_the_link(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file where the archive's folder should be")
    pages, _ = run(tmp_path / "blocked" / "x", {"/a": page("x")}, links("http://news.example/a"))
    assert pages["outcome"].to_list() == ["try-later"]
    assert pages["error_class"].to_list() == ["ArchiveError"]


def test_progress_is_told_link_by_link(tmp_path: Path) -> None:
    done: list[int] = []
    urls = [f"http://{host}.example/a" for host in ("a", "b", "c")]
    run(
        tmp_path,
        {"/a": in_turn(page("x"))},
        links(*urls),
        ("a.example", "b.example", "c.example"),
        on_progress=done.append,
    )
    assert done == [1, 2, 3]


def test_no_links_make_no_rows(tmp_path: Path) -> None:
    pages, web = run(tmp_path, {}, links())
    assert (pages.height, web.asked) == (0, [])
