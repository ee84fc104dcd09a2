"""Whether recipes still do their work: each is tried on saved pages whose right answer is known.

A folder holds pairs of files: ``NAME.html``, a page as it was saved, and ``NAME.json``, its address and what must be
found on it, in the words of ``kawaraban extract``. A program that is installed brings pages for its own recipes; an
operator keeps more of them beside recipes of his own.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from tasks.decode import decode
from tasks.extract.article import Article, extract_article
from tasks.extract.files import describe, read_page_file
from tasks.extract.recipes import Recipe, RecipeError, Recipes, RecipeVersion

MEASURED = frozenset(describe(Article(), "", None)) - {"id", "url"}
"""What a page's JSON file may state besides ``url`` and ``fetched``."""
SHOWN_CHARS = 100


@dataclass(frozen=True)
class Difference:
    """A field of a saved page that was not found as expected."""

    field: str
    expected: object
    found: object

    def __str__(self) -> str:
        return f"{self.field}: expected {_short(self.expected)}, found {_short(self.found)}"


@dataclass(frozen=True)
class PageCheck:
    """One saved page and what was found on it otherwise than expected."""

    path: Path
    recipe: str | None
    """``id/version`` that the page's address and day choose; None where no recipe is for it."""
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class VersionCheck:
    """One design of one recipe with the saved pages that try it."""

    recipe: Recipe
    version: RecipeVersion
    pages: tuple[PageCheck, ...]

    @property
    def name(self) -> str:
        """``id/version``."""
        return f"{self.recipe.id}/{self.version.name}"

    @property
    def failed(self) -> tuple[PageCheck, ...]:
        """The pages that do not yield what they should."""
        return tuple(page for page in self.pages if page.differences)

    @property
    def result(self) -> str:
        """In a few words, how the design stands."""
        if not self.pages:
            return "no saved page"
        return f"{len(self.failed)} of {len(self.pages)} differ" if self.failed else "ok"


def check_recipes(recipes: Recipes, pages: list[PageCheck]) -> list[VersionCheck]:
    """Every version of every recipe with its pages, in the order of the recipe file."""
    return [
        VersionCheck(recipe, version, tuple(page for page in pages if page.recipe == f"{recipe.id}/{version.name}"))
        for recipe in recipes.recipes
        for version in recipe.versions
    ]


def check_pages(recipes: Recipes, folder: Path) -> list[PageCheck]:
    """Every saved page of a folder, tried with the recipes, by name.

    Raises ``RecipeError`` for a folder without pages, a page without its JSON file and one that cannot be understood.
    """
    if not folder.is_dir():
        raise RecipeError(f"{folder}: there is no such folder; expected pairs NAME.html and NAME.json in it")
    paths = sorted(folder.glob("*.html"))
    if not paths:
        raise RecipeError(f"{folder}: no NAME.html in this folder")
    if alone := [each for each in sorted(folder.glob("*.json")) if each.with_suffix(".html") not in paths]:
        raise RecipeError(f"{alone[0]}: there is no {alone[0].stem}.html beside it")
    return [check_page(recipes, path) for path in paths]


def check_page(recipes: Recipes, path: Path) -> PageCheck:
    """One saved page tried with the recipes. Raises ``RecipeError`` as ``check_pages`` does.

    A recipe that falls back to the general path anywhere is a difference too, unless ``recipe_note`` is stated.
    """
    expected = _read_expected(path.with_suffix(".json"))
    url, day = expected.pop("url"), expected.pop("fetched", None)
    try:
        text = decode(read_page_file(path), "text/html").text
    except OSError as error:
        raise RecipeError(f"{path}: cannot be read: {error.strerror}") from error
    # Noon: the day is the same in Japan.
    fetched = datetime.combine(day, time(3), UTC) if day else None
    article = extract_article(text, url, recipes=recipes, reference=fetched)
    chosen = recipes.find(url, day)
    name = f"{chosen[0].id}/{chosen[1].name}" if chosen else None
    found = describe(article, path.stem, url)
    return PageCheck(path, name, tuple(_differences({"recipe_note": None} | expected, found)))


def _differences(expected: dict[str, Any], found: dict[str, object]) -> Iterator[Difference]:
    for key, value in expected.items():
        got = found[key]
        if key == "recipe" and isinstance(got, str) and isinstance(value, str) and "/" not in value:
            got = got.split("/")[0]
        elif key == "body" and isinstance(value, list):
            yield from _lines(value, str(got).split("\n"))
            continue
        if got != value:
            yield Difference(key, value, got)


def _lines(expected: list[Any], found: list[str]) -> Iterator[Difference]:
    """The first line that differs; all later ones may only be shifted."""
    for number in range(max(len(expected), len(found))):
        want = expected[number] if number < len(expected) else None
        got = found[number] if number < len(found) else None
        if want != got:
            yield Difference(f"body, line {number + 1}", want, got)
            return


def _read_expected(path: Path) -> dict[str, Any]:
    """What a JSON file states, with ``fetched`` as a day."""
    try:
        stated = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise RecipeError(f"{path}: there is no such file; it says what must be found on {path.stem}.html") from None
    except (OSError, ValueError) as error:
        raise RecipeError(f"{path}: cannot be read as JSON: {error}") from error
    if not isinstance(stated, dict) or not isinstance(stated.get("url"), str):
        raise RecipeError(f'{path}: expected an object with "url", the page\'s address')
    if unknown := sorted(set(stated) - MEASURED - {"url", "fetched"}):
        names = ", ".join(sorted(MEASURED | {"fetched"}))
        raise RecipeError(f"{path}: unknown field {unknown[0]!r}; expected some of {names}")
    if not set(stated) & MEASURED:
        raise RecipeError(f'{path}: says nothing of what must be found; give "title", "body" or another field')
    if "fetched" in stated:
        try:
            stated["fetched"] = date.fromisoformat(stated["fetched"])
        except (TypeError, ValueError):
            raise RecipeError(f'{path}: "fetched" must be a day like "2026-04-20"') from None
    return stated


def _short(value: object) -> str:
    """A value in one line; of a long one the beginning."""
    text = "nothing" if value in (None, "", []) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"
