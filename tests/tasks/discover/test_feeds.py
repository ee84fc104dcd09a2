import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.discover.feeds import NotAFeed, ParsedFeed, parse_feed
from tasks.discover.mend import mend

URL = "https://news.example/feeds/new.xml"
RSS = '<?xml version="1.0" encoding="{0}"?><rss version="2.0"><channel><title>c</title>{1}</channel></rss>'
RDF = (
    '<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/" '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>c</title></channel>{}</rdf:RDF>'
)
ATOM = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>c</title>{}</feed>'


def rss(
    items: str, encoding: str = "utf-8", codec: str | None = None, content_type: str = "application/xml"
) -> ParsedFeed:
    return parse_feed(RSS.format(encoding, items).encode(codec or encoding), content_type, URL)


def test_windows_characters_under_a_shift_jis_declaration() -> None:
    feed = rss("<item><title>㈱髙島～①</title><link>/a</link></item>", "Shift_JIS", "cp932")
    assert (feed.format, feed.entries[0].title, feed.entries[0].link) == ("rss2", "㈱髙島～①", "https://news.example/a")


def test_the_header_speaks_where_the_document_is_silent() -> None:
    body = "<rss version='2.0'><channel><item><title>見出し</title><link>/a</link></item></channel></rss>".encode(
        "euc_jp"
    )
    assert parse_feed(body, "text/xml; charset=EUC-JP", URL).entries[0].title == "見出し"


def test_bare_ampersands_unknown_entities_and_control_characters_lose_nothing() -> None:
    feed = rss(
        "<item><title>R&D、Q&A&nbsp;&copy;\x0b&#x0C;&bogus;</title><link>https://news.example/?a=1&lang=ja&copy=2</link></item>"
        "<item><title><![CDATA[A&B <b>太</b>]]></title><link>/b</link></item>"
    )
    assert [entry.title for entry in feed.entries] == ["R&D、Q&A ©&bogus;", "A&B 太"]
    assert feed.entries[0].link == "https://news.example/?a=1&lang=ja&copy=2"


def test_an_escaped_less_than_sign_is_text() -> None:
    assert (
        rss("<item><title>三 &lt;速報 &amp;amp; 続報</title><link>/a</link></item>").entries[0].title
        == "三 <速報 & 続報"
    )


def test_rdf_has_one_date_and_it_is_the_publication() -> None:
    item = (
        '<item rdf:about="https://news.example/a?ref=rss"><title>t</title><link>https://news.example/a</link>'
        "<dc:date>2025-11-05T10:00:03+09:00</dc:date><date>2025-11-05</date><dc:creator>太田 亮</dc:creator></item>"
    )
    (entry,) = parse_feed(RDF.format(item).encode(), "text/xml", URL).entries
    assert entry.dates == ("2025-11-05T10:00:03+09:00", "2025-11-05")
    assert (entry.updates, entry.author, entry.link) == ((), "太田 亮", "https://news.example/a")


def test_atom_keeps_publication_and_change_apart() -> None:
    items = (
        "<entry><title type='html'>&amp;lt;x&amp;gt; &lt;b>太&lt;/b></title><link rel='enclosure' href='/i.png'/>"
        "<link href='/a'/><id>tag:1</id><updated>2025-11-06T01:30:00Z</updated><author><name></name></author></entry>"
        "<entry><title/><link href='b'/><id>tag:2</id><published>2025-11-05T00:00:00Z</published></entry>"
    )
    first, second = parse_feed(ATOM.format(items).encode(), None, URL).entries
    assert (first.title, first.link, first.dates, first.updates) == (
        "<x> 太",
        "https://news.example/a",
        (),
        ("2025-11-06T01:30:00Z",),
    )
    assert (first.guid, first.author) == ("tag:1", None)
    assert (second.title, second.link) == ("", "https://news.example/feeds/b")


def test_full_text_is_told_from_an_excerpt() -> None:
    item = (
        "<item><link>/a</link><description>要約</description><content:encoded><![CDATA[{}]]></content:encoded></item>"
    )
    header = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{}</channel></rss>'
    long = "<p>" + "本文です。" * 60 + "</p><p>　次の段落<ruby>漢<rt>かん</rt></ruby>。</p><script>x()</script>"
    whole, cut = (
        parse_feed(header.format(item.format(text)).encode(), None, URL).entries[0].full_text
        for text in (long, long + "<p>続きを読む</p>")
    )
    assert whole == "本文です。" * 60 + "\n次の段落漢。"
    assert cut is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("a@b.example (髙橋 結)", "髙橋 結"),
        ("髙橋 結 &lt;a@b.example&gt;", "髙橋 結"),
        ("a@b.example", None),
        ("編集部", "編集部"),
        (" ", None),
    ],
)
def test_the_author_is_a_name_not_an_address(written: str, name: str | None) -> None:
    assert rss(f"<item><link>/a</link><author>{written}</author></item>").entries[0].author == name


def test_items_without_a_usable_link_are_counted() -> None:
    feed = rss(
        "<item><title>none</title></item><item><link>mailto:a@b.example</link></item>"
        "<item><guid>https://news.example/by-guid</guid></item><item><link>//cdn.example/x</link></item>"
    )
    assert [entry.link for entry in feed.entries] == ["https://news.example/by-guid", "https://cdn.example/x"]
    assert feed.notes == ["2 items without a usable link"]


