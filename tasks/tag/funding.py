"""Funding claims: the rounds and loans that an article announces as done.

Read sentence by sentence: an amount, the act that carries it, who raised (the direction of the verb decides), then what
the rest of the story says of the round, its investors and its day. Totals, valuations, subsidies, market figures, plans
and denied rumours have amounts too; the words round the amount tell them apart.
"""

import re
from collections.abc import Sequence
from datetime import date

from tasks.tag import funding_grammar as grammar
from tasks.tag import funding_terms as terms
from tasks.tag.companies import Mention
from tasks.tag.document import Document
from tasks.tag.funding_acts import act_of, is_background
from tasks.tag.funding_claim import Draft, FundingClaim
from tasks.tag.funding_en import EnglishFundingReader
from tasks.tag.funding_parties import read_parties
from tasks.tag.funding_raiser import Raisers
from tasks.tag.lazy import lazy
from tasks.tag.money import MOST_AMOUNTS, Money, find_money
from tasks.tag.organisations import Organisations
from tasks.tag.rules import Passage, Story
from tasks.tag.unknown_name import UnknownName

_SPEAKS_AGAINST = grammar.NOT_DONE_SENTENCE.bit | grammar.STATISTICS.bit | grammar.RUMOUR.bit
"""What tells that an amount is no news of a round."""
_ADDED = re.compile(r"(?:を|の)?追加")
_LISTED = re.compile(rf"{grammar.SUFFIX}、")
_PART_BEFORE = re.compile(r"(?:増資|株式|融資|借り入れ|デット|出資|エクイティ|回)(?:で|が|は)(?:約|計)?$")


