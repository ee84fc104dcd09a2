"""Funding claims of English articles."""

import itertools
import re

from tasks.tag import funding_grammar as grammar
from tasks.tag import funding_terms as terms
from tasks.tag.companies import Mention
from tasks.tag.document import Document
from tasks.tag.funding_claim import FundingClaim
from tasks.tag.funding_en_parties import read_english_parties
from tasks.tag.lazy import lazy
from tasks.tag.money import MOST_AMOUNTS, Money, find_money
from tasks.tag.organisations import Organisation, Organisations
from tasks.tag.rules import RULES, Passage, Story
from tasks.tag.unknown_name import UnknownName

_GOT = re.compile(
    r"\b(?:raise[sd]?|raising|secure[sd]?|close[sd]?|land(?:s|ed)|bag(?:s|ged)|pick(?:s|ed) up|receive[sd]?|net(?:s"
    r"|ted)|pull(?:s|ed) in|obtain(?:s|ed)?|complete[sd]?|collect(?:s|ed)|borrow(?:s|ed)?|draw(?:s|n)|drew|win|won"
    r"|attract(?:s|ed)|brought in|took out|has taken)\b"
)
_GAVE = re.compile(r"\b(?:invest(?:s|ed)?|put(?:s)?|lent|lends|pour(?:s|ed)|inject(?:s|ed)|commit(?:s|ted))\b")
_ROUND_NOUN = re.compile(
    r"\b(?:round|funding|financing|Series [A-K]|seed|pre-seed|raise|loan|debt|credit|equity|SAFE|convertible|bond"
    r"|extension|capital|investment)\b"
)
_EXTENDS = re.compile(r"\bextend(?:s|ed)? (?:its )?(?:Series [A-K]|seed|round)")
_NOT_BEFORE = re.compile(
    r"\b(?:total(?:s|ed|ing|led)?(?: raised| funding)?(?: to date)?(?: to| of)?|to date|so far|cumulative|altogether"
    r"|valu(?:ed|ation|ing)(?: \w+){0,4}|worth|market cap\w*(?: \w+){0,3}|revenue(?: \w+){0,3}|ARR(?: \w+){0,2}"
    r"|sales(?: \w+){0,2}|profit|grants?(?: \w+){0,2}|subsid\w+(?: \w+){0,4}|budget(?: \w+){0,3}|fund of"
    r"|contract(?: \w+){0,3}|order(?: \w+){0,2}|prize(?: \w+){0,2}|price(?: \w+){0,2}|for|average(?: \w+){0,3}"
    r"|bringing (?:its|the) total(?: \w+){0,4}) ?(?:about |around |nearly |roughly |some |up to |more than |over )?$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r" ?(?:\([^)]*\) )?(?:in total|to date|so far|in all|valuation|fund\b(?!ing)|in revenue|in sales|contract|order"
    r"|subsid\w+|grants?\b|prize|budget|a year|annually|worth of|in government|since (?:its )?(?:founding|inception"
    r"|20[0-9]{2}))"
)
_NO_NEWS = RULES.rule(
    r"\b(?:seek(?:s|ing)?|in talks|talks to|plans? to (?:raise|borrow|seek)|planning to raise|aim(?:s|ing) to raise"
    r"|hopes? to raise|hoping to raise|consider(?:s|ing)|explor(?:es|ing)|may raise|might|could raise|would raise"
    r"|wants to raise|looking to raise|expected to raise|reportedly|rumou?r\w*|denie[sd]|not true|no truth"
    r"|crowdfund\w*|Kickstarter|IPO|initial public offering|went public|listing|refinanc\w+|repa(?:y|id|ys)"
    r"|redeem\w*|acquir\w+|bought|buys|acquisition|buy-?back|settle\w*|donat\w+|budget request|if it (?:raises"
    r"|raised)|had hoped|failed to|last year|years ago|in 20[01][0-9]|earlier round)\b|\b(?:clos(?:e|es|ed|ing)"
    r"|launch\w*|rais(?:e|es|ed|ing)"
    r"|set(?:s|ting)? up|form(?:s|ed)|establish\w*|unveil\w*|start(?:s|ed)|debut\w*)\b[^.,;]{0,40} fund\b(?!ing)"
    r"|sources? (?:said|familiar)|people familiar|market (?:size|research)"
    r"|start-?ups (?:in Japan )?(?:raised|collected)|Japanese start-?ups|\btogether (?:rais|secur|collect|attract)\w+"
    r"|\b(?:two|three|four|five|several|[0-9]+)\b[^.;]{0,30}(?:companies|firms|start-?ups)[^.;]{0,24} together\b"
)
_OWN_VERB = re.compile(
    r"(?:,? (?:Inc|Corp|Ltd|Co|K\.K)\b\.?)?(?: \([^()]{1,40}\))?,?(?: (?:said|says|announced"
    r"|has announced)\b[^.;]{0,24}?"
    r"(?:\bit|\bthat it|they))?(?: has| had| have)?(?: also| successfully| just| now)? $"
)
"""Between the raiser and its verb: X said on Monday it has, X Inc. (Osaka) has."""
_PRONOUN = re.compile(r"(?:It|The (?:company|start-?up|firm)|They)\b")
_CUMULATIVE = re.compile(r"(?:To date|So far|Until now|Altogether|In all|Since (?:its )?\w+),? ")
"""Openings of a sentence that adds up what was raised before."""
_DATED = re.compile(
    r"[^,;]*?\b(?:in|of|during|by|back in)(?: (?:early|mid|late"
    r"|the \w+(?: \w+)? of))?(?:[- ](?P<month>[A-Z][a-z]{2})[a-z]*)?"
    r" (?P<year>20[0-9]{2})\b"
)
_DATED_BEFORE = re.compile(
    r"(?:^|[,;] |\b[Aa]fter )[Ii]n(?: (?P<month>[A-Z][a-z]{2})[a-z]*)? (?P<year>20[0-9]{2}),? [^;]*$"
)
"""When the amount was raised, told after it or at the head of its sentence."""
_ANOTHER_ACT = re.compile(
    r"\b(?:founded|established|launched|set up|started|incorporated|created|spun|born|based|led by|from)\b"
)
_RECALLED = re.compile(
    r", (?:which|that|who) (?:had |has )?(?:previously |earlier |already )?(?:[a-z]+ed|won|drew|took)\b[^,]*$"
)
_RECENT = re.compile(r"\b(?:today|yesterday|this (?:week|month|year)|last (?:week|month)|on \w+day|just)\b")
_CONFIRMED = RULES.rule(r"\b(?:confirmed|announced|said it has|in a statement)\b")

