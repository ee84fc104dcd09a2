"""Names of companies that no register holds.

Every run of name letters in the text is a candidate; what stands round it speaks for or against it (``name_grammar``),
the word itself does too (``name_shape``), and names listed beside a company are companies. The points of all places of
one name add up by kind of evidence; from ``unknown_name.NAMED_AT`` on it is given.
"""

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, field

from tasks.tag import name_grammar as grammar
from tasks.tag import word_classes as words
from tasks.tag.companies import Mention
from tasks.tag.document import Document
from tasks.tag.name_shape import (
    KATAKANA_WORD,
    LEGAL,
    NUMBER,
    ONLY_KANJI,
    RUN,
    ending_points,
    is_compound,
    is_headline_name,
    is_person_like,
    is_plausible,
    look_at,
    runs_of,
    trim,
)
from tasks.tag.names_en import english_candidates
from tasks.tag.unknown_name import NAMED_AT, UnknownName


@dataclass(slots=True)
class _Candidate:
    """What speaks for one name, kind by kind (the best of each kind counts), and where it was said."""

    points: dict[str, float] = field(default_factory=dict)
    places: list[tuple[int, int]] = field(default_factory=list)
    best: tuple[float, int, int] = (0.0, 0, 0)
    bare: int = 0

    def add(self, kind: str, points: float, start: int, end: int) -> None:
        if points > self.points.get(kind, 0.0) or points < 0:
            self.points[kind] = points if points > 0 else min(points, self.points.get(kind, 0.0))
        if points > self.best[0]:
            self.best = (points, start, end)

    @property
    def score(self) -> float:
        return sum(self.points.values())

    @property
    def rule(self) -> str:
        return max(self.points, key=lambda kind: self.points[kind])


def find_names(document: Document, mentions: list[Mention]) -> list[UnknownName]:
    """The unregistered company names of a Japanese or English article, in order of place."""
    if document.lang == "en":
        return english_candidates(document, mentions)
    return _Search(document, mentions).run()


