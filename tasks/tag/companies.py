"""Which registered companies an article refers to: ambiguous names confirmed by context, denials dropped.

Every kept name is a ``Mention`` with its place in the stored text, the rule that kept it and a confidence.
"""

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from tasks.tag import word_classes as words
from tasks.tag.document import Document, Sentence
from tasks.tag.matcher import Hit, Matcher, Sort
from tasks.tag.registers import Company
from tasks.tag.scan import NameMatch

CONFIRMED_AT = 2.0
"""Sum of the weights below from which an ambiguous name counts: one strong sign or two weak ones."""

_STRONG, _FAIR, _WEAK = 3.0, 1.5, 1.0

_COUNTRY = re.compile(r"(?:米|英|仏|独|加|伊|印|韓|中国|台湾|米国|英国|フランス|カナダ|ドイツ|韓国)の?$")
_OTHER_COUNTRY = re.compile(
    r"(?:米|英|仏|独|加|中|韓|豪|印|米国|英国|中国|韓国|フランス|ドイツ|カナダ|インド|シンガポール|欧州)の?$"
    r"|(?:British|American|Korean|Chinese|French|German|Canadian|Indian|Australian|Singaporean|European|UK|US|U\.S\."
    r"|(?:Britain|America|Korea|China|France|Germany|Canada|India|Australia|Singapore|UK)'s) (?:the |new )?$"
)
_LEGAL_BEFORE = re.compile(r"(?:株式会社|合同会社|㈱|\(株\)|旧)$")
_LEGAL_AFTER = re.compile(
    r" ?(?:株式会社|合同会社|\(株\)|㈱|,? ?(?:Inc|Corp|Ltd|K\.K|Co\.)|社(?![会内交史宅])|社内|日本法人"
    r"|グループ(?!ワーク|分け))"
)
_BRACKET = re.compile(
    r" ?\([^()\n]{0,60}?(?:[都道府県市区町村]|東京|京都|大阪|本社|代表|CEO|CTO|社長|証券コード|東証|本名|社名|Inc"
    r"|Tokyo|based)[^()\n]{0,60}\)"
)
_OFFICER = re.compile(
    r"(?:の|、)?(?:共同)?(?:創業者|創業メンバー|代表取締役|代表|社長|会長|CEO|CTO|COO|CFO|最高\w{1,4}責任者|幹部"
    r"|首脳|広報|担当者|日本法人|経営陣|株価|株[がは式]|子会社|親会社|元社員)"
    r"|の[ァ-ヶー・一-龠A-Za-z ]{1,14}?(?:代表取締役|代表|社長|会長|CEO|CTO|COO|CFO|氏[はがも])"
    r"| (?:CEO|CTO|COO|co-?founder|founder|chief executive|spokes(?:person|woman|man)|shares|executives?|stock)\b"
    r"|'s (?:CEO|chief|founder|model|shares)"
)
_APPOSITION = re.compile(
    r"(?:AI|ＡＩ|事業|ソフト(?:ウエア|ウェア)?|開発|スタートアップ|ベンチャー|企業|会社|新興|大手|メーカー|サービス"
    r"|プラットフォーム|プラットフォーマー|システム|アプリ|ロボット|ロボ|創薬|半導体|OCR|DX|IT|SNS)の$"
    r"|(?:を(?:行う|掲げる|目指す|展開する|提供する|運営する|運用する|営む|担う|抱える|作る|つくる|売る|販売する)"
    r"|手がける|手掛ける|開発する|で知られる|に強い|に特化した|上場の|傘下の|発の|拠点の|本社の|本社を置く)$"
    r"|\b(?:startup|start-up|maker|developer|company|firm|giant|group|provider|unicorn) $"
)
_AS_EXAMPLE = re.compile(
    r"(?:など|といった|をはじめとする?)(?:の)?(?:国内|日本|海外|米国?|大手|有力|主要|IT|AI|民間|複数"
    r"|[0-9]+社)?(?:の)?(?:[0-9]+社|企業|各社|大手|メーカー|ベンダー|事業者|新興|テック)"
)
_DOING = re.compile(
    r"発表|公開|開始|始め|提供|開発|調達|出資|提携|連携|協業|買収|上場|発売|披露|導入|刷新|設立|採用|受注|発足|説明"
    r"|明らか|投入|強化|延期|参入|独立|売却|合併|組む|組み|乗り出|設け|興し|手がけ|開設|増や|広げ|納め|展開|投資"
    r"|announce|launch|unveil|raise|acquire|release|partner|invest|develop|introduc|hire|open|plan"
)
_SUBJECT = re.compile(
    r"(?:は|が|も|、|,)|(?:と|に|から)(?!して)|'s\b| (?:said|says|announced|plans|will|has|is|was|wants|launched"
    r"|raised|unveiled|released|and|to)\b"
)
_HEADLINE = re.compile(r"、|,|が|は(?!ん)|、| (?:to|raises|launches|unveils|says|and|opens|wins)\b")
_LIST_GAP = re.compile(r"(?:、|・|,|/|や|と|および|並びに|ならびに| and | or |, and )(?:米|英|仏|独|中国)?")
_PERSON = re.compile(r"(?:さん|ちゃん|くん|君|先生|姉|兄)")
_NAME_DOT_BEFORE = re.compile(r"[ァ-ヺー]・$")
_NAME_DOT_AFTER = re.compile(r"・[ァ-ヺー]")
_FIRST_NAME = re.compile(
    r"(?<![A-Za-z])(?!(?:The|But|And|In|At|For|From|With|By|While|When|As|If|Both|Japanese|American|Chinese|British"
    r"|French|German|Korean"
    r"|Rival|Startup|Like|Unlike|Also|Even|Now|Today|Big|Tech|US) )[A-Z][a-z]{2,} $"
)
"""A capitalised word before a name in Latin letters: Alan Turing."""
_NEUTRAL_KANJI = re.compile(
    r"製|社|側|系|発[^行見動]|版|株|幹部|会長|社長|代表|創業|首脳|出身|傘下|子会社|日本法人|本社|本体|広報|経営陣"
    r"|従業員|開発[者チ]|独自|自身|自体|以外|向け|経由|連合|陣営|前社|元社|元幹|元研|内部|日本|米国|東京"
)
_GOES_ON = re.compile(r"[ァ-ヺ]{2}|な(?!ど)")
"""Katakana or な after a name make another word of it."""
_ARTICLE_BEFORE = re.compile(r"\b(?:an?|the|some|this|that|each|every|of an|fresh|dried|ground) $", re.IGNORECASE)

