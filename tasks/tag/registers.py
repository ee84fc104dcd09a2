"""The registers that people edit, read and checked: companies and themes.

Error tree::

    RegisterError    a file is missing or a row is wrong: file, line, column and what was expected
"""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from tasks.tag.alternatives import expand_all
from tasks.tag.spellings import spellings
from tasks.tag.text import fold

KINDS = ("startup", "enterprise", "global", "public")
CONFIDENCES = ("high", "medium", "low")
COMPANY_COLUMNS = (
    "id",
    "name_ja",
    "name_en",
    "kind",
    "country",
    "founded",
    "aliases",
    "ambiguous_aliases",
    "context_words",
    "products",
    "evidence",
    "confidence",
)
THEME_COLUMNS = ("id", "parent", "name_ja", "name_en", "definition", "keywords", "exclude_patterns", "evidence")

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_YEAR = re.compile(r"1[6-9]\d\d|20\d\d")
_NOT_ISO = {"UK": "GB", "EL": "GR"}


class RegisterError(Exception):
    """A register cannot be used; the message names file, line and column and says what was expected."""


@dataclass(frozen=True, slots=True)
class Company:
    """One organisation of the register."""

    id: str
    name_ja: str
    name_en: str
    kind: str
    """One of ``KINDS``."""
    country: str
    """ISO 3166-1 alpha-2."""
    founded: int | None
    aliases: tuple[str, ...]
    """Names that mean this organisation wherever they stand as a word of their own."""
    ambiguous_aliases: tuple[str, ...]
    """Names that need a confirming context."""
    context_words: tuple[str, ...]
    products: tuple[str, ...]
    """Products that imply their maker."""
    evidence: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme of the taxonomy; a parent has no ``parent_id`` and is never given to an article itself."""

    id: str
    parent_id: str | None
    name_ja: str
    name_en: str
    definition: str
    keywords: tuple[str, ...]
    """Words that show the theme; one that begins with ``?`` counts half and needs a second sign.

    In the file a group in braces stands for its alternatives (``tasks.tag.alternatives``).
    """
    exclude_patterns: tuple[str, ...]
    """Words that hold a keyword but mean something else."""
    evidence: str


@dataclass(frozen=True)
class Registers:
    """Both registers, checked. Made by ``load_registers``."""

    companies: tuple[Company, ...]
    themes: tuple[Theme, ...]
    version: str
    """First 12 hex digits of the SHA-256 over both files: every tag says with which registers it was made."""
    by_id: dict[str, Company] = field(repr=False, default_factory=dict)

    def companies_frame(self) -> pl.DataFrame:
        """One row a company: id, names, kind, country, founded, aliases, ambiguous_aliases, products, evidence …"""
        return pl.DataFrame(
            [
                {
                    "id": company.id,
                    "name_ja": company.name_ja,
                    "name_en": company.name_en,
                    "kind": company.kind,
                    "country": company.country,
                    "founded": company.founded,
                    "aliases": list(company.aliases),
                    "ambiguous_aliases": list(company.ambiguous_aliases),
                    "products": list(company.products),
                    "evidence": company.evidence or None,
                    "confidence": company.confidence,
                }
                for company in self.companies
            ],
            schema={
                "id": pl.String,
                "name_ja": pl.String,
                "name_en": pl.String,
                "kind": pl.String,
                "country": pl.String,
                "founded": pl.Int32,
                "aliases": pl.List(pl.String),
                "ambiguous_aliases": pl.List(pl.String),
                "products": pl.List(pl.String),
                "evidence": pl.String,
                "confidence": pl.String,
            },
        )

    def themes_frame(self) -> pl.DataFrame:
        """One row a theme: id, parent_id (null for a parent), name_ja, name_en, definition."""
        return pl.DataFrame(
            [
                {
                    "id": theme.id,
                    "parent_id": theme.parent_id,
                    "name_ja": theme.name_ja,
                    "name_en": theme.name_en,
                    "definition": theme.definition,
                }
                for theme in self.themes
            ],
            schema={
                "id": pl.String,
                "parent_id": pl.String,
                "name_ja": pl.String,
                "name_en": pl.String,
                "definition": pl.String,
            },
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """One CSV row with what an error message needs."""

    path: Path
    line: int
    cells: dict[str, str]

    def wrong(self, column: str, expected: str) -> RegisterError:
        return RegisterError(f"{self.path}, line {self.line}, column {column}: {expected}")

    def text(self, column: str) -> str:
        value = self.cells[column].strip()
        if not value:
            raise self.wrong(column, "is empty, expected a value")
        return value

    def names(self, column: str) -> tuple[str, ...]:
        """The cell split at ``|``; an empty piece is an error, an empty cell is no name."""
        cell = self.cells[column].strip()
        if not cell:
            return ()
        pieces = tuple(piece.strip() for piece in cell.split("|"))
        if not all(pieces):
            raise self.wrong(column, "has an empty piece between two |, expected names separated by one |")
        if len(set(pieces)) != len(pieces):
            twice = next(piece for piece in pieces if pieces.count(piece) > 1)
            raise self.wrong(column, f"names {twice!r} twice, expected every name once")
        return pieces

    def words(self, column: str) -> tuple[str, ...]:
        """The cell's names with their alternatives in braces written out."""
        try:
            return expand_all(self.names(column))
        except ValueError as error:
            raise self.wrong(column, str(error)) from error


