"""The names and numbers that a text states: what tells two notices from one template apart.

Two reports of one event agree on who and how much even where their words differ; two notices from one
template share their words and differ in exactly these. No register is consulted and no frequency is
learnt, so the result depends on the text alone.
"""

import re
from dataclasses import dataclass
from importlib.resources import files

from tasks.cluster.wording import unify

LEAD_CHARS = 200
"""Japanese news says who, what and how much in its first two sentences; 200 characters hold them."""

COMMON_WORDS = frozenset(
    word
    for line in files("tasks.cluster").joinpath("common_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
"""What looks like a name and is none."""

_LEGAL_FORM = re.compile(r"株式会社|合同会社|有限会社|一般社団法人|(?:株式|合同)?会社$")
_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
# These begin with what they look for, not with what must come before it: so the engine can leap there.
_GROUPED = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
_MYRIADS = {"千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12}
_ENGLISH_UNITS = {"k": 10**3, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9, "trillion": 10**12}
_NUMBER = re.compile(
    r"(?P<figure>\d(?<![a-z\d.]\d)\d*(?:\.\d+)?(?:[千万億兆]+(?:\d+(?:\.\d+)?[千万億兆]+)*)?)"
    r"(?:\s?(?P<english>million|billion|trillion|bn|[mk])\b)?"
    r"(?:\s?(?P<share>%|percent\b|per cent\b|割)|(?P<clock>月|日|時|分)|(?P<year>年))?",
)
_PAUSE = re.compile(r"[。、！？!?\n]|[.,] ")
_STEP = re.compile(r"(\d+(?:\.\d+)?)([千万億兆]*)")

_JAPANESE_NAMES = (
    re.compile(r"[ァ-ヺー]{3,}"),
    re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]+(?:[.\-][A-Za-z0-9]+)*"),
    re.compile(r"[「『]([^「」『』。、\n]{2,14})[」』]"),
    # ``name(place)`` and ``name of the 9th`` are how Japanese newswires introduce whom they write about.
    re.compile(r"([一-龥々ァ-ヺーA-Za-z0-9・]{2,16})\((?!\d)"),
    re.compile(r"([一-龥々ァ-ヺーA-Za-z0-9・]{2,16})[はが](?=\d{1,2}日)"),
    re.compile(r"[一-龥々]{2,4}?(?:市|県|府|町|村|区|省|庁|銀行|証券|大学|研究所)"),
    re.compile(r"([一-龥々ァ-ヺー]{2,8}?)(?:氏|社長|代表|教授|市長|知事|会長)"),
    # The edition of an event or the version of a product belongs to its name.
    re.compile(r"第\d+[一-龥]"),
    re.compile(r"[ァ-ヺーA-Za-z]{2,}[ \-]?\d+(?:\.\d+)*"),
)
_FOREIGN = re.compile(r"(?:[A-Za-z][\w'’.\-]*,? ){3,}[A-Za-z][\w'’\-]*")
"""Four Latin words in a row are a sentence in another language, not a name each."""

_WESTERN_NAMES = (re.compile(r"(?<=[\w,;:)] )[A-Z][A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"),)
"""Capitalised words inside a sentence; the first word of one is capitalised whatever it is."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a title and body state, each as text in one spelling."""

    numbers: frozenset[str]
    """Values with their magnitude worked out; ``%`` or a unit of time where written."""
    names: frozenset[str]
    lead_numbers: frozenset[str]
    """Those of the title and of the first ``LEAD_CHARS`` of the body."""
    lead_names: frozenset[str]


def read_facts(title: str, body: str, *, is_western: bool) -> Facts:
    """Names and numbers of an article and, of these, those of its title and opening."""
    (numbers, names), (lead_numbers, lead_names) = (
        _read(unify(f"{title}\n。{part}"), is_western=is_western) for part in (body, _opening(body))
    )
    return Facts(numbers, names, lead_numbers, lead_names)


def _read(text: str, *, is_western: bool) -> tuple[frozenset[str], frozenset[str]]:
    """Numbers and names of a text, its lines taken as they are and joined: where one ends a name may go on or not."""
    joined = _GAP.sub("", text)
    names = read_names(joined, is_western=is_western)
    if not is_western:
        lines = "\n".join(_GAP.sub("", line) for line in text.split("\n"))
        names |= read_names(lines, is_western=is_western)
    return read_numbers(joined), names


def read_numbers(text: str) -> frozenset[str]:
    """The numbers of a unified text, ``15億2000万``, ``15.2億`` and ``1.52 billion`` all as ``1520000000``.

    Years are left out: whatever is reported in one fortnight names the same ones.
    """
    found = set()
    for match in _NUMBER.finditer(_GROUPED.sub("", text.lower())):
        if match["year"] and len(match["figure"]) == len("2026"):
            continue
        value = sum(float(figure) * _magnitude(units) for figure, units in _STEP.findall(match["figure"]))
        value *= _ENGLISH_UNITS.get(match["english"] or "", 1)
        if match["share"] == "割":
            value *= 10  # a 割 is a tenth
        found.add(f"{value:.12g}" + ("%" if match["share"] else match["clock"] or ""))
    return frozenset(found)


def read_names(text: str, *, is_western: bool) -> frozenset[str]:
    """Words of a unified text that look like names, in lower case."""
    parts: list[tuple[str, tuple[re.Pattern[str], ...]]] = [(text, _WESTERN_NAMES)]
    if not is_western:
        parts = [(_FOREIGN.sub("、", text), _JAPANESE_NAMES), ("\n".join(_FOREIGN.findall(text)), _WESTERN_NAMES)]
    found = {name for part, patterns in parts for pattern in patterns for name in pattern.findall(part)}
    # Each name once: a long article repeats its own, and to look for a legal form costs more than to find a name.
    return frozenset(_LEGAL_FORM.sub("", name) for name in {name.lower() for name in found}) - COMMON_WORDS - {""}


def _opening(body: str) -> str:
    """The first ``LEAD_CHARS`` of a body, cut where no number or name can be torn apart."""
    if len(body) <= LEAD_CHARS:
        return body
    cuts = [match.end() for match in _PAUSE.finditer(body, 0, LEAD_CHARS)]
    return body[: cuts[-1]] if cuts else body[:LEAD_CHARS]


def _magnitude(units: str) -> int:
    value = 1
    for unit in units:
        value *= _MYRIADS[unit]
    return value
