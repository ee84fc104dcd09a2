"""URLs: one canonical spelling for what is the same resource, and the judgement of what may be asked for.

Parsing follows the WHATWG URL Standard through ada-url. Whoever sends a request hands the client the
string returned here, never the original text: URL libraries disagree about the host of odd spellings.

Errors:

    ValueError
    ├── BadUrl            not a web address at all
    └── RefusedAddress    a web address that a fetcher must not ask
        └── RefusedScheme neither http nor https
"""

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import unquote

from ada_url import URL

from tasks.addresses import why_refused

__all__ = [
    "BadUrl",
    "RefusedAddress",
    "RefusedScheme",
    "canonical_url",
    "host_of",
    "is_allowed_host",
    "judge_url",
    "page_url",
]


class BadUrl(ValueError):
    """The text is no address of a web page; the message quotes it."""


class RefusedAddress(ValueError):
    """A fetcher must not go there; the message says why."""


class RefusedScheme(RefusedAddress):
    """Neither http nor https."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_", "vero_", "oly_", "cx_recs", "cxrecs", "at_medium", "at_campaign")
_TRACKING_NAMES = _words(
    "__hsfp __hssc __hstc __twitter_impression _branch_match_id _ga _gl _hsenc _hsmi _openstat cmpid "
    "dclid fb_action_ids fb_action_types fb_ref fb_source fbclid gbraid gclid gclsrc guccounter guce_referrer "
    "guce_referrer_sig igsh igshid ito jsessionid mc_cid mc_eid mibextid mkt_tok msclkid n_cid ncid ocid "
    "phpsessid rb_clickid ref_src ref_url rss_source s_kwcid smid smtyp spm sr_share srsltid ttclid twclid "
    "wbraid wt.mc_id wtrid yclid"
)
"""Query parameters that only say how a reader came or who it is, by the names their issuers document."""

_REFERRER_NAMES = _words("ref from src source via referrer referer")
_REFERRER_VALUES = _words(
    "rss rss1 rss2 rss10 rss20 rdf atom feed feeds rssfeed xml twitter tw x facebook fb line hatena hatebu "
    "newsletter mail email mailmag sns social share top home ranking related rank pickup google googlenews yahoo msn "
    "smartnews gunosy push app"
)
"""``ref=rss`` says how the reader came, ``ref=main`` may choose a branch: both name and value must be known."""

_TWIN_FLAGS = frozenset({("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp"), ("output", "amp")}) | {
    ("output", "1amp"),
    ("mode", "amp"),
    ("view", "amp"),
    ("format", "amp"),
    ("print", "1"),
    ("print", "true"),
    ("print", "yes"),
    ("print", "print"),
    ("view", "print"),
    ("mode", "print"),
    ("output", "print"),
    ("format", "print"),
    ("rss", ""),
    ("rss", "1"),
    ("nonamp", "1"),
    ("noamp", "mobile"),
    ("noamp", "available"),
}
"""Parameters that ask for the AMP, print or feed form of the same article."""

_AMP_FOLDER = re.compile(r"(?<=[^/])(?:/amp)+(/?)$", re.IGNORECASE)
_AMP_SUFFIX = re.compile(r"(?<=[^/])\.amp(?=\.html?$|$)", re.IGNORECASE)
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_TWIN_HOST = re.compile(r"^(?:www|m|sp|s|smp|touch|mobile|amp|pc)\.(?=.+\.)")
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_BAD_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_MOST_CHARS = 8_000
"""What every server must take (RFC 9110, 4.1); addresses of articles stay below a tenth."""

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_WEB_SCHEMES = ("http:", "https:")

ALLOWED_PORTS = frozenset({"", "80", "443", "8080", "8443"})
"""Ports where news is served; others are where other services listen."""

_PRIVATE_SUFFIXES = _words(
    "localhost localdomain local internal intranet lan home corp private arpa test invalid onion alt"
)
"""Last labels that never lead to the public web: RFC 6761, 6762, 7686, 8375, 9476, ICANN's .internal, and those
that homes and offices use unasked. ``example`` is left to resolution: sample data lives there."""

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_SCHEME_AND_SLASHES = re.compile(r"https?://(?![/\\])", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def canonical_url(url: str, base: str | None = None) -> str:
    """The one spelling under which ``url`` is stored: absolute, without fragment, tracking or print and AMP marks.

    Relative addresses are resolved against ``base``. Host, port and every part of the address that may choose
    another resource stay as they are; applying it twice changes nothing. Raises ``BadUrl``.
    """
    parsed = _parse(url.strip(), base)
    if parsed.protocol not in _WEB_SCHEMES:
        raise BadUrl(f"neither http nor https: {_shown(url)}")
    if not parsed.hostname:
        raise BadUrl(f"no host: {_shown(url)}")
    parsed.hash = ""
    previous = ""
    # A stripped mark can bare another (/amp/amp), and a decoded dot a relative segment: until nothing moves.
    while parsed.href != previous:
        previous = parsed.href
        parsed.search = _without_marks(_plain_escapes(parsed.search))
        path = _SESSION.sub("", _plain_escapes(parsed.pathname))
        parsed.pathname = _AMP_SUFFIX.sub("", _AMP_FOLDER.sub(r"\1", path))
        parsed = _parse(parsed.href, None)
    return str(parsed.href)


def page_url(link_url: str, final_url: str, declared: str | None) -> str:
    """The address under which a fetched page is known: where two links lead to one article, it is the same.

    ``declared`` is the page's ``rel=canonical`` (relative or absolute). It is believed on the same site, mobile and
    AMP hosts included, unless it is the front page, which careless templates declare everywhere. Otherwise it is
    where redirects ended, unless they left the site; then the link's own. All canonical; raises ``BadUrl`` only
    where ``link_url`` is no address.
    """
    link = canonical_url(link_url)
    final = _canonical_or_none(final_url, None) or link
    base = final if _site_of(final) == _site_of(link) else link
    stated = _canonical_or_none(declared, final) if declared else None
    if stated is None or _site_of(stated) != _site_of(base):
        return base
    is_front_page = URL(stated).pathname == "/" and not URL(stated).search
    return base if is_front_page else stated


def _canonical_or_none(url: str, base: str | None) -> str | None:
    try:
        return canonical_url(url, base)
    except BadUrl:
        return None


def _site_of(url: str) -> str:
    """Host without the prefix that tells a site's twins apart."""
    return _TWIN_HOST.sub("", host_of(url))