class FundingReader:
    """Reads one article."""

    def __init__(
        self, document: Document, sentences: list[Passage], mentions: list[Mention], names: list[UnknownName]
    ) -> None:
        self.document = document
        self.sentences = sentences
        self._article = Story(sentences)
        self._mentions, self._names = mentions, names

    @lazy
    def organisations(self) -> Organisations:
        """Who is named; needed only where a sentence tells of a round."""
        return Organisations(self.document, self._mentions, self._names)

    @lazy
    def _raisers(self) -> Raisers:
        return Raisers(self.document, self.sentences, self.organisations)

    @lazy
    def _is_denied(self) -> bool:
        return self._article.search(grammar.DENIED) is not None

    def claims(self) -> list[FundingClaim]:
        """The claims in order of place."""
        told = [s for s in self.sentences if s.marks & grammar.TOLD == grammar.TOLD and s.search(grammar.GATE)]
        drafts = [draft for sentence in told if not sentence.is_title for draft in self._read(sentence)]
        if not any(draft.money for draft in drafts):
            titles = [draft for sentence in told if sentence.is_title for draft in self._read(sentence)]
            recalled = self._recalled(told) if titles else set()
            drafts = [draft for draft in titles if draft.money and draft.money.amount not in recalled] or drafts
        if not drafts:
            drafts = self._without_amount()
        drafts = _distinct(drafts)
        return [self._finish(draft, drafts) for draft in drafts]

    def _recalled(self, told: Sequence[Passage]) -> set[float]:
        """The amounts that the body tells as background or no news; a headline with one of them tells none either."""
        return {
            money.amount
            for sentence in told
            if not sentence.is_title
            for money in find_money(sentence.text)
            if self._is_no_news(sentence) or is_background(sentence, money.start, money.end, self.document.published)
        }

    def _read(self, sentence: Passage) -> list[Draft]:
        """The claims of one sentence."""
        if self._is_no_news(sentence):
            return []
        amounts = [m for m in find_money(sentence.text) if not m.is_conversion]
        if len(amounts) > MOST_AMOUNTS:
            return []
        acts: list[tuple[Money, str]] = []
        for no, money in enumerate(amounts):
            next_start = amounts[no + 1].start if no + 1 < len(amounts) else None
            act = act_of(sentence, money, next_start, self.document.published)
            if act is not None:
                acts.append((money, act))
        acts = self._with_elided(sentence, amounts, acts)
        totals = [
            (m, act)
            for m, act in acts
            if grammar.TOTAL_BEFORE.search(sentence.text[max(0, m.start - grammar.NEAR) : m.start])
            or _starts_total(sentence.text, m)
        ]
        added = [(m, act) for m, act in acts if _ADDED.match(sentence.text, m.end)]
        if added and totals:
            # 2億円を追加し、総額12億円: the total counts money that was public before.
            acts, totals = added, []
        elif totals and len(acts) > 1:
            acts = totals[-1:]
        drafts = []
        for money, act in acts:
            company = self._raisers.raiser(sentence, sentence.start + money.start, act)
            given = None
            if len(acts) > 1:
                given = self._raisers.given_right_before(sentence, money) if grammar.GIVES.search(act) else None
                company = given or self._raisers.own_subject(sentence, money) or company
            if company is not None:
                segment = sentence.text if len(acts) == 1 else _segment(sentence.text, money, amounts)
                giver = self._raisers.subject(sentence, sentence.start + money.start) if given else None
                drafts.append(Draft(company, money, sentence, segment, bool(totals), len(acts) > 1, giver))
        return drafts

    def _is_no_news(self, sentence: Passage) -> bool:
        if not sentence.marks & _SPEAKS_AGAINST and not self._is_denied:
            return False
        if sentence.search(grammar.NOT_DONE_SENTENCE) or sentence.search(grammar.STATISTICS):
            return True
        if sentence.search(grammar.RUMOUR) and not self._article.search(grammar.CONFIRMED):
            return True
        return self._is_denied and (sentence.is_title or self._article.search(grammar.RUMOUR) is not None)

    def _with_elided(
        self, sentence: Passage, amounts: list[Money], acts: list[tuple[Money, str]]
    ) -> list[tuple[Money, str]]:
        """「AはシリーズAで7億円、BがプレシリーズAで2億円、Cは12億円を得た」: the last verb holds for all."""
        if not acts or len(amounts) < 2:
            return acts
        done = {money.start for money, _ in acts}
        last_act = acts[-1][1]
        extra = []
        for money in amounts:
            if money.start in done or money.start > acts[-1][0].start:
                continue
            before = sentence.text[: money.start]
            if _LISTED.match(sentence.text, money.end) and not grammar.NOT_THIS_BEFORE.search(before[-16:]):
                own = self._raisers.own_subject(sentence, money)
                if own is not None or _PART_BEFORE.search(before):
                    extra.append((money, last_act))
        return sorted([*acts, *extra], key=lambda pair: pair[0].start)

    def _without_amount(self) -> list[Draft]:
        """A raise carried out whose amount the company keeps back."""
        if not self._article.search(grammar.UNDISCLOSED) or not self._article.search(grammar.GATE):
            return []
        for sentence in self.sentences:
            match = sentence.search(grammar.DONE_WITHOUT_AMOUNT)
            if (
                match is None
                or sentence.is_title
                or self._is_no_news(sentence)
                or grammar.NOT_DONE.match(sentence.text[match.end() :])
                or find_money(sentence.text)
            ):
                continue
            if is_background(sentence, *match.span(), self.document.published):
                continue
            company = self._raisers.raiser(
                sentence, sentence.start + match.start(), match.group() + sentence.text[match.end() : match.end() + 6]
            )
            if company is not None:
                return [Draft(company, None, sentence, sentence.text)]
        return []

    def _finish(self, draft: Draft, drafts: list[Draft]) -> FundingClaim:
        story = self._story_of(draft, drafts)
        raisers = {d.company.key for d in drafts}
        parties = read_parties(story, self.organisations, raisers)
        if draft.giver is not None:
            parties.add(draft.giver, raisers)
        whole = Story(story)
        near = draft.sentence.piece(draft.segment)
        is_alone = len(drafts) == 1
        round_name = terms.read_round(near) or (terms.read_round(whole) if is_alone else None)
        is_loan = terms.read_instrument(near, Story([]), has_investors=False, is_total=draft.is_total) == "debt"
        if is_alone or not is_loan:
            round_name = round_name or (terms.read_round(whole) if not draft.shares_sentence and not is_loan else None)
        if round_name is None:
            round_name = "debt" if is_loan else "extension" if terms.is_extension(whole) else None
        investors = tuple(parties.investors)
        money = draft.money
        start, end = _stripped(self.document.text, draft.sentence)
        return FundingClaim(
            company=draft.company.key,
            is_registered=draft.company.is_registered,
            amount=money.amount if money else None,
            amount_max=money.amount_max if money else None,
            currency=money.currency if money else None,
            round=round_name,
            tranche=terms.read_tranche(near) or (terms.read_tranche(self._done(story)) if is_alone else None),
            instrument=terms.read_instrument(
                near,
                whole if is_alone else near,
                has_investors=bool(investors),
                is_total=draft.is_total,
            ),
            investors=investors,
            lead=parties.lead,
            announced_on=self._announced_on(draft, story),
            start=start,
            end=end,
        )

    def _done(self, story: list[Passage]) -> Story:
        """What the story and the title tell as done."""
        title = [sentence for sentence in self.sentences[:1] if sentence.is_title]
        ahead = grammar.AHEAD
        return Story([*[s for s in story if not (s.marks & ahead.bit and s.search(ahead))], *title])

    @lazy
    def _telling(self) -> list[Passage]:
        """The sentences but those on whole markets."""
        if not self._article.may_match(grammar.STATISTICS):
            return self.sentences
        return [sentence for sentence in self.sentences if not sentence.search(grammar.STATISTICS)]

    def _story_of(self, draft: Draft, drafts: list[Draft]) -> list[Passage]:
        """The sentences that may speak of this claim: all, or, among several claims, its own and those that name it."""
        sentences = self._telling
        if len(drafts) == 1:
            others = [s for s in sentences if s.no != draft.sentence.no]
            return [draft.sentence, *(s for s in others if not s.is_title), *(s for s in others[:1] if s.is_title)]
        if draft.shares_sentence:
            view = self.document.view
            own_at = view.find(draft.segment, draft.sentence.start)
            own = draft.sentence._replace(
                start=own_at, end=own_at + len(draft.segment), text=draft.segment, is_title=False
            )
            named = [
                s
                for s in sentences
                if s.no != draft.sentence.no
                and not s.is_title
                and any(o.key == draft.company.key for o in self.organisations.within(s.start, s.end))
            ]
            return [own, *named]
        other_claims = {d.sentence.no for d in drafts if d is not draft}
        story = [draft.sentence]
        for sentence in sentences:
            if sentence.no > draft.sentence.no and not sentence.is_title:
                if sentence.no in other_claims:
                    break
                story.append(sentence)
        return story

    def _announced_on(self, draft: Draft, story: list[Passage]) -> date | None:
        published = self.document.published
        found = terms.read_day(draft.sentence, published)
        if found is not None:
            return found
        for sentence in story:
            if (
                sentence.marks & grammar.ANNOUNCES.bit
                and sentence.no != draft.sentence.no
                and not sentence.is_title
                and sentence.search(grammar.ANNOUNCES)
            ):
                found = terms.read_day(sentence, published)
                if found is not None:
                    return found
        return None