def test_json_feeds_of_either_version_and_with_odd_types() -> None:
    body = """{"version":"https://jsonfeed.org/version/1","items":[
      {"id":7,"external_url":"https://x.example/a","title":"題","author":{"name":"甲"},"date_published":"2025-11-05T20:00:00+09:00"},
      {"id":"https://x.example/b","authors":[{"name":"乙"},null],"content_text":"短信","tags":null},
      {"id":"no link"}, "not an item"]}"""
    feed = parse_feed(body.encode(), "application/json", URL)
    assert [(e.link, e.guid, e.title, e.author) for e in feed.entries] == [
        ("https://x.example/a", "7", "題", "甲"),
        ("https://x.example/b", "https://x.example/b", None, "乙"),
    ]
    assert feed.notes == ["2 items without a usable link"]


def test_impossible_references_and_addresses_in_a_broken_feed_lose_one_item_at_most() -> None:
    feed = rss(
        "<item><title><![CDATA[A&#xD800;&#0;B]]></title><link>/a</link></item>"
        "<item><title>broken < markup</title><link>http://[</link></item>"
        "<item><title>c</title><link>/c</link></item>"
    )
    assert (feed.entries[0].title, feed.entries[0].link) == ("AB", "https://news.example/a")
    assert feed.entries[-1].link == "https://news.example/c"


def test_what_json_can_say_and_no_table_can_hold_is_dropped() -> None:
    item = r'{"id":"\ud800x","url":"https://x.example/a","title":"a\ud800\u0000b","date_published":"\udfff"}'
    (entry,) = parse_feed(f'{{"items":[{item}]}}'.encode(), None, URL).entries
    assert (entry.title, entry.guid, entry.dates) == ("ab", "x", ())


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<!doctype html><html><body>moved</body></html>", "an HTML page"),
        (
            b"<html><head><link rel=alternate type=application/rss+xml href=/real.xml></head>",
            "declares https://news.example/real.xml",
        ),
        (b"", "empty"),
        (b"just words", "no feed"),
        (b"<opml><body/></opml>", "no feed"),
        (b'{"items": 3}', "no JSON Feed"),
        (b'{"items": [', "sound JSON"),
        (b"[" * 100_000, "sound JSON"),
        (b"%PDF-1.7 \x00\xff", "no feed"),
    ],
)
def test_what_is_no_feed_is_an_error_not_zero_items(body: bytes, message: str) -> None:
    with pytest.raises(NotAFeed, match=message):
        parse_feed(body, "text/html", URL)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "' + "x" * 1000 + '">'
    + "".join(f'<!ENTITY {n}{n} "{f"&{p};" * 10}">' for p, n in [("a", "b"), ("bb", "c"), ("cc", "d"), ("dd", "f")])
    + '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    '<rss version="2.0"><channel><item><title>&ff;&file;</title><link>/a</link></item></channel></rss>'
)  # fmt: skip


def test_entity_bombs_and_outside_entities_are_inert() -> None:
    (entry,) = parse_feed(BOMB.encode(), None, URL).entries
    assert "root:" not in (entry.title or "")
    assert len(entry.title or "") < 100


def test_two_roots_and_a_cut_keep_what_can_be_read() -> None:
    item = "<item><title>{0}</title><link>/{0}</link></item>"
    two = RSS.format("utf-8", item.format("a")) + "<rss version='2.0'><channel>" + item.format("b") + "</channel></rss>"
    assert parse_feed(two.encode(), None, URL).entries[0].title == "a"
    cut = RSS.format("utf-8", item.format("a") + item.format("b"))[:-60]
    assert parse_feed(cut.encode(), None, URL).entries[0].title == "a"


def test_a_very_large_feed_is_read_in_bounded_time_and_number() -> None:
    items = "".join(f"<item><title>{n}</title><link>/{n}</link></item>" for n in range(7000))
    start = time.process_time()
    assert len(rss(items).entries) == 5000
    assert time.process_time() - start < 20


HOSTILE = {
    "comments": "<!--" * 75_000,
    "sections": "<![CDATA[" * 33_000,
    "document types": "<!DOCTYPE a [" * 23_000,
    "instructions": "<?" * 150_000,
    "ampersands": "&" * 300_000,
    "entities": "&a;" * 100_000,
    "open tags": "<a " * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_repeated_takes_more_than_its_share_of_time(text: str) -> None:
    start = time.process_time()
    for document in (text, RSS.format("utf-8", f"<item><link>/a</link><title>{text}</title></item>")):
        mend(document.encode(), None)
    assert time.process_time() - start < 2


def test_a_feed_of_nothing_but_tags_is_read_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.discover.feeds._MOST_TAGS", 500)
    feed = rss("<item><title>t</title><link>/a</link></item>" + "<x>" * 1000)
    assert feed.entries[0].title == "t"
    assert "read up to 500 tags" in feed.notes


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300)
    | (st.text(max_size=200) | st.text(max_size=40).map("<item><title>t</title><link>{}</link></item>".format)).map(
        lambda text: RSS.format("utf-8", text).encode()
    )
)
def test_no_bytes_raise_anything_but_not_a_feed(body: bytes) -> None:
    try:
        feed = parse_feed(body, None, URL)
    except NotAFeed:
        return
    assert all(entry.link.startswith(("http://", "https://")) for entry in feed.entries)


@given(st.text(alphabet='<>!&;[]"-abDOCTYPE ENTITY\x00\x0b', max_size=80))
def test_mending_leaves_only_sound_ampersands(text: str) -> None:
    import re

    outside = re.sub(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->", "", mend(text.encode(), None), flags=re.DOTALL)
    assert re.search(r"&(?!#\d+;|#[xX][0-9A-Fa-f]+;|amp;|lt;|gt;|quot;|apos;)", outside) is None