_GENERIC = words.word_set(
    """
    AI 生成AI LLM モデル 日本語 株式会社 グループ 研究 日本 システム 検索 支援 画像 言語モデル 医療 国立 東大 モデル
    Japan Japanese 知識 契約 営業 研修 行政 職員 government ministry IP 金融 銀行 通信 公開した クラウド 中国 建設
    投資 自動車 web3 DX 電話 特許 上場 子会社
    """
)
"""Context words that stand in any article of this field: weak signs."""

_DENIAL = re.compile(
    r"とは?、?(?:直接|一切|何の|何ら)?(?:の)?(?:資本|取引|業務|人的)?(?:・(?:資本|取引|業務"
    r"|人的))?(?:上の)?関係(?:が|は|も|の)?(?:一切|まったく|全く)?(?:ない|無い|ありません|なく|無く|なし)"
    r"|とは?(?:、|まったく|全く|一切|何ら)*無関係|とは(?:まったく|全く)?(?:別の|異なる)(?:会社|企業|法人|団体|組織"
    r"|人物|製品)|とは別(?:会社|法人|組織)"
    r"|との関係(?:を否定|はない|はなく|は一切ない)|と(?:したのは|あるのは|書いたのは|記したのは)[^。]{0,12}(?:誤り"
    r"|間違い)"
    r"|\b(?:no (?:relation|connection|ties|link|affiliation)|not (?:affiliated|connected|related|associated"
    r"|to be confused)|unrelated|unaffiliated|has nothing to do)\b[^.]{0,40}"
)
_DENIAL_BEFORE = re.compile(
    r"(?:no (?:relation|connection|ties|link|affiliation) (?:to|with)|not (?:affiliated|connected|related|associated"
    r"|to be confused) (?:with|to)|unrelated to|unaffiliated with|nothing to do with) (?:the [\w-]+ )?$"
)
_DENIAL_WORDS = (
    *("関係", "別の", "異なる", "とは別", "誤り", "間違い"),
    *("no ", "not ", "unrelated", "unaffiliated", "has nothing"),
)
"""One of these stands in whatever ``_DENIAL`` matches."""
_DENIED_AFTER = re.compile(rf"[」』\"]?(?:社|グループ|株式会社)?(?:{_DENIAL.pattern})")
_LISTED_AFTER = re.compile(r"(?:や|と|、|・|および|and )[^、。]{1,24}")
_NAMESAKE_AFTER = re.compile(r"[」』]?(?:社)?と(?:は)?同名の")
_MISTAKEN_AFTER = re.compile(r"[」』]?と(?:した|ある|書いた|記した|報じた|掲載した)のは")
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
        self._media = {
            company.id for company in companies if company.id == "itmedia" or "news" in company.name_en.lower()
        }
        self._public = {company.id for company in companies if company.kind == "public"}
        self._names = {
            company.id: {company.name_ja, company.name_en, *company.aliases, *company.ambiguous_aliases}
            for company in companies
        }
        self._context = {company.id: _context_patterns(company.context_words) for company in companies}

    def mentions(self, document: Document, matches: list[NameMatch]) -> list[Mention]:
        """The mentions in order of place; ``matches`` are those of ``matcher.patterns`` in the document."""
        media = {*self._media, document.publisher}
        hits = [
            hit
            for hit in self.matcher.hits(document, matches)
            if hit.name.company_id not in media or not _INTERVIEWER.match(document.view, hit.end)
        ]
        certain = [hit for hit in hits if hit.name.sort is not Sort.AMBIGUOUS]
        known = {hit.company_id for hit in certain}
        scores: dict[int, float] = {}
        far: dict[str, float] = {}
        best: dict[str, float] = defaultdict(float)
        for no, hit in enumerate(hits):
            if hit.name.sort is Sort.AMBIGUOUS:
                scores[no] = self._score(document, hits, no, far)
                best[hit.company_id] = max(best[hit.company_id], scores[no])
        kept: list[Mention] = []
        for no, hit in enumerate(hits):
            if hit.name.sort is not Sort.AMBIGUOUS:
                rule, confidence = ("alias", 0.97) if hit.name.sort is Sort.ALIAS else ("product", 0.9)
                kept.append(Mention(hit.name.company_id, hit.start, hit.end, rule, confidence))
            elif scores[no] >= CONFIRMED_AT:
                kept.append(Mention(hit.company_id, hit.start, hit.end, "context", min(0.95, 0.5 + scores[no] / 10)))
            elif scores[no] > -_WEAK and (hit.company_id in known or best[hit.company_id] >= CONFIRMED_AT):
                kept.append(Mention(hit.company_id, hit.start, hit.end, "elsewhere", 0.8))
        return _without_denied(document, kept)

    def _score(self, document: Document, hits: list[Hit], no: int, far: dict[str, float]) -> float:
        """How much speaks for an ambiguous name meaning the company here; ``far`` keeps what the whole text says."""
        hit, view = hits[no], document.view
        before, after = view[max(0, hit.start - 24) : hit.start].rpartition("\n")[2], view[hit.end : hit.end + 80]
        neighbours = _neighbours(view, hits, no)
        if _spoils(before, after, neighbours > 0):
            return -_STRONG
        score = neighbours
        if self._is_foreign(hit.company_id, before):
            return -_STRONG
        if _COUNTRY.search(before) or _LEGAL_BEFORE.search(before) or _LEGAL_AFTER.match(after):
            score += _STRONG
        if after.startswith(("(", " (")) and (_BRACKET.match(after) or self._is_gloss(hit.company_id, after)):
            score += _STRONG
        if _AS_EXAMPLE.match(after):
            score += _STRONG
        if _OFFICER.match(after):
            score += _FAIR
        if _APPOSITION.search(before):
            score += _FAIR
        sentence = document.sentence_at(hit.start)
        if document.lang == "en":
            score += _english_signs(document, hit, sentence, before, after)
        if hit.start == 0 and _HEADLINE.match(after):
            score += _WEAK
        if _SUBJECT.match(after) and _DOING.search(sentence.text):
            score += _WEAK
        score += self._context_score(document, hit, sentence)
        if _WEAK <= score < CONFIRMED_AT:
            if hit.company_id not in far:
                far[hit.company_id] = self._far_context(document, hit)
            score += far[hit.company_id]
        return score

    def _is_foreign(self, company_id: str, before: str) -> bool:
        """A ministry or institute that another country's name stands before: 英国のAI Safety Institute."""
        return company_id in self._public and _OTHER_COUNTRY.search(before) is not None

    def _is_gloss(self, company_id: str, after: str) -> bool:
        inner = re.match(r" ?\(([^()、,]{2,30})", after)
        return inner is not None and inner.group(1).strip() in self._names[company_id]

    def _context_score(self, document: Document, hit: Hit, sentence: Sentence) -> float:
        """Context words in the same sentence count whole, in the next ones half; common words a little, once."""
        telling, generic = self._context[hit.company_id]
        sentences = document.sentences
        near = "".join(
            s.text
            for s in (*sentences[max(0, sentence.no - 1) : sentence.no], *sentences[sentence.no + 1 : sentence.no + 2])
        )
        score = 0.0
        if telling is not None:
            here = telling.found_in(sentence.text)
            there = telling.found_in(near) - here
            score = min(2 * _FAIR, _FAIR * len(here) + _WEAK * len(there))
        if generic is not None and generic.found_in(sentence.text):
            score += _WEAK / 2
        return score

    def _far_context(self, document: Document, hit: Hit) -> float:
        """Half a weak sign for each telling word anywhere, asked only where it may decide."""
        telling = self._context[hit.company_id][0]
        return _WEAK / 2 * len(telling.found_in(document.view)) if telling is not None else 0.0


