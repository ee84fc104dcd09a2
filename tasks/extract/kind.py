"""What a page is: an article, the free beginning of one, a listing, a wall, an error, or something else."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tasks.extract.body import GOOD_MASS
from tasks.extract.lines import wall_words
from tasks.extract.page import HEADINGS, Block, Page
from tasks.extract.structured import ARTICLE_TYPE, Facts, is_type

Kind = Literal["article", "stub", "listing", "consent", "error", "other"]

ERROR_TITLE = re.compile(
    r"\b(?:404|403|410|500|502|503)\b.{0,30}(?:not found|forbidden|error|gone|unavailable|エラー)"
    r"|^(?:error )?(?:404|403|410|500|503)\b"
    r"|page (?:not found|can.t be found)|not found$|access denied|attention required|just a moment|service unavailable"
    r"|ページが(?:見つかりません|存在しません|ありません)|お探しのページ|アクセスできません|アクセスが拒否"
    r"|指定された(?:ページ|記事)"
    r"|(?:記事|ページ)は(?:削除|終了|存在しません|公開を終了|掲載期間)|システムエラー|サーバーエラー|メンテナンス中",
    re.IGNORECASE,
)
CONSENT = re.compile(
    r"before you continue|cookies? (?:consent|settings|preferences|policy)"
    r"|we (?:and our partners )?use cookies|your privacy (?:choices|matters)"
    r"|accept (?:all )?cookies|クッキー(?:の使用|ポリシー|設定)|cookie(?:の使用|の利用|設定|を(?:使用|利用))"
    r"|プライバシー設定|同意(?:して|する|の上|のうえ|の(?:お願い|確認|設定)|をお願い)|ご利用には同意",
    re.IGNORECASE,
)
FULL_ANYWAY = re.compile(r"会員登録（無料）すると全て|無料会員登録")
WALL_NAME = re.compile(
    r"paywall|pay-?wall|members?-?only|subscriber-?only|regwall|article-?wall|m-?article-?regist"
    r"|content-?gate|premium-?wall|membersonlycaution",
    re.IGNORECASE,
)
WALL_BOX = re.compile(r"regist|member|log-?in|subscri|pay|wall|gate|premium|lock|limit", re.IGNORECASE)
CUT_OFF = re.compile(r"(?:…|\.\.\.|・・・|［?続き)\s*$")

MARKER_MASS = 600
WORDLESS_MASS = 800
"""With more text than this a page about errors or cookies is an article about them."""
STUB_MASS = 1_500
"""Five hundred Japanese characters: teasers are shorter, articles behind a soft wall rarely are."""
SPONSORED = re.compile(
    r"^[\[【［(（]\s*(?:PR|ＰＲ|AD|広告|sponsored|タイアップ|スポンサード)\s*[\]】］)）]|^(?:sponsored"
    r"|advertorial|広告企画|タイアップ企画)$|[\[【［(（](?:PR|ＰＲ)[\]】］)）]\s*$",
    re.IGNORECASE,
)
SPONSOR_LINE = re.compile(
    r"^(?:提供|協賛|広告主|sponsored by|presented by|paid (?:for|post) by)\s*[:：/／＝= ]\s*\S|^(?:PR|ＰＲ"
    r"|広告)$|^(?:広告|タイアップ)(?:企画|記事|特集)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Verdict:
    """What a page is and why."""

    kind: Kind
    reason: str
    is_paywalled: bool = False


def judge(
    facts: Facts,
    page: Page,
    kept: list[Block],
    title: str,
    *,
    url: str | None,
    span: tuple[int, int],
    is_dated: bool,
    has_wall_element: bool,
) -> Verdict:
    """The kind of a page from what was found on it; ``span``: indices of the first and last block of the text."""
    mass = sum([block.mass for block in kept])
    headline = title or facts.title
    if mass < WORDLESS_MASS and not is_dated and ERROR_TITLE.search(headline):
        return Verdict("error", f"the headline says so: {headline[:60]}")
    if wall := _wall(facts, page, kept, mass, span, has_wall_element):
        return wall
    if mass < WORDLESS_MASS and not is_dated and _is_consent(page, headline):
        return Verdict("consent", "the page asks for consent and has no article")
    if reason := _listing_reason(facts, page, kept, mass, url, is_dated):
        return Verdict("listing", reason)
    if not any(block.mass >= GOOD_MASS and block.tag not in HEADINGS for block in kept):
        return Verdict("other", "no running text was found")
    if _is_product(facts) and not is_dated:
        return Verdict("other", "a product page: its data describe a thing for sale")
    return Verdict("article", "running text under a headline" if title else "running text", _is_not_free(facts))


def _is_not_free(facts: Facts) -> bool:
    """Whether the machine-readable part says that the text is not free; the string "False" counts."""
    value = facts.article.get("isAccessibleForFree")
    return value is False or (isinstance(value, str) and value.strip().lower() in ("false", "no"))


def _wall(
    facts: Facts, page: Page, kept: list[Block], mass: int, span: tuple[int, int], has_wall_element: bool
) -> Verdict | None:
    """A stub: cut off by a wall. Markers count only beside the text, for pages pitch subscriptions everywhere."""
    last_text = kept[-1].text if kept else ""
    is_cut = bool(CUT_OFF.search(last_text))
    marker = _wall_marker(page, kept, span)
    if re.match(r"残り", marker) or "続きをみるには" in marker:
        return Verdict("stub", f"the text is cut off: {marker}", True)
    is_short = mass < STUB_MASS
    if _is_not_free(facts) and (is_cut or (is_short and (marker or has_wall_element or mass < STUB_MASS // 2))):
        return Verdict("stub", "isAccessibleForFree is false and the text is short or cut off", True)
    if has_wall_element and (is_short or is_cut):
        return Verdict("stub", "the site's wall stands in the page and the text is short or cut off", True)
    if marker and not FULL_ANYWAY.search(marker) and (is_cut or is_short):
        return Verdict("stub", f"a wall beside a short text: {marker}", True)
    return None


def _wall_marker(page: Page, kept: list[Block], span: tuple[int, int]) -> str:
    """The words of a wall at either end of the text or right after it, else an empty string."""
    if kept:
        first, last = span
        near = page.blocks[first : first + 4] + page.blocks[max(first + 4, last - 12) : last + 9]
    else:
        near = [block for block in page.blocks if block.noise < 0][:80]
    for block in near:
        if block.mass < MARKER_MASS and _is_beside(page, block) and (words := wall_words(block.text)):
            return words
    return ""


def _is_beside(page: Page, block: Block) -> bool:
    """Whether a block belongs to the article: not to a sidebar, a related box or a pop-up, unless that is a wall's."""
    return block.noise < 0 or WALL_BOX.search(page.names[block.noise]) is not None


