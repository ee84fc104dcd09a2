"""Names of companies that no register holds.

Every run of name letters in the text is a candidate; what stands round it speaks for or against it (``_LEFT``,
``_RIGHT``: the grammar of how Japanese and English news introduce a company), the word itself does too (endings of
companies, of public bodies and places, common nouns), and names listed beside a company are companies. The points of
all places of one name add up by kind of evidence; from ``NAMED_AT`` on it is given.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from tasks.tag import word_classes as words
from tasks.tag.companies import Mention
from tasks.tag.document import Document

NAMED_AT = 2.0

LEGAL = r"株式会社|合同会社|有限会社|㈱|㈲|\((?:株|有|同)\)|弁護士法人|監査法人|税理士法人"
RUN = re.compile(
    rf"(?:[A-Za-zÀ-ɏ0-9ァ-ヺー一-鿿々〆]|{words.HIRAGANA_IN_NAMES})(?:[A-Za-zÀ-ɏ0-9ァ-ヺー一-鿿々〆&+.'\-・]"
    rf"|(?<=[A-Za-z0-9.&]) (?=[A-Z0-9&])|{words.HIRAGANA_IN_NAMES})*"
)
"""Letters that names are made of; a space only between Latin words, hiragana only as whole words that names hold."""

LEGAL_PREFIX = re.compile(rf"(?:{LEGAL}) ?(?=[^\s、。,()「」『』のはがをにでと])")
_MAX_PHRASE_NAME = 9
_HARD_STOP = re.compile(r"[、。,()「」『』:：;\n＝=]|$")
_SOFT_STOP = re.compile(r"は|が|を|に|と|も|で|の|や|から|など|様|へ|による")
_HEADLINE = re.compile(
    r"(?:【[^】]{1,12}】)?(?P<name>[^、。「」『』()\n!?]{2,24}?)(?P<mark>、|が(?!ん)|は(?=[^ぁ-ん]))"
)
_QUOTED = re.compile(r"[「『]([ぁ-んー]{3,12})[」』]")

_BUSINESS = (
    r"AI|スタートアップ|傘下|系列|グループ|スタートアップ企業|ベンチャー|ベンチャー企業|新興|新興企業|企業|会社|大手"
    r"|中堅|老舗"
    r"|メーカー|事業者|ソフト|ソフトウェア|ロボ|ロボット|システム|アプリ|サービス|プラットフォーム|半導体"
    r"|[一-龠ァ-ヶー]{0,6}(?:会社|大手|企業|ベンチャー|メーカー|商社|卸|小売り?|チェーン|工場|旅館|ホテル|銀行系"
    r"|商店|専門店|通販|新興|子会社|親会社|合弁会社|専業|開発元|提供元|運営元|販売元|運営会社|提携先|取引先|出資先"
    r"|投資先|納入先|委託先|顧客|コンサル|ファンド|系VC|VC|CVC|ゼネコン|工務店|問屋)"
)
_LEFT_STRONG = re.compile(
    rf"(?:{_BUSINESS})(?:である|の|、|「)$|(?:東大|京大|[一-龠]{{1,6}}大学?|大学|松尾研|[一-龠]{{1,6}}研|高専|理研"
    rf"|産総研)発(?:スタートアップ|ベンチャー|新興|企業)?の$|(?:運営会社|存続会社|開発元|販売元|提供元|運営元|親会社"
    rf"|発売元|相手|作ったの|開発したの|手がけたの|導入したの|担ったの|使うの|使ったの|使っているの|用いたの"
    rf"|採用したの|担うの|手がけるの|開発するの|運営するの|選ばれたの|提携先|納入先"
    rf"|買収先|出資先)は(?:{LEGAL})?$"
)
_LEFT_VERB = re.compile(
    r"(?:手がける|手掛ける|開発する|開発した|運営する|展開する|提供する|販売する|担う|つくる|作る|営む|行う|行なう"
    r"|目指す|掲げる|扱う|支援する|生産する|製造する|設計する|持つ|読む|売る|生かす|測る|見守る|使った|使う|率いる"
    r"|設立した|立ち上げた|創業した|興した|束ねる|配合する|つなぐ|届ける|読み取る|見つける|防ぐ|解析する|分析する"
    r"|予測する|自動化する|育てる|進める|貸し出す|本社を置く|強い|得意とする|特化した|知られる|移した|抱える|発の"
    r"|拠点の|本社の)$"
)
_LEFT_NOUN = re.compile(r"(?:[一-龠ァ-ヶーA-Za-z0-9]{2,}|計算|管理|監視|支援)の$")
_LEFT_COUNTRY = re.compile(
    r"(?:^|[^一-龠])(?:(?:米|英|仏|独|加|伊|韓|豪|印)|(?:中国|台湾|韓国|米国|英国|フランス|ドイツ|カナダ"
    r"|シンガポール|インド|イスラエル|スイス|オランダ|北欧|欧州)の)$"
)
_LEFT_LISTED = re.compile(
    r"(?:と|や|、|および|及び|並びに|ならびに)(?:米|英|仏|独|中国の|韓国の|[一-龠ァ-ヶー]{1,8}の)?$"
)
_LEFT_PRODUCT = re.compile(
    r"(?:アプリ|モデル|ロボット|ロボ|システム|サービス|LLM|基盤|製品|ソフト|装置|ツール|センサー|カメラ|機能"
    r"|シリーズ|ブランド|名称|言語|手法|技術|雑誌|映画|番組|小説|作品|ゲーム|エンジン|チャットボット|新型|後継"
    r"|愛称)$"
)

_RIGHT_ADDRESS = re.compile(
    r" ?[(](?:[^()]{1,16}、)?(?:本社[:：、は]?|所在地[:：]|代表|東証|証券コード|CEO|社長|旧"
    r"|(?:英)?[^()、]{0,12}?(?:[都道府県市区町村州]|東京|京都|大阪|神戸|札幌|福岡|名古屋|横浜|仙台"
    r"|[一-龠]{2}市))[^()]{0,50}[)]"
)
_RIGHT_GLOSS = re.compile(r" ?[(](?:[ァ-ヺー・]{2,20}|[A-Za-z][A-Za-z0-9 .&]{1,24})[)、]")
_RIGHT_SHA = re.compile(r"社(?:は|が|の|を|に|と|も|で|製|、|長|内|様|$)(?!会|員)")
_RIGHT_SAMA = re.compile(r"様(?:は|が|の|で|に|、|を|と)")
_RIGHT_DEAL = re.compile(
    r"(?:を(?:[0-9.,]+[億万兆千百]*円で)?(?:完全)?(?:買収|子会社化|傘下|吸収合併|設立|合併)|(?:の"
    r"|が発行した)?(?:全)?株式|との?(?:業務|資本業務|資本)?(?:提携|協業|合弁|共同|手を組|組[みむんま])"
    r"|に(?:[0-9][^、。]{0,12}円?を?)?(?:追加)?出資|への出資|が合併|と合併|に社名|を引受先|が引き?受け|がリード"
    r"|が主導|が出資|から(?:の)?(?:出資|計|総額|[0-9]|資金|融資|約)|の(?:第三者割当|新株)|の主導|を割当先)"
)
_RIGHT_SUBJECT = re.compile(
    r"(?:は|が|も)(?=[、\s一-龠ァ-ヶA-Za-z0-9「『今新こ同この国独全年月毎])|では(?=、)|によると|が(?=[ぁ-ん])"
)
_RIGHT_OFFICER = re.compile(
    r"の(?:[一-龠ァ-ヶー]{1,8})?(?:社長|代表|CEO|CTO|創業者|取締役|広報|経営陣|日本法人|子会社|株価|[一-龠]{1,4}氏)"
)
_RIGHT_PRODUCT = re.compile(r"の[「『]")
_RIGHT_QUOTE = re.compile(r"[」』]")
_RIGHT_WORD = re.compile(r"[ぁ-ん]")
_COUNT_AFTER = re.compile(r"(?:など|の|ら)?(?:の)?計?[0-9]+(?:社|者)")

_DOES = re.compile(
    r"発表|公開し|公開す|開始|始め|提供|開発し|調達|出資|提携|連携|協業|買収|発売|披露|導入|刷新|設立|採用|受注|発足"
    r"|参入|独立|売却|合併|乗り出|開設|増や|広げ|納め|展開|投資|作っ|作り|設け|売り|売る|使う|手を組|改め|当て|検知"
    r"|設計し|測|探|見つけ|進め|まとめ|教え|直す|読む|配っ|貸し|組ん|開い|終え|達し|超え|試す|試し|積む|置い|得た|募"
    r"|描|示す|支え"
)
_BUSINESS_ARTICLE = re.compile(
    r"同社|社長|CEO|調達|提携|子会社|合弁|買収|売上|創業|設立|顧客|料金|価格|発売|起業|資金調達|出資|新興"
    r"|スタートアップ|ベンチャー|company|startup"
    r"|start-up"
)
_KATAKANA_WORD = re.compile(r"[ァ-ヺー]+")
_HAS_NAME_SCRIPT = re.compile(r"[ァ-ヺ]{2}|[A-Za-z]{2}|[A-Z]")
_ONLY_KANJI = re.compile(r"[一-鿿々〆]+")
_PERSON_DOT = re.compile(r"[ァ-ヺー]+[・=][ァ-ヺー]+")
_MIXED = re.compile(r"[一-鿿]{2,}[ァ-ヺー]{2,}|[ァ-ヺー]{2,}[一-鿿]{2,}")
_NUMBER = re.compile(r"[0-9.,]+")


def trim(view: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without common nouns glued to its sides (合弁会社X, X社長), or None where nothing is left."""
    while True:
        text = view[start:end]
        left = words.LEFT_GENERIC.match(text)
        if (
            left
            and left.end() < len(text)
            and _HAS_NAME_SCRIPT.search(text[left.end() :] if len(left.group()) < 3 else "AA")
        ):
            start += left.end()
            continue
        right = words.RIGHT_GENERIC.search(text)
        if right and right.start() >= 2 and not words.COMPANY_ENDING.search(text):
            end = start + right.start()
            continue
        break
    while (
        end > start and view[end - 1] in "・-.+&'" and not view[start:end].endswith(("Inc.", "Ltd.", "Corp.", "K.K."))
    ):
        end -= 1
    while start < end and view[start] in "・-+&'":
        start += 1
    return (start, end) if end - start >= 2 else None


