"""Funding claims: the rounds and loans that an article announces as done.

Read sentence by sentence: an amount, the act that carries it, who raised (the direction of the verb decides), then what
the rest of the story says of the round, its investors and its day. Totals, valuations, subsidies, market figures, plans
and denied rumours have amounts too; the words round the amount tell them apart.
"""

import re
from datetime import date

from tasks.tag import funding_grammar as grammar
from tasks.tag import funding_terms as terms
from tasks.tag.companies import Mention
from tasks.tag.document import Document, Sentence
from tasks.tag.funding_claim import Draft, FundingClaim
from tasks.tag.funding_en import EnglishFundingReader
from tasks.tag.funding_parties import read_parties
from tasks.tag.funding_raiser import Raisers
from tasks.tag.money import Money, find_money
from tasks.tag.organisations import Organisations
from tasks.tag.unknown_name import UnknownName


class FundingReader:
    """Reads one article."""

    def __init__(self, document: Document, mentions: list[Mention], names: list[UnknownName]) -> None:
        self.document = document
        self.organisations = Organisations(document, mentions, names)
        self._raisers = Raisers(document, self.organisations)
        self._is_denied = grammar.DENIED.search(document.view) is not None

    def claims(self) -> list[FundingClaim]:
        """The claims in order of place."""
        sentences = self.document.sentences
        body = [s for s in sentences if not s.is_title]
        told = self._told_of_money()
        drafts = [draft for sentence in body if sentence.no in told for draft in self._read(sentence)]
        if not any(draft.money for draft in drafts):
            drafts = [d for s in sentences if s.is_title and s.no in told for d in self._read(s)] or drafts
        if not drafts:
            drafts = self._without_amount(body)
        drafts = _distinct(drafts)
        return [self._finish(draft, drafts) for draft in drafts]

    def _told_of_money(self) -> set[int]:
        """The sentences with a word of the gate, found in one pass over the text."""
        return {self.document.sentence_at(start).no for start in grammar.gate_places(self.document.view)}

    def _read(self, sentence: Sentence) -> list[Draft]:
        """The claims of one sentence."""
        if self._is_no_news(sentence):
            return []
        amounts = [m for m in find_money(sentence.text) if not m.is_conversion]
        acts: list[tuple[Money, str]] = []
        for no, money in enumerate(amounts):
            act = self._act_of(sentence, money, amounts[no + 1].start if no + 1 < len(amounts) else None)
            if act is not None:
                acts.append((money, act))
        acts = self._with_elided(sentence, amounts, acts)
        totals = [
            (m, act)
            for m, act in acts
            if grammar.TOTAL_BEFORE.search(sentence.text[: m.start]) or _starts_total(sentence.text, m)
        ]
        added = [(m, act) for m, act in acts if re.match(r"(?:を|の)?追加", sentence.text[m.end :])]
        if added and totals:
            # 2億円を追加し、総額12億円: the total counts money that was public before.
            acts, totals = added, []
        elif totals and len(acts) > 1:
            acts = totals[-1:]
        drafts = []
        for money, act in acts:
            company = self._raisers.raiser(sentence, sentence.start + money.start, act)
            if len(acts) > 1:
                company = self._raisers.own_subject(sentence, money) or company
            if company is not None:
                segment = sentence.text if len(acts) == 1 else _segment(sentence.text, money, amounts)
                drafts.append(Draft(company, money, sentence, segment, bool(totals), len(acts) > 1))
        return drafts

    def _is_no_news(self, sentence: Sentence) -> bool:
        text = sentence.text
        if grammar.NOT_DONE_SENTENCE.search(text) or grammar.STATISTICS.search(text):
            return True
        if grammar.RUMOUR.search(text) and not grammar.CONFIRMED.search(self.document.view):
            return True
        return self._is_denied and (sentence.is_title or grammar.RUMOUR.search(self.document.view) is not None)

    def _act_of(self, sentence: Sentence, money: Money, next_start: int | None) -> str | None:
        """The words of the act that the amount belongs to, or None where it is another kind of amount."""
        text = sentence.text
        before = text[: money.start]
        clause = re.split(r"[、。](?=[^、。]*$)", before)[-1] if "、" in before else before
        if (
            grammar.NOT_THIS_BEFORE.search(clause[-22:])
            or grammar.CUMULATIVE_BEFORE.search(before[-30:])
            or grammar.GOODS.search(before)
            or (grammar.OBJECT_BEFORE.search(before) and grammar.BOUGHT_AFTER.match(text, money.end))
        ):
            return None
        if self._is_old(before, text[money.end :]):
            return None
        if grammar.AMOUNT_LAST.search(before):
            return before[-24:]
        limit = next_start if next_start is not None else len(text)
        match = grammar.ACT_AFTER.match(text, money.end)
        if match is None or match.start("act") >= limit or grammar.CUMULATIVE_AFTER.match(text, money.end):
            return self._act_before(before, text, money, sentence)
        if sentence.is_title and re.match(r"(?:する)?へ(?:$|[、 ]|協議|交渉|動|準備)|か$|も$", match["rest"]):
            return None
        if grammar.NOT_DONE.match(match["rest"]) or re.search(r"補助|助成|削減|受注|買収|分の?$|分$", match["gap"]):
            return None
        return match["gap"] + match["act"] + match["rest"]

    def _act_before(self, before: str, text: str, money: Money, sentence: Sentence) -> str | None:
        """「X、シリーズAで5億円」, 「Xに14億円」: headlines and briefs leave the verb out."""
        after = text[money.end : money.end + 8]
        if not sentence.is_title and not grammar.ENDS_HERE.match(after):
            return None
        named = terms.read_round(before[-24:]) or re.search(
            r"(?:増資|調達|融資|デット|クローズ|エクステンション)(?:で|、|に)?(?:計|総額|約)?$", before
        )
        if named and not re.match(r"(?:へ|か|も|目標|規模へ)", after):
            return "調達"
        if sentence.is_title and re.search(r"に(?:計|総額|約)?$", before) and re.match(r" |、|$|出資|投資", after):
            return "調達"
        return None

    def _is_old(self, before: str, after: str) -> bool:
        """Told as background: an earlier year, or a year that a relative clause puts before a name."""
        matches = list(grammar.OLD.finditer(before[-30:]))
        if not matches:
            return False
        match = matches[-1]
        if match["year"] and self.document.published is not None:
            month = re.match(r"(1[0-2]|[1-9])月", before[-30:][match.end() :])
            told = (self.document.published.year - int(match["year"])) * 12
            told += self.document.published.month - (
                int(month.group(1)) if month else 12 if told else self.document.published.month
            )
            return told > 3
        return match["year"] is None or re.search(r"(?:した|ていた)[一-龠ァ-ヶA-Za-z]", after[:24]) is not None

    def _with_elided(
        self, sentence: Sentence, amounts: list[Money], acts: list[tuple[Money, str]]
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
            if re.match(rf"{grammar.SUFFIX}、", sentence.text[money.end :]) and not grammar.NOT_THIS_BEFORE.search(
                before[-16:]
            ):
                own = self._raisers.own_subject(sentence, money)
                parts = re.search(
                    r"(?:増資|株式|融資|借り入れ|デット|出資|エクイティ|回)(?:で|が|は)(?:約|計)?$", before
                )
                if own is not None or parts:
                    extra.append((money, last_act))
        return sorted([*acts, *extra], key=lambda pair: pair[0].start)

    def _without_amount(self, body: list[Sentence]) -> list[Draft]:
        """A raise carried out whose amount the company keeps back."""
        if not grammar.UNDISCLOSED.search(self.document.view):
            return []
        for sentence in body:
            match = grammar.DONE_WITHOUT_AMOUNT.search(sentence.text)
            if (
                match is None
                or self._is_no_news(sentence)
                or grammar.NOT_DONE.match(sentence.text[match.end() :])
                or find_money(sentence.text)
            ):
                continue
            if self._is_old(sentence.text[: match.start()], sentence.text[match.end() :]):
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
        whole = "".join(s.text for s in story)
        done = "".join(s.text for s in story if not grammar.AHEAD.search(s.text))
        is_alone = len(drafts) == 1
        round_name = terms.read_round(draft.segment) or (terms.read_round(whole) if is_alone else None)
        is_loan = terms.read_instrument(draft.segment, "", has_investors=False, is_total=draft.is_total) == "debt"
        if is_alone or not is_loan:
            round_name = round_name or (terms.read_round(whole) if not draft.shares_sentence and not is_loan else None)
        if round_name is None:
            round_name = "debt" if is_loan else "extension" if terms.is_extension(whole) else None
        title = "" if not is_alone else self.document.view[: self.document.title_chars]
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
            tranche=terms.read_tranche(draft.segment) or (terms.read_tranche(done + title) if is_alone else None),
            instrument=terms.read_instrument(
                draft.segment,
                whole if is_alone else draft.segment,
                has_investors=bool(investors),
                is_total=draft.is_total,
            ),
            investors=investors,
            lead=parties.lead,
            announced_on=self._announced_on(draft, story),
            start=start,
            end=end,
        )

    def _story_of(self, draft: Draft, drafts: list[Draft]) -> list[Sentence]:
        """The sentences that may speak of this claim: all, or, among several claims, its own and those that name it."""
        sentences = [s for s in self.document.sentences if not grammar.STATISTICS.search(s.text)]
        if len(drafts) == 1:
            return sorted(sentences, key=lambda s: (s.no != draft.sentence.no, s.is_title, s.no))
        if draft.shares_sentence:
            view = self.document.view
            own_at = view.find(draft.segment, draft.sentence.start)
            own = Sentence(draft.sentence.no, own_at, own_at + len(draft.segment), draft.segment, is_title=False)
            named = [
                s
                for s in sentences
                if s.no != draft.sentence.no
                and not s.is_title
                and any(o.key == draft.company.key for o in self.organisations.within(s.start, s.end))
            ]
            return [own, *named]
        others = {d.sentence.no for d in drafts if d is not draft}
        story = [draft.sentence]
        for sentence in sentences:
            if sentence.no > draft.sentence.no and not sentence.is_title:
                if sentence.no in others:
                    break
                story.append(sentence)
        return story

    def _announced_on(self, draft: Draft, story: list[Sentence]) -> date | None:
        published = self.document.published
        found = terms.read_day(draft.sentence.text, published)
        if found is not None:
            return found
        for sentence in story:
            if (
                sentence.no != draft.sentence.no
                and not sentence.is_title
                and re.search(
                    r"発表|公表|明らか|払い込|完了|実施|調達|出資|契約|決議|締結|決め|引き?受け|増資|announce|said",
                    sentence.text,
                )
            ):
                found = terms.read_day(sentence.text, published)
                if found is not None:
                    return found
        return None


def _starts_total(text: str, money: Money) -> bool:
    """The total sign was read as part of the amount."""
    return re.match(r"計|総額|合計|合わせて", text[money.start :]) is not None


def _segment(text: str, money: Money, amounts: list[Money]) -> str:
    """From the comma after the amount before to the end of this amount's clause."""
    before = [m.end for m in amounts if m.end <= money.start]
    start = max(before, default=0)
    comma = re.compile(r"[^、]*?、").match(text, start) if start else None
    begin = comma.end() if comma and comma.end() <= money.start else start
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


def _stripped(text: str, sentence: Sentence) -> tuple[int, int]:
    raw = text[sentence.start : sentence.end]
    start = sentence.start + len(raw) - len(raw.lstrip())
    return start, start + len(raw.strip().rstrip("。"))


def read_funding(document: Document, mentions: list[Mention], names: list[UnknownName]) -> list[FundingClaim]:
    """The claims of an article; most articles pass the gate at once with none."""
    if not grammar.gate_places(document.view):
        return []
    if document.lang == "en":
        return EnglishFundingReader(document, mentions, names).claims()
    return FundingReader(document, mentions, names).claims()
