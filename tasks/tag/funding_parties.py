"""Who paid in and who led: the phrases in which news name investors and lenders."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tasks.tag.organisations import Organisation, Organisations
from tasks.tag.rules import RULES, Passage, Rule

_PAY = (
    r"引き?受け|引受先|割当先|リード|主導|出資|投資し|拠出|株主(?:に|と)|払い込|融資し|貸し|各[0-9]|それぞれ[0-9]"
    r"|資金を(?:出|提供|投じ)"
    r"|出した|同額を出"
    r"|ラウンドに参加|増資に(?:参加|応じ)|出資者に(?:加わ|名を)"
)
_JOIN = r"加わ|参加|応じ|入った|入り|名を連ね|続い|参画"
"""Verbs that mean paying in only where nothing else stands between them and the name."""
_FROM = RULES.rule(
    r"(?P<list>[^。]{2,200}?)(?:など|ほか|ら|の[0-9]+社|[0-9]+社)?(?:から|より)(?:の|、)?(?=[^。]{0,24}(?:調達|出資"
    r"|融資|借り入れ|集め|得|確保|受け|投資|資金|[0-9億万]))"
)
_BY_SUBJECT = RULES.rule(
    rf"(?P<list>[^。]{{2,120}}?)(?:など|ら)?(?:(?:の)?(?:計)?[0-9]+(?:社|者|行))?(?:が|も|は)(?:、)?"
    rf"(?=(?:[^。、]{{0,22}}?(?:{_PAY})|(?:新たに|新規に|出資者に|株主に|ラウンドに|増資に|引き続き|追加で"
    rf"|これに)?(?:{_JOIN})))"
)
_NAMED_AS = RULES.rule(
    r"(?:引受先(?:一覧)?|割当先|引受人|出し手|出資(?:者|元|企業)?(?:一覧)?|投資家(?:一覧)?|株主|貸し手|融資元|借入先"
    r"|参加投資家|出資したの|引き受けたの|融資したの|(?:出資|出|引き受け|主導|リード|加わ|参加|投資|支援|賛同)(?:して"
    r"|っ|い|た|し|くださ|下さ|いただ|頂)+(?:の|方々)"
    r"|リードインベスター|リード投資家"
    r"|(?:けん引|牽引|旗振り|まとめ)役|音頭を取ったの|中心になったの"
    r"|リード|主導|筆頭|幹事|新規株主|新規投資家|既存投資家)(?:に)?(?:は|が"
    r"|[:：])、?(?P<list>[^。\n]{2,140}?)(?:など|ら|ほか)?(?:(?:の)?計?[0-9]+(?:社|者|行))?(?:が(?:務め|入っ|含ま"
    r"|加わ|名を|担|参加)[^。]*"
    r"|で、(?P<rest>[^。]*)|だ|である|となる|となった|です|。|$)"
)
_AS_LEAD = RULES.rule(
    r"(?P<list>[^。]{2,100}?)を(?:リード(?:投資家|インベスター)?|引受先|割当先|筆頭(?:株主)?|幹事|主幹事"
    r"|アレンジャー|エージェント|中心)(?:(?:と"
    r"|に)(?:する|し|した|して)?|、)"
)
_LED_BY = RULES.rule(r"(?P<list>[^。、はがにで]{2,40}?)(?:の|が)?主導(?:で|する|した|の|し|を|によ|により|による)")
_PAYING_SUBJECT = re.compile(r"^(?P<list>[^。]{2,90}?)(?:など)?(?:計?[0-9]+社)?(?:は|が)(?:[0-9]{1,2}日)?")
_INTO_RAISER = re.compile(
    r"(?: ?(?:株式会社|合同会社))?[」』]?(?: ?\([^()]{1,60}\))?(?:社)?(?:に(?:対し)?|へ|への"
    r"|(?:が(?:新たに)?(?:発行|実施)した|の)[^、。]{0,10}(?:増資|新株|株式"
    r"|社債|優先株)[^、。]{0,6}を)"
    r"[^。]{0,40}?(?:出資|投資|融資|拠出|払い込|引き?受け|を投じ|貸し)"
)
_WITH_LOAN = RULES.rule(
    r"(?:は|が|、|^)(?P<list>[^。、は]{2,50}?)と(?:の間で)?[^。、]{0,16}?(?:融資|借り入れ|ローン"
    r"|コミットメントライン|当座貸越)"
)
_BESIDES = RULES.rule(
    r"(?P<list>[^。]{2,120}?)(?:など)?(?:(?:の[0-9]+社)?のほか|に加え(?:て)?|とともに|、新たに|、さらに)、?"
    rf"(?=[^。]{{2,120}}(?:{_PAY}|{_JOIN}|迎え))"
)
"""AのほかBも引き受けた: who stands before the word paid in too."""
_WELCOMED = RULES.rule(r"として、?(?P<list>[^。]{2,120}?)を(?:新たに|株主に|新規株主に|投資家に)*迎え")
_BOTH = RULES.rule(r"(?:両|[2-9])社を(?:引受先|割当先)|(?:両|[2-9])社が(?:引き?受け|出資)")
_BY_PASSIVE = RULES.rule(r"(?P<list>[^。]{2,60}?)(?:によって|により)(?:引き?受け|払い込)")

_LEAD_FORMS = (
    RULES.rule(
        r"リード(?:投資家|インベスター)?(?:を務め(?:た|る)の)?(?:は|が|の)、?(?!おら|い(?:ない|な|ま)|置|なし|不在"
        r"|付か|つか|公表)(?P<list>[^。]{2,60}?)(?:が(?:務め|担)|で、|で(?=。|$)|だ|である|となる|となった|のほか|。|$)"
    ),
    RULES.rule(
        r"(?:主導|リード)(?:したの|役|する(?:の|のは))?は、?(?P<list>[^。]{2,60}?)(?:が(?:務め|担)|で、|だ|である"
        r"|。|$)"
    ),
    RULES.rule(
        r"(?P<list>[^。]{2,80}?)(?:が|を)(?:今回の|同|この|本)?(?:ラウンド(?:を|の)?|調達を)?(?:リード(?:投資家"
        r"|インベスター)?(?:し|と|に|を務|として)|リード投資家、|リード(?=、|。|$)|主導(?!権)|筆頭)"
    ),
    RULES.rule(r"(?P<list>[^。、はがにで]{2,40}?)(?:の)?主導(?:で|する|した|の|によ)"),
    RULES.rule(r"(?P<list>[^。、:：\n]{2,40}) ?\((?:共同)?リード(?:投資家|インベスター)?\)"),
    RULES.rule(r"リード投資家(?:の|を務めた|である)(?P<list>[^。、はが]{2,40})"),
)  # fmt: skip
_ANY_LEAD = sum(rule.bit for rule in _LEAD_FORMS)
_PARTY_HEADING = RULES.rule(
    r"[■□◆◇●○▼▽【<\[〈《・＜ ]*(?:本ラウンドの|今回の|主な|新規|既存)?(?:引受先|割当先|出資者|出資企業|投資家"
    r"|参加投資家|株主"
    r"|借入先|融資元)(?:企業|投資家|一覧|名)*(?: ?\([^()\n]*\))*[】>\]〉》＞ :：]*"
)
_BULLET = re.compile(r"[ \u3000]*(?P<mark>[・\-*●○◇◆■▪•]) ?(?P<item>[^\n。]{2,60})(?=\n|\Z)")
_SPEAKS_OF_PARTIES = RULES.rule(
    r"引き受|引受|リード|主導|出資|投資|拠出|株主|払い込|融資|貸し|借入|加わ|参加|応じ|名を連ね|参画|幹事|筆頭|割当"
    r"|調達|借り"
    r"|集め|確保|ローン|デット|アレンジャー|コミットメントライン|当座貸越"
    r"|入った|入り|続い|増資|資金|受け入れ|音頭|ん引役|牽引役|振り役|まとめ役"
)
_GOT_AMOUNT = RULES.rule(r"[0-9][億万][^。]*得")
"""Without one of these a sentence names nobody who pays; reading the lists costs a hundred times as much."""
_SPEAKS_OF_MONEY = _SPEAKS_OF_PARTIES.bit | _GOT_AMOUNT.bit
_LIST_BEFORE = (2, 3)
_LEFT_BOUND = re.compile(
    r"(?:は|が|に|で|し|り|て|を|た|も)、|。|は(?=[^、。]{3,})|(?:し|した|、)(?:新たに|ほかに|さらに|また|このうち)"
    r"|(?:うち|中で)、"
)
_SUBJECT_BOUND = re.compile(
    r"(?:は|に|で|し|り|て|を|た|けた|れた|も)、|。|(?:のほか|に加え|とともに|ほかに|新たに|さらに)、?|^(?:また"
    r"|なお)、?|[0-9]+日、"
)


@dataclass
class Parties:
    """Investors in order of first mention, and the lead."""

    investors: list[str] = field(default_factory=list)
    lead: str | None = None

    def add(self, organisation: Organisation, raisers: set[str]) -> None:
        """Adds an investor once; a raiser is none, nor is a short form such as 同キャピタル."""
        if (
            organisation.key not in self.investors
            and organisation.key not in raisers
            and not organisation.key.startswith("同")
            and (organisation.is_registered or not any(key.startswith(organisation.key) for key in self.investors))
        ):
            self.investors.append(organisation.key)


def read_parties(sentences: list[Passage], organisations: Organisations, raisers: set[str]) -> Parties:
    """The investors, lenders and lead that the sentences name; the raisers themselves are none."""
    parties = Parties()
    _read_bulleted(sentences, organisations, raisers, parties)
    for sentence in sentences:
        # Asked first without a call: of most sentences it is the only question.
        if not sentence.marks & _SPEAKS_OF_MONEY:
            continue
        if not sentence.search(_SPEAKS_OF_PARTIES) and not sentence.search(_GOT_AMOUNT):
            continue
        _read_paying_subject(sentence, organisations, raisers, parties)
        if sentence.search(_BOTH):
            before = organisations.view.rfind("。", 0, max(0, sentence.start - 1)) + 1
            for organisation in organisations.within(before, sentence.start):
                parties.add(organisation, raisers)
        _read_lead(sentence, organisations, raisers, parties)
        for rule, bound in _PHRASES:
            if sentence.marks & rule.bit:
                for match in _matches(rule, sentence.text):
                    _add_list(sentence, match, bound, organisations, raisers, parties)
    return parties


def _read_bulleted(sentences: list[Passage], organisations: Organisations, raisers: set[str], parties: Parties) -> None:
    """A release gives the investors as a list of lines below a heading."""
    headings = [s for s in sentences if s.marks & _PARTY_HEADING.bit and _PARTY_HEADING.pattern.fullmatch(s.text)]
    for heading in headings:
        at, mark = heading.end + 1, None
        while (item := _BULLET.match(organisations.view, at)) is not None and mark in (None, item["mark"]):
            mark = item["mark"]
            for organisation in organisations.listed(*item.span("item")):
                parties.add(organisation, raisers)
                if parties.lead is None and "リード" in item["item"] and organisation.key not in raisers:
                    parties.lead = organisation.key
            at = item.end() + 1


def _matches(rule: Rule, text: str) -> Iterator[re.Match[str]]:
    """The matches one after the other.

    A rule whose list may begin anywhere is tried only where the last match ended: its bound cuts the list anyway,
    and trying every place costs the square of the sentence.
    """
    if not rule.bit & _ANCHORED:
        yield from rule.pattern.finditer(text)
        return
    at = 0
    # Without から and より ahead there is no payer: to find that out by the rule costs ten times as much.
    while (rule is not _FROM or "から" in text[at:] or "より" in text[at:]) and (match := rule.pattern.match(text, at)):
        yield match
        at = max(match.end(), at + 1)


_PHRASES: tuple[tuple[Rule, re.Pattern[str] | None], ...] = (
    (_NAMED_AS, None),
    (_AS_LEAD, _LEFT_BOUND),
    (_FROM, _LEFT_BOUND),
    (_BY_SUBJECT, _SUBJECT_BOUND),
    (_LED_BY, _LEFT_BOUND),
    (_WITH_LOAN, _LEFT_BOUND),
    (_BESIDES, _LEFT_BOUND),
    (_WELCOMED, None),
    (_BY_PASSIVE, _LEFT_BOUND),
)
"""The phrases, and what the list of each begins after."""
_ANCHORED = _FROM.bit | _BY_SUBJECT.bit | _BESIDES.bit


def _add_list(
    sentence: Passage,
    match: re.Match[str],
    bound: re.Pattern[str] | None,
    organisations: Organisations,
    raisers: set[str],
    parties: Parties,
) -> None:
    start, end = _bounded(match, bound)
    for organisation in organisations.listed(sentence.start + start, sentence.start + end):
        parties.add(organisation, raisers)


def _bounded(match: re.Match[str], bound: re.Pattern[str] | None) -> tuple[int, int]:
    """The span of the list in its sentence, from the last clause boundary on."""
    start, end = match.span("list")
    if bound is not None:
        cuts = [m.end() for m in bound.finditer(match.group("list"))]
        if cuts:
            start += cuts[-1]
    return start, end


def _read_lead(sentence: Passage, organisations: Organisations, raisers: set[str], parties: Parties) -> None:
    if parties.lead is not None or not sentence.marks & _ANY_LEAD:
        return
    for no, rule in enumerate(_LEAD_FORMS):
        for match in sentence.matches(rule):
            start, end = _bounded(match, _SUBJECT_BOUND)
            listed = [
                o
                for o in organisations.listed(sentence.start + start, sentence.start + end)
                if o.key not in raisers and not o.key.startswith("同")
            ]
            if listed:
                # A list before the verb ends with the name that the particle marks.
                leader = listed[-1] if no in _LIST_BEFORE else listed[0]
                parties.lead = leader.key
                parties.add(leader, raisers)
                return


def _read_paying_subject(sentence: Passage, organisations: Organisations, raisers: set[str], parties: Parties) -> None:
    """「AとBは、Xに計6億円を出資した」: who gives stands first."""
    for organisation in organisations.within(sentence.start, sentence.end):
        if organisation.key in raisers and _INTO_RAISER.match(organisations.view, organisation.end):
            match = _PAYING_SUBJECT.match(sentence.text)
            if match is not None and sentence.start + match.end("list") <= organisation.start:
                _add_list(sentence, match, _SUBJECT_BOUND, organisations, raisers, parties)
            return
