"""Who raised the money: the subject, or, where somebody gives, the one it is given to."""

import re

from tasks.tag import funding_grammar as grammar
from tasks.tag.document import Document
from tasks.tag.lazy import lazy
from tasks.tag.money import Money
from tasks.tag.organisations import Organisation, Organisations
from tasks.tag.rules import Passage

_GOT = re.compile(r"受け|調達|から")
_LISTED_BEFORE = re.compile(r"[^、。はが]{2,20}(?:、|と)$")
_PAYS_AFTER = re.compile(r"(?:が|も)(?:[^、。]{0,12})(?:リード|主導|引き?受け|出資し)")
_PREVIOUS_PART = re.compile(r"円[^、。]{0,8}、|ドル[^、。]{0,8}、")


_GIVES_TO = re.compile(r"(?:社)?(?:に|へ)(?:追加)?(?:出資|投資|資本参加)")
_TO_RIGHT_BEFORE = re.compile(r"(?:社)?(?:に|へ)(?:計|総額|約)?")
_INVESTS = re.compile(r"を?投(?:資|じ)")


class Raisers:
    """Finds the company that got an amount, in one article."""

    def __init__(self, document: Document, sentences: list[Passage], organisations: Organisations) -> None:
        self.document = document
        self.sentences = sentences
        self.organisations = organisations

    @lazy
    def _topics(self) -> list[Organisation | None]:
        """For each sentence the organisation that it, or the last one before it, is about."""
        topics: list[Organisation | None] = []
        title_topic: Organisation | None = None
        current: Organisation | None = None
        for sentence in self.sentences:
            subject = self.subject(sentence)
            if subject is not None and not sentence.is_title and self._is_payer(sentence, subject):
                subject = None
            if sentence.is_title:
                title_topic = subject or self._only(sentence)
                topics.append(title_topic)
                continue
            current = subject or current or title_topic
            topics.append(current)
        return topics

    def _only(self, sentence: Passage) -> Organisation | None:
        """The last organisation of a headline such as 「8億円を調達、字幕AIのX」."""
        found = self.organisations.within(sentence.start, sentence.end)
        return found[-1] if found else None

    def subject(self, sentence: Passage, until: int | None = None) -> Organisation | None:
        """The organisation with は, else with が or a headline's comma, before ``until``."""
        limit = sentence.end if until is None else until
        weaker: Organisation | None = None
        found = self.organisations.within(sentence.start, limit)
        if not found and not sentence.is_title:
            return None
        for organisation in found:
            particle = grammar.SUBJECT_PARTICLE.match(self.document.view, organisation.end)
            if particle is None:
                continue
            if particle["particle"] == "は":
                return organisation
            if weaker is None and (
                particle["particle"] or (sentence.is_title and organisation.start <= sentence.start + 2)
            ):
                weaker = organisation
        return weaker

    def raiser(self, sentence: Passage, money_start: int, act: str) -> Organisation | None:
        """Who got the money of the amount at ``money_start``."""
        view = self.document.view
        for organisation in self.organisations.within(sentence.start, sentence.end):
            if grammar.ISSUED_BY.match(view, organisation.end) and grammar.TAKES.search(sentence.text):
                return organisation
        gives = grammar.GIVES.search(act) is not None and not _GOT.search(act)
        if gives:
            given = [
                o
                for o in self.organisations.within(sentence.start, sentence.end)
                if grammar.GIVEN_TO.match(view, o.end)
            ]
            if given:
                return None if self._is_one_of_several(given[-1]) else given[-1]
            before = self._given_before(sentence)
            if before is not None:
                return before
            if _INVESTS.search(act):
                return None  # 工場に5億円を投資: money for a thing
            subject = self.subject(sentence, money_start)
            topic = self._topics[sentence.no]
            return (
                topic
                if topic is not None and (subject is None or topic.key != subject.key)
                else self._title_other(subject)
            )
        taken = grammar.TAKES.search(act) is not None and not grammar.RECEIVES.search(
            act.replace("引き受け", "").replace("引受", "")
        )
        if taken:
            return self._title_topic() or self._topics[sentence.no]
        if grammar.SAME.search(sentence.text[: money_start - sentence.start]):
            previous = self._topics[sentence.no - 1] if sentence.no else None
            return previous or self._topics[sentence.no]
        subject = self.subject(sentence, money_start)
        if subject is not None and not self._is_payer(sentence, subject):
            return subject
        if subject is not None:
            return self._title_other(subject)
        own = self._own_unconfirmed(sentence, money_start)
        if own is not None:
            return own
        # A subject after the amount (…の出資を受け、Xが株主になった) is not who the sentence before was about.
        before = self._topics[sentence.no - 1] if sentence.no else None
        return before or self._topics[sentence.no] or self._unconfirmed(sentence)

    def _given_before(self, sentence: Passage) -> Organisation | None:
        """三菱倉庫がXに出資する。2日に10億円を払い込んだ: the sentence before says to whom."""
        for earlier in self.sentences[max(0, sentence.no - 1) : sentence.no]:
            for organisation in self.organisations.within(earlier.start, earlier.end):
                if _GIVES_TO.match(self.document.view, organisation.end):
                    return organisation
        return None

    def _own_unconfirmed(self, sentence: Passage, until: int) -> Organisation | None:
        """一方、米ボストンのXは…: a topic that looks like a name, though nothing confirms it."""
        text = sentence.text[: until - sentence.start]
        match = grammar.OWN_TOPIC.search(text)
        if match is None:
            return None
        found = self.organisations.plausible_at(sentence.start + match.start(1), sentence.start + match.end(1))
        return found if found is not None and found.end == sentence.start + match.end(1) else None

    def _unconfirmed(self, sentence: Passage) -> Organisation | None:
        """A subject that looks like a name, where the article names no company otherwise."""
        for place in (sentence, *self.sentences[1:2], *self.sentences[:1]):
            if place is not sentence and grammar.PAYS.search(place.text):
                continue
            for match in grammar.ANY_SUBJECT.finditer(place.text):
                found = self.organisations.plausible_at(place.start + match.start(1), place.start + match.end(1))
                if found is not None and place.start + match.end(1) == found.end:
                    return found
        return None

    def _is_one_of_several(self, organisation: Organisation) -> bool:
        """A、B、Cに計9億円: no amount of its own."""
        before = self.document.view[max(0, organisation.start - 24) : organisation.start]
        return _LISTED_BEFORE.search(before) is not None and any(
            other.end == organisation.start - 1 for other in self.organisations.found
        )

    def _is_payer(self, sentence: Passage, subject: Organisation) -> bool:
        return _PAYS_AFTER.match(sentence.text, subject.end - sentence.start) is not None

    def _title_topic(self) -> Organisation | None:
        return self._topics[0] if self.document.title_chars and self._topics else None

    def _title_other(self, subject: Organisation | None) -> Organisation | None:
        """The headline's company, where it is not the one that pays."""
        candidates = [self._title_topic(), *self._topics]
        return next((o for o in candidates if o is not None and (subject is None or o.key != subject.key)), None)

    def given_right_before(self, sentence: Passage, money: Money) -> Organisation | None:
        """Xに4億円、Yに2億円を出資した: each amount's own receiver."""
        amount_at = sentence.start + money.start
        for organisation in self.organisations.within(sentence.start, amount_at):
            if _TO_RIGHT_BEFORE.fullmatch(self.document.view, organisation.end, amount_at):
                return organisation
        return None

    def own_subject(self, sentence: Passage, money: Money) -> Organisation | None:
        """The organisation with は or が in the amount's own part of the sentence."""
        start = max(
            (m.end() for m in _PREVIOUS_PART.finditer(sentence.text, 0, money.start)),
            default=0,
        )
        for organisation in self.organisations.within(sentence.start + start, sentence.start + money.start):
            particle = grammar.SUBJECT_PARTICLE.match(self.document.view, organisation.end)
            if particle is not None and particle["particle"]:
                return organisation
        # A name that nothing else confirms is one where each amount of a list has its own subject.
        own = grammar.LAST_SUBJECT.search(sentence.text[start : money.start])
        return (
            self.organisations.plausible_at(sentence.start + start + own.start(1), sentence.start + start + own.end(1))
            if own
            else None
        )