def is_plausible(name: str) -> bool:
    """Whether the word itself may be a company's name, before any context is asked."""
    if name in words.COMMON_KATAKANA or name in words.COMMON_LATIN or name in words.NOT_A_NAME:
        return False
    if _NUMBER.fullmatch(name) or name[0].isdigit():
        return False
    has_ending = words.COMPANY_ENDING.search(name) is not None
    if has_ending and (words.GENERIC_COMPANY.fullmatch(name) or _stem(name) in words.NOT_A_NAME):
        return False
    if not has_ending and words.NOT_A_COMPANY_ENDING.search(name):
        return False
    if words.PLACE.fullmatch(name):
        return False
    if _ONLY_KANJI.fullmatch(name):
        return has_ending and len(name) >= 3
    if not _HAS_NAME_SCRIPT.search(name):
        return has_ending and re.search(r"[ぁ-ん]{2}", name) is not None
    if not has_ending and _PERSON_DOT.fullmatch(name):
        return False
    pieces = re.findall(r"[ァ-ヺー]+|[A-Za-z][A-Za-z0-9&.]*|[一-鿿々〆]+", name)
    return any(_is_own(piece) for piece in pieces) or has_ending


def _stem(name: str) -> str:
    """The name without a company's ending."""
    ending = words.COMPANY_ENDING.search(name)
    return name[: ending.start()] if ending else name


