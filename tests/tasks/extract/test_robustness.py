"""Any page has an answer, in time linear in its length."""

import gc
import gzip
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.decode import decode
from tasks.extract.article import extract_article
from tasks.extract.files import describe, extract_paths
from tests.tasks.extract.hostile import HOSTILE, PARAGRAPH

REFERENCE = datetime(2026, 4, 20, tzinfo=UTC)
URL = "https://paper.example/2026/04/19/a.html"

TAGS = [
    "html", "head", "body", "div", "p", "a", "h1", "h2", "span", "time", "article", "nav", "table", "tr", "td", "ul",
    "li", "br", "pre", "ruby", "rt", "meta", "title", "script", "form", "b",
]  # fmt: skip
TEXTS = st.sampled_from(
    [
        "架空の会社が発表した。",
        "2026年4月1日 10時",
        "関連記事",
        "By Jane Doe",
        "残り985文字",
        "\x00",
        "\ud83d",
        " ",
        "…",
        "1/2",
        "【速報】",
        "@",
    ]
)
NAMES = st.sampled_from(
    [
        "",
        ' class="article-body"',
        ' class="related"',
        ' id="cmsBody"',
        ' datetime="2026-99-99"',
        " hidden",
        ' itemprop="author"',
    ]
)
PIECES = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(TAGS), NAMES),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    TEXTS,
    st.text(max_size=20),
    st.builds(
        '<script type="application/ld+json">{}</script>'.format, st.text('{}[]":,@typeNewsArticleauthor ', max_size=60)
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40))
def test_any_markup_has_an_answer_that_can_be_written(pieces: list[str]) -> None:
    article = extract_article("".join(pieces), URL, reference=REFERENCE)
    assert json.dumps(describe(article, "x", URL), ensure_ascii=False).encode()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, "", "http://[", "not a url", URL]))
def test_any_bytes_have_an_answer(body: bytes, url: str | None) -> None:
    assert extract_article(decode(body).text, url).kind


KEYS = st.sampled_from(
    ["@type", "author", "name", "datePublished", "headline", "image", "keywords", "publisher", "@graph"]
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=9)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=5)),
    max_leaves=12,
)
FIELDS = ("headline", "author", "image", "keywords", "publisher", "datePublished")


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_any_json_ld_has_an_answer(value: object) -> None:
    scripts = [{"@type": "NewsArticle", **dict.fromkeys(FIELDS, value)}, value]
    head = "".join(f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in scripts)
    assert extract_article(head + PARAGRAPH, URL).body


@pytest.mark.parametrize("name", HOSTILE)
def test_ten_times_the_page_takes_no_more_than_some_ten_times_the_time(name: str) -> None:
    small, large = seconds(HOSTILE[name](2_000)), seconds(HOSTILE[name](20_000))
    assert large < 35 * small + 0.35, f"{small:.3f} s and {large:.3f} s"


def seconds(html: str) -> float:
    start = time.process_time()
    extract_article(html, URL, reference=REFERENCE)
    return time.process_time() - start


@pytest.mark.slow
def test_twenty_megabytes_are_read_in_seconds() -> None:
    page = (PARAGRAPH * 10 + '<ul><li><a href="/a">架空の見出し</a></li></ul>') * (20_000_000 // 1_500)
    assert seconds(page) < 20


def test_a_file_that_is_cut_off_says_so_and_the_next_one_is_read(tmp_path: Path) -> None:
    whole = gzip.compress(PARAGRAPH.encode() * 50)
    (tmp_path / "a.html.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "b.html").write_text(PARAGRAPH * 3, "utf-8")
    first, second = extract_paths([tmp_path])
    assert "cannot be read" in str(first["kind_reason"])
    assert second["body"]


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_left_as_it_was(is_on: bool) -> None:
    (gc.enable if is_on else gc.disable)()
    try:
        extract_article("<p>架空の会社が新しい仕組みを発表した。</p>", None)
        assert gc.isenabled() is is_on
    finally:
        gc.enable()
