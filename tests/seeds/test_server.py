"""The server of the newsroom: virtual hosts, conditional requests, editions, faults."""

import gzip
import http.client
import time

import pytest

from seeds.sample import Newsroom, NewsroomServer

HOST = "www.denpa-ai.example"
GZIPPED_HOST = "www.kumade-watch.example"
FEED = "/rss/2.0/ai.xml"


class Answer:
    """Status, headers and body of one request."""

    def __init__(self, server: NewsroomServer, path: str, host: str = HOST, method: str = "GET", **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": host, **names})
        answer = connection.getresponse()
        self.status, self.headers, self.body = answer.status, answer.headers, answer.read()
        connection.close()


def test_each_host_has_its_own_front_page(server: NewsroomServer, room: Newsroom) -> None:
    pages = {host: Answer(server, "/", host) for host in server.hosts}
    assert {page.status for page in pages.values()} == {200}
    assert len({page.body for page in pages.values()}) == len(room.outlets)
    assert Answer(server, "/", "elsewhere.example").status == 421


def test_the_port_may_stand_in_the_host_and_a_query_does_no_harm(server: NewsroomServer) -> None:
    assert Answer(server, FEED + "?utm_source=x", f"{HOST}:{server.port}").body == Answer(server, FEED).body


@pytest.mark.parametrize("host", [HOST, GZIPPED_HOST])
def test_what_has_not_changed_is_answered_304_by_tag(server: NewsroomServer, host: str) -> None:
    path = FEED if host == HOST else "/data/rss/1.0/kmd/feed.rdf"
    tag = Answer(server, path, host).headers["ETag"]
    again = Answer(server, path, host, if_none_match=f'"other", {tag}')
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert Answer(server, path, host, if_none_match='"other"').status == 200


def test_what_has_not_changed_is_answered_304_by_date(server: NewsroomServer) -> None:
    host, path = "www.hashibami-keizai.example", "/archive/"
    first = Answer(server, path, host)
    assert first.headers["ETag"] is None
    assert Answer(server, path, host, if_modified_since=first.headers["Last-Modified"]).status == 304
    assert Answer(server, path, host, if_modified_since="Mon, 02 Jun 2025 00:00:00 GMT").status == 200
    assert Answer(server, path, host, if_modified_since="nonsense").status == 200


def test_a_tag_that_differs_outranks_a_date_that_agrees(server: NewsroomServer) -> None:
    date = Answer(server, FEED).headers["Last-Modified"]
    assert Answer(server, FEED, if_none_match='"other"', if_modified_since=date).status == 200


def test_a_new_edition_changes_feeds_and_the_edited_page_only(server: NewsroomServer, room: Newsroom) -> None:
    edited = next(link for link in room.truth if link.features == ("edited",))
    host, _, path = edited.url.removeprefix("http://").partition("/")
    feed_tag, page = Answer(server, FEED).headers["ETag"], Answer(server, f"/{path}", host)
    server.edition = 1
    assert Answer(server, FEED, if_none_match=feed_tag).status == 200
    later = Answer(server, f"/{path}", host, if_none_match=page.headers["ETag"])
    assert later.status == 200
    assert later.headers["Last-Modified"] != page.headers["Last-Modified"]
    assert "追記" in later.body.decode()
    assert "追記" not in page.body.decode()


def test_a_page_is_compressed_for_readers_who_ask(server: NewsroomServer) -> None:
    plain = Answer(server, "/", GZIPPED_HOST)
    packed = Answer(server, "/", GZIPPED_HOST, accept_encoding="gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body


def test_head_gives_the_headers_alone(server: NewsroomServer) -> None:
    head, get = Answer(server, FEED, method="HEAD"), Answer(server, FEED)
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(get.body))


def test_the_log_knows_every_request(server: NewsroomServer) -> None:
    Answer(server, FEED, user_agent="Reader/1", if_none_match='"x"')
    Answer(server, "/none")
    assert [(entry.host, entry.path, entry.status) for entry in server.requests] == [
        (HOST, FEED, 200),
        (HOST, "/none", 404),
    ]
    assert server.requests[0].headers["user-agent"] == "Reader/1"
    assert server.requests[0].headers["if-none-match"] == '"x"'


def test_one_connection_serves_many_requests(server: NewsroomServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    for _ in range(3):
        connection.request("GET", "/robots.txt", headers={"Host": HOST})
        assert connection.getresponse().read()
    connection.close()
    assert len({entry.client_port for entry in server.requests}) == 1


def test_the_slow_page_takes_its_time(server: NewsroomServer, room: Newsroom) -> None:
    server.slow_seconds = 0.3
    slow = next(link for link in room.truth if "slow" in link.features)
    host, _, path = slow.url.removeprefix("http://").partition("/")
    began = time.monotonic()
    assert Answer(server, f"/{path}", host).status == 200
    assert time.monotonic() - began >= 0.3


def test_a_host_can_fail_for_a_while(server: NewsroomServer) -> None:
    server.fail(HOST, 503, retry_after="7", times=1)
    failed = Answer(server, FEED)
    assert (failed.status, failed.headers["Retry-After"]) == (503, "7")
    assert Answer(server, FEED).status == 200
    server.fail(HOST, 500)
    assert Answer(server, FEED).status == 500
    assert Answer(server, "/", GZIPPED_HOST).status == 200
    server.restore()
    assert Answer(server, FEED).status == 200


def test_a_host_can_break_off_in_the_middle(server: NewsroomServer) -> None:
    server.cut(HOST)
    with pytest.raises(http.client.IncompleteRead):
        Answer(server, FEED)
    assert server.requests[-1].status == 0


def test_a_host_can_be_slow_as_a_whole(server: NewsroomServer) -> None:
    server.delay(HOST, 0.2)
    began = time.monotonic()
    Answer(server, FEED)
    assert time.monotonic() - began >= 0.2


def test_a_stopped_server_has_no_port(room: Newsroom) -> None:
    server = NewsroomServer(room).start()
    server.stop()
    with pytest.raises(RuntimeError, match="not being served"):
        _ = server.port
