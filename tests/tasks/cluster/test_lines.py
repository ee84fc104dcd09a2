import json

import pytest

from tasks.cluster import lines as module
from tasks.cluster.lines import LineError, cluster_lines
from tests.tasks.cluster.newsroom import HEADLINE, RELEASE, REWRITE, spring

Values = dict[str, object]


def line(**values: object) -> str:
    blank: Values = {
        "id": "a",
        "outlet": "o",
        "url": "https://o.example/a",
        "title": "題",
        "body": "本文",
        "lang": "ja",
    }
    return json.dumps(blank | {"published": "2026-03-02T10:00:00+09:00"} | values, ensure_ascii=False)


def newsroom_lines() -> list[str]:
    return [
        line(
            id=row["article_id"],
            outlet=row["source_id"],
            url=row["url"],
            title=row["title"],
            body=row["body"],
            published=row["published_at"].isoformat(),
        )
        for row in spring()
    ]


def test_every_article_is_answered_in_the_order_of_the_input() -> None:
    rows = list(cluster_lines(newsroom_lines()))
    assert [row["id"] for row in rows] == [row["article_id"] for row in spring()]
    stories = {row["id"]: row["story"] for row in rows}
    assert stories["portal"] == stories["rewrite"] == stories["release"] == "release"
    assert stories["notice-a"] != stories["notice-b"]


def test_batches_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(cluster_lines(newsroom_lines()))
    monkeypatch.setattr(module, "BATCH", 2)
    assert list(cluster_lines(newsroom_lines())) == whole


def test_blank_lines_are_skipped_and_an_empty_file_has_no_stories() -> None:
    assert [row["id"] for row in cluster_lines(["\n", line(), "  \n"])] == ["a"]
    assert list(cluster_lines([])) == []


@pytest.mark.parametrize("published", ["2026-03-02", "2026-03-02T19:00:00", "2026-03-02T10:00:00Z", None])
def test_days_instants_and_unknown_times_are_taken(published: str | None) -> None:
    pair = [
        line(id="a", outlet="a", title=HEADLINE, body=RELEASE),
        line(id="b", outlet="b", title="松本の企業がAI", body=REWRITE, published=published),
    ]
    assert [row["story"] for row in cluster_lines(pair)] == ["a", "a"]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", r"line 2: not JSON"),
        ("[]", r"line 2: the line: .*expected an object with id, outlet"),
        ('{"id": "x"}', r"line 2: outlet: Field required"),
        (line(id="b", body=7), r"line 2: body: "),
        (line(id=""), r"line 2: id: "),
        (line(id="a"), r"line 2: id 'a' stands on line 1 already"),
        (line(id="b", published="yesterday"), r"line 2: published 'yesterday' is not ISO 8601"),
        (line(id="b", published="2026-02-30"), r"line 2: published '2026-02-30' is not ISO 8601"),
    ],
)
def test_a_bad_line_is_named_with_what_was_expected(bad: str, said: str) -> None:
    with pytest.raises(LineError, match=said):
        list(cluster_lines([line(), bad]))
