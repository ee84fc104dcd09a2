"""How much an article is about each company it names.

``salience`` is a number between 0 and 1; ``is_salient`` says that it reaches ``SALIENT_AT``. It adds up:

======================================================  ======
named in the title, acting or acted upon                 0.55
subject of the lead (first sentence of the body)         0.40
partner or target in the lead (と提携, に出資, を買収)    0.35
otherwise named in the lead                              0.15
each further sentence of which it is the subject         0.08  (at most 0.24; 同社 counts too)
a person of the company is quoted                        0.08
each further mention                                     0.02  (at most 0.10)
======================================================  ======

Background roles earn nothing in title and lead: a former employer (元X), a parent or origin in an apposition
(X子会社の, X発の, XのYは), an investor in the story of a raise, the maker of a part (X製). A company known only by its
product earns half. So an article has one to three salient companies as a rule, and none where it names them in passing.

Where a customer or an office outside the register has title and lead, an article is about the one company of the
register that acts further on (開発したX, 開発はXが担い), if it names no other, or tells of it twice; not where it
only puts money in.
"""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from tasks.tag.companies import Mention
from tasks.tag.document import Document, Sentence
from tasks.tag.endings import Ending
from tasks.tag.openings import openings
from tasks.tag.rules import RULES
from tasks.tag.tuples import many_of

SALIENT_AT = 0.5

_TITLE, _LEAD_SUBJECT, _LEAD_PARTNER, _LEAD_OTHER = 0.55, 0.40, 0.35, 0.15
_SUBJECT_LATER, _SUBJECT_LATER_MAX = 0.08, 0.24
_QUOTED, _MENTION, _MENTION_MAX = 0.08, 0.02, 0.10
_PRODUCT_SHARE = 0.5
_LEAST = 0.02
_LEADING_PRODUCT_SHARE = 0.8
"""A product that a headline begins with acts for its maker."""

