"""Recipes are data: a wrong one says what is wrong with it, and one that finds nothing falls back."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tasks.extract.article import extract_article
from tasks.extract.recipes import RecipeError, load_recipes

EXPECTED = sorted((Path(__file__).parents[3] / "seeds" / "recipes").glob("*.json"))
FETCHED = datetime(2026, 4, 20, tzinfo=UTC)


@pytest.mark.parametrize("path", EXPECTED, ids=[path.stem for path in EXPECTED])
def test_the_general_path_reads_the_same_pages(path: Path) -> None:
    expected = json.loads(path.read_text("utf-8"))
    article = extract_article(path.with_suffix(".html").read_text("utf-8"), expected["url"], reference=FETCHED)
    assert article.body.split("\n") == expected["body"]
    assert article.title == expected["title"]


DESIGNS = """
[[recipe]]
id = "paper"
hosts = ["paper.example"]
path = '^/a/'
[[recipe.version]]
name = "old"
until = 2026-01-01
body = ["#old"]
[[recipe.version]]
name = "new"
body = ["#new"]
"""
LINE = "架空の会社が新しい仕組みを発表した。来月から三つの町で試す。"


@pytest.mark.parametrize(("day", "version"), [(date(2025, 12, 31), "old"), (date(2026, 1, 1), "new"), (None, "new")])
def test_the_day_of_the_fetch_chooses_the_design(tmp_path: Path, day: date | None, version: str) -> None:
    (tmp_path / "r.toml").write_text(DESIGNS, "utf-8")
    found = load_recipes(tmp_path / "r.toml").find("https://paper.example/a/1", day)
    assert found is not None
    assert found[1].name == version


def test_a_recipe_that_finds_nothing_falls_back_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text(DESIGNS, "utf-8")
    page = f"<h1>見出し</h1><article><p>{LINE}</p><p>{LINE[::-1]}</p></article>"
    found = extract_article(page, "https://paper.example/a/1", recipes=load_recipes(tmp_path / "r.toml"))
    assert found.body.split("\n") == [LINE, LINE[::-1]]
    assert (found.recipe, found.recipe_note) == (None, "recipe paper/new found no body")


def test_other_addresses_of_the_host_have_no_recipe(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text(DESIGNS, "utf-8")
    assert load_recipes(tmp_path / "r.toml").find("https://paper.example/b/1") is None


HEAD = '[[recipe]]\nid="a"\nhosts=["a.example"]\n'
VERSION = HEAD + '[[recipe.version]]\nname="1"\n'
MISTAKES = {
    "not TOML": ("[[recipe", "cannot be read as TOML"),
    "a stray key": ('[[recipes]]\nid="a"', "unknown key 'recipes'"),
    "no id": ('[[recipe]]\nhosts=["a.example"]', "«id» must be"),
    "a host with scheme": (HEAD.replace("a.example", "https://a.example"), "without https://"),
    "no version": (HEAD, "at least one [[recipe.version]]"),
    "a bad path": (HEAD + 'path="("', "not a regular expression"),
    "a bad selector": (VERSION + 'body=["div["]', "is not a CSS selector"),
    "a string for a list": (VERSION + 'body="#a"', "must be a list"),
    "an unknown field": (VERSION + 'bodies=["#a"]', "unknown key 'bodies'"),
    "no selector": (VERSION, "no selector"),
    "an open end first": (DESIGNS.replace("until = 2026-01-01", ""), "only the last version"),
    "two of one name": (DESIGNS + DESIGNS, "stands twice"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_in_one_line_with_the_file(tmp_path: Path, name: str) -> None:
    text, told = MISTAKES[name]
    path = tmp_path / "recipes.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(RecipeError) as error:
        load_recipes(path)
    assert told in str(error.value)
    assert str(error.value).startswith(str(path))
    assert "\n" not in str(error.value)
