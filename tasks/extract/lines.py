"""What a single line gives away about itself: furniture, signposts to other pages, captions, credits, contacts."""

import re
import unicodedata
from functools import lru_cache

from tasks.extract.page import Block

MARK = r"^[\s■◆●▼▽【〈《\[「＜<・※→▶►»□◇○◎★☆]*"

RELATED = re.compile(
    MARK
    + r"(?:関連(?:記事|リンク|タグ|ニュース|キーワード|サイト|情報|コンテンツ|ページ|する記事)|[あ合]わせて読みたい"
    r"|こちらも(?:おすすめ|オススメ|読まれて)|(?:おすすめ|オススメ|お薦め)(?:記事|情報|の記事)"
    r"|(?:その他の)?アクセス(?:ランキング|トップ)|人気(?:記事)?ランキング|人気の記事|注目の記事|最新記事|前後の記事"
    r"|過去の(?:ニュース|記事)|新着(?:記事|ニュース|情報|エントリー)|ホットキーワード|この記事(?:の著者"
    r"|を書いた|に関連する|のトラックバック)|この著者の|スポンサーリンク|トラックバック"
    r"|コメント(?:する|を書く|を投稿|欄|\(|（|一覧|$)|(?:\d+月\d+日の)?ニュース一覧"
    r"|(?:related(?: articles?| stories| content| posts?| topics?| links?| news| coverage| reading)|more on this"
    r"|more stories|more news|recommended(?: for you| stories| reading)|you (?:may|might) (?:also )?like"
    r"|most (?:read|popular|viewed)|trending now|leave a (?:comment|reply)|about the author|what to read next"
    r"|mehr zum thema|weitere artikel|das könnte sie|auch interessant)(?![a-z]))",
    re.IGNORECASE,
)
"""Heads of boxes about other pages; what follows belongs to them."""

SIGNPOST = re.compile(
    MARK + r"(?:この記事が気に入ったら|シェア(?:する)?$|ツイート$|印刷(?:する)?$|このエントリーをはてな|"
    r"(?:記事・?(?:写真|画像)?(?:・図表)?など)?(?:の)?無断(?:転載|複製)|利用規約|プライバシーポリシー|"
    r"本文へ(?:移動|スキップ)|前の記事|次の記事|次のページ|前のページ|ページの?(?:トップ|先頭)へ"
    r"|トップページ|続きを読む|"
    r"もっと見る|一覧へ|画像を拡大|（?クリックして拡大|[（(](?:写真|画像|出典|出所|提供|撮影)[＝=:：])"
    r"|^(?:related|read more|read also|also read|more from|see also|sign up|subscribe|follow us"
    r"|follow [^.]{2,40} on (?:google|facebook|twitter|x|whatsapp|instagram)|share this"
    r"|advert(?:isement)?s?$|comments?$|copyright|©|\(c\)|all rights reserved|tags?:|filed under|topics:"
    r"|photo(?:graph)?s?:|photo by|image(?: credit)?:|picture:|getty images|click here to|don't miss"
    r"|lesen sie (?:auch|mehr)|lesen sie hier|anzeige$|foto:|lea también|le puede interesar|lire aussi|à lire aussi)"
    r"(?![a-z])",
    re.IGNORECASE,
)
"""Lines that lead elsewhere or state rights."""

WALL_JAPANESE = re.compile(
    r"残り[\s:：約]*[\d,，]+\s*(?:文字|字)|この続きを(?:みる|見る|読む)には|(?:続き|全文)(?:を|は|の閲覧には"
    r"|をお読み|をご覧).{0,16}(?:登録|ログイン|購読|会員|購入)"
    r"|(?:登録|ログイン|購読|契約|購入)(?:して|すると|いただくと|で).{0,10}(?:続き|全文|すべて|全て)"
    r"|この先は.{0,12}(?:会員|登録|有料)"
    r"|ここから先は.{0,14}(?:会員|登録|有料|限定)|(?:この|本)記事は.{0,6}(?:有料|会員|無料)?会員(?:限定"
    r"|の方のみ|専用)|会員限定(?:記事|コンテンツ)です|次ページ以降は.{0,30}会員|有料会員(?:限定|になると|登録)"
)
WALL_WESTERN = re.compile(
    r"subscribe (?:now )?to (?:continue|read|unlock|keep reading)|to continue reading|(?:log"
    r"|sign) ?in to (?:continue|read)|(?:this|the full) (?:article|story|content) is (?:for|only for"
    r"|available (?:only )?to|reserved for) (?:\w+ )?(?:subscribers|members)"
    r"|already a subscriber|register (?:for free )?to (?:continue|read)|unlock this article|weiterlesen mit"
    r"|jetzt weiterlesen|mit .{0,20}abo .{0,20}lesen|réservé aux abonnés",
    re.IGNORECASE,
)
WALL_STEMS = (
    "会員", "登録", "ログイン", "購読", "残り", "続き", "subscri", "sign in", "log in", "register", "unlock",
    "weiterlesen", "abo", "continue",
)  # fmt: skip
"""What every wall's words contain; checked first because it is cheap."""


