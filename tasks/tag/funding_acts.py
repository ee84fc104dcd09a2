"""The act that carries an amount in a Japanese sentence, or that the amount is of another kind."""

import re
from datetime import date

from tasks.tag import funding_grammar as grammar
from tasks.tag import funding_terms as terms
from tasks.tag.money import Money
from tasks.tag.rules import Passage

_ONLY_PLANNED = re.compile(r"(?:する)?へ(?:$|[、 ]|協議|交渉|動|準備)|か$|も$")
"""What follows the act in a headline that tells of an intention."""
_OTHER_MONEY = re.compile(r"補助|助成|削減|受注|買収|分の?$|分$")
_NAMED_BEFORE = re.compile(r"(?:増資|調達|融資|デット|クローズ|エクステンション)(?:で|、|に)?(?:計|総額|約)?$")
_NOT_DONE_AFTER = re.compile(r"へ|か|も|目標|規模へ")
_TO_BEFORE = re.compile(r"に(?:計|総額|約)?$")
_TO_AFTER = re.compile(r" |、|$|出資|投資")
_MONTH = re.compile(r"(1[0-2]|[1-9])月")
_RELATIVE = re.compile(r"(?:した|ていた)[一-龠ァ-ヶA-Za-z]")
_STILL_NEWS = 3
"""Months for which a round is told as news."""


def act_of(sentence: Passage, money: Money, next_start: int | None, published: date | None) -> str | None:
    """The words of the act that the amount belongs to, or None where it is another kind of amount.

    ``next_start`` is where the next amount of the sentence begins.
    """
    text = sentence.text
    before = text[max(0, money.start - grammar.NEAR) : money.start]
    is_parted = text.find("、", 0, money.start) >= 0
    clause = before[max(before.rfind("、"), before.rfind("。")) + 1 :] if is_parted else before
    if (
        grammar.NOT_THIS_BEFORE.search(clause[-22:])
        or grammar.CUMULATIVE_BEFORE.search(before[-30:])
        or grammar.GOODS.search(before)
        or (grammar.OBJECT_BEFORE.search(before) and grammar.BOUGHT_AFTER.match(text, money.end))
        or _is_old(before[-30:], text[money.end : money.end + 24], published)
    ):
        return None
    if grammar.AMOUNT_LAST.search(before):
        return before[-24:]
    limit = next_start if next_start is not None else len(text)
    match = grammar.ACT_AFTER.match(text, money.end)
    if match is None or match.start("act") >= limit or grammar.CUMULATIVE_AFTER.match(text, money.end):
        return _act_before(before, money, sentence)
    if sentence.is_title and _ONLY_PLANNED.match(match["rest"]):
        return None
    if grammar.NOT_DONE.match(match["rest"]) or _OTHER_MONEY.search(match["gap"]):
        return None
    return match["gap"] + match["act"] + match["rest"]


def _act_before(before: str, money: Money, sentence: Passage) -> str | None:
    """「X、シリーズAで5億円」, 「Xに14億円」: headlines and briefs leave the verb out."""
    after = sentence.text[money.end : money.end + 8]
    if not sentence.is_title and not grammar.ENDS_HERE.match(after):
        return None
    is_named = terms.read_round(sentence.piece(before[-24:])) is not None or _NAMED_BEFORE.search(before) is not None
    if is_named and not _NOT_DONE_AFTER.match(after):
        return "調達"
    if sentence.is_title and _TO_BEFORE.search(before) and _TO_AFTER.match(after):
        return "調達"
    return None


def is_background(sentence: Passage, start: int, end: int, published: date | None) -> bool:
    """Whether what stands at ``[start, end)`` of the sentence is told of an earlier year or as a name's attribute."""
    return _is_old(sentence.text[max(0, start - 30) : start], sentence.text[end : end + 24], published)


def _is_old(before: str, after: str, published: date | None) -> bool:
    """Told as background: an earlier year, or a year that a relative clause puts before a name."""
    matches = [*grammar.OLD.finditer(before)]
    if not matches:
        return False
    match = matches[-1]
    if match["year"] and published is not None:
        month = _MONTH.match(before, match.end())
        told = (published.year - int(match["year"])) * 12
        told += published.month - (int(month.group(1)) if month else 12 if told else published.month)
        return told > _STILL_NEWS
    return match["year"] is None or _RELATIVE.search(after) is not None