def _is_own(piece: str) -> bool:
    """A katakana or Latin piece that is no common noun, nor two of them."""
    if re.fullmatch(r"[一-鿿々〆]+", piece):
        return False
    if piece in words.COMMON_KATAKANA or piece in words.COMMON_LATIN:
        return False
    if not _KATAKANA_WORD.fullmatch(piece):
        return len(piece) >= 2 and not piece.isdigit()
    if len(piece) < 3:
        return False
    return not any(
        piece[:cut] in words.COMMON_KATAKANA and piece[cut:] in words.COMMON_KATAKANA
        for cut in range(2, len(piece) - 1)
    )


def _is_headline_name(name: str) -> bool:
    """What stands before a headline's comma and may be a name: no phrase, no public body, no common noun."""
    if (
        name in words.COMMON_KATAKANA
        or name in words.COMMON_LATIN
        or name in words.NOT_A_NAME
        or words.PLACE.fullmatch(name)
    ):
        return False
    if not words.COMPANY_ENDING.search(name) and words.NOT_A_COMPANY_ENDING.search(name):
        return False
    if re.search(r"[をへ]|(?:した|する|して|ない|から|まで|など|さん)|[0-9]+(?:社|人|年|月|日|割|倍|%|億|万)", name):
        return False
    return len(name) >= 2


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A company name with the place in ``Document.text`` that speaks most for it."""

    name: str
    rule: str
    """The strongest kind of evidence: legal-form, address, apposition, headline, deal, list, english …"""
    start: int
    end: int
    score: float


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


_EVIDENCE_LEFT = (
    ("apposition", 2.0, _LEFT_STRONG),
    ("clause", 1.4, _LEFT_VERB),
    ("noun", 0.7, _LEFT_NOUN),
    ("country", 1.6, _LEFT_COUNTRY),
)
_EVIDENCE_RIGHT = (
    ("address", 3.0, _RIGHT_ADDRESS),
    ("gloss", 1.2, _RIGHT_GLOSS),
    ("sha", 2.6, _RIGHT_SHA),
    ("sama", 2.6, _RIGHT_SAMA),
    ("deal", 1.8, _RIGHT_DEAL),
    ("maker", 1.3, _RIGHT_PRODUCT),
    ("officer", 1.4, _RIGHT_OFFICER),
)
_LEGAL_BEFORE = re.compile(rf"(?:{LEGAL}) ?$")
_LEGAL_AFTER = re.compile(r" ?(?:株式会社|合同会社|㈱|\(株\)|,? ?(?:Inc|Corp|Ltd|LLC|K\.K)\b)")
_SUFFIX_LATIN = re.compile(r",? ?\b(?:Inc|Corp|Corporation|Ltd|LLC|K\.K|Co\., ?Ltd)\b\.?$")
_LIST_GAP = re.compile(
    rf"(?:、|と|や|・|および|及び|ならびに|並びに)(?:{LEGAL}|米|英|仏|独|新興の|[一-龠ァ-ヶー]{{1,8}}の)?"
)


def find_names(document: Document, mentions: list[Mention]) -> list[UnknownName]:
    """The unregistered company names of a Japanese or English article, in order of place."""
    from tasks.tag.names_en import english_candidates

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
        self.is_business = bool(_BUSINESS_ARTICLE.search(self.view))

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
        spans = []
        for run in RUN.finditer(self.view):
            span = trim(self.view, run.start(), run.end())
            if span is None or self._is_taken(*span):
                continue
            name = self.view[span[0] : span[1]]
            if is_plausible(name) or (_RIGHT_SHA.match(self.view, span[1]) and _MIXED.fullmatch(name)):
                spans.append(span)
        return spans

    def _weigh(self, start: int, end: int) -> None:
        view = self.view
        name = view[start:end]
        before, after = view[max(0, start - 24) : start].rpartition("\n")[2], view[end : end + 70].partition("\n")[0]
        if words.PERSON_AFTER.match(after) or (_RIGHT_QUOTE.match(after) and before.endswith(("「", "『"))):
            if words.PERSON_AFTER.match(after):
                self.candidates[name].add("person", -3.0, start, end)
            return
        candidate = self.candidates[name]
        candidate.places.append((start, end))
        candidate.bare += 1
        if _LEGAL_AFTER.match(after) or _LEGAL_BEFORE.search(before):
            candidate.add("legal-form", 3.0, start, end)
        for kind, points, pattern in _EVIDENCE_LEFT:
            if pattern.search(before):
                candidate.add(kind, points, start, end)
        for kind, points, pattern in _EVIDENCE_RIGHT:
            if pattern.match(after):
                candidate.add(kind, points, start, end)
        if _LEFT_PRODUCT.search(before):
            candidate.add("product", -1.0, start, end)
        sentence = self.document.sentence_at(start)
        if _RIGHT_SUBJECT.match(after):
            is_first = start - sentence.start <= 1
            if _DOES.search(sentence.text):
                candidate.add("subject", 1.0 if is_first else 0.7, start, end)
            if is_first and not sentence.is_title:
                candidate.add("opens", 0.6, start, end)
        ending = self._ending(name)
        if ending:
            candidate.add("ending", ending, start, end)
        if candidate.bare > 1:
            candidate.add("again", 0.4, start, end)

    def _ending(self, name: str) -> float:
        """Points for a company's ending after a proper stem."""
        if _SUFFIX_LATIN.search(name):
            return 3.0
        if words.COMPANY_ENDING_EN.search(name) and not name.startswith("AI"):
            return 1.6
        match = words.COMPANY_ENDING.search(name)
        if match is None or match.start() == 0 or words.GENERIC_STEM.fullmatch(name[: match.start()]):
            return 0.0
        stem = name[: match.start()]
        if stem in words.NOT_A_NAME:
            return 0.0
        if _ONLY_KANJI.fullmatch(name):
            return 1.2 if len(stem) >= 2 else 0.6
        return 2.0 if len(stem) >= 2 and stem not in words.COMMON_KATAKANA else 0.6

    def _legal_forms(self) -> None:
        """株式会社X: hiragana may belong to the name, so every place is read and the end that recurs wins."""
        for match in LEGAL_PREFIX.finditer(self.view):
            start = match.end()
            if self._is_taken(start, start + 1) or any(s < start <= e for s, e, _ in self.taken):
                continue
            end = self._legal_end(start)
            name = self.view[start:end]
            if end - start >= 1 and not _NUMBER.fullmatch(name) and name not in words.NOT_A_NAME:
                candidate = self.candidates[name]
                candidate.bare += 1
                candidate.places.append((start, end))
                candidate.add("legal-form", 3.0, start, end)

    def _legal_end(self, start: int) -> int:
        """Where the name after a legal form ends."""
        stop = _HARD_STOP.search(self.view, start)
        limit = stop.start() if stop else len(self.view)
        chunk = self.view[start:limit]
        ends = [m.start() for m in _SOFT_STOP.finditer(chunk) if m.start() > 0]
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
        # 8月のクジラ, つむぎの里: の belongs to the name where little follows it and nothing else ends it.
        if whole <= _MAX_PHRASE_NAME and re.fullmatch(
            r"[^はがをにで]{1,6}の[^のはがをにでと0-9][^のはがをにでと社]{0,2}", chunk[:whole]
        ):
            return start + whole
        run = RUN.match(self.view, start)
        if run is not None and run.end() - start in ends:
            return run.end()
        return start + (whole if re.fullmatch(r"[ぁ-んー]+", chunk[:whole]) else ends[0])

    def _headline(self) -> None:
        """「X、…」: the actor of a Japanese headline stands before the first comma, after what it is (検索AIのX)."""
        match = _HEADLINE.match(self.view[: self.document.title_chars])
        if match is None:
            return
        start, end = match.span("name")
        parts = [(start, end)]
        joined = re.search(r"(?<=[^ぁ-ん])と(?=[^ぁ-ん])", match["name"])
        if joined:
            parts = [(start, start + joined.start()), (start + joined.end(), end)]
        for first, last in parts:
            described = None
            for described in re.finditer(r"の(?=[^の]{2,}$)", self.view[first:last]):
                pass
            before = self.view[first : first + described.end()] if described else ""
            if re.match("[同当両各自]社の", before):
                return
            if described and (_LEFT_STRONG.search(before) or _LEFT_NOUN.search(before) or _LEFT_COUNTRY.search(before)):
                first += described.end()
            if _ONLY_KANJI.fullmatch(self.view[first:last]) and before and not _LEFT_STRONG.search(before):
                continue
            self._weigh_headline(first, last, comma=match["mark"] == "、")

    def _weigh_headline(self, start: int, end: int, *, comma: bool) -> None:
        span = trim(self.view, start, end)
        if span is None or self._is_taken(*span):
            return
        name = self.view[span[0] : span[1]]
        if not _is_headline_name(name):
            return
        looks = is_plausible(name) and not _ONLY_KANJI.fullmatch(name)
        if self._body_role(name) >= 1.0 and (looks or self.is_business or self._ending(name)):
            self.candidates[name].add("headline", 2.0, *span)
            self.candidates[name].bare += 1
        elif looks and comma:
            self.candidates[name].add("headline", 2.0 if _KATAKANA_WORD.fullmatch(name) else 1.2, *span)
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
        for match in _QUOTED.finditer(self.view):
            name = match.group(1)
            bare = re.search(rf"(?:の|る|た){re.escape(name)}(?=は|が|、|\()", self.view)
            if bare is not None:
                before = self.view[max(0, bare.start() - 22) : bare.start() + 1]
                if _LEFT_STRONG.search(before) or _LEFT_VERB.search(before):
                    self.candidates[name].add("clause", 2.0, bare.start() + 1, bare.end())

    def _lists(self, tokens: list[tuple[int, int]]) -> None:
        """What is listed beside a company is a company."""
        named = {name for name, c in self.candidates.items() if c.score >= NAMED_AT}
        places = sorted(
            {(s, e) for s, e, rule in self.taken if rule != "product"}
            | {place for name in named for place in self.candidates[name].places}
        )
        registered = {(s, e) for s, e, _ in self.taken}
        for _ in range(3):
            grown = False
            for start, end in tokens:
                name = self.view[start:end]
                if name in named or self.candidates[name].points.get("person", 0) < 0:
                    continue
                if any(self._is_listed(start, end, place) for place in places):
                    beside_new = any(self._is_listed(start, end, p) for p in places if p not in registered)
                    self.candidates[name].add("list", 2.0 if beside_new else 1.8, start, end)
                    if self.candidates[name].score >= NAMED_AT or _COUNT_AFTER.match(self.view, self._list_end(end)):
                        self.candidates[name].add("list", 2.0, start, end)
                        named.add(name)
                        places.append((start, end))
                        grown = True
            if not grown:
                return

    def _is_listed(self, start: int, end: int, place: tuple[int, int]) -> bool:
        gap = self.view[place[1] : start] if place[1] <= start else self.view[end : place[0]]
        gap = re.sub(r"^\([^)]{1,40}\)", "", gap)
        return 0 < len(gap) <= 14 and _LIST_GAP.fullmatch(gap) is not None

    def _list_end(self, end: int) -> int:
        match = re.compile(r"[^。\n]{0,60}?(?=(?:の|など)?[0-9]+社)").match(self.view, end)
        return match.end() if match else end


def _without_parts(found: list[UnknownName]) -> list[UnknownName]:
    """A name that only stands inside a longer given one is left out."""
    spans = [(name.start, name.end) for name in found]
    return [
        name
        for name in found
        if not any(s <= name.start and name.end <= e and (e - s) > (name.end - name.start) for s, e in spans)
    ]
