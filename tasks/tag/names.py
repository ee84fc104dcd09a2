"""Names of companies that no register holds.

Every run of name letters in the text is a candidate; what stands round it speaks for or against it (``name_grammar``),
the word itself does too (``name_shape``), and names listed beside a company are companies. The points of all places of
one name add up by kind of evidence; from ``unknown_name.NAMED_AT`` on it is given.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from tasks.tag import name_grammar as grammar
from tasks.tag import name_legal as legal
from tasks.tag import word_classes as words
from tasks.tag.companies import Mention
from tasks.tag.document import Document
from tasks.tag.lazy import lazy
from tasks.tag.name_candidate import Candidate
from tasks.tag.name_lists import add_listed
from tasks.tag.name_runs import Run, runs_of
from tasks.tag.name_shape import (
    KATAKANA_WORD,
    LEGAL_FORMS,
    NUMBER,
    ONLY_KANJI,
    LookSort,
    ending_points,
    is_headline_name,
    is_person_like,
    is_plausible,
    look_at,
    trim,
)
from tasks.tag.names_en import english_candidates
from tasks.tag.taken import TakenSpans
from tasks.tag.unknown_name import NAMED_AT, UnknownName


def find_names(documents: Sequence[Document], mentions: Sequence[list[Mention]]) -> list[list[UnknownName]]:
    """Of each article, with its mentions, the unregistered company names in order of place.

    None in other languages than Japanese and English: to their grammar every word of German is a name in Japanese.
    """
    read = [*zip(documents, ([(m.start, m.end) for m in its] for its in mentions), strict=True)]
    japanese = [(document, spans) for document, spans in read if document.lang not in ("en", "other")]
    runs = iter(runs_of([document for document, _ in japanese], [spans for _, spans in japanese]))
    return [_names(document, named, runs) for document, named in zip(documents, mentions, strict=True)]


def _names(document: Document, mentions: list[Mention], runs: Iterator[list[Run]]) -> list[UnknownName]:
    """Those of one article; the next of the runs are its own where it is Japanese."""
    if document.lang == "other":
        return []
    if document.lang == "en":
        return english_candidates(document, mentions)
    return _Search(document, mentions).names_among(next(runs))


class _Search:
    """One article's candidates."""

    def __init__(self, document: Document, mentions: list[Mention]) -> None:
        self.document = document
        self.view = document.view
        self.mentions = mentions
        self.candidates: defaultdict[str, Candidate] = defaultdict(Candidate)

    @lazy
    def _is_taken(self) -> Callable[[int, int], bool]:
        """Whether a part of a span is a mention's; many articles need not know."""
        return TakenSpans([(m.start, m.end) for m in self.mentions]).overlap

    def names_among(self, runs: list[Run]) -> list[UnknownName]:
        """The names, from the runs of the article and what stands round them."""
        tokens = self._tokens(runs)
        self._legal_forms()
        for start, end in tokens:
            self._weigh(start, end)
        self._headline()
        self._quoted_then_bare()
        self._hiragana_headline()
        registered = {(m.start, m.end) for m in self.mentions if m.rule != "product"}
        add_listed(self.view, tokens, registered, self.candidates)
        found = [
            UnknownName(name, c.rule, c.best[1], c.best[2], round(c.score, 2))
            for name, c in self.candidates.items()
            if c.score >= NAMED_AT
        ]
        return sorted(_without_parts(found), key=lambda name: name.start)

    def _tokens(self, runs: list[Run]) -> list[tuple[int, int]]:
        """Spans of name letters that may be a name by their own look."""
        view = self.view
        tokens = []
        for (first, _), look in zip(runs, map(look_at, [view[first:last] for first, last in runs]), strict=True):
            if look is None:
                continue
            start, end, sort = first + look.start, first + look.end, look.sort
            if sort is LookSort.OWN:
                is_told = True
            elif sort is LookSort.MIXED:
                is_told = view.startswith("社", end) and grammar.RIGHT_SHA.match(view, end) is not None
            elif view[end : end + 1] not in _MAY_FOLLOW:
                is_told = False
            elif sort is LookSort.KANJI:
                is_told = self._is_introduced(start, end)
            else:
                is_told = self._is_company_like(start, end)
            if is_told and not self._is_taken(start, end) and not self._ends_a_name(sort, start, end):
                tokens.append((start, end))
        return tokens

    def _ends_a_name(self, sort: LookSort, start: int, end: int) -> bool:
        """ジャフコ グループ株式会社: the end of a longer name."""
        return (
            (sort is LookSort.OWN or sort is LookSort.MIXED)
            and self.view[start - 1 : start] == " "
            and words.COMPANY_ENDING.fullmatch(self.view, start, end) is not None
        )

    def _is_introduced(self, start: int, end: int) -> bool:
        """豆腐メーカーの相州豆腐店は, X(高知県本山町): after a noun that companies have, or before their seat."""
        view = self.view
        if view[end] == "(":
            return grammar.RIGHT_SEAT.match(view, end) is not None
        noun = grammar.LEFT_COMPANY_NOUN
        return view[start - 1] in noun.lasts and end - start >= _MIN_INTRODUCED and noun.stands_before(view, start)

    def _is_company_like(self, start: int, end: int) -> bool:
        """ルートラボ(大阪市): an address follows, or it does what only companies do."""
        view = self.view
        after = view[end : end + 1]
        if after == "(":
            return grammar.RIGHT_ADDRESS.match(view, end) is not None
        return (
            after in ("は", "が")
            and grammar.is_introduced(view[max(0, start - 24) : start])
            and grammar.ONLY_COMPANIES_DO.search(self.document.sentence_at(start).text) is not None
        )

    def _weigh(self, start: int, end: int) -> None:
        view = self.view
        name = view[start:end]
        before, after = view[max(0, start - 24) : start], view[end : end + 70]
        if words.PERSON_AFTER.match(after) and not grammar.RIGHT_OFFICER_NAMED.match(after):
            self.candidates[name].add("person", -3.0, start, end)
            return
        if after[:1] in "」』" and before[-1:] in "「『" and after:
            if grammar.LEFT_COMPANY_QUOTED.search(before):
                self.candidates[name].add("apposition", 2.0, start, end)
            elif grammar.RIGHT_RENAMED.match(after):
                self.candidates[name].add("renamed", 3.0, start, end)
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
            if is_first and grammar.IS_A_COMPANY.search(sentence.text):
                candidate.add("is-a-company", 1.4, start, end)
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
        """株式会社X and みなも株式会社."""
        view = self.view
        if not self.document.every_mark & legal.ANY_FORM.bit:
            return
        for start in legal.after_legal_form(view):
            # A company of the register reaches up to here or begins here.
            if self._is_taken(start - 1, start + 1):
                continue
            end = legal.end_after_legal_form(view, start)
            if end - start > 1 and view[end - 1] == "様":
                end -= 1
            name = view[start:end]
            if name and not NUMBER.fullmatch(name) and name not in words.NOT_A_NAME:
                candidate = self.candidates[name]
                candidate.bare += 1
                candidate.places.append((start, end))
                candidate.add("legal-form", 3.0, start, end)
        for start, end in legal.hiragana_before_legal_form(view):
            if not self._is_taken(start, end):
                self.candidates[view[start:end]].add("legal-form", 3.0, start, end)

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
                grammar.is_introduced(before) or grammar.LEFT_NOUN.search(before) or grammar.LEFT_COUNTRY.search(before)
            ):
                first += described.end()
            if ONLY_KANJI.fullmatch(self.view[first:last]) and before and not grammar.is_introduced(before):
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
        if self._is_subject_of_body(name) and (
            looks or ending_points(name) or grammar.BUSINESS_ARTICLE.search(self.view)
        ):
            self.candidates[name].add("headline", 2.0, *span)
            self.candidates[name].bare += 1
        elif looks and comma:
            self.candidates[name].add("headline", 2.0 if KATAKANA_WORD.fullmatch(name) else 1.2, *span)
            self.candidates[name].bare += 1

    def _is_subject_of_body(self, name: str) -> bool:
        """Whether the body has the name as a subject."""
        view, begin = self.view, self.document.title_chars
        return any(
            _SUBJECT_AFTER.match(view, at + len(name))
            and (
                at == begin
                or view[at - 1] in "。、のるた」』"
                or view[at - 1].isspace()
                or view.endswith(LEGAL_FORMS, begin, at)
            )
            for at in self._places_of(name, begin)
        )

    def _places_of(self, name: str, begin: int = 0) -> Iterator[int]:
        at = self.view.find(name, begin)
        while at >= 0:
            yield at
            at = self.view.find(name, at + 1)

    def _quoted_then_bare(self) -> None:
        """A hiragana name that a headline quotes and the text then uses without quotes."""
        view = self.view
        for match in itertools.chain.from_iterable(quoted.finditer(view) for quoted in grammar.QUOTED):
            name = match.group(1)
            for at in self._places_of(name, 1):
                end = at + len(name)
                if view[at - 1] in "のるた" and view[end : end + 1] in _BARE_AFTER:
                    before = view[max(0, at - 23) : at]
                    if grammar.is_introduced(before) or grammar.says_what_it_does(before):
                        self.candidates[name].add("clause", 2.0, at, end)
                    break

    def _hiragana_headline(self) -> None:
        """ほしくず、…: hiragana that a headline begins with and the text says the trade of (発達支援のほしくずは)."""
        view = self.view
        match = grammar.HIRAGANA_HEADLINE.match(view)
        if match is None:
            return
        name = match[1]
        for at in self._places_of(name, self.document.title_chars):
            before = view[max(0, at - 23) : at]
            if (
                view[at + len(name) : at + len(name) + 1] in _NAMES_ITSELF
                and (grammar.is_introduced(before) or grammar.LEFT_NOUN.search(before))
                and grammar.DOES.search(self.document.sentence_at(at).text)
            ):
                self.candidates[name].add("headline", 2.0, at, at + len(name))
                return


_OPENING_NOUN = re.compile(r"\s*[一-鿿々ァ-ヺーA-Za-z0-9]{2,14}の")
"""歩行解析のX: what it does, right before its name, at the very beginning of a sentence."""
_MAY_FOLLOW = frozenset("はがもとにをや、(")
"""A particle or a bracket follows common words that are a name."""
_NAMES_ITSELF = frozenset("はが")
_MIN_INTRODUCED = 3
_BARE_AFTER = frozenset("はが、(")
_SUBJECT_AFTER = re.compile(r"(?:社|様)?(?:は|が|も|、|では|\([^)]{2,40}\)(?:は|が))")


def _without_parts(found: list[UnknownName]) -> list[UnknownName]:
    """A name that only stands inside a longer given one is left out."""
    spans = [(name.start, name.end) for name in found]
    return [
        name
        for name in found
        if not any(s <= name.start and name.end <= e and (e - s) > (name.end - name.start) for s, e in spans)
    ]
