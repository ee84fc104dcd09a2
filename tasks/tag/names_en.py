"""Names of unregistered companies in English articles: runs of capitals, told apart by what stands round them."""

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from tasks.tag import name_grammar_en as grammar
from tasks.tag import word_classes as words
from tasks.tag.companies import Mention
from tasks.tag.document import Document
from tasks.tag.rules import Signs
from tasks.tag.taken import TakenChars
from tasks.tag.unknown_name import NAMED_AT, UnknownName

_CAPITALS = re.compile(
    r"[A-Z](?<![A-Za-z0-9].)[A-Za-z0-9&'\-]*(?:\.[a-z]{2,3}\b)?(?: (?:of (?=[A-Z])|& "
    r"|the )?[A-Z][A-Za-z0-9&'\-]*(?:\.[A-Z]\.?)?)*(?:,? (?:Inc|Corp|Ltd|LLC|K\.K|Co)\b\.?)?"
)
_LEGAL = re.compile(r",? (?:Inc|Corp|Corporation|Ltd|LLC|K\.K|KK|Co)\.?$")
_CONTRACTION = re.compile(r"(?:We|It|He|She|They|I|You|That|There|Who|What|Here|Let)'(?:re|s|m|ve|ll|d)")
_OPENER = re.compile(r"[A-Z][a-z]+ly(?=,(?! (?:which|whose|based)\b))")
_BANK_OF = re.compile(r"(?:The )?Bank of (?!Japan\b|England\b|Korea\b|China\b|America\b)")
"""A bank of a town; those of a whole country are public bodies, or known as such."""
_TITLE = re.compile(r"(?:Professor|President|Minister|Governor|Mayor|Chairman|Director|Mr|Ms|Mrs|Dr)\b\.? ")
_PEOPLE_OF = re.compile(r" (?:researcher|engineer|scientist|executive|employee|official|designer|developer|staff)s?\b")
"""Ken Sato, Yuko Mori and Fujitsu researchers: a list of people."""
_LIST_GAP = re.compile(r",? and (?:the )?|, |,? as well as ")
_NOT_COMPANY = re.compile(
    r"\b(?:University|Institute|Ministry|Agency|Hospital|School|College|Council|Commission|Committee|Department"
    r"|Government|Parliament|Court|Association|Foundation|Museum|Library|City|Prefecture|Ward|Station|Airport|Park"
    r"|Street|Island|River|Mountain|Times|News|Post|Journal|Daily|Herald|Reuters|Bloomberg|Nikkei|Kyodo|Conference"
    r"|Summit|Forum|Expo|Award|Prize|Act|Law|Olympics|Center|Centre|Programme|Program|Project)\b"
)
_CALENDAR = words.word_set(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December Japan Japanese Tokyo Osaka Kyoto Nagoya Fukuoka Sapporo Yokohama Kobe
    Hiroshima Sendai Hokkaido Okinawa Kyushu America American Americans Europe European Asia Asian China Chinese
    Korea Korean Taiwan Taiwanese India Indian Singapore Britain British UK US USA EU France French Germany German
    London Paris Berlin Silicon Valley San Francisco New York California Shibuya Shinjuku Minato Chiyoda Meguro Its
    It The This That These Those He She They We You A An In On At For From With By But And Or If When While After
    Before As However Meanwhile Additionally Moreover Furthermore Among Separately Earlier Today Yesterday Proceeds
    Inside How Why Behind Meet Rivals Rival Competitors Suppliers Clients Partners Shares Startup Startups
    Existing Critics Analysts Engineers Visitors Backers Investors Users Customers Health Series CEO AI
    LLM GPU IPO English Internet Web Some Most Many Both Two Three Each Other Another One Its His Her Their Our
    """
)


_PLACES = words.word_set(
    """
    Tokyo Osaka Kyoto Nagoya Fukuoka Sapporo Yokohama Kobe Hiroshima Sendai Hokkaido Okinawa Kyushu Shibuya Shinjuku
    Minato Chiyoda Meguro Singapore London Paris Berlin Silicon Valley San Francisco New York California
    """
)
"""Alone they are no company, but a company's name may begin with them."""


_OPENERS = _CALENDAR - _PLACES
_FIRST_WORD = re.compile(r"([A-Za-z0-9&'\-]+) ")
_FIRST_OWNER = re.compile(r"([A-Z][a-z]+)'s (?=[A-Z])")


def english_candidates(document: Document, mentions: list[Mention]) -> list[UnknownName]:
    """The unregistered names in order of place."""
    view = document.view
    is_taken = TakenChars(len(view), ((m.start, m.end) for m in mentions)).overlaps
    signs = grammar.RULES.signs(view)
    companies = [(m.start, m.end) for m in mentions if m.rule != "product"]
    points: dict[str, dict[str, float]] = defaultdict(dict)
    places: list[tuple[int, int]] = []
    first: dict[str, tuple[int, int]] = {}
    for match in _CAPITALS.finditer(view):
        look = _look_at(match.group())
        if look is None:
            continue
        span = (match.start() + look.start, match.start() + look.end)
        if is_taken(span[0], span[1] + look.legal_chars) or (look.may_open and _OPENER.match(view, span[0])):
            continue
        name = view[span[0] : span[1]]
        first.setdefault(name, span)
        places.append(span)
        _weigh(points[name], document, signs, span, look)
    _lists(view, points, places, companies)
    names = [
        UnknownName(name, _rule(kinds), *first[name], round(sum(kinds.values()), 2))
        for name, kinds in points.items()
        if sum(kinds.values()) >= NAMED_AT and (" " in name or set(kinds) != {"subject"})
    ]
    return sorted(names, key=lambda name: name.start)


class _Look(NamedTuple):
    """A run of capitals that may be a name: its span without what is glued to it, and what it shows by itself."""

    start: int
    end: int
    legal_chars: int
    """Length of the legal form behind it."""
    has_ending: bool
    """The last of several words is that of a company."""
    may_open: bool
    """It may be an adverb that opens a sentence."""


@lru_cache(maxsize=1 << 14)
def _look_at(run: str) -> _Look | None:
    """The look of a run, or None where it is a common word, date, place, public body or person; runs recur."""
    span = _trimmed(run, 0, len(run))
    if span is None:
        return None
    whole = run[slice(*span)]
    legal = _LEGAL.search(whole)
    name = whole[: legal.start()] if legal else whole
    if (
        name in words.COMMON_LATIN
        or name.removesuffix(" AI") in _CALENDAR
        or name in _CALENDAR
        or _NOT_COMPANY.search(name)
        or _CONTRACTION.fullmatch(name)
        or _TITLE.match(name)
        or words.COMPANY_ENDING_EN.fullmatch(name)
    ):
        return None
    return _Look(
        span[0],
        span[0] + len(name),
        len(whole) - len(name),
        " " in name and (words.COMPANY_ENDING_EN.search(name) or _BANK_OF.match(name)) is not None,
        " " not in name and name.endswith("ly"),
    )


def _lists(
    view: str, points: dict[str, dict[str, float]], places: list[tuple[int, int]], taken: list[tuple[int, int]]
) -> None:
    """What is listed with companies (A, B and C) is one, where at least one of them is known or given by itself."""
    row: list[tuple[int, int]] = []
    is_registered = set(taken)
    for place in [*sorted({*places, *taken}), (len(view) + 9, len(view) + 9)]:
        if row and _LIST_GAP.fullmatch(view[row[-1][1] : place[0]]):
            row.append(place)
            continue
        if len(row) < _MIN_LIST:
            row = [place]
            continue
        known = [p for p in row if p in is_registered or sum(points[view[p[0] : p[1]]].values()) >= NAMED_AT]
        if known and not _PEOPLE_OF.match(view, row[-1][1]):
            for start, end in row:
                kinds = points[view[start:end]] if (start, end) not in is_registered else {}
                if "person" not in kinds:
                    kinds["list"] = 2.0 if " " in view[start:end] else 1.2
        row = [place]


_MIN_LIST = 3


def _rule(kinds: dict[str, float]) -> str:
    return max(kinds, key=lambda kind: kinds[kind])


def _trimmed(run: str, start: int, end: int) -> tuple[int, int] | None:
    """Without words of the calendar, places and sentence openers at the left, and possessives at the right."""
    while True:
        head = _FIRST_WORD.match(run, start, end)
        if head is None or head[1] not in _OPENERS:
            break
        start = head.end()
    text = run[start:end]
    owner = _FIRST_OWNER.match(text)
    if owner is not None and owner.group(1) in _CALENDAR:
        return _trimmed(run, start + owner.end(), end)
    if "-based" in text:
        start += text.index("-based") + len("-based")
        return _trimmed(run, start + 1, end) if run[start:end].startswith(" ") else None
    if text.endswith("'s"):
        end -= 2
    return (start, end) if end - start >= 2 else None


def _weigh(kinds: dict[str, float], document: Document, signs: Signs, span: tuple[int, int], look: _Look) -> None:
    view = document.view
    name = view[span[0] : span[1]]
    before, after = signs.passage(span[0] - 60, span[0]), signs.passage(span[1], span[1] + 90)

    def add(kind: str, value: float) -> None:
        kinds[kind] = max(kinds.get(kind, 0.0), value) if value > 0 else value

    if look.legal_chars:
        add("legal-form", 3.0)
    if before is not None:
        grammar.weigh_before(before, add)
    if look.has_ending:
        add("ending", 2.0 if _BANK_OF.match(name) else 1.6)
    if after is not None:
        grammar.weigh_after(after, name, add, has_legal_form=look.legal_chars > 0)
    if span[0] < document.title_chars or name in view[: document.title_chars]:
        add("headline", 0.8)
