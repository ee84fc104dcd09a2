"""The words that stand around names in bylines, and those that are no names. Vocabulary of ``authors``."""

import re

SEPARATORS = re.compile(
    r"\s*(?:[,，、;；/／|｜&＆●\n]|(?<![A-Za-z])・(?=.*・)|\s(?:and|und|et|y|with|mit|e|en|og|och)\s)\s*"
)
INTRODUCTION = re.compile(
    r"^\s*(?:by|von|par|por|di|door|written by|reported by|report by|story by|text by|posted by|words by"
    r"|author|of the article"
    r"|autor(?:in)?|texte?|取材・?文|文・?写真|取材・構成|構成・文|聞き手・構成|聞き手|聞く人|著者|執筆者?"
    r"|筆者|文責|文|構成"
    r"|取材|記者|ライター|記事|作者|投稿者|担当|編集委員|論説委員|訳者?|翻訳)(?:\s*[:：●＝=＝/／・\-]\s*|\s+(?=\S))",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"\s*[（(\[［【][^（）()\[\]［］【】]*[)）\]］】]\s*")
NAME_EDGES = " \t.,:：-–—|『』「」\"'*[]［］【】()（）"
TITLES = re.compile(r"\s?(?:記者|編集委員|論説委員|特派員|編集長|支局長|通信員|ライター|さん|氏|教授|編集者)$")

AGENCY = re.compile(
    r"^(?:the )?(?:associated press|ap|afp|dpa|reuters|sda|apa|sid|efe|ansa|tass|xinhua|bloomberg"
    r"|anadolu ajansı|aa|pa media"
    r"|press association|canadian press|agence france[- ]presse|keystone-sda|epd|kna)$",
    re.IGNORECASE,
)
"""News agencies of the West, which its pages name as authors; Japanese ones stand in the desk alone."""
DESK = re.compile(
    r"編集部|班$|編集局|報道部|取材班|取材チーム|広報|事務局|デスク|通信社?$|新聞社?$|ニュース$|(?:株式|有限"
    r"|合同)会社|\(株\)|社$|研究所"
    r"|協会|省$|庁$|委員会|大学|機構|Web$|オンライン$|デジタル$"
    r"|\b(?:staff|newsroom|editors?|editorial|team|desk|reporters?|correspondents?|news|press|agency"
    r"|agencies|media|magazine"
    r"|times|post|journal|online|digital|redaktion|redazione|rédaction|redacción|network|inc|ltd|llc|gmbh"
    r"|admin|administrator"
    r"|guest|contributor|wire|services?|reuters|bloomberg|afp|dpa|ap|apa|sid|efe|ansa|tass|xinhua|kyodo"
    r")\b",
    re.IGNORECASE,
)
NOT_NAME = re.compile(
    r"https?:|www\.|[@＠]\w|\d{2,}|[。！？!?<>{}=＝(（]|プロフィール|この記事|一覧|記事|twitter|facebook"
    r"|read more|share|follow"
    r"|subscribe|^(?:and|the|photo|image|getty|updated?|published)\b|年\d|copyright|istockphoto|閉じる|コメント",
    re.IGNORECASE,
)

BYLINE_BOX = re.compile(
    r"by-?line|author|writer|(?<![a-z])(?:by|reporter|contributor|signature|creator|shippitsu|kisha"
    r"|name-?author)(?![a-z])"
)
PROFILE_BOX = re.compile(
    r"bio|profile|about|description|related|social|follow|image|avatar|thumb|job|role|more|list-?articles"
    r"|twitter|link-?list"
    r"|date|time"
)

BRACKET_FORM = re.compile(r"^[\[［](?P<names>[^\[\]［］]{2,60})[\]］]$")
LINE_FORMS = (
    BRACKET_FORM,
    re.compile(r"^(?:取材・?)?文\s*●\s*(?P<names>.+?)(?:\s+(?:編集|写真|撮影)\s*●.*)?$"),
    re.compile(
        r"^[\s【（(\[]*(?:著者|執筆者?|筆者|文責|取材・?文|文・?構成|構成・?文|聞き手・?構成|聞き手|文|記者"
        r"|ライター|text by"
        r"|written by|words by|by|投稿者|作者)\s*[:：=＝/／●]\s*(?P<names>[^\n]{2,60}?)[】）)\]]*$",
        re.IGNORECASE,
    ),
    re.compile(r"^by\s+(?P<names>[A-Z][^\n]{2,60})$", re.IGNORECASE),
)
GLUED_DESK = re.compile(r"(?<=[一-鿿々ぁ-んァ-ヶー])(?=@?[A-Z][A-Za-z]{2,})")
"""``[名前，媒体]`` loses its comma in copies: a Latin word glued to a Japanese name is the medium."""
LATIN_MEDIUM = re.compile(r"@?[A-Za-z][A-Za-z0-9+ .&!-]*")
"""The last part of a byline in brackets, where it is Latin: the medium."""
OTHER_ROLES = re.compile(r"\s*(?:翻訳者?|訳者?|編集|撮影|写真|監修)\s*[:：●=＝ ]")

KANJI = "一-鿿々ヶ"
JAPANESE_NAME = re.compile(
    rf"^[{KANJI}]{{1,4}}[ 　][{KANJI}ぁ-んァ-ヶー]{{1,5}}$|^[{KANJI}]{{3,5}}$|^[{KANJI}]{{2,3}}[ぁ-ん]{{2,3}}$"
)
SPACED_NAME = re.compile(rf"^[{KANJI}]{{1,4}}[ 　][{KANJI}ぁ-んァ-ヶー]{{1,5}}$")
DATELINE = re.compile(r"^【(?P<place>[^＝=】]{1,20})[＝=](?P<names>[^】]{2,24})】")
SIGNED = re.compile(
    r"[（(【［\[](?P<names>[^（）()【】［］\[\]。]{2,24}?)(?:[＝=／/・][^）)】］\]]{1,20})?[)）】］\]](?:[＝=].{0,20})?$"
)
NO_SIGNATURE = re.compile(
    r"敬称略|税込|税別|前編|後編|中編|終わり|続く|写真|共同|時事|談$|同上|以上|閉じ|省略|未定|会員|限定|無料"
    r"|有料|次回|前回|連載"
    r"|特集|社説|参考|関連|資料|図表|出典|原文|記事|提供|協力|撮影|電話|本社|東京|大阪|日本|米国|発表|開催"
    r"|予定|内線|現地|時間"
    r"|当時|仮称|予約|定員|番号|住所|翻訳|訳者|コメント|注釈|補足|部分|全文|抜粋|要約|通り|参照|金額|単位"
    r"|文化|社会|経済|政治"
    r"|国際|科学|地域|生活|教育|環境|健康|医療|総合|教授|市長|代表|社長|役員"
)

LEADING_STAMP = re.compile(
    r"^(?:\W*\d{4}\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}日?\W*(?:\d{1,2}[:時]\d{2}(?:[:分]\d{0,2})?)?\s*)?"
    r"(?:(?:Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)(?:day)?\b)?[\s|｜]*",
    re.IGNORECASE,
)
STAMP = re.compile(
    r"\d{4}\s?[年./-].*$|\d{1,2}[:時]\d{2}.*$|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d.*$"
    r"|(?:更新|公開|updated|published|posted).*$",
    re.IGNORECASE,
)
