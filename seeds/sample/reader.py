"""Reads what is written by hand: outlets, names, frames, oddities and ``texts/*.toml``."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from seeds.sample.copies import copy_of
from seeds.sample.frames import fill
from seeds.sample.markup import parse_block, parse_body, parse_line
from seeds.sample.model import JST, Article, Block, FeedPlan, Funding, Oddity, Outlet, SampleError, Texts

FOLDER = Path(__file__).parent
YEAR = 2025
"""Texts give ``at = "06-04 18:00"``; the calendar of the sample is fixed."""

Table = dict[str, Any]
Names = Mapping[str, str]


def load_texts(folder: Path = FOLDER) -> Texts:
    """All outlets, articles and oddities; raises ``SampleError`` with file and key where a text is wrong."""
    names = {lang: dict(table) for lang, table in _read(folder / "names.toml").items()}
    frames = _read(folder / "frames.toml")
    outlets = {outlet.id: outlet for outlet in _outlets(_read(folder / "outlets.toml"))}
    articles: list[Article] = []
    for path in sorted((folder / "texts").glob("*.toml")):
        sheet = _read(path)
        for entry in sheet["article"]:
            key = entry.get("key", "?")
            try:
                articles += _articles({"outlet": sheet.get("outlet"), **entry}, outlets, names, frames)
            except (SampleError, KeyError) as wrong:
                raise SampleError(f"{path.name}, {key}: {wrong}") from wrong
    oddities = tuple(_oddity(entry) for entry in _read(folder / "oddities.toml")["oddity"])
    _refuse_twins(articles)
    return Texts(tuple(outlets.values()), tuple(articles), oddities)


def moment(text: str) -> datetime:
    """``06-04 18:00`` as an instant of the sample's year in Japan."""
    return datetime.strptime(f"{YEAR}-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=JST)


def _read(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise SampleError(f"{path.name}: {wrong}") from wrong


def _outlets(sheet: Table) -> Iterator[Outlet]:
    for entry in sheet["outlet"]:
        feeds = tuple(FeedPlan(**feed) for feed in entry.pop("feeds"))
        lists = {name: tuple(entry.pop(name, ())) for name in ("disallow", "ranking")}
        yield Outlet(**{**entry, **lists, "feeds": feeds})


def _articles(entry: Table, outlets: Mapping[str, Outlet], names: Mapping[str, Names], frames: Table) -> list[Article]:
    """The article of one entry and its copies in other outlets."""
    outlet = outlets[entry["outlet"]]
    written = names[outlet.lang]
    if "frame" in entry:
        entry = fill(entry, frames[entry["frame"]])
    article = _article(entry, written)
    if "edit" in entry:
        article = replace(article, edited=_edited(article, entry["edit"], written))
    copies = [copy_of(article, copy, moment(copy["at"]), written) for copy in entry.get("copy", ())]
    made = [article, *copies]
    for each in made:
        _check(each)
    return made


def _article(entry: Table, names: Names) -> Article:
    key = entry["key"]
    return Article(
        key=key,
        outlet=entry["outlet"],
        title=Block("title", parse_line(entry["title"], names)),
        blocks=parse_body(entry["body"], names),
        published=moment(entry["at"]),
        authors=tuple(entry.get("by", ())),
        salient=tuple(entry.get("salient", ())),
        salient_optional=tuple(entry.get("salient_optional", ())),
        themes=tuple(entry.get("themes", ())),
        themes_optional=tuple(entry.get("optional", ())),
        funding=tuple(_funding(claim) for claim in entry.get("funding", ())),
        story=entry.get("story", key),
        role=entry.get("role", "lead"),
        kind=entry.get("kind", "ニュース"),
        issuer=entry.get("issuer"),
        access=entry.get("access", "free"),
        is_sponsored=entry.get("sponsored", False),
        features=tuple(entry.get("features", ())),
    )


def _funding(claim: Table) -> Funding:
    return Funding(
        company=claim["company"],
        amount=claim.get("amount"),
        currency=claim.get("currency"),
        round=claim.get("round"),
        investors=tuple(claim.get("investors", ())),
        words=claim["words"],
        lead=claim.get("lead"),
    )


def _edited(article: Article, edit: Table, names: Names) -> Article:
    """The later version: lines replaced by number, lines appended, perhaps another title."""
    blocks = list(article.blocks)
    for number, line in edit.get("replace", {}).items():
        blocks[int(number)] = parse_block(line, names)
    blocks += parse_body(edit.get("append", ""), names)
    title = Block("title", parse_line(edit["title"], names)) if "title" in edit else article.title
    return replace(article, title=title, blocks=tuple(blocks), modified=moment(edit["at"]))


def _oddity(entry: Table) -> Oddity:
    lines = tuple(entry.pop("lines", ()))
    return Oddity(published=moment(entry.pop("at")), lines=lines, **entry)


def _check(article: Article) -> None:
    """Refuses labels that the text itself does not bear out."""
    stray = {*article.salient, *article.salient_optional} - set(article.companies)
    if stray:
        raise SampleError(f"salient {sorted(stray)} stand neither in title nor body")
    text = "\n".join((article.title.text, *article.body))
    named = {*article.companies, *article.unknown_names}
    for claim in article.funding:
        stray = {claim.company, *claim.investors} - named
        if stray:
            raise SampleError(f"funding names {sorted(stray)}, which are not marked in the text")
        if claim.words not in text:
            raise SampleError(f"funding words {claim.words!r} are not in the text")


def _refuse_twins(articles: list[Article]) -> None:
    seen: set[tuple[str, str]] = set()
    for article in articles:
        if (article.outlet, article.key) in seen:
            raise SampleError(f"{article.outlet}: two articles have the key {article.key!r}")
        seen.add((article.outlet, article.key))