class _Search:
    """One article's candidates."""

    def __init__(self, document: Document, mentions: list[Mention]) -> None:
        self.document = document
        self.view = document.view
        self.taken = [(m.start, m.end, m.rule) for m in mentions]
        self.candidates: dict[str, _Candidate] = defaultdict(_Candidate)
        self.is_business = bool(grammar.BUSINESS_ARTICLE.search(self.view))

    def run(self) -> list[UnknownName]:
        tokens = self._tokens()
        self._legal_forms()
        for start, end in tokens:
            self._weigh(start, end)
        self._headline()
        self._quoted_then_bare()
        self._lists(tokens)
        found = [
            UnknownName(name, c.rule, c.best[1], c.best[2], round(c.score, 2))
            for name, c in self.candidates.items()
            if c.score >= NAMED_AT
        ]
        return sorted(_without_parts(found), key=lambda name: name.start)

    def _is_taken(self, start: int, end: int) -> bool:
        return any(first < end and start < last for first, last, _ in self.taken)

    def _tokens(self) -> list[tuple[int, int]]:
        """Spans of name letters that may be a name by their own look."""
        spans: list[tuple[int, int]] = []
        view = self.view
        for run in runs_of(view):
            look = look_at(run.group())
            first = run.start()
            if look is None:
                # Most runs are common words; the character after them tells that at once.
                if view[run.end() : run.end() + 1] in _MAY_FOLLOW and (
                    (first and view[first - 1] == "の" and self._is_introduced_kanji(first, run.end()))
                    or self._is_compound_name(first, run.end())
                ):
                    spans.append((first, run.end()))
                continue
            start, end = first + look.start, first + look.end
            if words.COMPANY_ENDING.fullmatch(view, start, end) and view[start - 1 : start] == " ":
                continue  # ジャフコ グループ株式会社: the end of a longer name
            is_told = look.is_plausible or look.has_legal_form or grammar.RIGHT_SHA.match(view, end)
            if is_told and not self._is_taken(start, end):
                spans.append((start, end))
        return spans

    def _is_introduced_kanji(self, start: int, end: int) -> bool:
        """豆腐メーカーの相州豆腐店: kanji without a telling ending, after a noun that only a company follows."""
        name = self.view[start:end]
        return (
            _MIN_BARE_KANJI <= len(name) <= _MAX_BARE_KANJI
            and self.view[end : end + 1] in ("は", "が", "も")
            and ONLY_KANJI.fullmatch(name) is not None
            and name not in words.NOT_A_NAME
            and not is_compound(name)
            and not words.NOT_A_COMPANY_ENDING.search(name)
            and grammar.LEFT_COMPANY_NOUN.search(self.view[max(0, start - 10) : start]) is not None
        )

    def _is_compound_name(self, start: int, end: int) -> bool:
        """ルートラボ(大阪市): common words in one, where an address follows or it does what only companies do."""
        view = self.view
        after = view[end : end + 1]
        if after not in ("(", "は", "が") or not KATAKANA_WORD.fullmatch(view, start, end):
            return False
        name = view[start:end]
        if end - start < _MIN_COMPOUND or name in words.COMMON_KATAKANA or words.PERSON_NOUN.fullmatch(name):
            return False
        if after == "(":
            return grammar.RIGHT_ADDRESS.match(view, end) is not None
        return (
            grammar.LEFT_STRONG.search(view[max(0, start - 24) : start]) is not None
            and grammar.ONLY_COMPANIES_DO.search(self.document.sentence_at(start).text) is not None
        )

    def _weigh(self, start: int, end: int) -> None:
        view = self.view
        name = view[start:end]
        before, after = view[max(0, start - 24) : start], view[end : end + 70]
        if words.PERSON_AFTER.match(after):
            self.candidates[name].add("person", -3.0, start, end)
            return
        if after[:1] in "」』" and before[-1:] in "「『" and after:
            if grammar.LEFT_COMPANY_QUOTED.search(before):
                self.candidates[name].add("apposition", 2.0, start, end)
            return
        candidate = self.candidates[name]
        candidate.places.append((start, end))
        candidate.bare += 1
        for kind, points in grammar.evidence(before, after):
            candidate.add(kind, points, start, end)
        if before and before[-1] not in "\n、。「" and grammar.LEFT_PRODUCT.search(before):
            candidate.add("product", -1.0, start, end)
        if after[:1] in "はがもでに" and grammar.RIGHT_SUBJECT.match(after):
            sentence = self.document.sentence_at(start)
            is_first = start - sentence.start <= 1
            if grammar.DOES.search(sentence.text):
                candidate.add("subject", 1.0 if is_first else 0.7, start, end)
            if is_first and not sentence.is_title:
                candidate.add("opens", 0.6, start, end)
            elif not sentence.is_title and _OPENING_NOUN.fullmatch(view[sentence.start : start]):
                candidate.add("opens", 0.7, start, end)
        if is_person_like(name):
            candidate.add("person-like", -0.4, start, end)
        points = ending_points(name)
        if points:
            candidate.add("ending", points, start, end)
        if candidate.bare > 1:
            candidate.add("again", 0.4, start, end)

    def _legal_forms(self) -> None:
        """株式会社X: hiragana may belong to the name, so every place is read and the end that recurs wins."""
        for match in itertools.islice(grammar.LEGAL_PREFIX.finditer(self.view), _MAX_LEGAL_FORMS):
            start = match.end()
            if self._is_taken(start, start + 1) or any(s < start <= e for s, e, _ in self.taken):
                continue
            end = self._legal_end(start)
            name = self.view[start:end]
            if end - start >= 1 and not NUMBER.fullmatch(name) and name not in words.NOT_A_NAME:
                candidate = self.candidates[name]
                candidate.bare += 1
                candidate.places.append((start, end))
                candidate.add("legal-form", 3.0, start, end)

        for match in grammar.HIRAGANA_BEFORE_LEGAL.finditer(self.view):
            if not self._is_taken(*match.span("name")):
                self.candidates[match["name"]].add("legal-form", 3.0, *match.span("name"))

    def _legal_end(self, start: int) -> int:
        """Where the name after a legal form ends."""
        stop = grammar.HARD_STOP.search(self.view, start)
        limit = stop.start() if stop else len(self.view)
        chunk = self.view[start:limit]
        ends = [m.start() for m in grammar.SOFT_STOP.finditer(chunk) if m.start() > 0]
        if not ends:
            return limit
        # An end that punctuation confirms elsewhere is surer than the first particle.
        for at in sorted({*ends, len(chunk)}, reverse=True):
            name = re.escape(chunk[:at])
            if at >= 2 and re.search(
                rf"(?:^|[\n「。、]|{LEGAL}) ?{name}(?:[、。()「」\n]|$)", self.view[:start] + self.view[limit:]
            ):
                return start + at
        marked = [m.start() for m in re.finditer(r"[はが](?=$)", chunk)]
        whole = marked[0] if marked else len(chunk)
        # つむぎの里: の belongs to the name where little follows it and nothing else ends it.
        if whole <= grammar.MAX_PHRASE_NAME and re.fullmatch(
            r"[^はがをにで]{1,6}の[^のはがをにでと0-9][^のはがをにでと社]{0,2}", chunk[:whole]
        ):
            return start + whole
        run = RUN.match(self.view, start)
        if run is not None and run.end() - start in ends:
            return run.end()
        return start + (whole if re.fullmatch(r"[ぁ-んー]+", chunk[:whole]) else ends[0])

    def _headline(self) -> None:
        """「X、…」: the actor of a Japanese headline stands before the first comma, after what it is (検索AIのX)."""
        match = grammar.HEADLINE.match(self.view[: self.document.title_chars])
        if match is None:
            return
        start, end = match.span("name")
        parts = [(start, end)]
        joined = re.search(r"(?<=[^ぁ-ん])と(?=[^ぁ-ん])", match["name"])
        if joined:
            parts = [(start, start + joined.start()), (start + joined.end(), end)]
        for first, last in parts:
            described = re.search(r"の(?=[^の]{2,}$)", self.view[first:last])
            before = self.view[first : first + described.end()] if described else ""
            if re.match("[同当両各自]社の", before):
                return
            if described and (
                grammar.LEFT_STRONG.search(before)
                or grammar.LEFT_NOUN.search(before)
                or grammar.LEFT_COUNTRY.search(before)
            ):
                first += described.end()
            if ONLY_KANJI.fullmatch(self.view[first:last]) and before and not grammar.LEFT_STRONG.search(before):
                continue
            self._weigh_headline(first, last, comma=match["mark"] in ("、", " "))

    def _weigh_headline(self, start: int, end: int, *, comma: bool) -> None:
        span = trim(self.view, start, end)
        if span is None or self._is_taken(*span):
            return
        name = self.view[span[0] : span[1]]
        if not is_headline_name(name):
            return
        looks = is_plausible(name) and not ONLY_KANJI.fullmatch(name)
        if self._body_role(name) >= 1.0 and (looks or self.is_business or ending_points(name)):
            self.candidates[name].add("headline", 2.0, *span)
            self.candidates[name].bare += 1
        elif looks and comma:
            self.candidates[name].add("headline", 2.0 if KATAKANA_WORD.fullmatch(name) else 1.2, *span)
            self.candidates[name].bare += 1

    def _body_role(self, name: str) -> float:
        """1 where the body has the name as a subject, else 0."""
        pattern = (
            rf"(?:^|[\n。、のるた\s」』]|{LEGAL}){re.escape(name)}(?:社|様)?(?:は|が|も|、|では"
            rf"|\([^)]{{2,40}}\)(?:は|が))"
        )
        return 1.0 if re.search(pattern, self.view[self.document.title_chars :]) else 0.0

    def _quoted_then_bare(self) -> None:
        """A hiragana name that a headline quotes and the text then uses without quotes."""
        for match in grammar.QUOTED.finditer(self.view):
            name = match.group(1)
            bare = re.search(rf"(?:の|る|た){re.escape(name)}(?=は|が|、|\()", self.view)
            if bare is not None:
                before = self.view[max(0, bare.start() - 22) : bare.start() + 1]
                if grammar.LEFT_STRONG.search(before) or grammar.LEFT_VERB.search(before):
                    self.candidates[name].add("clause", 2.0, bare.start() + 1, bare.end())

    def _lists(self, tokens: list[tuple[int, int]]) -> None:
        """What is listed beside a company is a company."""
        view = self.view
        registered = {(start, end) for start, end, rule in self.taken if rule != "product"}
        said = {place for candidate in self.candidates.values() for place in candidate.places}
        entries = sorted({*tokens, *registered, *said})
        links = [
            (p, q)
            for p, q in itertools.pairwise(entries)
            if p[1] < q[0] <= p[1] + 54 and _is_list_gap(view[p[1] : q[0]])
        ]
        if not links:
            return
        named = {name for name, c in self.candidates.items() if c.score >= NAMED_AT}
        for _ in range(len(links)):
            grown = False
            for known, other in [*links, *((q, p) for p, q in links)]:
                name = view[other[0] : other[1]]
                is_new = known not in registered
                if other in registered or name in named or (is_new and view[known[0] : known[1]] not in named):
                    continue
                candidate = self.candidates[name]
                if candidate.points.get("person", 0.0) < 0:
                    continue
                counted = grammar.COUNT_AFTER.match(view, self._list_end(other[1]))
                candidate.add("list", 2.0 if is_new or counted else 1.8, *other)
                if candidate.score >= NAMED_AT:
                    named.add(name)
                    grown = True
            if not grown:
                return

    def _list_end(self, end: int) -> int:
        match = _TO_COUNT.match(self.view, end)
        return match.end() if match else end