@dataclass(frozen=True, slots=True)
class _ContextWords:
    """Words that confirm an ambiguous name, as words of their own."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]

    def found_in(self, text: str) -> set[str]:
        """Those that stand in the text; looking for each as a substring first is ten times as fast."""
        present = [word for word in self.words if word in text]
        if not present:
            return set()
        if len(present) == 1 or _are_apart(tuple(present)):
            return {word for word in present if _holds_word(text, word)}
        return {match.group() for match in self.pattern.finditer(text)}


@lru_cache(maxsize=1 << 12)
def _are_apart(words: tuple[str, ...]) -> bool:
    """Whether no two of the words can overlap in a text, so that each may be looked for by itself."""
    return not any(
        first in second or any(first[-size:] == second[:size] for size in range(1, len(first)))
        for first, second in itertools.permutations(words, 2)
    )


def _holds_word(text: str, word: str) -> bool:
    """Whether the word stands anywhere in the text without a letter of ASCII beside it."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (at and _is_letter(text[at - 1])) and not (end < len(text) and _is_letter(text[end])):
            return True
        at = text.find(word, at + 1)
    return False


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _context_patterns(words: tuple[str, ...]) -> tuple[_ContextWords | None, _ContextWords | None]:
    def compiled(chosen: list[str]) -> _ContextWords | None:
        if not chosen:
            return None
        alternatives = "|".join(re.escape(word) for word in sorted(chosen, key=len, reverse=True))
        return _ContextWords(tuple(chosen), re.compile(rf"(?<![A-Za-z])(?:{alternatives})(?![A-Za-z])"))

    telling = [word for word in words if word not in _GENERIC and len(word) > 1]
    return compiled(telling), compiled([word for word in words if word in _GENERIC or len(word) == 1])


