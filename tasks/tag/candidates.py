"""Names that wait for a place in the register: counted over articles, with a suggested row; and adding such a row.

Error tree::

    RegisterError    (of ``registers``) the row would make the register invalid; nothing was written
"""

import csv
import hashlib
import io
import os
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import jaconv
import polars as pl

from tasks.tag.registers import COMPANY_COLUMNS, Company, RegisterError, Registers, load_registers
from tasks.tag.text import fold

_LATIN = re.compile(r"[!-~ ]+")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー・ A-Za-z0-9&.\-]+")
_MAX_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class SuggestedRow:
    """A row of ``companies.csv`` as far as the articles tell; a person completes and confirms it."""

    id: str
    name_ja: str
    name_en: str
    kind: str = "startup"
    country: str = "JP"
    founded: str = ""
    aliases: str = ""
    ambiguous_aliases: str = ""
    context_words: str = ""
    products: str = ""
    evidence: str = ""
    confidence: str = "low"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name outside the register with what was seen of it."""

    name: str
    article_count: int
    first_seen_on: date | None
    rules: tuple[str, ...]
    examples: tuple[str, ...]
    """Sentences, at most three, one an article."""
    row: SuggestedRow


def suggest_companies(unknown: pl.DataFrame, registers: Registers, *, at_least: int = 1) -> list[Candidate]:
    """The candidates, those in most articles first.

    ``unknown`` has the columns of ``frames.UnknownCompanies`` and, where known, ``published_on`` (a day). Written
    variants of a name (width, case, middle dots) are one candidate; a name that the register has got by now is none.
    """
    known = _known_names(registers)
    seen: dict[str, list[dict[str, object]]] = {}
    for row in unknown.iter_rows(named=True):
        key = _key(str(row["name"]))
        if key and key not in known:
            seen.setdefault(key, []).append(row)
    taken = set(registers.by_id)
    found = [_candidate(rows, taken) for rows in seen.values()]
    found = [candidate for candidate in found if candidate.article_count >= at_least]
    return sorted(found, key=lambda c: (-c.article_count, c.first_seen_on or date.max, c.name))


def add_company(companies_csv: Path, themes_csv: Path, row: Mapping[str, str]) -> Company:
    """Appends a row to the register and gives the company; raises ``RegisterError`` and writes nothing if it is wrong.

    ``row`` holds columns of ``companies.csv``; those left out are empty. The file is replaced in one step.
    """
    unexpected = sorted(set(row) - set(COMPANY_COLUMNS))
    if unexpected:
        raise RegisterError(f"column {unexpected[0]!r} is unknown, expected one of {', '.join(COMPANY_COLUMNS)}")
    # The old file must be valid too: a row must not be refused for another row's fault.
    load_registers(companies_csv, themes_csv)
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([row.get(column, "").strip() for column in COMPANY_COLUMNS])
    old = companies_csv.read_text(encoding="utf-8")
    text = old + ("" if old.endswith("\n") else "\n") + line.getvalue()
    handle, name = tempfile.mkstemp(dir=companies_csv.parent, prefix=companies_csv.stem, suffix=".new")
    new = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            registers = load_registers(new, themes_csv)
        except RegisterError as error:
            raise RegisterError(str(error).replace(str(new), str(companies_csv))) from None
        new.chmod(companies_csv.stat().st_mode & 0o777)
        new.replace(companies_csv)
    finally:
        new.unlink(missing_ok=True)
    return registers.companies[-1]


def _key(name: str) -> str:
    return fold(name).text.replace(" ", "")


def _known_names(registers: Registers) -> set[str]:
    return {
        _key(name)
        for company in registers.companies
        for name in (company.name_ja, company.name_en, *company.aliases, *company.ambiguous_aliases, *company.products)
    }


def _candidate(rows: list[dict[str, object]], taken: set[str]) -> Candidate:
    by_article: dict[str, str] = {}
    for row in rows:
        by_article.setdefault(str(row["article_id"]), str(row["sentence"]))
    days = [day for row in rows if isinstance(day := row.get("published_on"), date)]
    names = [str(row["name"]) for row in rows]
    name = max(sorted(set(names)), key=names.count)
    return Candidate(
        name=name,
        article_count=len(by_article),
        first_seen_on=min(days, default=None),
        rules=tuple(sorted({str(row["rule"]) for row in rows})),
        examples=tuple(list(by_article.values())[:_MAX_EXAMPLES]),
        row=_row(name, taken),
    )


def _row(name: str, taken: set[str]) -> SuggestedRow:
    """Id by romanisation where the name is kana or Latin; a common-looking short name goes to the ambiguous ones."""
    base = _slug(name)
    company_id = base if base not in taken else f"{base}-2"
    is_ambiguous = len(name) <= 2 or re.fullmatch(r"[ぁ-んー]+", name) is not None
    full = f"株式会社{name}"
    return SuggestedRow(
        id=company_id,
        name_ja=name,
        name_en=name if _LATIN.fullmatch(name) else _slug(name).capitalize(),
        aliases=full if is_ambiguous else name,
        ambiguous_aliases=name if is_ambiguous else "",
        context_words="株式会社|AI" if is_ambiguous else "",
    )


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name)
    if _KANA.fullmatch(plain):
        kana = jaconv.kata2hira(plain.replace("ー", "").replace("・", " "))
        slug = "-".join(re.findall(r"[a-z0-9]+", jaconv.kana2alphabet(kana).lower()))
        if slug:
            return slug
    # Kanji have no reading here; the hash keeps the id short and stable until a person names it.
    return "company-" + hashlib.sha256(plain.encode()).hexdigest()[:6]