def load_registers(companies_csv: Path, themes_csv: Path) -> Registers:
    """Both registers, or a ``RegisterError`` that names the first wrong place."""
    digest = hashlib.sha256()
    company_rows = list(_rows(companies_csv, COMPANY_COLUMNS, digest))
    theme_rows = list(_rows(themes_csv, THEME_COLUMNS, digest))
    companies = tuple(_company(row) for row in company_rows)
    themes = tuple(_theme(row) for row in theme_rows)
    _check_ids(company_rows)
    _check_ids(theme_rows)
    _check_names(zip(company_rows, companies, strict=True))
    _check_spellings(zip(company_rows, companies, strict=True))
    _check_parents(list(zip(theme_rows, themes, strict=True)))
    return Registers(companies, themes, digest.hexdigest()[:12], {company.id: company for company in companies})


def _rows(path: Path, columns: tuple[str, ...], digest: "hashlib._Hash") -> Iterator[_Row]:
    """The rows of a UTF-8 CSV file with exactly these columns; its bytes go into the digest."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise RegisterError(f"{path}: the file is missing; restore it or point to another folder of seeds") from None
    except OSError as error:
        raise RegisterError(f"{path}: cannot be read ({error.strerror})") from error
    digest.update(raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise RegisterError(f"{path}, line {line}: is not UTF-8; save the file as UTF-8") from error
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        header = tuple(next(reader, ()))
        if header != columns:
            raise RegisterError(f"{path}, line 1: the columns are {','.join(header)}, expected {','.join(columns)}")
        first_line = reader.line_num + 1
        for cells in reader:
            if cells and len(cells) != len(columns):
                raise RegisterError(
                    f"{path}, line {first_line}: has {len(cells)} columns, expected {len(columns)}; "
                    "quote a value that holds a comma"
                )
            if cells:
                yield _Row(path, first_line, dict(zip(columns, cells, strict=True)))
            first_line = reader.line_num + 1
    except csv.Error as error:
        raise RegisterError(f"{path}, line {reader.line_num}: is not CSV ({error})") from error


def _id(row: _Row) -> str:
    value = row.text("id")
    if not _ID.fullmatch(value):
        raise row.wrong("id", f"is {value!r}, expected lower-case letters, digits and single hyphens")
    return value


def _company(row: _Row) -> Company:
    country = row.text("country")
    if not _COUNTRY.fullmatch(country) or country in _NOT_ISO:
        hint = f" such as {_NOT_ISO[country]}" if country in _NOT_ISO else " such as JP"
        raise row.wrong("country", f"is {country!r}, expected an ISO 3166 code of two capitals{hint}")
    founded = row.cells["founded"].strip()
    if founded and not _YEAR.fullmatch(founded):
        raise row.wrong("founded", f"is {founded!r}, expected a year or nothing")
    aliases, ambiguous = row.names("aliases"), row.names("ambiguous_aliases")
    if not aliases and not ambiguous:
        raise row.wrong("aliases", "is empty as ambiguous_aliases is, expected at least one name to look for")
    return Company(
        id=_id(row),
        name_ja=row.text("name_ja"),
        name_en=row.text("name_en"),
        kind=_one_of(row, "kind", KINDS),
        country=country,
        founded=int(founded) if founded else None,
        aliases=aliases,
        ambiguous_aliases=ambiguous,
        context_words=row.names("context_words"),
        products=row.names("products"),
        evidence=row.cells["evidence"].strip(),
        confidence=_one_of(row, "confidence", CONFIDENCES),
    )


def _theme(row: _Row) -> Theme:
    return Theme(
        id=_id(row),
        parent_id=row.cells["parent"].strip() or None,
        name_ja=row.text("name_ja"),
        name_en=row.text("name_en"),
        definition=row.text("definition"),
        keywords=row.words("keywords"),
        exclude_patterns=row.words("exclude_patterns"),
        evidence=row.cells["evidence"].strip(),
    )


def _one_of(row: _Row, column: str, allowed: tuple[str, ...]) -> str:
    value = row.text(column)
    if value not in allowed:
        raise row.wrong(column, f"is {value!r}, expected one of {', '.join(allowed)}")
    return value


def _check_ids(rows: Iterable[_Row]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        value = row.cells["id"].strip()
        if value in seen:
            raise row.wrong("id", f"{value!r} stands in line {seen[value]} already, expected every id once")
        seen[value] = row.line


def _check_names(rows: Iterable[tuple[_Row, Company]]) -> None:
    """No name, as it is matched, may mean two companies, and none may be both certain and ambiguous."""
    owners: dict[str, tuple[str, str, int]] = {}
    for row, company in rows:
        for column in ("aliases", "ambiguous_aliases", "products"):
            for name in row.names(column):
                key = fold(name).text.replace(" ", "")
                if not key:
                    raise row.wrong(column, f"{name!r} has no letter to look for")
                owner, owner_column, line = owners.setdefault(key, (company.id, column, row.line))
                if owner != company.id:
                    raise row.wrong(column, f"{name!r} belongs to {owner!r} (line {line}), expected one company a name")
                # Case alone may part them: a product in capitals and the same word as a common one.
                if owner_column != column and "ambiguous_aliases" in (owner_column, column):
                    raise row.wrong(column, f"{name!r} stands in {owner_column} too, expected one of the two")


def _check_spellings(rows: Iterable[tuple[_Row, Company]]) -> None:
    """No variant that a rule makes of a name (ソニーG of ソニーグループ) may be another company's."""
    owners: dict[str, tuple[str, int]] = {}
    for row, company in rows:
        for column in ("aliases", "ambiguous_aliases", "products"):
            for name in row.names(column):
                for spelling in spellings(name):
                    owner, line = owners.setdefault(spelling.replace(" ", ""), (company.id, row.line))
                    if owner != company.id:
                        raise row.wrong(
                            column,
                            f"{name!r} may be written {spelling!r}, which belongs to {owner!r} (line {line}), "
                            "expected names that news cannot confuse",
                        )


def _check_parents(rows: list[tuple[_Row, Theme]]) -> None:
    """Two levels: a parent exists and has no parent itself; a leaf has keywords."""
    parents = {theme.id for _, theme in rows if theme.parent_id is None}
    for row, theme in rows:
        if theme.parent_id is not None and theme.parent_id not in parents:
            known = ", ".join(sorted(parents))
            raise row.wrong("parent", f"is {theme.parent_id!r}, expected a theme without a parent ({known}) or nothing")
        if theme.parent_id is not None and not theme.keywords:
            raise row.wrong("keywords", "is empty, expected the words that show this theme")
