import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.fetch.client import PoliteClient
from tasks.fetch.robots import MOST_ROBOTS_BYTES, parse_robots, product_token
from tasks.web import Response
from tests.tasks.fetch.webserver import WebServer, in_turn, reply, serving

SITE = "https://a.example"

# robots.txt, path, allowed: the matching rules of RFC 9309, 2.2
TABLE = [
    ("", "/x", True),
    ("User-agent: *\nDisallow:", "/x", True),
    ("User-agent: *\nDisallow: /", "/x", False),
    ("User-agent: *\nDisallow: /", "/robots.txt", True),
    ("User-agent: testbot\nDisallow: /x", "/x/y", False),
    ("User-agent: TESTBOT\nDisallow: /x", "/x", False),
    ("User-agent: TestBot/2.0\nDisallow: /x", "/x", False),
    ("User-agent: testbot-news\nDisallow: /x", "/x", True),
    ("User-agent: test\nDisallow: /x", "/x", True),
    ("User-agent: otherbot\nDisallow: /", "/x", True),
    ("User-agent: *\nDisallow: /\n\nUser-agent: testbot\nAllow: /", "/x", True),
    ("User-agent: testbot\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/b", True),
    ("User-agent: testbot\nDisallow: /a\nUser-agent: *\nDisallow: /b\nUser-agent: testbot\nDisallow: /c", "/c", False),
    ("User-agent: testbot\nDisallow: /a\nUser-agent: *\nDisallow: /b\nUser-agent: testbot\nDisallow: /c", "/a", False),
    ("User-agent: one\nUser-agent: testbot\nDisallow: /a", "/a", False),
    ("User-agent: one\nCrawl-delay: 5\nUser-agent: testbot\nDisallow: /a", "/a", False),
    ("User-agent: one\nSitemap: https://a.example/s\nUser-agent: testbot\nDisallow: /a", "/a", False),
    ("User-agent: one\nNonsense: 5\nUser-agent: testbot\nDisallow: /a", "/a", False),
    ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
    ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
    ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf?y", True),
    ("User-agent: *\nDisallow: /a*z", "/abcz/d", False),
    ("User-agent: *\nDisallow: /a$", "/a", False),
    ("User-agent: *\nDisallow: /a$", "/ab", True),
    ("User-agent: *\nDisallow: /A", "/a", True),
    ("User-agent: *\nDisallow: /a?b=1", "/a?b=1&c", False),
    ("User-agent: *\nDisallow: /%E3%83%84", "/%E3%83%84/x", False),
    ("User-agent: *\nDisallow: /ツ", "/%E3%83%84", False),
    ("User-agent: *\nDisallow: /%62", "/b", False),
    ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
    ("user-agent: *\rdisallow: /a\r", "/a", False),
    ("User-agent: * # all\nDisallow: /a # here", "/a", False),
    ("  User-agent : *\n\tDisallow :\t/a", "/a", False),
    ("Disallow: /a", "/a", True),
    ("User-agent: *\n\n\nDisallow: /a", "/a", False),
    ("Useragent: *\nDisalow: /a", "/a", False),
    ("User-agent *\nDisallow /a", "/a", False),
    ("User-agent: testbot, one\nDisallow: /a", "/a", False),
    ("<html>User-agent: *<br>Disallow: /</html>", "/a", True),
    ("User-agent: *\nNoindex: /a", "/a", True),
]


@pytest.mark.parametrize(("text", "path", "allowed"), TABLE)
def test_rules_are_read_by_the_rfc(text: str, path: str, allowed: bool) -> None:
    assert parse_robots(text.encode(), "testbot").allows(SITE + path) == allowed


def test_bytes_beyond_the_limit_are_ignored() -> None:
    padding = b"# " + b"x" * MOST_ROBOTS_BYTES + b"\n"
    assert parse_robots(b"User-agent: *\n" + padding + b"Disallow: /", "testbot").allows(SITE + "/a")
    assert not parse_robots(b"User-agent: *\nDisallow: /\n" + padding, "testbot").allows(SITE + "/a")


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 100", 100),
        ("User-agent: *\nCrawl-delay: 9\nUser-agent: testbot\nCrawl-delay: 2.5\nDisallow:", 2.5),
        ("User-agent: *\nCrawl-delay: 9\nUser-agent: testbot\nDisallow:", None),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: *\nCrawl-delay: -3", None),
        ("User-agent: *\nCrawl-delay: nan", None),
        ("User-agent: other\nCrawl-delay: 7", None),
    ],
)
def test_the_crawl_delay_is_that_of_our_group(text: str, delay: float | None) -> None:
    assert parse_robots(text.encode(), "testbot").crawl_delay == delay


