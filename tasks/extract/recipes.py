"""Site recipes: selectors that people write down where the general path does not do.

``seeds/recipes.toml`` holds one ``[[recipe]]`` a site and one ``[[recipe.version]]`` for each design that the site
has had; a version with ``until`` is used for pages fetched before that day, so that old archives still parse.

    RecipeError          a line with the file, the recipe and what was expected
"""

import re
import tomllib
from dataclasses import dataclass, field, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, SelectolaxError


class RecipeError(ValueError):
    """A recipe file cannot be used; the message says where and why."""


@dataclass(frozen=True)
class RecipeVersion:
    """The selectors for one design of a site; in each list the first that finds something is used."""

    name: str
    until: date | None = None
    """Pages fetched on or after this day have another design."""
    body: tuple[str, ...] = ()
    """The text: every element that the first successful selector finds."""
    title: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    """The link to the next page of the same article."""
    paywall: tuple[str, ...] = ()
    """Present only where the text is cut off."""
    drop: tuple[str, ...] = ()
    """Not text, wherever it stands: all of them apply."""


@dataclass(frozen=True)
class Recipe:
    """One site: which addresses are its articles and how its designs look, oldest first."""

    id: str
    hosts: tuple[str, ...]
    path: re.Pattern[str] | None
    versions: tuple[RecipeVersion, ...]

    def is_for(self, url: str) -> bool:
        """Whether an address is one of the site's articles."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        host = (parts.hostname or "").lower()
        return host in self.hosts and (self.path is None or self.path.search(parts.path) is not None)

    def version_on(self, day: date | None) -> RecipeVersion | None:
        """The design of a day; of an unknown day the newest."""
        if day is None:
            return self.versions[-1]
        return next((each for each in self.versions if each.until is None or day < each.until), None)


@dataclass(frozen=True)
class Recipes:
    """All recipes of a file."""

    recipes: tuple[Recipe, ...] = ()
    source: str = field(default="", compare=False)

    def find(self, url: str | None, day: date | None = None) -> tuple[Recipe, RecipeVersion] | None:
        """The recipe and version for an address on a day, if there is one."""
        for recipe in self.recipes:
            if url and recipe.is_for(url) and (version := recipe.version_on(day)):
                return recipe, version
        return None


SELECTOR_KEYS = tuple(each.name for each in fields(RecipeVersion) if each.name not in ("name", "until"))
RECIPE_KEYS = frozenset({"id", "hosts", "path", "version", "note"})
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def load_recipes(path: Path) -> Recipes:
    """The recipes of a TOML file. Raises ``RecipeError`` with one line a person can act on."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise RecipeError(f"{path}: there is no such file; recipes are optional, an empty file will do") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RecipeError(f"{path}: cannot be read as TOML: {error}") from error
    if unknown := sorted(set(data) - {"recipe"}):
        raise RecipeError(f"{path}: unknown key {unknown[0]!r} at the top; only [[recipe]] blocks are expected")
    blocks = data.get("recipe", [])
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise RecipeError(f"{path}: «recipe» must be a list of blocks, written [[recipe]]")
    recipes = tuple(_read_recipe(block, number, path) for number, block in enumerate(blocks, start=1))
    ids = [each.id for each in recipes]
    if twice := [each for each in ids if ids.count(each) > 1]:
        raise RecipeError(f"{path}: recipe {twice[0]!r} stands twice; give its designs as versions of one recipe")
    return Recipes(recipes, str(path))


def _read_recipe(block: dict[str, Any], number: int, path: Path) -> Recipe:
    name = block.get("id")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise RecipeError(f"{path}: recipe {number}: «id» must be a short name of a-z, 0-9, _ and -, got {name!r}")
    where = f"{path}: recipe {name!r}"
    if unknown := sorted(set(block) - RECIPE_KEYS):
        raise RecipeError(f"{where}: unknown key {unknown[0]!r}; expected {', '.join(sorted(RECIPE_KEYS))}")
    hosts = _strings(block.get("hosts"), f"{where}: «hosts»")
    if not hosts or not all(map(HOST.fullmatch, hosts)):
        raise RecipeError(f"{where}: «hosts» must list host names in lower case without https://, got {list(hosts)}")
    pattern = block.get("path")
    try:
        compiled = re.compile(pattern) if pattern else None
    except (re.error, TypeError) as error:
        raise RecipeError(f"{where}: «path» is not a regular expression: {error}") from error
    versions = block.get("version")
    if not isinstance(versions, list) or not versions:
        raise RecipeError(f"{where}: at least one [[recipe.version]] is needed")
    read = tuple(_read_version(each, where) for each in versions)
    _check_order(read, where)
    return Recipe(name, hosts, compiled, read)


def _read_version(block: dict[str, Any], where: str) -> RecipeVersion:
    name = block.get("name")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise RecipeError(f'{where}: each version needs a «name» such as "2025", got {name!r}')
    where = f"{where}, version {name!r}"
    if unknown := sorted(set(block) - {"name", "until", *SELECTOR_KEYS}):
        raise RecipeError(f"{where}: unknown key {unknown[0]!r}; expected {', '.join(('until', *SELECTOR_KEYS))}")
    until = block.get("until")
    if until is not None and type(until) is not date:
        raise RecipeError(f"{where}: «until» must be a day like 2026-04-01 without quotes, got {until!r}")
    selectors = {key: _strings(block.get(key, []), f"{where}: «{key}»") for key in SELECTOR_KEYS}
    for key, values in selectors.items():
        for selector in values:
            if not is_selector(selector):
                raise RecipeError(f"{where}: «{key}»: {selector!r} is not a CSS selector")
    if not any(selectors.values()):
        raise RecipeError(f"{where}: no selector; expected at least one of {', '.join(SELECTOR_KEYS)}")
    return RecipeVersion(name, until, **selectors)


def _check_order(versions: tuple[RecipeVersion, ...], where: str) -> None:
    """Ends must rise, and only the last version may be without one."""
    ends = [each.until for each in versions]
    if None in ends[:-1]:
        raise RecipeError(f"{where}: only the last version may lack «until»")
    known = [each for each in ends if each is not None]
    if known != sorted(set(known)):
        raise RecipeError(f"{where}: versions must stand oldest first, each with a later «until» than the one before")


def _strings(value: object, where: str) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    raise RecipeError(f"{where} must be a list of strings, got {value!r}")


@lru_cache(maxsize=1)
def _empty_page() -> LexborHTMLParser:
    return LexborHTMLParser("<p></p>")


def is_selector(text: str) -> bool:
    """Whether the parser can read a CSS selector."""
    try:
        _empty_page().css(text)
    except SelectolaxError:
        return False
    return True
