"""Names beside a Japanese legal form: 株式会社X, where hiragana may belong to X, and みなも株式会社."""

import itertools
import re
from collections.abc import Iterator

from tasks.tag.name_runs import RUN
from tasks.tag.name_shape import LEGAL, LEGAL_FORMS
from tasks.tag.rules import RULES

ANY_FORM = RULES.rule(LEGAL)
"""Without one of these a text has no names beside legal forms."""
_PREFIX = re.compile(
    rf"(?:{LEGAL}) ?(?!代表|取締役|社長|会長|執行役|専務|常務"
    rf"|広報)(?=[^\s、。,()「」『』のはがをにでと])"
)
_MAX_LEGAL_FORMS = 300
"""A page of a register, not an article, has more; each is compared with the whole text."""
_MAX_PHRASE_NAME = 9
_HARD_STOP = re.compile(r"[、。,()「」『』:：;\n＝=]|$")
_SOFT_STOP = re.compile(r"は|が|を|に|と|も|で|の|や|から|など|様|へ|による")
_STOPS_AFTER, _STOPS_BEFORE = frozenset("、。()「」\n"), frozenset("\n「。、")
_WITH_NO = re.compile(r"[^はがをにで]{1,6}の[^のはがをにでと0-9][^のはがをにでと社]{0,2}")

_SUFFIX = re.compile(r"[株合][式同]会社")
_HIRAGANA_NAME = re.compile(
    r"(?:^|(?<=[\n。、「」の ]))(?!(?:この|その|あの|どの|ある|また|なお)(?:株|合))"
    r"(?P<name>(?:[ぁ-んー]{2,8}|[0-9]{1,3}[ァ-ヺA-Za-z][ァ-ヺーA-Za-z]{0,7})(?:(?!株式|合同|会社)[一-龠]){0,4})"
    r"(?=株式会社|合同会社)"
)
"""Hiragana, or a number with letters, that a sentence or clause begins with, right before the legal form."""
_LONGEST_HIRAGANA, _SUFFIX_CHARS = 12, 4


def after_legal_form(view: str) -> Iterator[int]:
    """Where names begin behind a legal form."""
    return (match.end() for match in itertools.islice(_PREFIX.finditer(view), _MAX_LEGAL_FORMS))


def hiragana_before_legal_form(view: str) -> Iterator[tuple[int, int]]:
    """Spans of hiragana names right before a legal form."""
    for suffix in _SUFFIX.finditer(view):
        at = suffix.start()
        if "ぁ" <= view[at - 1 : at] <= "龠" or view[at - 1 : at].isascii():
            names = _HIRAGANA_NAME.finditer(view, max(0, at - _LONGEST_HIRAGANA), at + _SUFFIX_CHARS)
            # One before an earlier legal form may stand there too.
            yield from (name.span() for name in names if name.end() == at)


def end_after_legal_form(view: str, start: int) -> int:
    """Where the name that begins behind a legal form ends: the end that recurs wins, since hiragana may be its own."""
    stop = _HARD_STOP.search(view, start)
    limit = stop.start() if stop else len(view)
    chunk = view[start:limit]
    ends = [m.start() for m in _SOFT_STOP.finditer(chunk) if m.start() > 0]
    if not ends:
        return limit
    # An end that punctuation confirms elsewhere is surer than the first particle.
    elsewhere = view[:start] + view[limit:]
    for at in sorted({*ends, len(chunk)}, reverse=True):
        if at >= 2 and _stands_between_stops(chunk[:at], elsewhere):
            return start + at
    whole = len(chunk) - 1 if chunk[-1] in "はが" else len(chunk)
    # つむぎの里: の belongs to the name where little follows it and nothing else ends it.
    if whole <= _MAX_PHRASE_NAME and _WITH_NO.fullmatch(chunk[:whole]):
        return start + whole
    run = RUN.match(view, start)
    if run is not None and run.end() - start in ends:
        return run.end()
    return start + (whole if re.fullmatch(r"[ぁ-んー]+", chunk[:whole]) else ends[0])


def _stands_between_stops(name: str, text: str) -> bool:
    """Whether the name stands somewhere between a stop or legal form, perhaps with a space, and a stop."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if (end == len(text) or text[end] in _STOPS_AFTER) and (
            _begins_after_stop(text, at) or (text[at - 1 : at] == " " and _begins_after_stop(text, at - 1))
        ):
            return True
        at = text.find(name, at + 1)
    return False


def _begins_after_stop(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in _STOPS_BEFORE or text.endswith(LEGAL_FORMS, 0, at)