def _starts_total(text: str, money: Money) -> bool:
    """The total sign was read as part of the amount."""
    return text.startswith(("計", "総額", "合計", "合わせて"), money.start)


def _segment(text: str, money: Money, amounts: list[Money]) -> str:
    """From the comma after the amount before to the end of this amount's clause."""
    before = [m.end for m in amounts if m.end <= money.start]
    start = max(before, default=0)
    comma_end = text.find("、", start) + 1 if start else 0
    begin = comma_end if 0 < comma_end <= money.start else start
    after = text.find("、", money.end)
    return text[begin : after if after > 0 else len(text)]


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """Each claim once: the same company with the same amount is one claim told twice."""
    kept: list[Draft] = []
    for draft in drafts:
        for other in kept:
            same_company = other.company.key == draft.company.key
            if same_company and other.money and draft.money and other.money.amount == draft.money.amount:
                break
        else:
            kept.append(draft)
    return kept


def _stripped(text: str, sentence: Passage) -> tuple[int, int]:
    raw = text[sentence.start : sentence.end]
    start = sentence.start + len(raw) - len(raw.lstrip())
    return start, start + len(raw.strip().rstrip("。"))


def read_funding(
    documents: Sequence[Document], mentions: Sequence[list[Mention]], names: Sequence[list[UnknownName]]
) -> list[list[FundingClaim]]:
    """Of each article, with its mentions and new names, the claims in order of place."""
    return [
        _reader(document, its, unknown).claims() if grammar.may_announce(document) else []
        for document, its, unknown in zip(documents, mentions, names, strict=True)
    ]


def _reader(
    document: Document, mentions: list[Mention], names: list[UnknownName]
) -> FundingReader | EnglishFundingReader:
    reader = EnglishFundingReader if document.lang == "en" else FundingReader
    return reader(document, document.sentences, mentions, names)