_REACH = 240
"""Characters round an amount that tell when it was raised: no sentence of news is longer."""
_STILL_NEWS = 3
"""Months for which a round is told as news."""


_PARTS = re.compile(
    r"\b(?:with|including|comprising|consist\w+ of|made up of|of which|split)\b[^.;]*(?:\b(?:equity|shares"
    r"|stock)\b[^.;]*\b(?:loans?|debt)\b"
    r"|\b(?:loans?|debt)\b[^.;]*\b(?:equity|shares|stock)\b)"
)
"""A total of shares and loans."""


_PEOPLE_OF = re.compile(
    r"\b(?:founders?|executives?|employees|alumni|owners?|president|CEO|head|members) of (?:the )?$"
)
"""The founders of X put in money, not X."""


class EnglishFundingReader:
    """Reads one article."""

    def __init__(
        self, document: Document, sentences: list[Passage], mentions: list[Mention], names: list[UnknownName]
    ) -> None:
        self.document = document
        self.sentences = sentences
        self._mentions, self._names = mentions, names

    @lazy
    def organisations(self) -> Organisations:
        """Who is named; needed only where a sentence tells of a round."""
        return Organisations(self.document, self._mentions, self._names)

    def claims(self) -> list[FundingClaim]:
        """The claims in order of place."""
        told = [s for s in self.sentences if s.may_match(grammar.MONEY)]
        if not told or not any(s.search(grammar.GATE) for s in self.sentences):
            return []
        drafts: list[tuple[Organisation, Money, Passage]] = []
        for sentence in told:
            if not sentence.is_title:
                drafts += self._read(sentence, drafts[-1][0] if drafts else None)
        if not drafts:
            titles = [d for s in told if s.is_title for d in self._read(s, None)]
            # An amount that the body told as no news is none in the headline either.
            body = [s for s in told if titles and not s.is_title]
            refused = {m.amount for s in body for m in find_money(s.text) if self._is_refused(s, m)}
            drafts = [draft for draft in titles if draft[1].amount not in refused]
        claims: list[FundingClaim] = []
        for company, money, sentence in drafts:
            if all(c.company != company.key or c.amount != money.amount for c in claims):
                claims.append(
                    self._finish(
                        company, money, self._story_of(sentence, drafts), {d[0].key for d in drafts}, len(drafts) == 1
                    )
                )
        return claims

    def _story_of(self, own: Passage, drafts: list[tuple[Organisation, Money, Passage]]) -> list[Passage]:
        """The claim's sentence, then all others; among several claims, those up to the next one."""
        body = [s for s in self.sentences if s.no == own.no or not (s.is_title or self._is_recalled(s))]
        if len(drafts) == 1:
            return [own, *(s for s in body if s.no != own.no)]
        others = {draft[2].no for draft in drafts} - {own.no}
        following = itertools.takewhile(lambda s: s.no not in others, (s for s in body if s.no > own.no))
        mine = {draft[0].key for draft in drafts if draft[2].no == own.no}
        rivals = {draft[0].key for draft in drafts} - mine
        return [own, *(s for s in following if not self._is_about(s, rivals))]

    def _is_about(self, sentence: Passage, keys: set[str]) -> bool:
        """Whether the first organisation of a sentence is one of them."""
        found = self.organisations.within(sentence.start, sentence.end)
        return bool(found) and found[0].key in keys

    def _read(self, sentence: Passage, before: Organisation | None) -> list[tuple[Organisation, Money, Passage]]:
        text = sentence.text
        amounts = [m for m in find_money(text) if not m.is_conversion]
        if not 0 < len(amounts) <= MOST_AMOUNTS or _CUMULATIVE.match(text):
            return []
        if sentence.search(_NO_NEWS) and not (
            sentence.search(_CONFIRMED) and not re.search(r"\b(?:acquir|fund\b|IPO|crowdfund|refinanc)", text)
        ):
            return []
        found = []
        for no, money in enumerate(amounts):
            if _NOT_BEFORE.search(text[: money.start]) or _NOT_AFTER.match(text, money.end):
                continue
            if self._is_background(text, money):
                continue
            company = self._raiser(sentence, money, amounts[no - 1].end if no else 0, before)
            if company is not None:
                found.append((company, money, sentence))
        if len(found) > 1 and len({company.key for company, _, _ in found}) == 1:
            total = [
                f
                for f in found
                if re.search(r"\b(?:total of|totall?ing|combined|in all,?) (?:about |around )?$", text[: f[1].start])
            ]
            return total[:1] or found[:1]
        return found

    def _is_recalled(self, sentence: Passage) -> bool:
        """Whether a sentence speaks of earlier rounds alone."""
        text = sentence.text
        amounts = find_money(text) if sentence.may_match(grammar.MONEY) else []
        return bool(amounts) and (
            _CUMULATIVE.match(text) is not None or all(self._is_background(text, money) for money in amounts)
        )

    def _is_refused(self, sentence: Passage, money: Money) -> bool:
        return sentence.search(_NO_NEWS) is not None or self._is_background(sentence.text, money)

    def _is_background(self, text: str, money: Money) -> bool:
        """An amount of more than three months ago, or one that a clause about the company recalls."""
        published = self.document.published
        before = text[max(0, money.start - _REACH) : money.start]
        after = _DATED.match(text, money.end, money.end + _REACH)
        dated = after if after and not _ANOTHER_ACT.search(after.group()) else _DATED_BEFORE.search(before)
        if dated is not None and published is not None:
            month = terms.month_no(dated["month"]) or (12 if int(dated["year"]) < published.year else published.month)
            return (published.year - int(dated["year"])) * 12 + published.month - month > _STILL_NEWS
        return _RECALLED.search(before) is not None and not _RECENT.search(
            before + text[money.end : money.end + _REACH]
        )

    def _raiser(
        self, sentence: Passage, money: Money, previous_end: int, last_raiser: Organisation | None
    ) -> Organisation | None:
        before, after = sentence.text[: money.start], sentence.text[money.end :]
        here = self.organisations.within(sentence.start, sentence.end)
        got = list(_GOT.finditer(before))
        if _GAVE.search(before[previous_end:]) and not got:
            into = re.match(r"[^.]{0,24}?\b(?:in|into|to) ", after)
            at = sentence.start + money.end + (into.end() if into else 0)
            taker = [o for o in here if o.start >= at - 1]
            return taker[0] if into and taker else None
        if not got and not self._is_round(before, after):
            return None
        verb_at = sentence.start + (got[-1].start() if got else money.start)
        subjects = [o for o in here if o.end <= verb_at and o.start >= sentence.start + previous_end]
        view = self.document.view
        own = [o for o in subjects if got and _OWN_VERB.fullmatch(view, o.end, verb_at)]
        if subjects:
            return own[-1] if own else subjects[0]
        if last_raiser is not None and _PRONOUN.match(sentence.text):
            return last_raiser
        return self._topic(sentence)

    def _is_round(self, before: str, after: str) -> bool:
        """Without a verb of raising: "a $5M seed round", "extends Series C by $3M", "signed a loan of"."""
        if _ROUND_NOUN.match(after.lstrip()[:40]) or _EXTENDS.search(before):
            return True
        return (
            _ROUND_NOUN.search(after[:30]) is not None
            and re.search(r"\b(?:announce|sign|agree|take)\w*", before) is not None
        )

    def _topic(self, sentence: Passage) -> Organisation | None:
        """For "the company" and "it": the first organisation of the sentences before, the title last."""
        for earlier in reversed(self.sentences[: sentence.no]):
            found = self.organisations.within(earlier.start, earlier.end)
            if found and not earlier.is_title:
                return found[0]
        title = self.organisations.within(0, self.document.title_chars)
        return title[0] if title else None

    def _finish(
        self, company: Organisation, money: Money, story: list[Passage], raisers: set[str], is_alone: bool
    ) -> FundingClaim:
        sentence = story[0]
        parties = read_english_parties(story, self.organisations, raisers)
        whole = Story(story)
        title = Story([s for s in self.sentences[:1] if s.is_title and is_alone])
        instrument = terms.read_instrument(
            sentence, whole, has_investors=bool(parties.investors), is_total=_PARTS.search(sentence.text) is not None
        )
        named = terms.read_round(sentence)
        if named is None and instrument != "debt":
            named = terms.read_round(whole) or terms.read_round(title)
        tranche = terms.read_tranche(sentence) or terms.read_tranche(whole)
        days = (terms.read_day(s, self.document.published) for s in story)
        raw = self.document.text[sentence.start : sentence.end]
        return FundingClaim(
            company=company.key,
            is_registered=company.is_registered,
            amount=money.amount,
            amount_max=money.amount_max,
            currency=money.currency,
            round=named or ("debt" if instrument == "debt" else "extension" if tranche == "extension" else None),
            tranche=tranche,
            instrument=instrument,
            investors=tuple(parties.investors),
            lead=parties.lead,
            announced_on=next((day for day in days if day is not None), None),
            start=sentence.start,
            end=sentence.start + len(raw.rstrip()),
        )