_VERB_EN = re.compile(
    r"(?:'s)? (?:said|says|will|announced|plans|has|launch\w+|unveil\w+|open(?:s|ed)|rais(?:es|ed)|cut(?:s)?"
    r"|recall(?:s|ed)|hire[sd]|buys|bought|build(?:s)?|built|start(?:s|ed)|invest(?:s|ed)|declined|releas\w+"
    r"|post(?:s|ed)|and [A-Z]\w+ (?:said|will))\b|, (?:the|which|a) "
)
_PREPOSITION_EN = re.compile(r"\b(?:by|with|from|at|for|of|to|and|like|including|between|against) $")
_COMPANY_EN = re.compile(
    r"\b(?:the|its|The|Its) (?:company|firm|group|carmaker|automaker|start-?up|owner|giant|shares)\b|\bCEO\b"
    r"|\bowner\b"
)


def _english_signs(document: Document, hit: Hit, sentence: Sentence, before: str, after: str) -> float:
    """An English proper name that acts like a company: it says or does what companies do."""
    if not document.text[hit.start].isupper():
        return 0.0
    score = 0.0
    if _VERB_EN.match(after):
        score += _FAIR
    elif _PREPOSITION_EN.search(before):
        score += _WEAK / 2
    if _COMPANY_EN.search(document.view):
        score += _WEAK / 2
    written = document.text[hit.start : hit.end]
    if document.view.count(written) > 1 and hit.start > sentence.start:
        score += _WEAK / 2
    return score


