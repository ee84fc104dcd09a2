"""What the names that sites give to their boxes say about what is in them.

Names are class, id, role and test ids, lower-cased, CamelCase split. Words are general English and Japanese web
vocabulary; no site is named. A verdict is cheap: the same names come again and again.
"""

import re
from functools import lru_cache

NOISE_TAGS = frozenset({
    "footer", "aside", "figure", "figcaption", "menu", "dialog", "address", "form", "math", "object", "embed", "canvas",
    "audio", "video", "map", "textarea", "datalist", "progress", "meter",
})  # fmt: skip
NOISE_ROLES = frozenset(
    {
        "navigation",
        "complementary",
        "banner",
        "contentinfo",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "toolbar",
        "tablist",
        "form",
        "note",
    }
)
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

# Anywhere in a name.
PART = re.compile(
    r"related|recommend|ranking|sidebar|side-?bar|breadcrumb|pankuzu|newsletter|subscri|promo(?!t)|advert"
    r"|sponsor|taboola|outbrain"
    r"|popin|logly|disqus|social(?!-?(?:media-?)?embed)|facebook|hatena|whatsapp|linkedin|copyright|footer"
    r"|comment(?!ary)|caption|cookie|consent|gdpr"
    r"|onetrust|didomi|usercentrics|optanon|popup|pop-up|modal|overlay|lightbox|tooltip|toolbar|navigation"
    r"|pagination|pager|masthead|screen-reader|visually-hidden"
    r"|sr-only|byline|author|trending|most-?read|most-?pop|popular|more-?(?:on|from|stories|news|articles)"
    r"|read-?(?:more|next|also)"
    r"|you-?may|up-?next|see-?also|kanren|osusume|signup|sign-up|follow-|photo-?credit|image-?credit|donat"
    r"|banner|widget|shar(?:e|ing)|ticker|carousel|gallery|playlist|video|player"
    r"|(?<!social-)(?<!media-)(?<!tweet-)embed(?!ded-?tweet)|media-?info|content-?image|image-?(?:text|desc"
    r"|info)|photo-?(?:text|desc|info)"
    r"|feedback|correction-?form|print-?only|noprint|no-print|skip-?link|login|regist(?:er|ration)"
    r"|membership|teaser|latest-?news|calendar|sitemap|disclaimer|timestamp|dateline|post-?meta|entry-?meta"
    r"|article-?meta|meta-?data|metabar|meta-?info|trackback|profile|biograph|cxenseignore"
)
# What is never the article, however long it is.
SURE = re.compile(
    r"comment|consent|cookie|gdpr|onetrust|didomi|usercentrics|optanon|footer|related|recommend|ranking"
    r"|modal|popup|newsletter|disqus|tooltip|kanren|osusume|most-?read|login"
)
# As a whole word of a name.
WORD = re.compile(
    r"(?<![a-z0-9])(?:ads?|adv|advs|gpt|dfp|pr|nav|navi|gnav|menu|sns|tags?|taglist|keywords?|credits?|bio"
    r"|rel|aside|share|breadcrumbs?|bread|topicpath|prev|next|prevnext|paging|toc|meta|date|time|bookmark"
    r"|clip|links|prof|rss|foot|btn|buttons?|subcol|right-?col(?:umn)?|left-?col(?:umn)?|sidecol|rail|cta"
    r"|vote|poll|rating|stars?|legend|zoom|cap|scrim)(?![a-z0-9])"
)
# Names that single paragraphs and spans bear: only what is never running text.
TEXT_PART = re.compile(
    r"caption|credit|byline|copyright|author|related|newsletter|timestamp|dateline|pub-?date|advert|sr-only"
    r"|screen-reader|visually-hidden|share|social|kanren|read-?more|more-?link|tooltip|copyright|post-?meta"
    r"|entry-?meta|article-?meta|wp-caption|photographer|breadcrumb|tag-?list|publisher|info-?text"
)
TEXT_WORD = re.compile(
    r"(?<![a-z0-9])(?:date|time|tags?|source|meta|updated|published|sns|prev|next|pager|cap|foot|btn)(?![a-z0-9])"
)
# Such names hold the text itself, whatever other words stand beside.
CONTENT = re.compile(
    r"article-*(?:body|text|content|main)|(?:body|story|entry|post|news|main|page)-?-*(?:body|text|content)"
    r"|articlebody|storybody|entrybody|honbun|kiji|richtext|rich-text|bodytext|maintext|body-?copy|paragraph"
    r"|wysiwyg"
)
STATE = re.compile(r"^(?:has|is|no|with|not|u|can|show|hide|without)-|[:\[\]/%]|^\d")
"""Tokens that tell the state of a page or come from a utility framework (``md:hidden``, ``has-sidebar``)."""