@lru_cache(maxsize=65_536)
def is_wall_name(names: str) -> bool:
    """Whether the names of a box say that it is a wall."""
    return bool(WALL_NAME.search(names))


def has_wall_name(page: Page, kept: list[Block]) -> bool:
    """Whether a box named as a wall stands after the beginning of the text."""
    start = kept[0].element if kept else 0
    return any(map(is_wall_name, page.names[start:]))


def _is_consent(page: Page, title: str) -> bool:
    shown = [block for block in page.blocks if block.mass > 30]
    about = sum([block.mass for block in shown if CONSENT.search(block.text)])
    return bool(CONSENT.search(title)) or about > 0.4 * (sum([block.mass for block in shown]) or 1)


LISTING_PATH = re.compile(
    r"^/?$|^/(?:index\.\w+|top|home|news|articles?|blog|category|categories|tags?|archives?|search|ranking"
    r"|latest|list|topics?)/?$|/(?:category|categories|tags?|archives?|author|authors|search"
    r"|ranking)/[^/]*/?$|/page/\d+/?$",
    re.IGNORECASE,
)


def _listing_reason(facts: Facts, page: Page, kept: list[Block], mass: int, url: str | None, is_dated: bool) -> str:
    """Why a page is a list of other pages, or an empty string."""
    teasers = [b for b in page.blocks if b.density > 0.8 and b.mass > 45 and b.noise < 0]
    types = {kind for thing in facts.objects for kind in _types(thing)}
    # An article of an old system has its number in the query of one script.
    is_path = bool(url) and "?" not in (url or "") and bool(LISTING_PATH.search(_path(url)))
    has_article = any(is_type(thing, ARTICLE_TYPE) for thing in facts.objects) or facts.meta("og:type") == "article"
    if has_article:
        return ""
    if is_path and len(teasers) >= 5:
        return f"a list page's address and {len(teasers)} headlines that link elsewhere"
    if types & {"CollectionPage", "SearchResultsPage", "ItemList"} and len(teasers) >= 8 and not is_dated:
        return "its data call it a collection"
    text = [b for b in kept if b.tag not in HEADINGS and b.mass > 90]
    if len(teasers) >= 12 and len(text) < 3 and sum([b.mass for b in teasers]) > 4 * mass:
        return f"{len(teasers)} headlines that link elsewhere and little text"
    return ""


def _types(thing: dict[str, object]) -> list[str]:
    kind = thing.get("@type")
    return [str(each) for each in kind] if isinstance(kind, list) else [str(kind)]


def _path(url: str | None) -> str:
    return re.sub(r"^[a-z]+://[^/?#]*|[?#].*$", "", url or "", flags=re.IGNORECASE)


def _is_product(facts: Facts) -> bool:
    if facts.meta("og:type").lower() in ("product", "og:product", "book", "books.book"):
        return True
    return any("Product" in _types(thing) or "Book" in _types(thing) for thing in facts.objects) and not facts.article


def is_sponsored(facts: Facts, page: Page, head: tuple[int, int, int], title: str) -> bool:
    """Whether the page says that somebody paid for it: a label at the headline, a sponsor's line near the text."""
    if SPONSORED.search(title.strip()) or facts.meta("article:sponsored", "sponsored").lower() in ("true", "yes", "1"):
        return True
    start, first, last = head
    near = page.blocks[max(start - 3, 0) : first + 2] + page.blocks[last : last + 4]
    return any(block.mass < 120 and SPONSOR_LINE.search(block.text) for block in near)
