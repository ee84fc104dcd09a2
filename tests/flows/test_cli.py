"""The verbs as a person or a script meets them: data on standard output, in the form asked for."""

import csv
import gzip
import io
import json
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import polars
import pytest

from seeds.sample import LinkTruth, Newsroom
from tests.conftest import ROOT, Home

EXTRACTED = {"id", "url", "title", "authors", "published", "modified", "lang", "kind", "is_paywalled", "body"}
TAGGED = {"id", "companies", "salient", "themes", "funding", "mentions", "unknown_companies"}


def sample_pages(count: int) -> list[tuple[LinkTruth, bytes]]:
    """Pages of the newsroom as they come over the wire, with what a reader sees on them."""
    newsroom = Newsroom.build()
    found = [
        link for link in newsroom.truth if link.outcome == "loaded" and link.url == link.canonical and link.article
    ]
    pages = []
    for link in found[:: len(found) // count][:count]:
        address = urlsplit(link.url)
        resource = newsroom.resource(str(address.hostname), address.path, 1)
        assert resource is not None
        pages.append((link, resource.body))
    return pages


def test_sql_answers_in_three_forms(demo_home: Home) -> None:
    query = "select company_id, article_count, week_on from trend.company_weekly order by all limit 2"
    as_csv = list(csv.DictReader(io.StringIO(demo_home.run("sql", "--demo", "--format", "csv", query).stdout)))
    as_json = json.loads(demo_home.run("sql", "--demo", "--format", "json", query).stdout)
    as_table = demo_home.run("sql", "--demo", query).stdout
    assert [row["company_id"] for row in as_csv] == [row["company_id"] for row in as_json]
    assert as_json[0]["article_count"] == int(as_csv[0]["article_count"])
    assert as_json[0]["week_on"] == as_csv[0]["week_on"]
    assert all(row["company_id"] in as_table for row in as_json)


def test_sample_data_never_meets_real_data(demo_home: Home) -> None:
    assert not (demo_home.path / "kawaraban.duckdb").exists()
    assert demo_home.run("sql", "select 1").returncode == 1
    assert demo_home.run("sql", "--demo", "select 1").returncode == 0


def test_sources_are_listed_with_their_state(demo_home: Home) -> None:
    listed = json.loads(demo_home.run("sources", "list", "--format", "json").stdout)
    states = {row["id"]: row["state"] for row in listed}
    assert states["publickey"] == "on"
    assert states["itmedia_aiplus"] == "off"


def test_a_source_with_terms_is_switched_on_by_name(home: Home) -> None:
    real = {"KAWARABAN_SOURCES_FILE": str(ROOT / "seeds" / "sources.toml")}
    refused = home.run("sources", "enable", "itmedia_aiplus", **real)
    assert refused.returncode == 1
    assert "--accept-terms" in refused.stderr
    assert home.run("sources", "enable", "itmedia_aiplus", "--accept-terms", **real).returncode == 0
    listed = json.loads(home.run("sources", "list", "--format", "json", **real).stdout)
    assert {row["id"]: row["state"] for row in listed}["itmedia_aiplus"] == "on"


def test_sources_are_checked_and_a_breach_is_told(home: Home) -> None:
    told = home.run("sources", "check", "--format", "json")
    rows = json.loads(told.stdout)
    assert told.returncode == 0, told.stdout
    assert {row["outcome"] for row in rows} == {"ok"}
    assert min(row["items"] for row in rows) >= 5


@pytest.mark.parametrize("form", ["file", "gzip", "folder"])
def test_extract_gives_one_line_for_every_page(home: Home, tmp_path: Path, form: str) -> None:
    pages = sample_pages(6)
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, (_, body) in enumerate(pages):
        name = f"{number}.html.gz" if form == "gzip" else f"{number}.html"
        (folder / name).write_bytes(gzip.compress(body) if form == "gzip" else body)
    (folder / ("empty.html.gz" if form == "gzip" else "empty.html")).write_bytes(b"")
    index = tmp_path / "index.jsonl"
    index.write_text("".join(json.dumps({"id": str(n), "url": link.url}) + "\n" for n, (link, _) in enumerate(pages)))
    given = [str(folder)] if form == "folder" else [str(path) for path in sorted(folder.iterdir())]
    told = home.run("extract", *given, "--index", str(index), "--out", str(tmp_path / "out.jsonl"))
    assert told.returncode == 0, told.stderr
    rows = {row["id"]: row for row in map(json.loads, (tmp_path / "out.jsonl").read_text().splitlines())}
    assert rows.keys() == {"empty", *map(str, range(6))}
    assert all(row.keys() >= EXTRACTED for row in rows.values())
    for number, (link, _) in enumerate(pages):
        assert link.article is not None
        assert rows[str(number)]["url"] == link.url
        assert link.article.body[0] in rows[str(number)]["body"]


def test_extract_reads_the_archive_of_a_run(demo_home: Home) -> None:
    archives = sorted((demo_home.path / "demo" / "archive").rglob("*.warc.gz"))
    told = demo_home.run("extract", str(archives[0]))
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert told.returncode == 0, told.stderr
    assert len(rows) > 200
    assert sum(row["kind"] == "article" for row in rows) > 190


def test_tag_gives_one_line_for_every_article(home: Home, tmp_path: Path) -> None:
    pages = sample_pages(8)
    lines = tmp_path / "in.jsonl"
    with lines.open("w", encoding="utf-8") as out:
        for number, (link, _) in enumerate(pages):
            assert link.article is not None
            row = {"id": str(number), "title": link.article.title, "body": "\n".join(link.article.body)}
            out.write(json.dumps(row | {"lang": link.article.lang}, ensure_ascii=False) + "\n")
    told = home.run("tag", str(lines))
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert told.returncode == 0, told.stderr
    for row, (link, _) in zip(rows, pages, strict=True):
        assert row.keys() >= TAGGED
        assert link.article is not None
        assert set(row["companies"]) == set(link.article.companies)
        texts = {"title": link.article.title, "body": "\n".join(link.article.body)}
        assert all(texts[m["field"]][m["start"] : m["end"]] == m["alias"] for m in row["mentions"])


def test_cluster_folds_copies(home: Home, tmp_path: Path) -> None:
    truth = [link for link in Newsroom.build().truth if link.outcome == "loaded" and link.article]
    lines = tmp_path / "in.jsonl"
    with lines.open("w", encoding="utf-8") as out:
        for link in truth:
            assert link.article is not None
            row = {"id": link.canonical, "outlet": link.source_id, "url": link.canonical, "lang": link.article.lang}
            row |= {
                "published": link.article.published,
                "title": link.article.title,
                "body": "\n".join(link.article.body),
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    told = home.run("cluster", str(lines))
    stories = {row["id"]: row["story"] for row in map(json.loads, told.stdout.splitlines())}
    assert told.returncode == 0, told.stderr
    same = [(a, b) for a in truth for b in truth if a.article and b.article and a.article.story == b.article.story]
    assert all(stories[a.canonical] == stories[b.canonical] for a, b in same)
    assert len(set(stories.values())) == len({link.article.story for link in truth if link.article})


def test_a_ready_made_question_is_answered_with_its_parameters(demo_home: Home) -> None:
    told = demo_home.run("ask", "mentioned_with", "--demo", "--format", "json", "--param", "company=kotoba-tech")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)
    listed = demo_home.run("ask", "list", "--format", "csv").stdout
    assert len(listed.splitlines()) > 25


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["ask", "nothing"], "no question 'nothing'; there are: "),
        (["ask", "risers", "--demo", "--param", "weeks=few"], "expected a whole number"),
        (["ask", "risers", "--demo", "--param", "weeks"], "weeks: expected NAME=VALUE"),
        (["company", "sakana", "--demo"], "did you mean sakana-ai"),
        (["export", "core.nothing", "--demo", "--out", "nothing.csv"], "nothing does not exist"),
        (["export", "core.articles", "--demo", "--out", "missing/a.csv"], "there is no folder missing"),
        (["export", "core.articles", "--demo", "--param", "a=1", "--out", "a.csv"], "core.articles takes no --param"),
    ],
)
def test_a_wrong_question_says_what_there_is(demo_home: Home, words: list[str], complaint: str) -> None:
    told = demo_home.run(*words)
    assert told.returncode == 1
    assert complaint in told.stderr


