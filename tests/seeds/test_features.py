"""Every oddity of the real web stands exactly where the truth says, and nowhere else."""

import json
import re
from collections.abc import Callable

import pytest
from selectolax.lexbor import LexborHTMLParser

from seeds.sample import LinkTruth, Newsroom
from seeds.sample.site import Resource
from tasks.decode import decode

ENCODINGS = {"denpa": "Shift_JIS", "hashibami": "EUC-JP"}


def resource_of(room: Newsroom, link: LinkTruth) -> Resource:
    host, _, path = link.url.removeprefix("http://").partition("/")
    found = room.resource(host, "/" + path, len(room.editions) - 1)
    assert found is not None
    return found


def page_of(room: Newsroom, link: LinkTruth) -> str:
    host, _, path = link.canonical.removeprefix("http://").partition("/")
    return decode(room.editions[-1][host].resources["/" + path].body).text


def articles(room: Newsroom) -> list[LinkTruth]:
    return [link for link in room.truth if link.article and link.outcome != "duplicate"]


@pytest.mark.parametrize("outcome", ["gone", "refused-robots", "not-an-article", "not-a-page", "duplicate"])
def test_every_way_to_fail_is_there(room: Newsroom, outcome: str) -> None:
    assert [link for link in room.truth if link.outcome == outcome]


def test_what_vanished_answers_404_and_nothing_else_does(room: Newsroom) -> None:
    assert all((resource_of(room, link).status == 404) == (link.outcome == "gone") for link in room.truth)


def test_robots_forbids_exactly_the_refused_link(room: Newsroom) -> None:
    for link in room.truth:
        host, _, path = link.url.removeprefix("http://").partition("/")
        rules = room.editions[-1][host].resources["/robots.txt"].body.decode()
        forbidden = re.findall(r"^Disallow: (/\S*)$", rules, re.MULTILINE)
        assert any(f"/{path}".startswith(rule) for rule in forbidden) == (link.outcome == "refused-robots")


def test_one_link_redirects_to_its_article(room: Newsroom) -> None:
    moved = [link for link in room.truth if "redirect" in link.features]
    assert [link.url for link in room.truth if resource_of(room, link).status == 301] == [link.url for link in moved]
    assert [resource_of(room, link).location for link in moved] == [
        "/" + link.canonical.removeprefix("http://").partition("/")[2] for link in moved
    ]


def test_one_page_is_slow(room: Newsroom) -> None:
    assert [link.features for link in room.truth if resource_of(room, link).is_slow] == [("slow",)]


def test_the_second_address_is_a_duplicate_of_a_listed_article(room: Newsroom) -> None:
    doubles = [link for link in room.truth if link.outcome == "duplicate"]
    assert doubles
    assert {link.canonical for link in doubles} <= {link.url for link in room.truth if link.outcome == "loaded"}


PAGE_SIGNS: dict[str, Callable[[str], bool]] = {
    "ruby": lambda page: "<ruby>" in page,
    "several-pages": lambda page: 'rel="next"' in page,
    "members-stub": lambda page: '"isAccessibleForFree": "False"' in page or "……</p>" in page,
    "members-notice": lambda page: 0 < page.find('id="MembersOnlyCaution"') < page.find('id="cmsBody"'),
    "sponsored": lambda page: 'class="sponsored"' in page,
    "dateline": lambda page: re.search(r"【[^】]+＝[^】]+】", page) is not None,
    "interview": lambda page: re.search(r"<p>(<b>|<strong>)――", page) is not None,
    "edited": lambda page: "追記 2025/9/27" in page,
}
"""Feature to what shows it on a page."""


@pytest.mark.parametrize("feature", PAGE_SIGNS)
def test_a_feature_is_on_the_pages_that_claim_it_and_on_no_other(room: Newsroom, feature: str) -> None:
    sign = PAGE_SIGNS[feature]
    claimed = {link.url for link in articles(room) if feature in link.features}
    assert claimed
    assert {link.url for link in articles(room) if sign(page_of(room, link))} == claimed


@pytest.mark.parametrize(
    "feature",
    ["reprint", "rewrite", "release", "digest", "hard-negative", "long", "late", "full-width", "several-authors"],
)
def test_a_kind_of_text_occurs(room: Newsroom, feature: str) -> None:
    assert any(feature in link.features for link in articles(room))