def wall_words(text: str) -> str:
    """The words of a wall in a text, from where they begin; an empty string where there are none."""
    lower = text.lower()
    for stem in WALL_STEMS:
        if stem in lower:
            break
    else:
        return ""
    match = WALL_JAPANESE.search(text) or WALL_WESTERN.search(text)
    return " ".join(text[match.start() :].split())[:60] if match else ""


URL_TEXT = re.compile(r"^[<＜(（]?https?://\S+[>＞)）]?$")
"""An address written out is a source, not a signpost."""

CONTACT = re.compile(
    MARK + r"(?:.{0,14}(?:に関する|の)?(?:お問い?合わ?せ(?:先|窓口)?|連絡先|報道関係(?:者|の方)?(?:の|から)?.{0,6}お問)"
    r"|問い?合わ?せ先?|担当(?:者|課|部署)?[:：]|press contact|media contact|contacts?:)",
    re.IGNORECASE,
)
CREDITS = re.compile(
    r"^\W?(?:(?:additional )?reporting|writing|edit(?:ing|ed)|written|produced|translated|our standards)\b[ :]",
    re.IGNORECASE,
)
DATE = re.compile(
    r"\d{4}\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}|\d{1,2}月\d{1,2}日|\d{1,2}[:時]\d{2}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d"
    r"|\d\.? ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|okt|dez)",
    re.IGNORECASE,
)
DATE_WORDS = re.compile(
    r"[\d\W_年月日時分秒]|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|更新|公開|掲載"
    r"|配信|uhr|stand|aktualisiert|updated?|published|at|am|pm|posted|on|[月火水木金土日]曜",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"^(?:by|von|par|por|文|著者|執筆|取材|text by|words by|写真|撮影)[\s:：●＝=／/]|^\[.{1,40}\]$"
    r"|^[\[（(【［].{0,25}(?:記者|編集部|通信|新聞|ニュース|新報|日報)[^。]{0,25}[\]）)】］]$",
    re.IGNORECASE,
)
NO_LETTERS = re.compile(r"[\W_]+")
HEADLINE_CHARS = 200
LETTER = re.compile(r"[^\W\d_]")
CELLS = frozenset({"td", "th", "dd", "li", "pre"})
PAGER_MASS = 40
"""A line without letters outside a table is a pager or an ornament: «1 | 2 | 3», «◇»."""
FURNITURE_MASS = 150
DATE_LINE_MASS = 90
DATE_LINE_LETTERS = 14
"""A line with a date and fewer other letters than this states the date and nothing else."""


def squeeze(text: str) -> str:
    """Letters and digits alone, one width and case: what makes two spellings of a headline equal."""
    return _squeeze_short(text) if len(text) <= HEADLINE_CHARS else _squeeze(text)


def _squeeze(text: str) -> str:
    return NO_LETTERS.sub("", text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()


_squeeze_short = lru_cache(maxsize=256)(_squeeze)
"""The headlines and site names of one page are compared with one another again and again."""


def is_same_headline(text: str, title: str, key: str) -> bool:
    """Whether a text is a headline in another spelling; ``key``: the squeezed headline. Lengths are compared first."""
    return bool(key) and 0.6 * len(title) <= len(text) <= 1.6 * len(title) + 6 and squeeze(text) == key


def is_furniture(block: Block) -> bool:
    """Whether a block is a date line, a byline, a pager or an ornament."""
    if block.mass > FURNITURE_MASS:
        return False
    text = block.text
    if block.mass < PAGER_MASS and block.tag not in CELLS and not LETTER.search(text):
        return True
    if block.mass < DATE_LINE_MASS and text[-1] not in "。.!?！？」" and DATE.search(text):
        return len(DATE_WORDS.sub("", text)) < DATE_LINE_LETTERS
    return bool(BYLINE.search(text))