def test_trends_and_a_company_s_page_show_the_sample(demo_home: Home) -> None:
    risers = json.loads(demo_home.run("trends", "--demo", "--format", "json").stdout)
    assert risers[0]["company_id"] == "kotoba-tech"
    page = json.loads(demo_home.run("company", "kotoba-tech", "--demo", "--format", "json").stdout)
    assert page["company_sentences"]
    assert sum(week["stories"] or 0 for week in page["company_timeline"]) >= risers[0]["stories"]


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_table_and_an_answer_are_exported(demo_home: Home, tmp_path: Path, form: str) -> None:
    for what in ("core.articles", "risers"):
        out = tmp_path / f"{what}.{form}"
        told = demo_home.run("export", what, "--demo", "--format", form, "--out", str(out))
        assert told.returncode == 0, told.stderr
        read = polars.read_parquet if form == "parquet" else polars.read_csv
        assert f"{read(out).height} rows written" in told.stderr


def test_new_names_are_suggested_with_a_sentence_that_has_them(demo_home: Home) -> None:
    told = demo_home.run("companies", "suggest", "--demo", "--top", "10", "--format", "json")
    rows = json.loads(told.stdout)
    invented = {name for link in Newsroom.build().truth if link.article for name in link.article.unknown_names}
    assert len(rows) == 10, told.stderr
    assert all(row["name"] in row["example"] for row in rows)
    assert sum(row["name"] in invented for row in rows) >= 8


def test_a_company_is_added_and_tagged_from_then_on(home: Home, tmp_path: Path) -> None:
    register = tmp_path / "companies.csv"
    shutil.copy(ROOT / "seeds" / "companies.csv", register)
    cells = (
        "id=yumemiruka name_ja=ユメミルカ name_en=Yumemiruka kind=startup country=JP aliases=ユメミルカ confidence=high"
    )
    edited = {"KAWARABAN_COMPANIES_FILE": str(register)}
    told = home.run("companies", "add", *cells.split(), **edited)
    assert told.returncode == 0, told.stderr
    line = {"id": "1", "title": "ユメミルカが実証を開始", "body": "ユメミルカは港で試した。", "lang": "ja"}
    (tmp_path / "in.jsonl").write_text(json.dumps(line))
    tagged = json.loads(home.run("tag", str(tmp_path / "in.jsonl"), **edited).stdout)
    assert tagged["companies"] == ["yumemiruka"]
    again = home.run("companies", "add", *cells.split(), **edited)
    assert again.returncode == 1
    assert "yumemiruka" in again.stderr


def test_recipes_are_listed(home: Home) -> None:
    told = home.run("recipes", "check", "--format", "csv")
    assert told.returncode == 0, told.stderr
    assert "itmedia,2022,,www.itmedia.co.jp,itmedia.html,ok" in told.stdout.splitlines()
