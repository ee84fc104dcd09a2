"""One article as the taggers read it: title and body in one text, boilerplate blanked, sentences found.

Everything that is no statement of the article (related links, rankings, captions, copyright lines, company profiles
at the end of a release, addresses of pages) is replaced by spaces before any name is looked for. Lengths never
change, so every offset is an offset of the stored text.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from tasks.tag.text import narrow
from tasks.tag.word_classes import word_list

_LIST_HEADING = (
    r"関連(?:記事|リンク|ニュース|キーワード|タグ|製品|する記事)|あわせて(?:読みたい|読む)|合わせて読みたい"
    r"|(?:こちらも|次に)読"
    r"|おすすめ(?:の)?(?:記事|コンテンツ)|人気(?:記事|の記事|ランキング)|アクセスランキング|(?:記事|週間"
    r"|月間)?ランキング"
    r"|最新記事|新着記事|注目(?:の)?記事|バックナンバー|過去の記事|編集部(?:の)?おすすめ"
    r"|関連タグ|タグ|キーワード|[Rr]elated(?: (?:articles?|stories|posts?|links?|reading|news))?"
    r"|(?:[Rr]ead|READ) (?:more|next|MORE|NEXT)|(?:[Mm]ost|MOST) (?:read|popular|READ|POPULAR)|(?:[Yy]ou may|More on"
    r"|Also read)"
)
_PROFILE_HEADING = (
    r"(?:会社|企業|運営会社|法人|団体|事業者)(?:概要|情報|プロフィール)|この記事(?:を書いた人|の著者)|(?:著者"
    r"|筆者)プロフィール"
    r"|(?:本件|本リリース|本プレスリリース|報道)[^\n。]{0,14}(?:問い?合わ?せ|連絡)先?|お問い?合わ?せ先?"
    r"|About (?:the company|us)|(?:Media|Press) (?:contact|Contact|inquiries|Inquiries)"
)
_HEADING_MARK = r"[■□◆◇●○▼▽▶＜<【\[《〈・#*\-]*"

_LIST_FROM_HERE = re.compile(rf"^{_HEADING_MARK}[ ]*(?:{_LIST_HEADING})[ 】\]》〉>＞]*(?:$|[:：])[^\n]*", re.MULTILINE)
"""From such a heading on, a page lists other articles, until prose begins again."""

_PROFILE_FROM_HERE = re.compile(
    rf"^{_HEADING_MARK}[ ]*(?:{_PROFILE_HEADING})[ 】\]》〉>＞]*(?:$|[:：])"
    rf"|[■□◆◇●▼【＜][ ]*(?:{_PROFILE_HEADING})",
    re.MULTILINE,
)
"""From such a heading on, a release introduces its sender: nothing below is news."""

_PROSE = re.compile(r"^(?=[^\n]{30})[^・\n][^\n]*。|^(?=[^\n]{60})[A-Z\"'][^\n]* [^\n]*\.$", re.MULTILINE)

_INLINE_LIST = re.compile(
    r"(?:関連(?:記事|リンク|ニュース)|あわせて読みたい|合わせて読みたい|おすすめ記事|人気記事(?:ランキング)?"
    r"|[Rr]elated(?: articles?| stories)?|Read more)"
    r" ?[:：>＞▶][^\n]*"
)
_NOISE_LINE = re.compile(
    r"^[^\n]*(?:(?:Copyright|COPYRIGHT|\([Cc]\)|[©Ⓒ])[^\n]*|[Aa]ll [Rr]ights [Rr]eserved[^\n]*|無断(?:転載|複製"
    r"|複写)[^\n]*|著作権(?:は|の帰属)[^\n]{0,40}に帰属[^\n]*)$"
    r"|^[^\n。]{1,24}からのお知らせ$"
    r"|^[ ・■●]*(?:会社名|社名|商号|事業内容|事業概要|所在地|本社所在地|本社|設立|創業|代表者|代表取締役(?:社長)?"
    r"|代表|資本金|従業員数|URL|TEL|電話|FAX|E-?mail|メール|お?問い?合わ?せ先?|広報担当)[ ]?[:：][^\n]*$"
    r"|^(?:photo|Photo|PHOTO|写真|画像|撮影|図版|図[0-9０-９]+|出典|提供|クレジット|キャプション|Image"
    r"|Credit)(?:[ :：=＝/／(（0-9０-９]|(?=[^\n。]{0,60}$))[^\n。]*$"
    r"|^(?:執筆|文|取材・文|取材|記者|著者|編集|筆者|構成|By|by)[ ]?[:：=＝/／][^\n]{0,40}$"
    r"|^(?:(?:この記事を|記事を)?(?:シェア|ツイート|印刷|保存)|(?:LINE|Facebook|X|Twitter|はてなブックマーク)(?:で"
    r"|に)(?:シェア|送る|共有|追加)[^\n]*)$",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"https?://[!-~]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|www\.[!-~]+")

_ENGLISH_STOP = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|No|vs|Jr|Sr))(?<!\b(?:Inc|Ltd|Mrs|Gen|Gov|Rep"
    r"|Sen))(?<!\bCo)(?<!\bCorp)(?<!\bProf)"
    r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9¥$£€])"
    r"|(?<=Series [A-Z])\.\s+(?=[A-Z])"
    r"|(?:(?<=Inc|Ltd|K\.K)|(?<=\bCo)|(?<=Corp))\.\s+(?=(?:The|It|Its|A|An|In|On|He|She|They|We|This|That|Under|But|And"
    r"|Both|Other|Proceeds)\b|[A-Z][a-z]+ly,)|\n+"
)
"""A stop after one capital is an initial (J. Sato), after several (KDDI. The …) it ends the sentence."""


class Sentence(NamedTuple):
    """A span of ``Document.text``; ``text`` is its narrow view."""

    no: int
    start: int
    end: int
    text: str
    is_title: bool


@dataclass(frozen=True)
class Document:
    """Title and body joined by a newline, with the views that taggers need. Made by ``Document.of``."""

    text: str
    """As stored."""
    title_chars: int
    lang: str
    published: date | None
    publisher: str | None
    clean: str
    """``text`` with boilerplate blanked; equally long."""

    @classmethod
    def of(
        cls, title: str, body: str, lang: str, published: date | None = None, publisher: str | None = None
    ) -> "Document":
        """The article with its boilerplate blanked."""
        text = f"{title}\n{body}"
        return cls(text, len(title), lang, published, publisher, _blank_boilerplate(text, len(title)))

    @cached_property
    def view(self) -> str:
        """``clean`` with narrow letters and digits; equally long. What grammar rules read."""
        return narrow(self.clean)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences in order; the title is number 0, whatever stops it holds."""
        view, found = self.view, []
        if self.title_chars:
            found.append(Sentence(0, 0, self.title_chars, view[: self.title_chars], is_title=True))
        split = _english_spans if self.lang == "en" else _japanese_spans
        for start, end in split(view, self.title_chars + 1):
            found.append(Sentence(len(found), start, end, view[start:end], is_title=False))
        return found

    @cached_property
    def _sentence_starts(self) -> list[int]:
        # The first one reaches back to the beginning, so that every offset has a sentence.
        return [0, *[sentence.start for sentence in self.sentences[1:]]]

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds the offset."""
        return self.sentences[bisect_right(self._sentence_starts, offset) - 1]

    def place(self, start: int, end: int) -> tuple[str, int, int]:
        """Field (title or body) and span in that field of a span of ``text``."""
        if start < self.title_chars:
            return "title", start, end
        shift = self.title_chars + 1
        return "body", start - shift, end - shift


_QUOTED = r"[「『](?:[^\n「」『』]|[「『](?:[^\n「」『』]|[「『][^\n「」『』]*+[」』])*+[」』])*+[」』]"
_GOES_ON = r"[。！？](?=[。！？!?])|[!?](?![ 」』)]|\Z)"
"""The first of several stops, or a mark of exclamation inside a name (Yahoo!ニュース)."""
_JAPANESE_SENTENCE = re.compile(rf"(?>[^。！？!?\n「『]++|{_QUOTED}|[「『][^\n]*+|{_GOES_ON})*+[。！？!?]?")
"""Up to a full stop or line break outside quotation marks; a mark left open ends with its line."""


def _japanese_spans(view: str, begin: int) -> list[tuple[int, int]]:
    spans = [match.span() for match in _JAPANESE_SENTENCE.finditer(view, begin) if match[0]]
    return [(start, end) for start, end in spans if not view[start:end].isspace()]


def _english_spans(view: str, begin: int) -> list[tuple[int, int]]:
    spans, start = [], begin
    for stop in _ENGLISH_STOP.finditer(view, begin):
        if view[start : stop.start()].strip():
            spans.append((start, stop.end()))
        start = stop.end()
    if view[start:].strip():
        spans.append((start, len(view)))
    return spans


def _spaces(match: re.Match[str]) -> str:
    return "".join("\n" if char == "\n" else " " for char in match.group())


_SPACES: Callable[[re.Match[str]], str] = _spaces

_LINE_START_WORDS = word_list(
    """
    photo Photo PHOTO 写真 画像 撮影 図 出典 提供 クレジット キャプション Image Credit 執筆 文 取材 記者 著者
    編集 筆者 構成 By by
    """
)
_NOISE_WORDS = word_list(
    """
    関連記事 関連リンク 関連ニュース 関連キーワード 関連タグ 関連製品 関連する記事 読みたい 読む おすすめ
    人気記事 人気の記事 ランキング 最新記事 新着記事 注目記事 注目の記事 バックナンバー 過去の記事 タグ
    キーワード 概要 企業情報 会社情報 プロフィール この記事 問い合わせ 問合せ 問い合せ 問合わせ Related related
    Read READ Most MOST You More Also About ontact nquiries opyright OPYRIGHT (C) (c) © Ⓒ eserved 無断 著作権
    お知らせ シェア ツイート 印刷 保存 で送る 共有 追加 会社名 社名 商号 事業内容 所在地 設立 代表者 代表取締役 資本金
    従業員数 URL TEL FAX 広報担当
    """
)
_NOISE = AhoCorasick([*_NOISE_WORDS, *_LINE_START_WORDS], matchkind=MatchKind.LeftmostFirst)
"""One quick look: without one of these words no rule below can match, the line-start words only there."""


def _may_hold_noise(text: str) -> bool:
    for pattern, start, _ in _NOISE.find_matches_as_indexes(text):
        if pattern < len(_NOISE_WORDS) or start == 0 or text[start - 1] == "\n":
            return True
    return False


_INLINE_WORDS = (
    "関連記事",
    "関連リンク",
    "関連ニュース",
    "読みたい",
    "おすすめ記事",
    "人気記事",
    "elated",
    "Read more",
)
_PROFILE_WORDS = (
    *("概要", "社情報", "業情報", "人情報", "体情報", "者情報", "プロフィール", "この記事", "合わせ", "合せ"),
    *("About ", "ontact", "nquiries"),
)
"""One of these stands in whatever ``_INLINE_LIST`` and ``_PROFILE_FROM_HERE`` match."""


def _holds_any(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


def _blank_boilerplate(text: str, title_chars: int) -> str:
    if "://" in text or "@" in text or "www." in text:
        text = _ADDRESS.sub(_SPACES, text)
    if not _may_hold_noise(text):
        return text
    if _holds_any(text, _INLINE_WORDS):
        text = _INLINE_LIST.sub(_SPACES, text)
    profile = _PROFILE_FROM_HERE.search(text, title_chars + 1) if _holds_any(text, _PROFILE_WORDS) else None
    if profile:
        text = _blank(text, profile.start(), len(text))
    for heading in _LIST_FROM_HERE.finditer(text, title_chars + 1):
        prose = _PROSE.search(text, heading.end())
        text = _blank(text, heading.start(), prose.start() if prose else len(text))
    return text[: title_chars + 1] + _NOISE_LINE.sub(_SPACES, text[title_chars + 1 :])


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