def test_one_address_is_older_than_its_article(room: Newsroom) -> None:
    for link in articles(room):
        if link.source_id == "denpa":
            day = re.search(r"/articles/(\d\d)(\d\d)/(\d\d)/", link.canonical)
            assert day
            is_same = link.published.startswith("20{}-{}-{}".format(*day.groups()))
            assert is_same != ("early-address" in link.features)


def test_one_article_has_three_pages(room: Newsroom) -> None:
    parts = [link.article.part_count for link in articles(room) if link.article and "several-pages" in link.features]
    assert parts == [3]


def test_pages_are_in_the_encoding_of_their_house_and_say_so(room: Newsroom) -> None:
    for link in articles(room):
        page = decode(resource_of(room, link).body or b"<meta charset=utf-8>")
        assert page.encoding == ENCODINGS.get(link.source_id, "UTF-8")
        assert page.source == "declaration"
        assert page.replacements == 0


def test_two_houses_need_the_windows_tables_and_say_nothing_in_http(room: Newsroom) -> None:
    for source, strict, characters in (("denpa", "shift_jis", "㈱髙～"), ("hashibami", "euc_jp", "㈱①～")):
        links = [link for link in articles(room) if link.source_id == source]
        pages = [resource_of(room, link) for link in links]
        assert {page.content_type for page in pages} == {"text/html"}
        text = "".join(decode(page.body).text for page in pages)
        assert all(character in text for character in characters)
        with pytest.raises(UnicodeDecodeError):
            pages[0].body.decode(strict)


def test_dates_are_stated_in_many_ways(room: Newsroom) -> None:
    """One sign for each house; the visible text of some is all there is."""
    signs = {
        "denpa": r"2025年\d\d月\d\d日 \d\d時\d\d分 公開",
        "kumade": r'name="creation_date" content="2025-\d\d-\d\dT\d\d:\d\d:\d\d"',
        "chokkan": r'class="pubdate">2025年\d+月\d+日<',
        "yomoyama": r'<time datetime="2025-\d\d-\d\dT\d\d:\d\d:00.000Z">2025年\d+月\d+日 \d+時\d\d分',
        "wire": r'"datePublished": "2025-\d\d-\d\dT\d\d:\d\d:00\+0900"',
        "hashibami": r'class="date">2025年\d+月\d+日（[月火水木金土日]） \d+時\d\d分<',
        "tokyopost": r'"datePublished": "2025-\d\d-\d\dT\d\d:\d\d:00\+09:00"',
        "kikou": r'class="date">令和(7|７)年',
        "donabe": r'class="date">２０２５年[０-９]+月[０-９]+日',
        "techo": r'property="article:published_time" content="2025-',
        "kotonoha": r'<time datetime="2025-\d\d-\d\d \d\d:\d\d:00">',
    }
    assert set(signs) == {outlet.id for outlet in room.outlets}
    for link in articles(room):
        assert re.search(signs[link.source_id], page_of(room, link)), link.url


def test_three_houses_state_their_dates_for_readers_only(room: Newsroom) -> None:
    for link in articles(room):
        if link.source_id in ("hashibami", "donabe", "kikou"):
            page = page_of(room, link)
            assert "<time" not in page
            assert "ld+json" not in page
            assert "published_time" not in page


def test_the_body_of_the_truth_is_what_the_page_shows(room: Newsroom) -> None:
    """Every paragraph of the truth stands on the pages, in order; captions do too, but are no paragraphs."""
    for link in articles(room):
        assert link.article
        host, _, first = link.canonical.removeprefix("http://").partition("/")
        stem, dot, suffix = first.rpartition(".")
        paths = [first, *(f"{stem}_{part}{dot}{suffix}" for part in range(2, link.article.part_count + 1))]
        text = "".join(shown(decode(room.editions[-1][host].resources["/" + path].body).text) for path in paths)
        position = 0
        for paragraph in link.article.body:
            position = text.find(re.sub(r"\s", "", paragraph), position)
            assert position >= 0, (link.url, paragraph)
        assert all(re.sub(r"\s", "", caption) in text for caption in link.article.captions)


def shown(page: str) -> str:
    tree = LexborHTMLParser(page)
    for node in tree.css("script, style, rt, rp"):
        node.decompose()
    assert tree.body is not None
    return re.sub(r"\s", "", tree.body.text())


def test_structured_data_is_sound_json(room: Newsroom) -> None:
    for link in articles(room):
        for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page_of(room, link), re.DOTALL):
            assert link.article
            assert json.loads(data)["headline"] == link.article.title