_BACKGROUND_BEFORE = Ending(
    "元|旧|競合の|ライバルの|親会社の|株主の|出資者の|取引先の|仕入れ先の|対抗する|追う|並ぶ|比べ"
)
_BACKGROUND_BEFORE_EN = re.compile(
    r"\b(?:former|formerly of|ex-|ex|rivals?|unlike|like|backed by|backers?|investors?|including|led by|parent"
    r"|alongside|compared with|such as|customers?|alumni of|veterans? of|runs on|built on|powered by|based on|using"
    r"|uses) ?(?:the )?$"
)
_BACKGROUND_AFTER = re.compile(
    r"(?:や[^、。]{1,20}|、[^、。]{1,20})?など(?:が|から|も|の|に|、)*(?:出資|投資|参加|引き?受け|支援|株主|調達"
    r"|\d+社(?:が|から))"
    r"|など、[^、。]{2,24}に[0-9]|の「[^」]{1,16}」(?:で動|を使|を載|を搭載|の上で)"
    r"|など[0-9]+社(?:が出資|から)|(?:が|も|、)(?:出資|投資|主導|リード|引き?受け)|主導|から(?:の)?(?:出資|調達|融資"
    r"|[0-9約])|を(?:引受先|割当先|リード投資家)"
    r"|発(?![表売足行信見注]|展)|出身|傘下|の?子会社|の?完全子会社|の?グループ会社|の?関連会社|製[のを品]"
    r"|系(?:列)?(?:の|(?=ファンド|企業|VC|投資|部品|ベンチャー|会社|メーカー))|の元[一-龠]|OB|元(?:社員|幹部|研究者"
    r"|役員)"
    r"|(?:の|製)[^、。]{0,16}(?:チップ|GPU|モデル|技術|API|クラウド|基盤|LLM|半導体|製品|ソフト)(?:を|で|の上で"
    r"|に)(?:使|採用|用い|活用|動|載|基づ|追加学習|搭載|土台)"
    r"|(?:を|も)(?:使っ|用い|土台|ベース)|上で|に(?:対抗|匹敵|並ぶ|迫る|依存)|(?:より|と比べ|並み|以外|頼み|離れ|依存)"
    r"|-(?:backed|affiliated|owned|linked|style|like)\b| (?:subsidiary|affiliate|alumni|alumnus|veterans?"
    r"|researchers?|engineers?|spin-?off|rival|chips?|GPUs?|models?)\b"
)
_BACKGROUND_STARTS = openings(_BACKGROUND_AFTER)
_OWNER_OF = re.compile(r"(?:グループ)?(?:傘下|子会社|系列?|グループ)?の")
_GLOSS = r"(?: ?\([^()\n]{1,60}\))?"
_OFFICER_RUN = (
    r"(?:の[^、。は]{0,16}?(?:社長|会長|CEO|CTO|COO|代表|氏|担当者|責任者|創業者|部長|役員|幹部|広報|研究者|研究員"
    r"|チーム|グループ))?"
)
_SUBJECT = re.compile(
    rf"[」』\"]?{_GLOSS}(?:社|側|など|ら|日本法人|グループ)?{_OFFICER_RUN}(?:の?[0-9]+(?:社|者))?(?:は|が|も(?!と)"
    rf"|、|では"
    rf"|によると|$|[ ]*[0-9]+日)"
    r"|(?: ?\([^()\n]{1,60}\))?(?:,[^,]{1,80},)? (?:said|says|say|announced|announces|has|have|had|is|was|will|would"
    r"|plans?|unveil\w*|launch\w*|raise[sd]?|releas\w+|open(?:s|ed)|clos\w+|secur\w+|sign\w*|agree[sd]?|began|begins"
    r"|start\w*|introduc\w+|acquir\w+|expand\w*|and [A-Z]|to|joins?|joined|wins?|won|bought|buys?|invest(?:s|ed)?"
    r"|partner\w*|team\w*|develop\w*|hire[sd]?|post(?:s|ed)|report(?:s|ed))\b|, (?:a|an|the|which|whose)\b"
)
_REST_OF_LIST = re.compile(r"(?:と|、|や|・| and )([^、。はが,]{1,30}?)(?:など)?(?:[0-9]+社)?(?:は|が)")
_SUBJECT_STARTS, _REST_STARTS = openings(_SUBJECT), openings(_REST_OF_LIST)
_PARTNER = re.compile(
    r"提携|協業|協力|連携|共同|組[みむんま]|タッグ|合弁|合意|統合|合併|買収|子会社化|出資|取得|傘下に|投資|売却"
    r"|供給契約|調達|訴え|提訴|交渉"
    r"|partner|allian|collaborat|joint|team(?:s|ed)? up|work(?:s|ing)? with|its work|merge|acqui|bu(?:y|ys|ying"
    r"|ought) |invest|sign(?:s|ed)? |agree|sue"
)
_PARTNER_CASE = re.compile(
    r"[」』]?(?: ?\([^()\n]{1,60}\))?(?:社|など|の[^、。]{0,24})?(?:との?|と[^、。]{0,12}で|に|へ|を|への"
    r"|の(?:全)?株式)"
)
_PARTNER_BEFORE = re.compile(
    r"\b(?:with|and|in|into|of|acquire[sd]?|buy|buys|bought|acquisition of|stake in|deal with|between"
    r"|sue[sd]?) (?:the |Japan's |US |U\.S\. )?$"
)
_MAKER_BEFORE = re.compile(
    r"(?:開発(?:元|会社|企業|は|した(?:のは)?|を(?:担う|担った|手がけた|請け負った)(?:のは)?)"
    r"|作った(?:のは)?|手がけ(?:る|た)(?:のは)?)"
    r"(?:、)?(?:株式会社|スタートアップの|新興の)?$"
    r"|\b(?:built|made|developed|supplied) by (?:the )?$"
)
_IN_A_CLAUSE = re.compile(r"が[^、。]{0,14}[たる](?=[一-龠ァ-ヶA-Za-z「])")
"""Xが公表した手法: what follows is about the method."""
_INVESTING = re.compile(r"調達|出資|増資|投資家|ラウンド|引き?受け|リード|invest|round|funding")
_WORK_OF = re.compile(
    r"の[^、。は「]{0,12}(?:ソフト|AI|システム|サービス|アプリ|仕組み|ロボット|装置)(?:は|が)"
    r"|(?:,[^,]{1,60},)? (?:built|makes|made|supplies|supplied)\b"
)
_QUOTE = re.compile(r"[^「。]{0,40}(?:氏|社長|CEO|代表|会長|CTO|担当者|広報|幹部)[^「。]{0,12}「")
_QUOTE_REACH = 60
"""No less than the longest match of ``_QUOTE``."""
_SAME_COMPANY = RULES.rule(r"同社|当社|同グループ|同行|同庁|同省|\b[Tt]he (?:company|firm|startup|start-up|group)\b")
_OTHER_TOPIC = re.compile(r"[^、。「]{2,40}?[はが]")
_STILL_THE_TOPIC = ("両社", "これ", "この", "その")


