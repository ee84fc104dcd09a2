import asyncio
import gzip
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tasks.fetch.client import HOST_ELSEWHERE, PoliteClient
from tasks.web import Response, Validators
from tests.tasks.fetch.webserver import Asked, WebServer, gzipped, in_turn, reply, serving

PAGE = b"<html><p>" + "記事".encode() * 50 + b"</p></html>"
URL = "http://news.example/a"


def fetch(routes: dict[str, object], url: str = URL, validators: Validators | None = None, **policy: object):
    """One ``get`` against a server with these routes; the answer and the server."""

    async def go() -> tuple[Response, WebServer]:
        async with serving(routes) as web, PoliteClient(web.policy(**policy)) as client:
            return await client.get(url, validators=validators), web

    return asyncio.run(go())


def test_a_page_comes_with_its_account() -> None:
    response, web = fetch({"/a": gzipped(PAGE, etag='"v1"')})
    assert (response.outcome, response.status, response.body) == (None, 200, PAGE)
    assert response.headers["etag"] == '"v1"'
    assert (response.attempts, response.peer, response.final_url) == (1, "127.0.0.1", URL)
    assert response.wire_bytes == len(gzip.compress(PAGE))
    assert web.paths() == ["/robots.txt", "/a"]
    assert web.asked[1].headers["user-agent"].startswith("TestBot/1.0")
    assert web.asked[1].headers["accept-encoding"] == "gzip, deflate"


def test_validators_are_sent_and_304_is_an_answer() -> None:
    response, web = fetch({"/a": reply(304)}, validators=Validators('"v1"', "Wed, 05 Nov 2025 08:00:00 GMT"))
    assert response.outcome is None
    assert response.is_not_modified
    assert web.asked[1].headers["if-none-match"] == '"v1"'
    assert web.asked[1].headers["if-modified-since"] == "Wed, 05 Nov 2025 08:00:00 GMT"


@pytest.mark.parametrize("etag", ['"日本"', '"a\r\nX: y"', '"\x00"'])
def test_validators_that_cannot_be_sent_back_are_left_out(etag: str) -> None:
    response, web = fetch({"/a": reply(200, PAGE)}, validators=Validators(etag), user_agent="TestBot/1 (編集部)")
    assert response.outcome is None
    assert "if-none-match" not in web.asked[1].headers
    assert web.asked[1].headers["user-agent"] == r"TestBot/1 (\u7de8\u96c6\u90e8)"


@pytest.mark.parametrize(
    ("status", "outcome", "attempts"),
    [
        (404, "gone", 1),
        (410, "gone", 1),
        (403, "failed", 1),
        (304, "failed", 1),
        (503, "try-later", 3),
        (429, "try-later", 3),
    ],
)
def test_each_status_has_its_outcome(status: int, outcome: str, attempts: int) -> None:
    response, web = fetch({"/a": reply(status, b"x")})
    assert (response.outcome, response.status, response.attempts) == (outcome, status, attempts)
    assert (response.retry_at is not None) == (outcome == "try-later")
    assert web.paths().count("/a") == attempts


def test_a_passing_fault_is_tried_again() -> None:
    response, _ = fetch({"/a": in_turn(reply(503), reply(200, PAGE))})
    assert (response.outcome, response.attempts) == (None, 2)


def test_a_short_retry_after_is_waited_for_and_a_long_one_postpones() -> None:
    waits: list[float] = []

    async def go(after: str) -> Response:
        async def sleep(seconds: float) -> None:
            waits.append(seconds)

        routes = {"/a": in_turn(reply(429, retry_after=after), reply(200, PAGE))}
        async with serving(routes) as web, PoliteClient(web.policy(), sleep=sleep) as client:
            return await client.get(URL)

    assert asyncio.run(go("7")).outcome is None
    assert waits == [7.0]
    later = asyncio.run(go("7200"))
    assert (later.outcome, later.attempts) == ("try-later", 1)
    assert later.retry_at is not None
    assert timedelta(minutes=119) < later.retry_at - datetime.now(UTC) < timedelta(minutes=121)
    far = asyncio.run(go("99999999999"))
    assert far.retry_at is not None
    assert far.retry_at - datetime.now(UTC) < timedelta(hours=25)


