"""Saved pages try the recipes: what is found otherwise than expected is told by field."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli.main import app
from tasks.extract.recipes import RecipeError, load_recipes
from tasks.extract.recipes_check import PageCheck, check_pages, check_recipes
from tests.tasks.extract.test_recipes import DESIGNS

SEEDS = Path(__file__).parents[3] / "seeds"
LINES = [
    "架空の会社が新しい仕組みを発表した。来月から三つの町で試す。",
    "費用は去年の半分になる。同社の担当者がそう話した。",
]
RECIPE = DESIGNS + 'title = ["h1"]\n'
EXPECTED = {"url": "https://paper.example/a/1", "recipe": "paper/new", "title": "新しい仕組み", "body": LINES}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A recipe file and a folder with one saved page, as an operator would make them."""
    (tmp_path / "recipes.toml").write_text(RECIPE, "utf-8")
    save(tmp_path / "pages", "new", "new", EXPECTED)
    return tmp_path


def save(pages: Path, name: str, box: str, expected: object) -> None:
    pages.mkdir(exist_ok=True)
    text = "".join(f"<p>{line}</p>" for line in LINES)
    # No charset is declared: the page is read as any fetched one.
    html = f"<html lang=ja><h1>新しい仕組み</h1><div id={box}>{text}</div><aside>関連記事</aside></html>"
    (pages / f"{name}.html").write_bytes(html.encode("cp932"))
    (pages / f"{name}.json").write_text(json.dumps(expected), "utf-8")


def tried(folder: Path) -> list[PageCheck]:
    return check_pages(load_recipes(folder / "recipes.toml"), folder / "pages")


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> tuple[int, str, list[str]]:
    monkeypatch.setenv("KAWARABAN_RECIPES_FILE", str(folder / "recipes.toml"))
    done = CliRunner().invoke(app, ["recipes", "check", *options])
    return done.exit_code, done.stdout, done.stderr.splitlines()


@pytest.mark.parametrize("path", sorted((SEEDS / "recipes").glob("*.html")), ids=lambda path: path.stem)
def test_a_shipped_recipe_reads_its_saved_page(path: Path, shipped: dict[Path, PageCheck]) -> None:
    assert shipped[path].recipe is not None
    assert [str(each) for each in shipped[path].differences] == []


@pytest.fixture(scope="module")
def shipped() -> dict[Path, PageCheck]:
    return {page.path: page for page in check_pages(load_recipes(SEEDS / "recipes.toml"), SEEDS / "recipes")}


def test_every_shipped_version_has_a_saved_page(shipped: dict[Path, PageCheck]) -> None:
    checks = check_recipes(load_recipes(SEEDS / "recipes.toml"), list(shipped.values()))
    assert [each.name for each in checks if not each.pages] == []


def test_a_page_that_yields_what_it_should_has_no_difference(folder: Path) -> None:
    (page,) = tried(folder)
    assert (page.recipe, page.differences) == ("paper/new", ())


def test_a_redesigned_page_tells_which_selectors_find_nothing(folder: Path) -> None:
    save(folder / "pages", "new", "renamed", EXPECTED)
    (page,) = tried(folder)
    assert [each.field for each in page.differences] == ["recipe_note", "recipe"]
    assert page.differences[0].found == "recipe paper/new found no body"


def test_the_first_line_of_the_body_that_differs_is_told(folder: Path) -> None:
    save(folder / "pages", "new", "new", EXPECTED | {"body": [LINES[0], "まったく別の段落。"], "title": "別の見出し"})
    (page,) = tried(folder)
    assert [str(each) for each in page.differences] == [
        'title: expected "別の見出し", found "新しい仕組み"',
        f'body, line 2: expected "まったく別の段落。", found "{LINES[1]}"',
    ]


def test_the_day_of_the_fetch_tries_the_older_design(folder: Path) -> None:
    save(folder / "pages", "before", "old", {"url": EXPECTED["url"], "fetched": "2025-12-31", "recipe": "paper/old"})
    assert [(page.path.stem, page.recipe, page.differences) for page in tried(folder)] == [
        ("before", "paper/old", ()),
        ("new", "paper/new", ()),
    ]


MISTAKES = {
    "no JSON": ("{", "cannot be read as JSON"),
    "no address": ('{"title": "a"}', 'with "url"'),
    "an unknown field": ('{"url": "https://paper.example/", "titel": "a"}', "unknown field 'titel'"),
    "nothing expected": ('{"url": "https://paper.example/"}', "says nothing of what must be found"),
    "no day": ('{"url": "https://paper.example/", "title": "a", "fetched": 2025}', "must be a day"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_the_expected_fields_is_told_with_the_file(folder: Path, name: str) -> None:
    text, told = MISTAKES[name]
    (folder / "pages" / "new.json").write_text(text, "utf-8")
    with pytest.raises(RecipeError) as error:
        tried(folder)
    assert str(error.value).startswith(str(folder / "pages" / "new.json"))
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("gone", "told"), [("new.json", "what must be found on new.html"), ("new.html", "no NAME.html")]
)
def test_half_a_pair_is_told(folder: Path, gone: str, told: str) -> None:
    (folder / "pages" / gone).unlink()
    with pytest.raises(RecipeError, match=told):
        tried(folder)


def test_the_verb_lists_each_version_with_its_pages_and_says_which_have_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, errors = run(folder, monkeypatch, "--pages", str(folder / "pages"), "--format", "json")
    old, new = json.loads(out)
    assert (old["version"], old["until"], old["pages"], old["result"]) == ("old", "2026-01-01", "", "no saved page")
    assert (new["recipe"], new["hosts"], new["pages"], new["result"]) == ("paper", "paper.example", "new.html", "ok")
    assert status == 1
    assert [line.split(";")[0] for line in errors] == ["paper/old: no saved page"]


def test_the_verb_tells_each_differing_field_in_a_line_and_fails(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(folder / "pages", "old", "old", {"url": EXPECTED["url"], "fetched": "2025-12-31", "recipe": "paper"})
    save(folder / "pages", "new", "new", EXPECTED | {"title": "別の見出し"})
    save(folder / "pages", "stray", "new", {"url": "https://other.example/", "recipe": "paper"})
    status, out, errors = run(folder, monkeypatch, "--pages", str(folder / "pages"), "--format", "csv")
    assert out.splitlines()[1:] == [
        "paper,old,2026-01-01,paper.example,old.html,ok",
        "paper,new,,paper.example,new.html,1 of 1 differ",
    ]
    assert errors == [
        'new.html: title: expected "別の見出し", found "新しい仕組み"',
        'stray.html: recipe: expected "paper", found nothing',
    ]
    assert status == 1


def test_an_own_recipe_without_a_page_is_told_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, errors = run(folder, monkeypatch)
    assert status == 1
    assert out.count("no saved page") == 2
    assert len(errors) == 2
    assert "--pages" in errors[0]


def test_a_copied_recipe_file_is_tried_on_the_shipped_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(SEEDS / "recipes.toml", tmp_path)
    status, out, errors = run(tmp_path, monkeypatch)
    assert (status, errors) == (0, [])
    assert out.count(" ok ") == len(load_recipes(SEEDS / "recipes.toml").recipes)