@lru_cache(maxsize=65_536)
def split_names(raw: str) -> str:
    """CamelCase and underscores as hyphens, lower case; state and utility tokens left out."""
    return " ".join([token for each in raw.split() if (token := _split_token(each))])


@lru_cache(maxsize=65_536)
def _split_token(raw: str) -> str:
    """One of the names; an empty string for a state or utility token."""
    token = CAMEL.sub("-", raw).lower().replace("_", "-")
    return "" if STATE.search(token) else token


@lru_cache(maxsize=65_536)
def _is_content_token(token: str) -> bool:
    return CONTENT.search(token) is not None


@lru_cache(maxsize=65_536)
def _is_noise_token(token: str) -> bool:
    return bool(PART.search(token) or WORD.search(token))


@lru_cache(maxsize=65_536)
def _is_text_noise_token(token: str) -> bool:
    return bool(TEXT_PART.search(token) or TEXT_WORD.search(token))


HIDDEN_TOKENS = frozenset({"hidden", "hide", "is-hidden", "d-none", "visually-hidden", "sr-only"})
SHOWN_AGAIN = re.compile(r":(?:block|flex|grid|inline|contents)|d-\w\w-(?:block|flex|inline|grid)")
"""``hidden md:block`` hides a box on small screens alone."""


def _is_hidden(raw: str) -> bool:
    return not HIDDEN_TOKENS.isdisjoint(raw.lower().split()) and not SHOWN_AGAIN.search(raw)


@lru_cache(maxsize=65_536)
def is_noise_name(raw: str) -> bool:
    """Whether the names of a box say that it is not the article's text."""
    if _is_hidden(raw):
        return True
    # Name by name, because single names recur far more often than whole lists of them.
    names = split_names(raw).split()
    return any(map(_is_noise_token, names)) and not any(map(_is_content_token, names))


@lru_cache(maxsize=65_536)
def is_surely_noise_name(raw: str) -> bool:
    """Whether the names of a box leave no doubt, even where most of the page's text is in it."""
    return bool(SURE.search(split_names(raw)))


@lru_cache(maxsize=65_536)
def names_family(raw: str) -> str:
    """Names without the tokens that number single elements."""
    return " ".join([token for token in split_names(raw).split() if not any(map(str.isdigit, token))])


@lru_cache(maxsize=65_536)
def is_text_noise_name(raw: str) -> bool:
    """Whether the names of a paragraph or span say that it is not running text."""
    names = split_names(raw).split()
    return any(map(_is_text_noise_token, names)) and not any(map(_is_content_token, names))


LEAD = re.compile(
    r"lead|deck|(?<![a-z])dek|stand-?first|sub-?title|sub-?head|strap-?line|summary|intro|abstract|excerpt"
    r"|description|einleitung|chapo|tertiary|synopsis|sapo|entradilla|bajada|youyaku|yoyaku|yoshi|gaiyo"
)


@lru_cache(maxsize=65_536)
def is_lead_name(raw: str) -> bool:
    """Whether the names of a box say that it holds the lead."""
    return bool(LEAD.search(split_names(raw)))


@lru_cache(maxsize=65_536)
def is_content_name(raw: str) -> bool:
    """Whether the names of an element say that it is the article's text."""
    return any(map(_is_content_token, split_names(raw).split()))
