"""Which registered companies an article refers to: ambiguous names confirmed by context, denials dropped.

Every kept name is a ``Mention`` with its place in the stored text, the rule that kept it and a confidence.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from tasks.tag.confirm import WEAK, Confirmation
from tasks.tag.denials import DENYING_WORDS, is_denied
from tasks.tag.document import Document
from tasks.tag.matcher import Hit, Matcher, Sort
from tasks.tag.registers import Company
from tasks.tag.tuples import many_of

CONFIRMED_AT = 2.0
"""Sum of the weights of ``confirm`` from which an ambiguous name counts: one strong sign or two weak ones."""

_INTERVIEWER = re.compile(
    r"[ A-Za-z0-9+]{0,12}(?:編集部|記者|NEWS編集部|ニュース編集部)?の?(?:単独|独占|電話)?(?:取材|インタビュー|質問"
    r"|問い)(?:に|で|班|を受け|では)|(?:によると|が報じた|が伝えた|は報じた|は伝えた)"
    r"| (?:reported|first reported|reports)\b"
)


class Mention(NamedTuple):
    """One place where a registered company is named; offsets are those of ``Document.text``."""

    company_id: str
    start: int
    end: int
    rule: str
    """alias, product, or for ambiguous names the sign that confirmed them: context, elsewhere."""
    confidence: float


class CompanyTagger:
    """Finds the mentions of registered companies in a document."""

    def __init__(self, companies: tuple[Company, ...]) -> None:
        self.matcher = Matcher(companies)
        self._confirmation = Confirmation(companies)
        self._media = {
            company.id for company in companies if company.id == "itmedia" or "news" in company.name_en.lower()
        }

    def mentions(self, document: Document, hits: Sequence[Hit]) -> list[Mention]:
        """The mentions in order of place; ``hits`` are those of ``matcher`` in the document."""
        media, publisher = self._media, document.publisher
        hits = [
            hit
            for hit in hits
            # A medium that is named as the one that asks or reports is no part of the story.
            if (hit.name.company_id not in media and hit.name.company_id != publisher)
            or not _INTERVIEWER.match(document.view, hit.end)
        ]
        scores = self._scores(document, hits)
        known: set[str] = set()
        if scores:
            known = {hit.name.company_id for no, hit in enumerate(hits) if scores.get(no, CONFIRMED_AT) >= CONFIRMED_AT}
        kept: list[tuple[str, int, int, str, float]] = []
        for no, (start, end, name) in enumerate(hits):
            if name.sort is Sort.ALIAS:
                kept.append((name.company_id, start, end, "alias", 0.97))
            elif name.sort is Sort.PRODUCT:
                kept.append((name.company_id, start, end, "product", 0.9))
            elif scores[no] >= CONFIRMED_AT:
                kept.append((name.company_id, start, end, "context", min(0.95, 0.5 + scores[no] / 10)))
            elif scores[no] > -WEAK and name.company_id in known:
                kept.append((name.company_id, start, end, "elsewhere", 0.8))
        return _without_denied(document, many_of(Mention, kept))

    def _scores(self, document: Document, hits: Sequence[Hit]) -> dict[int, float]:
        """What speaks for each ambiguous hit, by its number; the whole text is asked only where it may decide."""
        scores = self._confirmation.scores(document, hits)
        far: dict[str, float] = {}
        for no, score in scores.items():
            if WEAK <= score < CONFIRMED_AT:
                company_id = hits[no].name.company_id
                if company_id not in far:
                    far[company_id] = self._confirmation.far_context(document, company_id)
                scores[no] = score + far[company_id]
        return scores


def _without_denied(document: Document, mentions: list[Mention]) -> list[Mention]:
    """Without the companies that are named only to say that they have nothing to do with it."""
    denied: dict[str, int] = defaultdict(int)
    for sentence in document.sentences_for(DENYING_WORDS) if mentions else ():
        for mention in mentions[_first_from(mentions, sentence.start) : _first_from(mentions, sentence.end)]:
            denied[mention.company_id] += is_denied(sentence, mention.start, mention.end)
    if not any(denied.values()):
        return mentions
    named = Counter(mention.company_id for mention in mentions)
    return [mention for mention in mentions if denied.get(mention.company_id) != named[mention.company_id]]


def _first_from(mentions: Sequence[Mention], offset: int) -> int:
    return bisect_left(mentions, offset, key=attrgetter("start"))
