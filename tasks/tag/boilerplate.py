"""Boilerplate of a page in an article's text: what it is and where.

Related links, rankings, captions, copyright lines, the profile of its sender at the end of a release and addresses
are no statements of the article. They are replaced by spaces, so that every offset stays one of the stored text.

Every rule but that for addresses begins in one line and is asked only of lines that hold a word without which none
of them can match.
"""

import re
from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

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

_HINTS = [
    *word_list(
        """
        関連記事 関連リンク 関連ニュース 読みたい おすすめ記事 人気記事 Related related
        opyright OPYRIGHT (C) (c) © Ⓒ eserved 無断 著作権 お知らせ
        """
    ),
    "Read more",
]
"""Words that tell of boilerplate wherever they stand in a line."""
_OPENING_HINTS = [
    *word_list(
        """
        関連キーワード 関連タグ 関連製品 関連する記事 あわせて読む こちらも読 次に読 おすすめ
        人気の記事 人気ランキング アクセスランキング
        ランキング 記事ランキング 週間ランキング 月間ランキング 最新記事 新着記事 注目記事 注目の記事 バックナンバー
        過去の記事 編集部 タグ キーワード READ MOST
        会社概要 会社情報 会社プロフィール 企業概要 企業情報 企業プロフィール 運営会社 法人概要 法人情報
        法人プロフィール 団体概要 団体情報 団体プロフィール 事業者概要 事業者情報 事業者プロフィール
        この記事 著者 筆者 本件 本リリース 本プレスリリース 報道 お問い合わせ お問合せ お問い合せ お問合わせ 問い合わせ
        問合せ 問い合せ 問合わせ About Media Press
        会社名 社名 商号 事業内容 事業概要 所在地 本社 設立 創業 代表 資本金 従業員数 URL TEL 電話 FAX Email E-mail
        メール 広報担当 photo Photo PHOTO 写真 画像 撮影 図 出典 提供 クレジット キャプション Image Credit 執筆 文 取材
        記者 編集 構成 By by 記事をシェア 記事をツイート 記事を印刷 記事を保存 シェア ツイート 印刷 保存
        LINE Facebook Xで Xに Twitter はてなブックマーク
        """
    ),
    *("read more", "read next", "read MORE", "read NEXT", "Read next", "Read MORE", "Read NEXT", "More on"),
    *("most read", "most popular", "most READ", "most POPULAR", "Most read", "Most popular", "Most READ"),
    *("Most POPULAR", "You may", "you may", "Also read"),
]
"""Words that tell of it where a line or a heading begins with them."""
_HINT = AhoCorasick([*_HINTS, *_OPENING_HINTS], matchkind=MatchKind.LeftmostFirst, implementation=Implementation.DFA)
_BEFORE_OPENING = "\n ■□◆◇●○▼▽▶＜<【[《〈・#*-"


def blank_boilerplate(text: str, title_chars: int) -> str:
    """The article with boilerplate replaced by spaces; ``text`` is title, line break and body.

    In the title only addresses and lists of links after a colon are boilerplate.
    """
    if "://" in text or "@" in text or "www." in text:
        text = _ADDRESS.sub(lambda match: " " * len(match[0]), text)
    body = title_chars + 1
    lines = list(_suspicious_lines(text))
    inline = [(match.start(), line[1]) for line in lines if (match := _INLINE_LIST.search(text, *line))]
    text = _blank(text, inline)
    lines = [line for line in lines if line[0] >= body]
    profile = next((match for line in lines if (match := _PROFILE_FROM_HERE.search(text, *line))), None)
    if profile:
        text = _blank(text, [(profile.start(), len(text))])
    lists: list[tuple[int, int]] = []
    for line in lines:
        # A heading inside a list that is blanked already blanks nothing more.
        if (not lists or line[0] >= lists[-1][1]) and _LIST_FROM_HERE.match(text, *line):
            prose = _PROSE.search(text, line[1])
            lists.append((line[0], prose.start() if prose else len(text)))
    text = _blank(text, lists)
    return _blank(text, [line for line in lines if _NOISE_LINE.match(text, *line)])


def _suspicious_lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines that hold a hint, in order."""
    end = -1
    for pattern, at, _ in _HINT.find_matches_as_indexes(text):
        if at <= end or (pattern >= len(_HINTS) and at > 0 and text[at - 1] not in _BEFORE_OPENING):
            continue
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        yield text.rfind("\n", 0, at) + 1, end


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with spaces for all but the line breaks in the spans, which are in order."""
    if not spans:
        return text
    parts: list[str] = []
    reached = 0
    for start, end in spans:
        parts += (text[reached:start], re.sub(r"[^\n]", " ", text[start:end]))
        reached = end
    return "".join([*parts, text[reached:]])
