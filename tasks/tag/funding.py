"""Funding claims: the rounds and loans that an article announces as done.

Read sentence by sentence: an amount, the act that carries it, who raised (the direction of the verb decides), then what
the rest of the story says of the round, its investors and its day. Totals, valuations, subsidies, market figures, plans
and denied rumours have amounts too; the words round the amount tell them apart.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tasks.tag import funding_terms as terms
from tasks.tag.companies import Mention
from tasks.tag.document import Document, Sentence
from tasks.tag.funding_parties import read_parties
from tasks.tag.money import Money, find_money
from tasks.tag.names import UnknownName
from tasks.tag.organisations import Organisation, Organisations


@dataclass(frozen=True, slots=True)
class FundingClaim:
    """One round or loan as the article tells it; ``start`` and ``end`` bound the evidence in ``Document.text``."""

    company: str
    """Id of the register, else the written name without its legal form."""
    is_registered: bool
    amount: float | None
    amount_max: float | None
    currency: str | None
    round: str | None
    tranche: str | None
    instrument: str | None
    investors: tuple[str, ...]
    lead: str | None
    announced_on: date | None
    start: int
    end: int

    @property
    def amount_jpy(self) -> float | None:
        """The amount where the text gives it in yen; nothing is converted."""
        return self.amount if self.currency == "JPY" else None


@dataclass(slots=True)
class Draft:
    """A claim while the sentences are read."""

    company: Organisation
    money: Money | None
    sentence: Sentence
    segment: str
    """The words that belong to this amount alone, where a sentence holds several claims; else the sentence."""
    is_total: bool = False
    shares_sentence: bool = False
    investors_said: list[str] = field(default_factory=list)


GATE = re.compile(
    r"調達|出資|増資|融資|資金|確保|コミットメントライン|当座貸越|借り入れ|借入|社債|引き受け|引受|ローン|払い込"
    r"|集めた|集まった|J-KISS|新株|シリーズ[A-K]"
    r"|[Rr]ais|[Ff]und|[Ss]ecur|[Rr]ound|Series [A-K]|[Ss]eed|\bloan|[Ii]nvest|[Cc]los(?:ed|es)|pick(?:s|ed) up"
    r"|[Bb]ack",
)
"""Without one of these words an article announces no round."""

_SUFFIX = r"(?:超|弱|強|規模|余り|あまり|程度|相当|前後|以上|近く)?(?:\([^()]*\))?"
_ACT_NOUN = (
    r"資金調達|調達|第三者割当増資|増資|出資|融資|借り入れ|借入|ローン|投資|社債|私募債|シンジケートローン|当座貸越"
    r"|コミットメントライン|新株予約権|払い込み|拠出"
)
_ACT = (
    rf"(?:{_ACT_NOUN}|集め(?:た|、|て|る)|集まっ|得た|得て|得る|獲得|確保|受け入れ|受け取|借り(?:た|る|て)|払い込"
    rf"|引き?受け|調え|追加し|手にし|投じ(?:た|、))"
)
_ACT_AFTER = re.compile(
    rf"{_SUFFIX}(?P<gap>(?:の|を|が|で|、|ずつ)?(?:[^、。0-9「]|(?<![はがに])、(?=(?:第三者|J-KISS|新株|転換|株式"
    rf"|新たに|追加)))"
    rf"{{0,26}}?)(?P<act>{_ACT})(?P<rest>[^。]{{0,40}})"
)
_AMOUNT_LAST = re.compile(
    r"(?:調達(?:し(?:た|て集めた))?(?:金|総|した)?額|払い込まれた(?:金)?額|集めた(?:金)?額|出資(?:総)?額"
    r"|融資(?:総)?額|借入(?:金)?額|借入総額|引受(?:総)?額|増資額|発行(?:総)?額|払込(?:総)?額|調達した(?:の|資金)"
    r"|金額)(?:は|が)(?:、)?(?:合計(?:で)?|合わせて|計|約|総額(?:で)?|円換算で)?$"
)
_TOTAL_BEFORE = re.compile(r"(?:合わせて|あわせて|合計(?:で)?|総計(?:で)?|総額(?:で)?|計|の計|、計)(?:約|およそ)?$")

_NOT_THIS_BEFORE = re.compile(
    r"累計|累積|通算|これまで(?:の|に)|過去|評価額|企業価値|時価総額|ポストマネー|プレマネー|バリュエーション|売上"
    r"|利益|収益|ARR|予算|市場規模|賞金|補助|助成|交付|委託|平均|1社当たり|1件当たり|単価|費用|投資額は|取得額"
    r"|買収額|手取り|規模の市場|受注|契約額|目標額?|枠を|給与|年収|資本金|負債|債務|残高"
)
_CUMULATIVE_BEFORE = re.compile(
    r"と合わせ|と合わせると|(?<!デット)(?<!ファイナンス)(?<!融資)(?<!借り入れ)(?<!借入)を含め|合算"
    r"|シリーズ[A-K]の(?:調達)?(?:総額|合計)|ラウンド(?:全体)?の(?:調達)?(?:総額"
    r"|合計)|調達総額"
)
_CUMULATIVE_AFTER = re.compile(
    rf"{_SUFFIX}(?:に(?:達|のぼ|上|なっ|なる|増え|届)|となる|となった|と(?:み|見)られ|にまで)"
)
_NOT_DONE = re.compile(
    r"(?:を|の|に|する|し|した|して|できた|でき|できれ)?(?:ことを|ことも|の)?(?:検討|目指|狙|計画|予定し|予定だ"
    r"|予定で|予定。|交渉|打診|協議(?:し|中|に)|方針(?:だ|で|を固め)|見込|見通し|可能性|との(?:一部)?(?:報道|観測"
    r"|見方)|と(?:一部で)?報じ|と(?:の)?うわさ|ば何|ば、|ら何|らどう|たい(?:と|。|考)|に向け(?:て"
    r"|た)?[^。]{0,16}(?:投資家|交渉"
    r"|協議|準備)|を(?:呼びかけ|募(?:る|って)|求め|要請|断念|中止|延期|見送|撤回|白紙)|に(?:失敗|至らず|至らな)"
    r"|でき(?:ず|な)|しな(?:い|かっ)|は(?:ない|な)|へ(?:の)?(?:期待|準備))"
)
_NOT_DONE_SENTENCE = re.compile(
    r"もし[^。]*(?:たら|れば|なら)|検討し(?:て|た)|検討中|目指(?:す|し)(?!た)[^。]*$|と(?:話|述べ|語)[^。]*目指"
    r"|事実(?:は|では)(?:ない|ありません)|事実無根|否定し|憶測|臆測|うわさ|噂|クラウドファンディング|(?:公募"
    r"|新規公開)[^。]{0,12}(?:増資|調達|売り出し)|借り換え|借換|リファイナンス|償還|返済(?:し|す|を|に充て)|売却益"
    r"|賞金|概算要求|受注|全株式|(?:号|の|新)?ファンド[^。]{0,16}(?:組成|設立|立ち上げ|設け)|基金を(?:設|創設)"
    r"|投資枠|自社株買い|自己株式|和解金|損害賠償|寄付|寄附|ふるさと納税|調達先|部品調達|資材調達|内訳|うち(?:株式"
    r"|融資|出資)が"
)
_STATISTICS = re.compile(
    r"(?:国内|業界|市場|全体|スタートアップ(?:企業)?の|ベンチャーの|新興(?:企業)?の|VC(?:全体)?の|上期|下期|上半期"
    r"|下半期|通年|年間|四半期|民間調べ|調査会社|統計|件数)[^。]*(?:調達|投資)(?:総|金)?額"
)
_GOODS = re.compile(
    r"(?:GPU|半導体|部品|資材|原料|食材|燃料|電力|サーバー|機材|設備|材料|素材|チップ|木材|医薬品|物資|在庫"
    r"|機器)(?:など)?を[^、。]{0,10}$|(?:GPU|部品|食材|資材|原料)[^。、]{0,4}$"
)
_RUMOUR = re.compile(
    r"(?:一部|米紙|英紙|日本経済新聞|経済紙|関係者|ロイター|ブルームバーグ|複数の関係者|週刊誌)[^。]{0,30}(?:報道"
    r"|報じ|伝え|によると|話として)|と報じ|報じられ|との報道"
)
_CONFIRMED = re.compile(r"認めた|認める|確認した|発表した|公表した|明らかにした|正式に")
_DENIED = re.compile(
    r"事実(?:は|では)(?:ない|ありません|なく)|事実無根|当社が発表した(?:もの)?では|決定(?:した)?事実はな"
    r"|決まった事実はな|否定し|事実と異なる|何も決ま"
)
_OLD = re.compile(
    r"(?P<year>20[0-9]{2})年|昨年|一昨年|前年|[0-9]+年前|数年前|かつて|以前|過去に|当時|前回|創業時|設立時|これまでに"
)
_UNDISCLOSED = re.compile(
    r"非公表|非開示|公表して(?:い)?な|公表していません|明らかに(?:して(?:い)?な|していません|しなかっ)"
    r"|開示して(?:い)?な|伏せ|undisclosed|not disclose|did not disclose|declined to (?:say|disclose)"
)
_AHEAD = re.compile(r"(?:予定(?:する|だ|している|。)|目指す|計画(?:だ|する)|見込む|検討する)。?$")
_DONE_WITHOUT_AMOUNT = re.compile(
    r"(?:資金調達|増資|第三者割当増資|調達|ラウンド|クローズ|融資契約|借り入れ)(?:を|の(?:実施"
    r"|完了)を)?(?:すべて)?(?:完了|実施|行っ|終え|発表|締め切|まとめ|締結)|出資を受け|出資を?し(?:た|て)|(?:に"
    r"|へ)(?:追加)?出資(?:した|し、|$)|引き?受けた|資金(?:を)?調達し|融資を受け|借り入れた"
)

_SUBJECT_PARTICLE = re.compile(
    r"(?: ?\([^()]{1,60}\))?(?:の(?:[一-龠ァ-ヶー]{0,6})?(?:社長|代表|CEO|CTO|創業者"
    r"|[一-龠]{1,4}氏))?(?P<particle>は|が|も)(?!ん)|(?P<comma> ?(?:\([^()]{1,60}\))?、)"
)
_ANY_SUBJECT = re.compile(r"([^、。「」]{2,40}?)(?: ?\([^()]{1,60}\))?(?:は|が|、)")
_LAST_SUBJECT = re.compile(r"([^、。はがの]{2,16})(?:は|が)(?:[^、。はが]{0,20})$")
_SAME = re.compile(r"同社|当社|同行|弊社")
_GIVEN_TO = re.compile(
    r"(?: ?\([^()]{1,60}\))?(?:社)?(?:に対し(?:て)?|に|へ|への)(?!加え|より|よっ|よる|ついて|おいて|続)"
)
_GIVES = re.compile(
    r"出資(?:した|し、|する|すると|を決|を完了|し(?:て|た)|$)|投資(?:した|し、|する)|拠出|融資(?:した|する|を実行"
    r"|を決)|を投じ|払い込(?:んだ|み、|む)|貸し付け"
)
_ISSUED_BY = re.compile(
    r"(?: ?\([^()]{1,60}\))?(?:社)?(?:が(?:新たに)?(?:発行|実施)(?:した|する)[^、。]{0,14}"
    r"|の(?:実施する)?(?:第三者割当増資|増資|新株|優先株|転換社債|社債|株式[^、。]{0,6})[^、。]{0,8})(?:を|に|は)"
)
_TAKES = re.compile(r"引き?受け|応じ|払い込")
_RECEIVES = re.compile(
    r"調達|集め|集ま|得|獲得|確保|受け入れ|出資を受け|融資を受け|投資を受け|借り|資金調達|増資(?:し|を(?:行|実施"
    r"|完了|決議|終え))|発行|受け"
)


class FundingReader:
    """Reads one article."""

    def __init__(self, document: Document, mentions: list[Mention], names: list[UnknownName]) -> None:
        self.document = document
        self.organisations = Organisations(document, mentions, names)
        self._is_denied = _DENIED.search(document.view) is not None

    def claims(self) -> list[FundingClaim]:
        """The claims in order of place."""
        sentences = self.document.sentences
        body = [s for s in sentences if not s.is_title]
        drafts = [draft for sentence in body for draft in self._read(sentence)]
        if not any(draft.money for draft in drafts):
            drafts = [d for s in sentences if s.is_title for d in self._read(s)] or drafts
        if not drafts:
            drafts = self._without_amount(body)
        drafts = _distinct(drafts)
        return [self._finish(draft, drafts) for draft in drafts]

    # -- who -----------------------------------------------------------------------------------------------------

    @cached_property
    def _topics(self) -> list[Organisation | None]:
        """For each sentence the organisation that it, or the last one before it, is about."""
        topics: list[Organisation | None] = []
        title_topic: Organisation | None = None
        current: Organisation | None = None
        for sentence in self.document.sentences:
            subject = self.subject(sentence)
            if sentence.is_title:
                title_topic = subject or self._only(sentence)
                topics.append(title_topic)
                continue
            current = subject or current or title_topic
            topics.append(current)
        return topics

    def _only(self, sentence: Sentence) -> Organisation | None:
        """The last organisation of a headline such as 「8億円を調達、字幕AIのX」."""
        found = self.organisations.within(sentence.start, sentence.end)
        return found[-1] if found else None

    def subject(self, sentence: Sentence, until: int | None = None) -> Organisation | None:
        """The organisation with は, else with が or a headline's comma, before ``until``."""
        limit = sentence.end if until is None else until
        weaker: Organisation | None = None
        found = self.organisations.within(sentence.start, limit)
        if not found and not sentence.is_title:
            return None
        for organisation in found:
            particle = _SUBJECT_PARTICLE.match(self.document.view, organisation.end)
            if particle is None:
                continue
            if particle["particle"] == "は":
                return organisation
            if weaker is None and (
                particle["particle"] or (sentence.is_title and organisation.start <= sentence.start + 2)
            ):
                weaker = organisation
        return weaker

    def _raiser(self, sentence: Sentence, money_start: int, act: str) -> Organisation | None:
        """Who got the money of the amount at ``money_start``."""
        view = self.document.view
        for organisation in self.organisations.within(sentence.start, sentence.end):
            if _ISSUED_BY.match(view, organisation.end) and _TAKES.search(sentence.text):
                return organisation
        gives = _GIVES.search(act) is not None and not re.search(r"受け|調達|から", act)
        if gives:
            given = [o for o in self.organisations.within(sentence.start, sentence.end) if _GIVEN_TO.match(view, o.end)]
            if given:
                return None if self._is_one_of_several(given[-1]) else given[-1]
            subject = self.subject(sentence, money_start)
            topic = self._topics[sentence.no]
            return (
                topic
                if topic is not None and (subject is None or topic.key != subject.key)
                else self._title_other(subject)
            )
        taken = _TAKES.search(act) is not None and not _RECEIVES.search(act.replace("引き受け", "").replace("引受", ""))
        if taken:
            return self._title_topic() or self._topics[sentence.no]
        if _SAME.search(sentence.text[: money_start - sentence.start]):
            previous = self._topics[sentence.no - 1] if sentence.no else None
            return previous or self._topics[sentence.no]
        subject = self.subject(sentence, money_start)
        if subject is not None and not self._is_payer(sentence, subject):
            return subject
        if subject is not None:
            return self._title_other(subject)
        return self._topics[sentence.no] or self._unconfirmed(sentence)

    def _unconfirmed(self, sentence: Sentence) -> Organisation | None:
        """A subject that looks like a name, where the article names no company otherwise."""
        for place in (sentence, *self.document.sentences[1:2], *self.document.sentences[:1]):
            for match in _ANY_SUBJECT.finditer(place.text):
                found = self.organisations.plausible_at(place.start + match.start(1), place.start + match.end(1))
                if found is not None and place.start + match.end(1) == found.end:
                    return found
        return None

    def _is_one_of_several(self, organisation: Organisation) -> bool:
        """A、B、Cに計9億円: no amount of its own."""
        before = self.document.view[: organisation.start]
        return re.search(r"[^、。はが]{2,20}(?:、|と)$", before) is not None and any(
            other.end == organisation.start - 1 for other in self.organisations.found
        )

    def _is_payer(self, sentence: Sentence, subject: Organisation) -> bool:
        after = sentence.text[subject.end - sentence.start :]
        return re.match(r"(?:が|も)(?:[^、。]{0,12})(?:リード|主導|引き?受け|出資し)", after) is not None

    def _title_topic(self) -> Organisation | None:
        return self._topics[0] if self.document.title_chars and self._topics else None

    def _title_other(self, subject: Organisation | None) -> Organisation | None:
        """The headline's company, where it is not the one that pays."""
        candidates = [self._title_topic(), *self._topics]
        return next((o for o in candidates if o is not None and (subject is None or o.key != subject.key)), None)

    # -- what ----------------------------------------------------------------------------------------------------

    def _read(self, sentence: Sentence) -> list[Draft]:
        """The claims of one sentence."""
        if not GATE.search(sentence.text) or self._is_no_news(sentence):
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
            if _TOTAL_BEFORE.search(sentence.text[: m.start]) or _starts_total(sentence.text, m)
        ]
        added = [(m, act) for m, act in acts if re.match(r"(?:を|の)?追加", sentence.text[m.end :])]
        if added and totals:
            # 2億円を追加し、総額12億円: the total counts money that was public before.
            acts, totals = added, []
        elif totals and len(acts) > 1:
            acts = totals[-1:]
        drafts = []
        for money, act in acts:
            company = self._raiser(sentence, sentence.start + money.start, act)
            if len(acts) > 1:
                company = self._own_subject(sentence, money) or company
            if company is not None:
                segment = sentence.text if len(acts) == 1 else _segment(sentence.text, money, amounts)
                drafts.append(Draft(company, money, sentence, segment, bool(totals), len(acts) > 1))
        return drafts

    def _is_no_news(self, sentence: Sentence) -> bool:
        text = sentence.text
        if _NOT_DONE_SENTENCE.search(text) or _STATISTICS.search(text):
            return True
        if _RUMOUR.search(text) and not _CONFIRMED.search(self.document.view):
            return True
        return self._is_denied and (sentence.is_title or _RUMOUR.search(self.document.view) is not None)

    def _act_of(self, sentence: Sentence, money: Money, next_start: int | None) -> str | None:
        """The words of the act that the amount belongs to, or None where it is another kind of amount."""
        text = sentence.text
        before = text[: money.start]
        clause = re.split(r"[、。](?=[^、。]*$)", before)[-1] if "、" in before else before
        if _NOT_THIS_BEFORE.search(clause[-22:]) or _CUMULATIVE_BEFORE.search(before[-30:]) or _GOODS.search(before):
            return None
        if self._is_old(before, text[money.end :]):
            return None
        if _AMOUNT_LAST.search(before):
            return before[-24:]
        limit = next_start if next_start is not None else len(text)
        match = _ACT_AFTER.match(text, money.end)
        if match is None or match.start("act") >= limit or _CUMULATIVE_AFTER.match(text, money.end):
            return self._act_before(before, text, money, sentence)
        if sentence.is_title and re.match(r"(?:する)?へ(?:$|[、 ]|協議|交渉|動|準備)|か$|も$", match["rest"]):
            return None
        if _NOT_DONE.match(match["rest"]) or re.search(r"補助|助成|削減|受注|買収|分の?$|分$", match["gap"]):
            return None
        return match["gap"] + match["act"] + match["rest"]

    def _act_before(self, before: str, text: str, money: Money, sentence: Sentence) -> str | None:
        """「X、シリーズAで5億円」, 「Xに14億円」: a headline leaves the verb out."""
        if not sentence.is_title:
            return None
        after = text[money.end : money.end + 8]
        named = terms.read_round(before[-24:]) or re.search(
            r"(?:増資|調達|融資|デット|クローズ|エクステンション)(?:で|、|に)?(?:計|総額|約)?$", before
        )
        if named and not re.match(r"(?:へ|か|も|目標|規模へ)", after):
            return "調達"
        if re.search(r"に(?:計|総額|約)?$", before) and re.match(r" |、|$|出資|投資", after):
            return "調達"
        return None

    def _is_old(self, before: str, after: str) -> bool:
        """Told as background: an earlier year, or a year that a relative clause puts before a name."""
        matches = list(_OLD.finditer(before[-30:]))
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
            if re.match(rf"{_SUFFIX}、", sentence.text[money.end :]) and not _NOT_THIS_BEFORE.search(before[-16:]):
                own = self._own_subject(sentence, money)
                parts = re.search(
                    r"(?:増資|株式|融資|借り入れ|デット|出資|エクイティ|回)(?:で|が|は)(?:約|計)?$", before
                )
                if own is not None or parts:
                    extra.append((money, last_act))
        return sorted([*acts, *extra], key=lambda pair: pair[0].start)

    def _own_subject(self, sentence: Sentence, money: Money) -> Organisation | None:
        """The organisation with は or が in the amount's own part of the sentence."""
        start = max(
            (m.end() for m in re.finditer(r"円[^、。]{0,8}、|ドル[^、。]{0,8}、", sentence.text[: money.start])),
            default=0,
        )
        for organisation in self.organisations.within(sentence.start + start, sentence.start + money.start):
            particle = _SUBJECT_PARTICLE.match(self.document.view, organisation.end)
            if particle is not None and particle["particle"]:
                return organisation
        # A name that nothing else confirms is one where each amount of a list has its own subject.
        own = _LAST_SUBJECT.search(sentence.text[start : money.start])
        return (
            self.organisations.plausible_at(sentence.start + start + own.start(1), sentence.start + start + own.end(1))
            if own
            else None
        )

    def _without_amount(self, body: list[Sentence]) -> list[Draft]:
        """A raise carried out whose amount the company keeps back."""
        if not _UNDISCLOSED.search(self.document.view):
            return []
        for sentence in body:
            match = _DONE_WITHOUT_AMOUNT.search(sentence.text)
            if (
                match is None
                or self._is_no_news(sentence)
                or _NOT_DONE.match(sentence.text[match.end() :])
                or find_money(sentence.text)
            ):
                continue
            if self._is_old(sentence.text[: match.start()], sentence.text[match.end() :]):
                continue
            company = self._raiser(
                sentence, sentence.start + match.start(), match.group() + sentence.text[match.end() : match.end() + 6]
            )
            if company is not None:
                return [Draft(company, None, sentence, sentence.text)]
        return []

    # -- the rest of the story -----------------------------------------------------------------------------------

    def _finish(self, draft: Draft, drafts: list[Draft]) -> FundingClaim:
        story = self._story_of(draft, drafts)
        raisers = {d.company.key for d in drafts}
        parties = read_parties(story, self.organisations, raisers)
        whole = "".join(s.text for s in story)
        done = "".join(s.text for s in story if not _AHEAD.search(s.text))
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
        sentences = [s for s in self.document.sentences if not _STATISTICS.search(s.text)]
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
                and re.search(r"発表|公表|明らか|払い込|完了|実施|調達|出資|契約|announce|said", sentence.text)
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
    if not GATE.search(document.view):
        return []
    if document.lang == "en":
        from tasks.tag.funding_en import EnglishFundingReader

        return EnglishFundingReader(document, mentions, names).claims()
    return FundingReader(document, mentions, names).claims()