class CompanyInArticle(NamedTuple):
    """A company with what the article makes of it."""

    company_id: str
    mention_count: int
    is_in_title: bool
    salience: float
    is_salient: bool


_REACH = 200
"""More than any expression for what stands round a name can match."""

_Placed: TypeAlias = tuple[Mention, Sentence]
"""A mention with its sentence."""


@dataclass(slots=True)
class _Tally:
    """What has been seen of one company."""

    mention_count: int = 0
    is_in_title: bool = False
    title: float = 0.0
    lead: float = 0.0
    quoted: float = 0.0


@lru_cache(maxsize=1 << 14)
def _score(mention_count: int, title: float, lead: float, quoted: float, topic_count: int) -> tuple[float, bool]:
    """The sum of the table above, to three places, and whether it makes a company salient; few sums recur."""
    later = min(_SUBJECT_LATER_MAX, _SUBJECT_LATER * topic_count)
    again = min(_MENTION_MAX, _MENTION * (mention_count - 1))
    score = max(_LEAST, min(1.0, title + lead + later + quoted + again))
    return round(score, 3), score >= SALIENT_AT


def weigh(document: Document, mentions: list[Mention]) -> list[CompanyInArticle]:
    """The companies in order of first mention, with their salience."""
    if not mentions:
        return []
    view, sentences, starts = document.view, document.sentences, document.sentence_starts
    placed = [(mention, sentences[bisect_right(starts, mention.start) - 1]) for mention in mentions]
    lead, owners = _lead(document, mentions), _owners(document, mentions)
    tallies: dict[str, _Tally] = {}
    for mention, sentence in placed:
        company_id, start, end, _, _ = mention
        tally = tallies.get(company_id)
        if tally is None:
            tally = tallies[company_id] = _Tally()
        tally.mention_count += 1
        if sentence.is_title:
            tally.is_in_title |= start < document.title_chars
            tally.title = max(tally.title, _title_role(sentence, mention, company_id in owners))
        elif sentence.no == lead:
            tally.lead = max(tally.lead, _lead_role(sentence, mention, company_id in owners))
        # Most mentions have no quotation mark near enough to look closer.
        if not tally.quoted and view.find("「", end, end + _QUOTE_REACH) >= 0 and _is_quoted(view, end):
            tally.quoted = _QUOTED
    topics = _topics(document, placed)
    rows = [
        (company, t.mention_count, t.is_in_title, *_score(t.mention_count, t.title, t.lead, t.quoted, topics[company]))
        for company, t in tallies.items()
    ]
    if not any(is_salient for *_, is_salient in rows):
        only = _only_actor(placed, topics, len(rows))
        rows = [(*row[:3], SALIENT_AT, True) if row[0] == only else row for row in rows]
    return many_of(CompanyInArticle, rows)


def _only_actor(placed: Sequence[_Placed], topics: dict[str, int], count: int) -> str | None:
    """The one of ``count`` companies that acts in the body, if no other does and it is the only one or acts twice."""
    company: str | None = None
    for mention, sentence in placed:
        if mention.company_id != company and not sentence.is_title and _acts(sentence, mention):
            if company is not None:
                return None
            company = mention.company_id
    return company if company is not None and (count == 1 or topics[company] > 1) else None


def _lead(document: Document, mentions: list[Mention]) -> int:
    """Number of the sentence that leads: the first of the body, unless it is a bare quotation that names nobody."""
    body = [sentence for sentence in document.sentences[:3] if not sentence.is_title]
    if not body:
        return -1
    first = body[0]
    is_bare = (
        first.text.startswith(("「", "『", '"'))
        and len(first.text) < 24
        and not any(first.start <= m.start < first.end for m in mentions)
    )
    return body[1].no if is_bare and len(body) > 1 else first.no


def _is_quoted(view: str, end: int) -> bool:
    """Whether a person of the company speaks in the next quotation."""
    return view.find("。", end, view.find("「", end)) < 0 and _QUOTE.match(view, end) is not None


def _around(sentence: Sentence, mention: Mention) -> tuple[str, str]:
    """The words before and after a mention in its sentence, as far as any rule looks."""
    text, start, end = sentence.text, mention.start - sentence.start, mention.end - sentence.start
    return text[max(0, start - _REACH) : start], text[end : end + _REACH]


def _is_background(sentence: Sentence, mention: Mention) -> bool:
    before, after = _around(sentence, mention)
    last = before[-1:]
    return bool(
        (last in _BACKGROUND_BEFORE.lasts and _BACKGROUND_BEFORE.stands_before(before, len(before)))
        or (last.isascii() and _BACKGROUND_BEFORE_EN.search(before))
        or (after[:1] in _BACKGROUND_STARTS and _BACKGROUND_AFTER.match(after))
    )