def test_back_off_doubles_with_jitter() -> None:
    waits: list[float] = []

    async def go() -> None:
        async def sleep(seconds: float) -> None:
            waits.append(seconds)

        async with (
            serving({"/a": reply(500)}) as web,
            PoliteClient(web.policy(backoff=1.0, attempts=4), sleep=sleep, chance=lambda: 0.5) as client,
        ):
            await client.get(URL)

    asyncio.run(go())
    assert waits == [1.0, 2.0, 4.0]


def test_a_host_that_keeps_failing_is_left_alone() -> None:
    async def go() -> tuple[list[Response], WebServer]:
        async with serving({f"/{n}": reply(500) for n in range(9)}) as web, PoliteClient(web.policy()) as client:
            return [await client.get(f"http://news.example/{n}") for n in range(9)], web

    responses, web = asyncio.run(go())
    assert [response.outcome for response in responses] == ["try-later"] * 9
    assert len(web.paths()) == 1 + 3 * 3
    assert responses[-1].error_class == "HostClosed"


def test_redirects_are_followed_across_hosts_each_with_its_robots() -> None:
    routes = {
        "news.example/a": reply(301, location="//other.example/b?x=1#top"),
        "other.example/b?x=1": reply(302, location="c"),
        "other.example/c": reply(200, PAGE),
    }

    async def go() -> tuple[Response, WebServer]:
        async with serving(routes) as web, PoliteClient(web.policy("news.example", "other.example")) as client:
            return await client.get(URL), web

    response, web = asyncio.run(go())
    assert (response.outcome, response.final_url) == (None, "http://other.example/c")
    assert web.paths("other.example") == ["/robots.txt", "/b?x=1", "/c"]


@pytest.mark.parametrize(
    ("routes", "error_class"),
    [
        ({"/a": reply(302, location="/b"), "/b": reply(302, location="/a")}, "RedirectLoop"),
        ({f"/{'a' * n}": reply(302, location="/" + "a" * (n + 1)) for n in range(1, 30)}, "TooManyRedirects"),
        ({"/a": reply(302, location="http://")}, "BadRedirect"),
    ],
)
def test_endless_redirects_end(routes: dict[str, object], error_class: str) -> None:
    response, _ = fetch(routes)
    assert (response.outcome, response.error_class) == ("failed", error_class)


@pytest.mark.parametrize(
    ("location", "outcome"),
    [
        ("http://127.0.0.1:{port}/secret", "refused-address"),
        ("http://2130706433/", "refused-address"),
        ("http://[::ffff:127.0.0.1]/", "refused-address"),
        ("http://169.254.169.254/latest/meta-data/", "refused-address"),
        ("http://localhost:{port}/", "refused-address"),
        ("http://news.example@127.0.0.1/", "refused-address"),
        ("ftp://news.example/", "refused-scheme"),
        ("file:///etc/passwd", "refused-scheme"),
    ],
)
def test_a_redirect_cannot_lead_inside(location: str, outcome: str) -> None:
    async def go() -> tuple[Response, WebServer]:
        async with serving({}) as web, PoliteClient(web.policy()) as client:
            web.routes["/a"] = reply(302, location=location.format(port=web.port))
            return await client.get(URL), web

    response, web = asyncio.run(go())
    assert response.outcome == outcome
    assert web.paths() == ["/robots.txt", "/a"]


@pytest.mark.parametrize(
    "answer", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::1"], ["64:ff9b::7f00:1"], ["fe80::1%eth0"]]
)
def test_a_public_name_with_a_private_address_is_refused(answer: list[str]) -> None:
    async def go() -> tuple[Response, WebServer]:
        async with serving({"/a": reply(200, PAGE)}) as web:
            policy = web.policy(connect_to={})

            async def resolver(host: str, port: int) -> list[str]:
                return answer

            async with PoliteClient(policy, resolver=resolver) as client:
                return await client.get("http://rebound.example.com/a"), web

    response, web = asyncio.run(go())
    assert response.outcome == "refused-address"
    assert "leads to" in (response.detail or "")
    assert web.asked == []


def test_a_dead_host_and_an_unknown_name_are_tried_later() -> None:
    async def go() -> list[Response]:
        async with serving({}) as web:
            policy = web.policy(connect_to={"dead.example": ("127.0.0.1", 1)}, attempts=2)

            async def no_name(host: str, port: int) -> list[str]:
                raise OSError("Name or service not known")

            async with PoliteClient(policy, resolver=no_name) as client:
                return [await client.get(f"http://{host}/a") for host in ("dead.example", "unknown.example.com")]

    for response in asyncio.run(go()):
        assert response.outcome == "try-later"
        assert response.retry_at is not None


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://intranet/", "http://a:b@news.example/"])
def test_a_refused_address_costs_no_request(url: str) -> None:
    response, web = fetch({}, url)
    assert (response.outcome, web.asked) == ("refused-address", [])