_OPENING_NOUN = re.compile(r"\s*[一-鿿々ァ-ヺーA-Za-z0-9]{2,14}の")
"""歩行解析のX: what it does, right before its name, at the very beginning of a sentence."""
_MAX_LEGAL_FORMS = 300
"""A page of a register, not an article, has more; each is compared with the whole text."""
_MAY_FOLLOW = frozenset("はがも(")
_MIN_COMPOUND = 4
_MIN_BARE_KANJI, _MAX_BARE_KANJI = 3, 8
_TO_COUNT = re.compile(r"[^。\n]{0,60}?(?=(?:の|など)?[0-9]+社)")
_BRACKETED = re.compile(r"^\([^)]{1,40}\)")


def _is_list_gap(gap: str) -> bool:
    """Whether two names stand in one list: 、 or と between them, perhaps a legal form or what the second one is."""
    gap = _BRACKETED.sub("", gap) if gap[0] == "(" else gap
    return 0 < len(gap) <= 14 and grammar.LIST_GAP.fullmatch(gap) is not None


def _without_parts(found: list[UnknownName]) -> list[UnknownName]:
    """A name that only stands inside a longer given one is left out."""
    spans = [(name.start, name.end) for name in found]
    return [
        name
        for name in found
        if not any(s <= name.start and name.end <= e and (e - s) > (name.end - name.start) for s, e in spans)
    ]