def _share(mention: Mention) -> float:
    """How much of a role counts: less where only a product is named."""
    if mention.rule != "product":
        return 1.0
    return _LEADING_PRODUCT_SHARE if mention.start == 0 else _PRODUCT_SHARE


def _title_role(sentence: Sentence, mention: Mention, is_owner: bool) -> float:
    if _is_background(sentence, mention):
        return 0.0
    return _share(mention) * (_LEAD_OTHER if is_owner else _TITLE)


def _lead_role(sentence: Sentence, mention: Mention, is_owner: bool) -> float:
    if is_owner or _is_background(sentence, mention):
        return 0.0
    if _is_subject(sentence, mention):
        return _share(mention) * (_LEAD_SUBJECT + 0.1)
    before, after = _around(sentence, mention)
    if _tells_of_partners(sentence.text) and (_PARTNER_CASE.match(after) or _PARTNER_BEFORE.search(before)):
        return _share(mention) * (_LEAD_PARTNER + 0.15)
    return _share(mention) * _LEAD_OTHER


@lru_cache(maxsize=8)
def _tells_of_partners(sentence: str) -> bool:
    """Asked of a sentence once, not for each of its names."""
    return _PARTNER.search(sentence) is not None


@lru_cache(maxsize=8)
def _tells_of_money(sentence: str) -> bool:
    return _INVESTING.search(sentence) is not None


def _is_subject(sentence: Sentence, mention: Mention) -> bool:
    """は, が, も or 、 follows, over the rest of a list, a bracket or an officer's title."""
    text, end = sentence.text, mention.end - sentence.start
    follows = text[end : end + 1]
    return (
        follows in ("は", "が", "、")
        or (follows in _SUBJECT_STARTS and _SUBJECT.match(text, end) is not None)
        or (follows in _REST_STARTS and _REST_OF_LIST.match(text, end) is not None)
    )


def _acts(sentence: Sentence, mention: Mention) -> bool:
    """Whether a company, or what it made, does something in a sentence other than putting money in."""
    if mention.rule == "product" or _is_background(sentence, mention) or _tells_of_money(sentence.text):
        return False
    before, after = _around(sentence, mention)
    if _IN_A_CLAUSE.match(after):
        return False
    return bool(_is_subject(sentence, mention) or _MAKER_BEFORE.search(before) or _WORK_OF.match(after))


def _topics(document: Document, placed: Sequence[_Placed]) -> defaultdict[str, int]:
    """In how many sentences each company is the subject, by name or as 同社."""
    subjects: dict[int, str] = {}
    for mention, sentence in placed:
        if sentence.no not in subjects and _is_subject(sentence, mention):
            subjects[sentence.no] = mention.company_id
    counts = defaultdict(int, Counter(subjects.values()))
    named = sorted(subjects)
    last = read_to = -1
    is_changed = False
    for sentence in document.sentences_for(_SAME_COMPANY) if subjects else ():
        no = sentence.no
        if no in subjects or no < named[0] or not _SAME_COMPANY.pattern.search(sentence.text):
            continue
        before = named[bisect_left(named, no) - 1]
        if before != last:
            last, read_to, is_changed = before, before + 1, False
        is_changed = is_changed or any(map(_changes_topic, document.sentences[read_to:no]))
        read_to = no
        if not is_changed:
            counts[subjects[last]] += 1
    return counts


def _changes_topic(sentence: Sentence) -> bool:
    """Somebody outside the register takes the floor; 同社 after this points to them, if to a company."""
    return (
        _OTHER_TOPIC.match(sentence.text) is not None
        and not sentence.text.startswith(_STILL_THE_TOPIC)
        and _SAME_COMPANY.pattern.search(sentence.text) is None
    )


def _owners(document: Document, mentions: list[Mention]) -> set[str]:
    """Companies that stand before another only as its parent: GMOインターネットグループのGMO AI&ロボティクス商事は."""
    owners: set[str] = set()
    view = document.view
    for first, second in itertools.pairwise(mentions):
        if (
            view[second.start - 1] == "の"
            and first.company_id != second.company_id
            and second.rule != "product"
            and _OWNER_OF.fullmatch(view, first.end, second.start)
            and _SUBJECT.match(view, second.end)
        ):
            owners.add(first.company_id)
    return owners
