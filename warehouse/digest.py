"""The text of a digest: the news of a watch list, each story once, by company, funding, theme and new name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

MAX_ITEMS = 20
"""A digest is read in a minute; what is beyond is counted."""

SENTENCE_CHARS = 160


@dataclass(frozen=True)
class News:
    """A story, or a new name, that a subject of the watch list asks for."""

    kind: str
    """company, theme, funding or name."""
    subject_id: str
    subject_name: str
    story_id: str
    article_id: str
    title: str
    url: str
    outlet: str
    counted_on: date
    sentence: str | None
    amount: float | None
    currency: str | None
    outlet_count: int

    @property
    def label(self) -> str:
        """The subject in a few words."""
        if self.kind == "funding":
            return f"{self.subject_name} raises {_money(self.amount or 0, self.currency or '?')}"
        return {"company": "", "theme": "theme ", "name": "new name "}[self.kind] + self.subject_name


@dataclass(frozen=True)
class Item:
    """One entry of a digest: a story under the first subject that asks for it, with the others beside it."""

    all_news: tuple[News, ...]

    @property
    def news(self) -> News:
        """What it is listed for."""
        return self.all_news[0]

    @property
    def heading(self) -> str:
        """The group that it is listed in."""
        named = {"funding": "Funding", "name": "New names", "theme": f"Theme: {self.news.subject_name}"}
        return named.get(self.news.kind, self.news.subject_name)


KINDS = ("company", "funding", "theme", "name")
"""In which order a digest is read, and which subject of a story comes first."""


def digest_items(news: Sequence[News]) -> list[Item]:
    """The entries of a digest, group by group; within a group in the order of ``news``."""
    stories: dict[str, list[News]] = {}
    for found in sorted(news, key=lambda n: KINDS.index(n.kind)):
        stories.setdefault(found.story_id, []).append(found)
    items = [Item(tuple(told)) for told in stories.values()]
    return sorted(items, key=lambda item: (KINDS.index(item.news.kind), item.heading))


def write_digest(items: Sequence[Item]) -> tuple[str, str]:
    """Subject and body; at most ``MAX_ITEMS`` entries, shared among the groups, and how many there are more."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.heading, []).append(item)
    shown = _shares({name: len(group) for name, group in groups.items()}, MAX_ITEMS)
    lines: list[str] = []
    for name, group in groups.items():
        if not shown[name]:
            continue
        lines += ["", f"# {name}"]
        for item in group[: shown[name]]:
            lines += _lines(item)
    rest = {name: len(group) - shown[name] for name, group in groups.items() if len(group) > shown[name]}
    if rest:
        told = ", ".join(f"{name} {count}" for name, count in rest.items())
        lines += ["", f"And {sum(rest.values())} more ({told}): «kawaraban ask headlines» lists the newest articles."]
    named = ", ".join(list(groups)[:4]) + (", …" if len(groups) > 4 else "")
    return f"Kawaraban: {len(items)} new ({named})", "\n".join(lines).strip()


def _shares(sizes: dict[str, int], total: int) -> dict[str, int]:
    """How many of each group are shown: in turns, so that a large group does not push out the others."""
    shares = dict.fromkeys(sizes, 0)
    for name in _turns(sizes):
        if sum(shares.values()) == total:
            break
        shares[name] += 1
    return shares


def _turns(sizes: dict[str, int]) -> Iterator[str]:
    for turn in range(max(sizes.values(), default=0)):
        yield from (name for name, size in sizes.items() if size > turn)


def _lines(item: Item) -> list[str]:
    news = item.news
    facts = [news.outlet, news.counted_on.isoformat()]
    if news.outlet_count > 1:
        facts.append(f"{news.outlet_count} outlets")
    if others := [other.label for other in item.all_news[1:]]:
        facts.append(f"also: {', '.join(others)}")
    named = f"{news.label}: " if news.kind == "funding" else f"{news.subject_name}: " if news.kind == "name" else ""
    lines = [f"- {named}{_cut(news.title)}", f"  {'; '.join(facts)}"]
    if news.sentence and news.sentence.strip() != news.title:
        lines.append(f"  > {_cut(news.sentence)}")
    return [*lines, f"  {news.url}"]


def _cut(text: str) -> str:
    """One line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= SENTENCE_CHARS else line[: SENTENCE_CHARS - 1] + "…"


def _money(amount: float, currency: str) -> str:
    """``JPY 2.5 billion``: as one says it."""
    for size, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if amount >= size:
            return f"{currency} {amount / size:.4g}{word}"
    return f"{currency} {amount:,.0f}"