def test_a_type_that_nobody_wants_is_refused_before_its_body() -> None:
    async def go() -> Response:
        routes = {"/a": [b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 5000\r\n\r\n%PDF", 9.0]}
        async with serving(routes) as web, PoliteClient(web.policy(attempts=1)) as client:
            return await client.get(URL, media_types=frozenset({"text/html"}))

    response = asyncio.run(go())
    assert (response.outcome, response.detail) == ("not-a-page", "application/pdf, not a page")


def test_cookies_are_not_kept() -> None:
    async def go() -> WebServer:
        async with serving({"/a": reply(200, PAGE, set_cookie="id=1")}) as web, PoliteClient(web.policy()) as client:
            await client.get(URL)
            await client.get(URL)
            return web

    assert all("cookie" not in asked.headers for asked in asyncio.run(go()).asked)


def test_one_connection_a_host() -> None:
    async def go() -> WebServer:
        def slow(asked: Asked) -> list[bytes | float]:
            return [0.01, reply(200, PAGE)]

        async with serving({f"/{n}": slow for n in range(8)}) as web, PoliteClient(web.policy()) as client:
            await asyncio.gather(*(client.get(f"http://news.example/{n}") for n in range(8)))
            return web

    assert asyncio.run(go()).most_open == 1


def test_a_server_that_hangs_up_unasked_costs_no_attempt() -> None:
    async def go() -> list[Response]:
        async with serving({"/a": reply(200, PAGE)}) as web, PoliteClient(web.policy()) as client:
            web.hangs_up = True
            responses = []
            for _ in range(3):
                responses.append(await client.get(URL))
                await asyncio.sleep(0.02)
            return responses

    assert [(response.outcome, response.attempts) for response in asyncio.run(go())] == [(None, 1)] * 3


def test_a_certificate_that_nobody_vouches_for_is_refused_at_once() -> None:
    """``selfsigned.pem`` is a key and certificate for news.example, made for this test alone."""

    async def go() -> tuple[Response, WebServer]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(Path(__file__).with_name("selfsigned.pem"))
        web = WebServer({"/a": reply(200, PAGE)})
        server = await asyncio.start_server(web.handle, "127.0.0.1", 0, ssl=context)
        web.port = server.sockets[0].getsockname()[1]
        async with server, PoliteClient(web.policy()) as client:
            return await client.get("https://news.example/a"), web

    response, web = asyncio.run(go())
    assert (response.outcome, web.asked) == ("try-later", [])
    assert "certificate" in (response.detail or "").lower()


def test_over_tls_the_name_is_verified_and_pages_come() -> None:
    async def go() -> list[Response]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        pem = Path(__file__).with_name("selfsigned.pem")
        context.load_cert_chain(pem)
        web = WebServer({"/a": gzipped(PAGE)})
        server = await asyncio.start_server(web.handle, "127.0.0.1", 0, ssl=context)
        web.port = server.sockets[0].getsockname()[1]
        async with server, PoliteClient(web.policy("news.example", "other.example")) as client:
            client._exchanger._transport._context.load_verify_locations(pem)
            return [await client.get(f"https://{host}.example/a") for host in ("news", "other")]

    right, wrong = asyncio.run(go())
    assert (right.outcome, right.body, right.peer) == (None, PAGE, "127.0.0.1")
    assert wrong.outcome == "try-later"
    assert "not valid for 'other.example'" in (wrong.detail or "")


@pytest.mark.parametrize("robots", [reply(404), reply(301, location="http://other.example/robots.txt")])
def test_a_host_of_another_process_is_not_asked_not_even_for_its_robots_txt(robots: bytes) -> None:
    async def go() -> tuple[Response, WebServer]:
        routes: dict[str, object] = {"/robots.txt": robots, "/a": reply(301, location="http://other.example/b")}
        async with serving(routes) as web:
            policy = web.policy("news.example", "other.example")
            async with PoliteClient(policy, may_ask=lambda host: host == "news.example") as client:
                return await client.get(URL), web

    response, web = asyncio.run(go())
    assert (response.outcome, response.error_class) == ("not-fetched", HOST_ELSEWHERE)
    assert web.paths("other.example") == []
