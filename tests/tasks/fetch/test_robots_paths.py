"""Which paths a robots.txt pattern covers: each pair once as a prohibition and once as a permission."""

import pytest

from tasks.fetch.robots import parse_robots

SITE = "https://a.example"

# Pattern: paths that it covers, paths that it does not (RFC 9309, 2.2.2 and 2.2.3).
COVERAGE: dict[str, tuple[list[str], list[str]]] = {
    "/$": (["/"], ["/index.html", "/?page=1", "//"]),
    "/kaze": (
        ["/kaze", "/kaze.html", "/kaze/haru.html", "/kazemachi", "/kazemachi/2025.html", "/kaze.cgi?id=1"],
        ["/Kaze.html", "/harukaze", "/?id=kaze", "/haru/kaze", "/kaz"],
    ),
    "/kaze*": (["/kaze", "/kaze.html", "/kaze/haru", "/kaze?id=1"], ["/Kaze", "/haru/kaze"]),
    "/kaze/": (["/kaze/", "/kaze/?id=1", "/kaze/haru.htm"], ["/kaze", "/kaze.html", "/haru/kaze/", "/Kaze/haru"]),
    "/*.cgi": (
        ["/index.cgi", "/a/b/index.cgi", "/index.cgi?x=1", "/a.cgi.file.html", "/index.cgi/", "/.cgi"],
        ["/", "/index.CGI", "/cgi"],
    ),
    "/*.cgi$": (["/index.cgi", "/a/b/index.cgi"], ["/index.cgi?x=1", "/index.cgi/", "/index.cgi5", "/index.CGI"]),
    "/kaze*.cgi": (["/kaze.cgi", "/kazemachi/x.cgi?y"], ["/Kaze.cgi", "/haru/kaze.cgi", "/kaze"]),
    "/*/haru/": (["/a/haru/", "/a/b/haru/c", "//haru/"], ["/haru/", "/a/haru", "/a/haruka/"]),
    "/a*b*c": (["/abc", "/axbxc", "/a/b/c/d", "/abbbc?x"], ["/ab", "/acb", "/xabc"]),
    "/a*b$": (["/ab", "/axb", "/a/b", "/abab"], ["/abc", "/ab/", "/ab?x"]),
    "/*": (["/", "/a", "/a?b=c"], []),
    "/**": (["/", "/a/b"], []),
    "/a?b=": (["/a?b=", "/a?b=1&c=2"], ["/a", "/a?c=1&b=2", "/a/?b="]),
    "/*?": (["/?", "/a?b", "/a/b?c=d"], ["/", "/a"]),
    "/*?sort=": (["/list?sort=new", "/?sort="], ["/list?page=2&sort=new", "/sort="]),
    "/a%3Cd": (["/a%3Cd", "/a%3Cd/e", "/a%3cd"], ["/ad"]),
    "/a/b": (["/a/b", "/a/b/c", "/a/bc"], ["/a", "/a/", "/a//b"]),
    "/a.b": (["/a.b", "/a.b.c"], ["/axb", "/a/b"]),
    "/a+b": (["/a+b"], ["/aab", "/a b"]),
    "/(a|b)": (["/(a|b)", "/(a|b)c"], ["/a", "/b"]),
    "/[a-z]": (["/[a-z]"], ["/a"]),
    "/a$b": (["/a$b"], ["/a", "/ab"]),
    "/ニュース": (["/%E3%83%8B%E3%83%A5%E3%83%BC%E3%82%B9", "/%E3%83%8B%E3%83%A5%E3%83%BC%E3%82%B9/1"], ["/news"]),
}
PAIRS = [
    (pattern, path, covers)
    for pattern, (covered, others) in COVERAGE.items()
    for paths, covers in ((covered, True), (others, False))
    for path in paths
]


def allows(robots: str, path: str) -> bool:
    return parse_robots(robots.encode(), "testbot").allows(SITE + path)


@pytest.mark.parametrize(("pattern", "path", "covers"), PAIRS)
def test_a_prohibition_covers_what_its_pattern_covers(pattern: str, path: str, covers: bool) -> None:
    assert allows(f"User-agent: *\nDisallow: {pattern}", path) is not covers


@pytest.mark.parametrize(("pattern", "path", "covers"), PAIRS)
def test_a_permission_makes_an_exception_of_what_its_pattern_covers(pattern: str, path: str, covers: bool) -> None:
    assert allows(f"User-agent: *\nDisallow: /\nAllow: {pattern}", path) is covers