def _neighbours(view: str, hits: list[Hit], no: int) -> float:
    """A sure name beside this one in a list (A、B、C); on both sides it decides alone."""
    hit, found = hits[no], 0.0
    for other, gap in (
        (hits[no - 1], view[hits[no - 1].end : hit.start]) if no else (None, ""),
        (hits[no + 1], view[hit.end : hits[no + 1].start]) if no + 1 < len(hits) else (None, ""),
    ):
        if other is not None and other.name.sort is Sort.ALIAS and len(gap) <= 8 and _LIST_GAP.fullmatch(gap):
            found += _FAIR
    return found


def _spoils(before: str, after: str, has_neighbour: bool) -> bool:
    """The word is part of a longer expression or of a person's name, so it cannot be the company."""
    if not has_neighbour and (_NAME_DOT_BEFORE.search(before) or _NAME_DOT_AFTER.match(after)):
        return True
    if _FIRST_NAME.search(before) or _PERSON.match(after) or _ARTICLE_BEFORE.search(before):
        return True
    if "一" <= after[:1] <= "龠" and not _NEUTRAL_KANJI.match(after):
        return True
    return _GOES_ON.match(after) is not None


def _without_denied(document: Document, mentions: list[Mention]) -> list[Mention]:
    """Without the companies that are named only to say that they have nothing to do with it."""
    text = document.view
    if not mentions or ("同名" not in text and not _may_deny(text)):
        return mentions
    denied: dict[str, list[bool]] = defaultdict(list)
    for mention in mentions:
        denied[mention.company_id].append(_is_denied(document, mention))
    only_denied = {company for company, flags in denied.items() if all(flags)}
    return [mention for mention in mentions if mention.company_id not in only_denied]


def _may_deny(text: str) -> bool:
    """Whether a denial stands anywhere; each holds one of a few words, and to look for those first costs a tenth."""
    return any(word in text for word in _DENIAL_WORDS) and _DENIAL.search(text) is not None


def _is_denied(document: Document, mention: Mention) -> bool:
    sentence = document.sentence_at(mention.start)
    text, end = sentence.text, mention.end - sentence.start
    if _DENIED_AFTER.match(text, end) or _DENIAL_BEFORE.search(text[: mention.start - sentence.start]):
        return True
    listed = _LISTED_AFTER.match(text, end)
    if listed and _DENIAL.match(text, listed.end()):
        return True
    return _NAMESAKE_AFTER.match(text, end) is not None or bool(
        _MISTAKEN_AFTER.match(text, end) and re.search("誤り|間違い|同名", text)
    )