def test_sitemaps_are_listed_wherever_they_stand() -> None:
    rules = parse_robots(b"Sitemap: https://a.example/s.xml\nUser-agent: x\nSitemap: /t.xml\nDisallow: /", "testbot")
    assert rules.sitemaps == ("https://a.example/s.xml", "/t.xml")


def test_the_product_token_is_the_name_before_the_version() -> None:
    assert product_token("Kawaraban/0.1 (+mailto:a@b.example)") == "kawaraban"
    assert product_token("") == ""


@given(
    st.binary(max_size=300) | st.text("user-agent:disallow *$/#\n\r%é", max_size=200).map(str.encode),
    st.text(max_size=30),
)
def test_no_file_breaks_the_reader(body: bytes, path: str) -> None:
    assert parse_robots(body, "testbot").allows(f"{SITE}/{path}") in (True, False)


def visit(robots: dict[str, object], *paths: str, **policy: object) -> tuple[list[Response], WebServer]:
    async def go() -> tuple[list[Response], WebServer]:
        routes = {**robots, **{path: reply(200, b"<p>x</p>") for path in paths}}
        hosts = ("news.example", "other.example")
        async with serving(routes) as web, PoliteClient(web.policy(*hosts, **policy)) as client:
            return [await client.get(f"http://news.example{path}") for path in paths], web

    return asyncio.run(go())


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (reply(404), None),
        (reply(403), None),
        (reply(401), None),
        (reply(500), "try-later"),
        (reply(503), "try-later"),
        (reply(429), "try-later"),
        (b"", "try-later"),
        (reply(200, b"User-agent: *\nDisallow: /"), "refused-robots"),
        (reply(302, location="http://10.0.0.1/robots.txt"), "try-later"),
    ],
)
def test_what_a_missing_robots_txt_means_depends_on_how_it_is_missing(said: bytes, outcome: str | None) -> None:
    (response,), web = visit({"/robots.txt": said}, "/a")
    assert response.outcome == outcome
    assert ("/a" in web.paths()) == (outcome is None)


def test_redirects_of_robots_txt_are_followed_up_to_five() -> None:
    chain: dict[str, object] = {"/robots.txt": reply(301, location="http://other.example/1")}
    chain |= {f"other.example/{n}": reply(302, location=f"/{n + 1}") for n in range(1, 5)}
    chain["other.example/5"] = reply(200, b"User-agent: *\nDisallow: /a")
    assert visit(chain, "/a")[0][0].outcome == "refused-robots"
    chain["other.example/5"] = reply(302, location="/6")
    chain["other.example/6"] = reply(200, b"User-agent: *\nDisallow: /a")
    assert visit(chain, "/a")[0][0].outcome is None


def test_robots_txt_is_asked_for_once_and_is_cut_not_refused_when_it_is_long() -> None:
    long = b"User-agent: *\nDisallow: /b\n" + b"# padding\n" * 80_000
    responses, web = visit({"/robots.txt": reply(200, long)}, "/a", "/b", "/c")
    assert [response.outcome for response in responses] == [None, "refused-robots", None]
    assert web.paths().count("/robots.txt") == 1


def test_a_passing_fault_of_robots_txt_is_tried_again() -> None:
    rules = reply(200, b"User-agent: *\nDisallow: /b")
    responses, web = visit({"/robots.txt": in_turn(reply(503), b"", rules)}, "/a", "/b")
    assert [response.outcome for response in responses] == [None, "refused-robots"]
    lost, web = visit({"/robots.txt": reply(503)}, "/a", "/b")
    assert [response.error_class for response in lost] == ["RobotsUnavailable"] * 2
    assert web.paths() == ["/robots.txt"] * 3


def test_robots_txt_is_asked_for_again_after_a_day() -> None:
    async def go() -> int:
        clock = [0.0]
        async with serving({"/a": reply(200, b"<p>x</p>")}) as web:
            async with PoliteClient(web.policy(), clock=lambda: clock[0]) as client:
                for hour in (0, 23, 25):
                    clock[0] = hour * 3600.0
                    await client.get("http://news.example/a")
            return web.paths().count("/robots.txt")

    assert asyncio.run(go()) == 2
