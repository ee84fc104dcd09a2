"""What speaks for an ambiguous name meaning the company: what stands beside it, and words of its field near by.

The signs add up; strong ones decide alone, see ``companies.CONFIRMED_AT``.
"""

import re
from collections.abc import Iterable, Sequence

from tasks.tag.context_words import generic_words, telling_words
from tasks.tag.document import Document, Sentence
from tasks.tag.lazy import lazy
from tasks.tag.matcher import Hit, Sort
from tasks.tag.openings import openings
from tasks.tag.registers import Company
from tasks.tag.word_classes import word_list

STRONG, FAIR, WEAK = 3.0, 1.5, 1.0
_MOST_CONTEXT = 2 * FAIR


def _with_no(countries: str) -> tuple[str, ...]:
    return tuple(country + particle for country in word_list(countries) for particle in ("", "の"))


_COUNTRIES = _with_no("米 英 仏 独 加 伊 印 韓 中国 台湾 米国 英国 フランス カナダ ドイツ 韓国")
_OTHER_COUNTRIES = _with_no(
    "米 英 仏 独 加 中 韓 豪 印 米国 英国 中国 韓国 フランス ドイツ カナダ インド シンガポール 欧州"
)
_OTHER_COUNTRY_EN = re.compile(
    r"(?:British|American|Korean|Chinese|French|German|Canadian|Indian|Australian|Singaporean|European|UK|US|U\.S\."
    r"|(?:Britain|America|Korea|China|France|Germany|Canada|India|Australia|Singapore|UK)'s) (?:the |new )?$"
)
_BEFORE_FOR_SURE = (*_COUNTRIES, "株式会社", "合同会社", "㈱", "(株)", "旧")
"""A country, a legal form or 旧 right before a name."""
_LEGAL_AFTER = re.compile(
    r" ?(?:株式会社|合同会社|\(株\)|㈱|,? ?(?:Inc|Corp|Ltd|K\.K|Co\.)|社(?![会内交史宅])|社内|日本法人"
    r"|グループ(?!ワーク|分け))| Japan\b(?!ese)"
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
_APPOSITION = (
    *(
        noun + "の"
        for noun in word_list(
            """
            AI ＡＩ 事業 ソフト ソフトウエア ソフトウェア 開発 スタートアップ ベンチャー 企業 会社 新興 大手 メーカー
            サービス プラットフォーム プラットフォーマー システム アプリ ロボット ロボ 創薬 半導体 OCR DX IT SNS
            支援 解析 検索 分析 翻訳 通訳 録画
            """
        )
    ),
    *(
        "を" + verb
        for verb in word_list(
            """
            行う 掲げる 目指す 展開する 提供する 運営する 運用する 営む 担う 抱える 作る つくる 売る 販売する
            """
        )
    ),
    *word_list(
        """
        手がける 手掛ける 開発する で知られる に強い に特化した 上場の 傘下の 発の 拠点の 本社の 本社を置く
        """
    ),
)
"""What a company is or does, where it ends right before the name."""
_APPOSITION_EN = re.compile(r"\b(?:startup|start-up|maker|developer|company|firm|giant|group|provider|unicorn) $")
_AS_EXAMPLE = re.compile(
    r"(?:など|といった|をはじめとする?)(?:の)?(?:国内|日本|海外|米国?|大手|有力|主要|IT|AI|民間|複数"
    r"|[0-9]+社)?(?:の)?(?:[0-9]+社|企業|各社|大手|メーカー|ベンダー|事業者|新興|テック)"
)
_DOING = re.compile(
    r"発表|公開|開始|始め|提供|開発|調達|出資|提携|連携|協業|買収|上場|発売|披露|導入|刷新|設立|採用|受注|発足|説明"
    r"|明らか|投入|強化|延期|参入|独立|売却|合併|組む|組み|乗り出|設け|興し|手がけ|開設|増や|広げ|納め|展開|投資|勧め|呼びかけ|認め|改め|値上げ"
    r"|announce|launch|unveil|raise|acquire|release|partner|invest|develop|introduc|hire|open|plan"
)
_SUBJECT = re.compile(
    r"(?:は|が|も|、|,)|(?:と|に|から)(?!して)|'s\b| (?:said|says|announced|plans|will|has|is|was|wants|launched"
    r"|raised|unveiled|released|and|to)\b"
)
_HEADLINE = re.compile(r"、|,|が|は(?!ん)|、| (?:to|raises|launches|unveils|says|and|opens|wins)\b")
_PARTICLES_OF_SUBJECT = frozenset("はがも")
_IS_LATIN = re.compile(r"[A-Z][A-Za-z0-9.&+ -]*[a-z][A-Za-z0-9.&+ -]*")
_MAKES = re.compile(r"が(?:開発|設計|提供|運営|手がけ|請け負)")
"""燈が開発した: only a company does."""
_MAX_GAP = 8
_LIST_GAP = re.compile(r"(?:、|・|,|/|や|と|および|並びに|ならびに| and | or |, and )(?:米|英|仏|独|中国)?")
_PERSON = ("さん", "ちゃん", "くん", "君", "先生", "姉", "兄")
_KATAKANA = re.compile(r"[ァ-ヺー]")
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
_SURE_LASTS = frozenset(word[-1] for word in _BEFORE_FOR_SURE)
_APPOSITION_LASTS = frozenset(word[-1] for word in _APPOSITION)
"""Last characters, looked up before all the words are compared."""
_LEGAL_STARTS, _BRACKET_STARTS = openings(_LEGAL_AFTER), openings(_BRACKET)
_EXAMPLE_STARTS, _OFFICER_STARTS = openings(_AS_EXAMPLE), openings(_OFFICER)
_SUBJECT_STARTS, _GOES_ON_STARTS = openings(_SUBJECT), openings(_GOES_ON)
_JAPAN_BEFORE = re.compile(r"\b(?:Japan's|Japanese) (?:new )?$")
_ARTICLE_BEFORE = re.compile(r"\b(?:an?|the|some|this|that|each|every|of an|fresh|dried|ground) $", re.IGNORECASE)


class _Article:
    """What the names of an article ask of its sentences again and again, found out once.

    So a sentence with a thousand names costs no thousand readings of it.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.contexts: dict[tuple[int, str], float] = {}
        """What the words round a company's name add, by sentence and company."""
        self._tells_doing: dict[int, bool] = {}
        self._counts: dict[str, int] = {}

    def tells_doing(self, sentence: Sentence) -> bool:
        """Whether somebody does in a sentence what companies do."""
        found = self._tells_doing.get(sentence.no)
        if found is None:
            found = self._tells_doing[sentence.no] = _DOING.search(sentence.text) is not None
        return found

    def count(self, written: str) -> int:
        """How often a name is written."""
        found = self._counts.get(written)
        if found is None:
            found = self._counts[written] = self.document.view.count(written)
        return found

    @lazy
    def speaks_of_a_company(self) -> bool:
        """Whether English words for a company stand anywhere."""
        return _COMPANY_EN.search(self.document.view) is not None


class Confirmation:
    """Scores ambiguous names by the words round them."""

    def __init__(self, companies: Iterable[Company]) -> None:
        companies = list(companies)
        self._public = {company.id for company in companies if company.kind == "public"}
        self._names = {
            company.id: {company.name_ja, company.name_en, *company.aliases, *company.ambiguous_aliases}
            for company in companies
        }
        self._telling = {company.id: telling_words(company.context_words) for company in companies}
        self._generic = {company.id: generic_words(company.context_words) for company in companies}

    def scores(self, document: Document, hits: Sequence[Hit]) -> dict[int, float]:
        """How much speaks for each ambiguous hit, by its number; below 0 where it is certainly something else."""
        article = _Article(document)
        return {no: self._score(article, hits, no) for no, hit in enumerate(hits) if hit.name.sort is Sort.AMBIGUOUS}

    def _score(self, article: _Article, hits: Sequence[Hit], no: int) -> float:
        hit, document = hits[no], article.document
        view = document.view
        company_id = hit.name.company_id
        before, after = view[max(0, hit.start - 24) : hit.start].rpartition("\n")[2], view[hit.end : hit.end + 80]
        score = _neighbours(view, hits, no)
        is_public = company_id in self._public
        # The Digital Agency, in news of Japan: an article spoils the name of a company only.
        told = before.removesuffix("The ").removesuffix("the ") if is_public and "Japan" in view else before
        if _spoils(told, after, score > 0) or self._is_foreign(company_id, before):
            return -STRONG
        if is_public and _JAPAN_BEFORE.search(before):
            score += STRONG
        follows = after[:1]
        last = before[-1:]
        if (last in _SURE_LASTS and before.endswith(_BEFORE_FOR_SURE)) or (
            follows in _LEGAL_STARTS and _LEGAL_AFTER.match(after)
        ):
            score += STRONG
        if (
            follows in _BRACKET_STARTS
            and after.startswith(("(", " ("))
            and (_BRACKET.match(after) or self._is_gloss(company_id, after))
        ):
            score += STRONG
        if follows in _EXAMPLE_STARTS and _AS_EXAMPLE.match(after):
            score += STRONG
        if follows in _OFFICER_STARTS and _OFFICER.match(after):
            score += FAIR
        if (last in _APPOSITION_LASTS and before.endswith(_APPOSITION)) or (
            last == " " and _APPOSITION_EN.search(before)
        ):
            score += FAIR
        sentence = document.sentence_at(hit.start)
        if document.lang == "en":
            score += _english_signs(article, hit, sentence, before, after)
            if is_public and _FUNDED_BY.search(before):
                score += STRONG
        if hit.start == 0 and _HEADLINE.match(after):
            score += WEAK
        if follows in _SUBJECT_STARTS and _SUBJECT.match(after) and article.tells_doing(sentence):
            score += WEAK
        if follows in _PARTICLES_OF_SUBJECT and document.lang == "ja" and _IS_LATIN.fullmatch(view, hit.start, hit.end):
            # Letters among kana are no English word: Amazonは, but not metaは.
            score += WEAK
        if follows == "が" and _MAKES.match(after):
            score += FAIR
        context = article.contexts.get((sentence.no, company_id))
        if context is None:
            context = self._context_score(document, company_id, sentence)
            article.contexts[sentence.no, company_id] = context
        return score + context

    def far_context(self, document: Document, company_id: str) -> float:
        """Half a weak sign for each telling word anywhere in the article."""
        telling = self._telling[company_id]
        return WEAK / 2 * len(telling.found_in(document.view)) if telling is not None else 0.0

    def _is_foreign(self, company_id: str, before: str) -> bool:
        """A ministry or institute that another country's name stands before: 英国のAI Safety Institute."""
        return company_id in self._public and (
            before.endswith(_OTHER_COUNTRIES) or _OTHER_COUNTRY_EN.search(before) is not None
        )

    def _is_gloss(self, company_id: str, after: str) -> bool:
        inner = re.match(r" ?\(([^()\n、,]{2,30})", after)
        return inner is not None and inner.group(1).strip() in self._names[company_id]

    def _context_score(self, document: Document, company_id: str, sentence: Sentence) -> float:
        """Context words in the same sentence count whole, in the next ones half; common words a little, once."""
        telling, generic = self._telling[company_id], self._generic[company_id]
        score = 0.0
        if telling is not None:
            here = telling.found_in(sentence.text)
            score = min(_MOST_CONTEXT, FAIR * len(here))
            if score < _MOST_CONTEXT:
                there = telling.found_in(document.text_around(sentence)) - here
                score = min(_MOST_CONTEXT, score + WEAK * len(there))
        if generic is not None and generic.stand_in(sentence.text):
            score += WEAK / 2
        return score


_VERB_EN = re.compile(
    r"(?:'s)? (?:said|says|will|announced|plans|has|launch\w+|unveil\w+|open(?:s|ed)|rais(?:es|ed)|cut(?:s)?"
    r"|recall(?:s|ed)|hire[sd]|buys|bought|build(?:s)?|built|start(?:s|ed)|invest(?:s|ed)|declined|releas\w+"
    r"|post(?:s|ed)|and [A-Z]\w+ (?:said|will))\b|, (?:the|which|a) "
)
_EXPLAINED_EN = re.compile(
    r", (?:an?|the) [^,.]{0,40}?\b(?:start-?up|company|firm|maker|developer|group|provider|unicorn)\b"
)
"""Rain, a Kyoto start-up: what a name is, said after it."""
_PREPOSITION_EN = re.compile(r"\b(?:by|with|from|at|for|of|to|and|like|including|between|against) $")
_PEOPLE_EN = re.compile(
    r"(?:'s)? (?:engineers|researchers|executives|officials|employees|workers|scientists|developers|factory"
    r"|factories|plants"
    r"|dealers|stores)\b"
)
"""Honda engineers: people and places that only an organisation has."""
_FUNDED_BY = re.compile(
    r"\b(?:grants?|funding|funded|supported|support|sponsored|commissioned|subsid\w+) (?:from"
    r"|by) (?:the )?$"
)
_COMPANY_EN = re.compile(
    r"\b(?:the|its|The|Its) (?:company|firm|group|carmaker|automaker|start-?up|owner|giant|shares)\b|\bCEO\b"
    r"|\bowner\b"
)


def _english_signs(article: _Article, hit: Hit, sentence: Sentence, before: str, after: str) -> float:
    """An English proper name that acts like a company: it says or does what companies do."""
    document = article.document
    if not document.text[hit.start].isupper():
        return 0.0
    score = 0.0
    if _PEOPLE_EN.match(after):
        score += FAIR + WEAK / 2
    elif _VERB_EN.match(after):
        score += FAIR
    elif _PREPOSITION_EN.search(before):
        score += WEAK / 2
    if _EXPLAINED_EN.match(after):
        score += FAIR
    if article.speaks_of_a_company:
        score += WEAK / 2
    written = document.text[hit.start : hit.end]
    if article.count(written) > 1 and (hit.start > sentence.start or _VERB_EN.match(after)):
        score += WEAK / 2
    return score


def _neighbours(view: str, hits: Sequence[Hit], no: int) -> float:
    """A sure name beside this one in a list (A、B、C); on both sides it decides alone."""
    hit, found = hits[no], 0.0
    if no and hits[no - 1].name.sort is Sort.ALIAS and _is_list_gap(view, hits[no - 1].end, hit.start):
        found += FAIR
    if no + 1 < len(hits) and hits[no + 1].name.sort is Sort.ALIAS and _is_list_gap(view, hit.end, hits[no + 1].start):
        found += FAIR
    return found


def _is_list_gap(view: str, start: int, end: int) -> bool:
    return end - start <= _MAX_GAP and _LIST_GAP.fullmatch(view, start, end) is not None


def _spoils(before: str, after: str, has_neighbour: bool) -> bool:
    """The word is part of a longer expression or of a person's name, so it cannot be the company."""
    if not has_neighbour and (
        (before.endswith("・") and _KATAKANA.match(before[-2:]))
        or (after.startswith("・") and _KATAKANA.match(after, 1))
    ):
        return True
    if after.startswith(_PERSON) or (
        before.endswith(" ") and (_FIRST_NAME.search(before) or _ARTICLE_BEFORE.search(before))
    ):
        return True
    if "一" <= after[:1] <= "龠" and not _NEUTRAL_KANJI.match(after):
        return True
    return after[:1] in _GOES_ON_STARTS and _GOES_ON.match(after) is not None
