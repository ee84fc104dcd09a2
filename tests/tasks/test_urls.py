import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.addresses import why_refused
from tasks.urls import BadUrl, RefusedAddress, RefusedScheme, canonical_url, host_of, judge_url, page_url

CANONICAL = [
    ("http://NEWS.example:80/A", "http://news.example/A"),
    ("https://news.example:443/a?", "https://news.example/a"),
    ("https://news.example/a#top", "https://news.example/a"),
    ("https://news.example/a/?ref=rss", "https://news.example/a/"),
    ("https://news.example/a?utm_source=x&id=7&UTM_Medium=y", "https://news.example/a?id=7"),
    ("https://news.example/a?id=7&fbclid=Q&b=", "https://news.example/a?id=7&b="),
    ("https://news.example/a?ref=main&page=2", "https://news.example/a?ref=main&page=2"),
    ("https://news.example/a?from=10", "https://news.example/a?from=10"),
    ("https://news.example/a?b=2&a=1", "https://news.example/a?b=2&a=1"),
    ("https://news.example/post/amp/", "https://news.example/post/"),
    ("https://news.example/post/amp", "https://news.example/post"),
    ("https://news.example/amp", "https://news.example/amp"),
    ("https://news.example/post.amp.html", "https://news.example/post.html"),
    ("https://news.example/post?amp=1", "https://news.example/post"),
    ("https://news.example/post?amp", "https://news.example/post"),
    ("https://news.example/a;jsessionid=0A1B?id=1&PHPSESSID=x", "https://news.example/a?id=1"),
    ("https://news.example/a?rss", "https://news.example/a"),
    ("https://news.example/post?print=1", "https://news.example/post"),
    ("https://news.example/post?print=2", "https://news.example/post?print=2"),
    ("https://news.example/%7euser/%e3%81%82", "https://news.example/~user/%E3%81%82"),
    ("https://news.example/100%/%7e", "https://news.example/100%/%7e"),
    ("https://news.example/あ?q=い", "https://news.example/%E3%81%82?q=%E3%81%84"),
    ("https://日本.example/", "https://xn--wgv71a.example/"),
    ("https://news.example/a/../b/./c", "https://news.example/b/c"),
    (" https://news.example/a\n", "https://news.example/a"),
]


@pytest.mark.parametrize(("given_url", "expected"), CANONICAL)
def test_one_resource_has_one_spelling(given_url: str, expected: str) -> None:
    assert canonical_url(given_url) == expected


L = "https://www.news.example/a?utm_source=rss"


@pytest.mark.parametrize(
    ("link", "final", "declared", "expected"),
    [
        (L, L, None, "https://www.news.example/a"),
        (L, L, "https://www.news.example/b?ref=rss", "https://www.news.example/b"),
        (L, L, "/b", "https://www.news.example/b"),
        (L, "https://www.news.example/moved", None, "https://www.news.example/moved"),
        (L, "https://m.news.example/a", "https://www.news.example/a", "https://www.news.example/a"),
        (L, L, "https://amp.news.example/a/amp/", "https://amp.news.example/a/"),
        (L, L, "https://www.news.example/", "https://www.news.example/a"),
        (L, L, "/", "https://www.news.example/a"),
        (L, L, "https://elsewhere.example/a", "https://www.news.example/a"),
        (L, L, "https://news.example.evil.example/a", "https://www.news.example/a"),
        (L, L, "javascript:void(0)", "https://www.news.example/a"),
        (L, L, "http://[broken", "https://www.news.example/a"),
        (L, "https://consent.example/wall?back=x", "https://consent.example/wall", "https://www.news.example/a"),
        (L, "https://consent.example/wall", None, "https://www.news.example/a"),
        ("https://news.example/?p=7", "https://news.example/?p=7", "/", "https://news.example/?p=7"),
        ("https://news.example/#top", "https://news.example/", "/", "https://news.example/"),
    ],
)
def test_a_page_is_known_by_the_address_it_declares_where_that_can_be_believed(
    link: str, final: str, declared: str | None, expected: str
) -> None:
    assert page_url(link, final, declared) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [("/b", "https://news.example/b"), ("c", "https://news.example/x/c"), ("//cdn.example/d", "https://cdn.example/d")],
)
def test_relative_links_are_resolved(link: str, expected: str) -> None:
    assert canonical_url(link, "https://news.example/x/feed.xml") == expected


@pytest.mark.parametrize(
    "text", ["", "/a", "news.example/a", "mailto:a@news.example", "http://", "http://a b.example/"]
)
def test_what_is_no_web_address_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(BadUrl):
        canonical_url(text)


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_PIECES = st.sampled_from(["utm_source=a", "ref=rss", "amp", "id=3", "%41", "%%34%31", "&", "=", "a=%e3%81", "rss=1"])