def judge_url(url: str, allowed_hosts: Collection[str] = ()) -> str:
    """``url`` as a client may ask for it, re-serialised; raises ``RefusedAddress`` with the reason, or ``BadUrl``.

    Judges the spelling only: what a public name resolves to, and where a redirect leads, must be judged again
    when connecting. ``allowed_hosts`` are names or addresses (a leading dot means «and all below») that the
    operator vouches for: any port, any address.
    """
    text = url.strip(" ")
    if _CONTROL.search(text):
        raise RefusedAddress(f"control character in the address: {_shown(url)}")
    parsed = _parse(text, None)
    if parsed.protocol not in _WEB_SCHEMES:
        raise RefusedScheme(f"neither http nor https: {_shown(url)}")
    if _SCHEME_AND_SLASHES.match(text) is None:
        raise RefusedAddress(f"not written as http://host: {_shown(url)}")
    authority = re.split(r"[/?#]", text.split("//", 1)[1], maxsplit=1)[0]
    if "\\" in authority:
        raise RefusedAddress(f"backslash in the host: {_shown(url)}")
    if "@" in authority or parsed.username or parsed.password:
        raise RefusedAddress(f"user name in the address: {_shown(url)}")
    host = str(parsed.hostname)
    if not is_allowed_host(host, allowed_hosts):
        if str(parsed.port) not in ALLOWED_PORTS:
            raise RefusedAddress(f"port {parsed.port} is not for web pages: {_shown(url)}")
        why = _why_host_is_refused(host)
        if why is not None:
            raise RefusedAddress(f"{why}: {_shown(url)}")
    parsed.hash = ""
    return str(parsed.href)


def host_of(url: str) -> str:
    """Host of an absolute URL as the standard serialises it (lower case, punycode); raises ``BadUrl``."""
    host = str(_parse(url, None).hostname)
    if not host:
        raise BadUrl(f"no host: {_shown(url)}")
    return host


def is_allowed_host(host: str, allowed_hosts: Collection[str]) -> bool:
    """Whether the operator vouches for ``host``: named itself, or below an entry that begins with a dot."""
    name = host.rstrip(".").strip("[]")
    return any(name == entry.strip("[]") or (entry.startswith(".") and name.endswith(entry)) for entry in allowed_hosts)


def _parse(url: str, base: str | None) -> URL:
    if len(url) > _MOST_CHARS:
        raise BadUrl(f"longer than {_MOST_CHARS:,} characters: {_shown(url)}")
    try:
        return URL(url, base) if base is not None else URL(url)
    except (ValueError, UnicodeError) as error:
        raise BadUrl(f"not a URL: {_shown(url)}") from error


def _shown(url: str) -> str:
    """The URL as one printable line for a message."""
    printable = "".join(mark if mark.isprintable() else f"\\x{ord(mark):02x}" for mark in url)
    return printable if len(printable) <= 200 else printable[:200] + "…"


def _plain_escapes(text: str) -> str:
    """Escapes in one spelling: unreserved characters bare, hex in capitals (RFC 3986, 6.2.2)."""
    if _BAD_ESCAPE.search(text):
        return text  # a stray per cent sign makes the rest ambiguous: touch nothing

    def plain(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    return _ESCAPE.sub(plain, text)


def _without_marks(search: str) -> str:
    """Query without its tracking and twin parameters; order and spelling of the others kept."""
    pieces = search.removeprefix("?").split("&")
    return "&".join(piece for piece in pieces if piece and not _is_mark(piece))


def _is_mark(piece: str) -> bool:
    raw_name, _, raw_value = piece.partition("=")
    name, value = unquote(raw_name).lower(), unquote(raw_value).lower()
    if name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES):
        return True
    if name in _REFERRER_NAMES and value in _REFERRER_VALUES:
        return True
    return (name, value) in _TWIN_FLAGS


def _why_host_is_refused(host: str) -> str | None:
    try:
        return why_refused(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        pass
    labels = host.removesuffix(".").split(".")
    if len(labels) < 2:
        return "a name without a dot is not on the public web"
    if labels[-1] in _PRIVATE_SUFFIXES:
        return f"names under .{labels[-1]} are not on the public web"
    if len(host) > 253 or not all(_is_label(label) for label in labels):
        return "not a host name"
    return None


def _is_label(label: str) -> bool:
    if _LABEL.fullmatch(label) is None:
        return False
    if not label.startswith("xn--"):
        return True
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode") != ""
    except UnicodeError:
        return False