@given(
    path=_TEXT | st.lists(st.sampled_from(["amp", ".amp", "..", "%2e", "a", ""])).map("/".join),
    query=st.lists(_PIECES | _TEXT),
)
def test_canonical_form_is_stable_and_keeps_host_and_resource(path: str, query: list[str]) -> None:
    url = f"https://news.example:8443/{path}?{'&'.join(query)}"
    once = canonical_url(url)
    assert canonical_url(once) == once
    assert once.startswith("https://news.example:8443/")


@given(
    st.from_regex(r"[a-z0-9]{1,8}(/[a-z0-9]{1,6}){0,3}/?", fullmatch=True),
    st.from_regex(r"[b-d]=[0-9]{1,4}", fullmatch=True),
)
def test_an_address_without_marks_is_kept_as_it_is(path: str, query: str) -> None:
    url = f"https://news.example/{path}?{query}"
    if not path.rstrip("/").endswith("/amp"):
        assert canonical_url(url) == url


REFUSED = """
    http://127.1/ http://2130706433/ http://0x7f.1/ http://017700000001/ http://127.0.0.1:8080/ http://0/
    http://１２７.０.０.１/ http://127。0。0。1/ http://127%2e0%2e0%2e1/ http://[::1]/ http://[::ffff:10.0.0.1]/
    http://[::ffff:0:127.0.0.1]/ http://[64:ff9b::a00:1]/ http://[64:ff9b:1::1]/ http://[2002:7f00:1::]/ http://[2001::1]/
    http://[fe80::1]/ http://[fec0::1]/ http://[fd12::1]/ http://[ff02::1]/ http://[::]/ http://[::7f00:1]/
    http://[2001:db8::1]/ http://[3fff::1]/ http://[5f00::1]/ http://[100::1]/ http://[4000::1]/ http://10.0.0.1/
    http://172.16.9.9/ http://172.31.255.255/ http://192.168.1.1/ http://169.254.169.254/ http://100.64.0.1/
    http://192.0.0.8/ http://192.0.2.1/ http://198.18.0.1/ http://198.51.100.1/ http://203.0.113.1/ http://192.88.99.1/
    http://224.0.0.1/ http://240.0.0.1/ http://255.255.255.255/ http://168.63.129.16/ http://localhost/ http://localhost./
    http://LOCALHOST/ http://loc%61lhost/ http://a.localhost/ http://printer.local/ http://db.internal/ http://intranet/
    http://1.0.0.127.in-addr.arpa/ http://router.home.arpa/ http://x.onion/ http://user:pw@news.example/
    http://@news.example/ http://news.example@127.0.0.1/ http://news.example:22/ http://news.example:6379/
    http://news.example:0/ http://news.example\\@127.0.0.1/ http:\\\\news.example/ http:news.example/ http:///news.example/
    http://news..example/ http://-a.example/ http://xn--/ http://1.2.3.4.5/ http://4294967296/ http://news.example:99999/
    http://a_b!.example/ http://[::1%25lo]/ http://[fe80::1%eth0]/ http://[::127.1]/
""".split()  # noqa: SIM905


@pytest.mark.parametrize(
    "url", [*REFUSED, "http://a\tb.example/", "http://news.example/\x00", "http://lo\u00adcalhost/"]
)
def test_hostile_spellings_are_refused(url: str) -> None:
    with pytest.raises((RefusedAddress, BadUrl)):
        judge_url(url)


def test_the_table_of_hostile_spellings_is_large_enough() -> None:
    assert len(REFUSED) >= 60


@pytest.mark.parametrize(
    ("url", "judged"),
    [
        ("HTTPS://News.Example/a#b", "https://news.example/a"),
        ("https://例え.example/", "https://xn--r8jz45g.example/"),
        ("http://172.32.0.1:8080/", "http://172.32.0.1:8080/"),
        ("https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/"),
        ("https://notlocalhost.com/", "https://notlocalhost.com/"),
        ("https://a.example/\\b", "https://a.example//b"),
    ],
)
def test_public_addresses_are_allowed_and_re_serialised(url: str, judged: str) -> None:
    assert judge_url(url) == judged


@pytest.mark.parametrize("url", ["ftp://news.example/", "file:///etc/passwd", "data:text/html,x", "javascript:1"])
def test_other_schemes_have_their_own_refusal(url: str) -> None:
    with pytest.raises(RefusedScheme):
        judge_url(url)


def test_an_operator_can_vouch_for_a_host() -> None:
    assert judge_url("http://127.0.0.1:5000/x", ["127.0.0.1"]) == "http://127.0.0.1:5000/x"
    assert judge_url("http://a.sample.test/x", [".sample.test"]) == "http://a.sample.test/x"
    with pytest.raises(RefusedAddress):
        judge_url("http://sample.test/", [".other.test"])
    with pytest.raises(RefusedAddress):
        judge_url("http://me@127.0.0.1/", ["127.0.0.1"])


@given(st.ip_addresses())
def test_what_the_standard_library_calls_private_is_refused(address) -> None:
    if not address.is_global or address.is_multicast:
        assert why_refused(address) is not None


def test_host_of_gives_the_serialised_host() -> None:
    assert host_of("https://例え.Example:8443/a") == "xn--r8jz45g.example"
