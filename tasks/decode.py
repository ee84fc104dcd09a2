"""Bytes to text: what encoding a page or feed is really in, and its text as browsers read it.

The order is: byte order mark, HTTP header, declaration in the document, UTF-8, detector; each counts only if
it decodes without an error, because headers and declarations lie. Where nothing fits without errors, the
candidate with the fewest is used and the errors are counted. Labels mean what the WHATWG Encoding Standard
says (``shift_jis`` is Windows-31J), through webencodings and, for Japanese, ``tasks.jis``.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Literal

import charset_normalizer
import webencodings

from tasks.jis import REPLACEMENT, decode_euc_jp, decode_iso_2022_jp, decode_shift_jis

EncodingSource = Literal["bom", "header", "declaration", "utf-8", "detector", "replacement"]


@dataclass(frozen=True)
class Decoded:
    """Text, and how it was come by."""

    text: str
    encoding: str
    """The standard's name: UTF-8, Shift_JIS, EUC-JP, ISO-2022-JP, windows-1252 …"""
    source: EncodingSource
    replacements: int
    """How many U+FFFD stand for bytes that could not be read; 0 unless ``source`` is ``replacement``."""


_NAMES = {
    "utf-8": "UTF-8", "utf-16le": "UTF-16LE", "utf-16be": "UTF-16BE", "shift_jis": "Shift_JIS", "euc-jp": "EUC-JP",
    "iso-2022-jp": "ISO-2022-JP", "euc-kr": "EUC-KR", "big5": "Big5", "gbk": "GBK", "ibm866": "IBM866",
    "koi8-r": "KOI8-R", "koi8-u": "KOI8-U", "iso-8859-8-i": "ISO-8859-8-I",
}  # fmt: skip
"""Names as the standard writes them, where they are not all lower case."""

_OFTEN_MEANT = {"cp932": "Shift_JIS", "cp-932": "Shift_JIS", "windows-932": "Shift_JIS", "windows31j": "Shift_JIS"} | {
    "sjis-win": "Shift_JIS", "shift-jis-win": "Shift_JIS", "eucjp": "EUC-JP", "euc_jp": "EUC-JP",
    "eucjp-ms": "EUC-JP", "eucjp-win": "EUC-JP", "cp51932": "EUC-JP", "jis": "ISO-2022-JP",
    "iso-2022-jp-1": "ISO-2022-JP", "iso-2022-jp-ms": "ISO-2022-JP", "utf8n": "UTF-8", "utf-8n": "UTF-8",
    "utf_8": "UTF-8", "utf-8mb4": "UTF-8", "utf8mb4": "UTF-8",
}  # fmt: skip
"""Labels that are not the web's but that servers send, and what they mean by them."""

_BOMS = ((b"\xef\xbb\xbf", "UTF-8"), (b"\xfe\xff", "UTF-16BE"), (b"\xff\xfe", "UTF-16LE"))

_META_BYTES = 4096
"""How far a declaration is searched for: the standard says 1,024; pages with long scripts first exceed it."""

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_META = re.compile(rb"<meta[\s/]([^>]*)>?", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""([^\s=/>"']+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_CHARSET_IN_CONTENT = re.compile(rb"""charset\s*=\s*["']?\s*([^\s"';,]+)""", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"""^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']\s*([^"'\s]+)\s*["'][^>]*?>""", re.IGNORECASE)
_ISO_2022_JP_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\(J|\(I)")
_C1 = re.compile("[\x80-\x9f]")
_COMMON_JAPANESE = re.compile("[ぁ-んァ-ヶー一-龥々〇、-】〔〕・！-～①-⑳㈱　―…※■□◆◇●○→]")
_KANA = re.compile("[ぁ-んァ-ヶー]")
_NOT_IN_PROSE = re.compile("[ｦ-ﾟ\ue000-\uf8ff\ufffd]")
_ASCII = re.compile("[\x00-\x7f]")
_NOT_TO_GUESS = [
    "utf_7", "cp932", "shift_jis", "shift_jis_2004", "shift_jisx0213", "euc_jp", "euc_jis_2004", "euc_jisx0213",
    "iso2022_jp",
]  # fmt: skip
"""Left to the general detector, these would be tried by Python's tables and without a look at the language."""

_FEWEST_FOR_KANA = 40
"""Headlines can do without kana, paragraphs cannot."""


def web_encoding(label: str) -> str | None:
    """The standard's name for an encoding label; None where the web knows no such label."""
    found = webencodings.lookup(label)
    return None if found is None else _NAMES.get(found.name, found.name.replace("iso-8859", "ISO-8859"))


def named_encoding(label: str) -> str | None:
    """As ``web_encoding``, and what is meant by labels outside the standard that servers send all the same."""
    return web_encoding(label) or _OFTEN_MEANT.get(label.strip().lower())


def decode_as(body: bytes, encoding: str) -> str:
    """Text of ``body`` in one encoding, given by its standard's name, errors as U+FFFD. No byte order mark is cut."""
    if encoding == "Shift_JIS":
        return decode_shift_jis(body)
    if encoding == "EUC-JP":
        return decode_euc_jp(body)
    if encoding == "ISO-2022-JP":
        return decode_iso_2022_jp(body)
    if encoding == "GBK":
        encoding = "gb18030"  # the standard decodes both with the larger
    found = webencodings.lookup(encoding)
    if found is None:
        raise ValueError(f"no encoding of the web: {encoding}")
    handler = "web-c1" if encoding.startswith("windows-") else "web-gbk" if encoding == "gb18030" else "replace"
    text: str = found.codec_info.decode(body, handler)[0]
    return text


def decode(body: bytes, content_type: str | None = None, kind: Literal["html", "xml"] = "html") -> Decoded:
    """Text of a page (``html``) or feed (``xml``), byte order mark removed; never raises.

    ``content_type`` is the HTTP header's value. ``kind`` says which declaration to look for first.
    """
    stated = _stated_encodings(body, content_type, kind)
    for source, encoding in stated:
        text = _strictly(_without_bom(body, encoding), encoding)
        if text is not None:
            return Decoded(text, encoding, source, 0)
    if _ISO_2022_JP_ESCAPE.search(body) and body.isascii():
        text = _strictly(body, "ISO-2022-JP")
        if text is not None:
            return Decoded(text, "ISO-2022-JP", "detector", 0)
    text = _strictly(body, "UTF-8")
    if text is not None:
        return Decoded(text, "UTF-8", "utf-8", 0)
    candidates = [*dict.fromkeys([encoding for _, encoding in stated] + ["UTF-8"])]
    nearly = _nearly(body, candidates)
    if nearly is not None:
        return nearly
    return _detected(body) or _least_bad(body, [*dict.fromkeys([*candidates, "Shift_JIS", "EUC-JP"])])


def _stated_encodings(body: bytes, content_type: str | None, kind: str) -> list[tuple[EncodingSource, str]]:
    """What the document and its sender say, best first."""
    stated: list[tuple[EncodingSource, str]] = [("bom", encoding) for mark, encoding in _BOMS if body.startswith(mark)]
    header = named_encoding(_charset_of(content_type))
    if header is not None:
        stated.append(("header", header))
    declared = next(_declared(body, kind), None)
    if declared is not None:
        stated.append(("declaration", declared))
    return [(source, encoding) for source, encoding in stated if encoding != "replacement"]


def _charset_of(content_type: str | None) -> str:
    """``charset`` of a Content-Type header, or an empty string."""
    if not content_type:
        return ""
    message = Message()
    message["content-type"] = content_type.replace("\r", " ").replace("\n", " ")
    charset = message.get_param("charset", failobj="")
    return charset.strip("'\" ") if isinstance(charset, str) else charset[2]


def _declared(body: bytes, kind: str) -> Iterator[str]:
    """Encodings that the document declares for itself, in order of weight."""
    head = body[:_META_BYTES].removeprefix(b"\xef\xbb\xbf")
    searches = (_xml_labels, _meta_labels) if kind == "xml" else (_meta_labels, _xml_labels)
    for search in searches:
        for label in search(head):
            encoding = named_encoding(label.decode("ascii", errors="replace"))
            if encoding is None:
                continue
            # A declaration that could be read as ASCII is not in UTF-16: the standard takes it for UTF-8.
            yield "UTF-8" if encoding.startswith("UTF-16") else encoding.replace("x-user-defined", "windows-1252")
    for zeros, encoding in ((b"<\0?\0x\0", "UTF-16LE"), (b"\0<\0?\0x", "UTF-16BE")):
        if body.startswith(zeros):
            yield encoding


def _xml_labels(head: bytes) -> Iterator[bytes]:
    match = _XML_DECLARATION.match(head)
    if match is not None:
        yield match[1]


def _meta_labels(head: bytes) -> Iterator[bytes]:
    """Labels of ``meta charset`` and ``meta http-equiv=content-type``, comments skipped."""
    for meta in _META.finditer(_COMMENT.sub(b"", head)):
        attributes = {
            name.lower(): first or second or third for name, first, second, third in _ATTRIBUTE.findall(meta[1])
        }
        if attributes.get(b"charset"):
            yield attributes[b"charset"].strip().rstrip(b"/")
        elif attributes.get(b"http-equiv", b"").strip().lower() == b"content-type":
            match = _CHARSET_IN_CONTENT.search(attributes.get(b"content", b""))
            if match is not None:
                yield match[1]


def _without_bom(body: bytes, encoding: str) -> bytes:
    return next((body.removeprefix(mark) for mark, name in _BOMS if name == encoding), body)


def _strictly(body: bytes, encoding: str) -> str | None:
    """Text if every byte of ``body`` is sound in ``encoding``.

    Single-byte encodings accept anything; the control characters 80-9F, which no page means, tell that the
    header named one of them by default.
    """
    if encoding in ("UTF-8", "UTF-16LE", "UTF-16BE"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            return None
    text = decode_as(body, encoding)
    if REPLACEMENT in text:
        return None
    return None if encoding not in _JAPANESE and _C1.search(text) else text


_JAPANESE = ("Shift_JIS", "EUC-JP", "ISO-2022-JP")


def _nearly(body: bytes, candidates: list[str]) -> Decoded | None:
    """A stated encoding, or UTF-8, that a few damaged bytes spoil: a cut at the end, an advertisement's snippet."""
    for encoding in candidates:
        text = decode_as(_without_bom(body, encoding), encoding)
        if _is_hardly_damaged(text) and not (encoding not in _JAPANESE and _C1.search(text)):
            return Decoded(text, encoding, "replacement", text.count(REPLACEMENT))
    return None


def _is_hardly_damaged(text: str) -> bool:
    """Text read in a wrong encoding breaks about every other character; real damage is rare."""
    errors = text.count(REPLACEMENT)
    return errors * 20 <= len(text) - len(_ASCII.findall(text)) - errors


def _detected(body: bytes) -> Decoded | None:
    """The Japanese encoding whose text reads like Japanese, else a general detector's choice that fits exactly."""
    readings = [(decode_as(body, encoding), encoding) for encoding in _JAPANESE[:2]]
    text, encoding = max(readings, key=lambda reading: _japaneseness(reading[0]))
    errors = text.count(REPLACEMENT)
    if _japaneseness(text) > 0.5 and (errors == 0 or _is_hardly_damaged(text)):
        return Decoded(text, encoding, "replacement" if errors else "detector", errors)
    guess = charset_normalizer.from_bytes(body[:65536], cp_exclusion=_NOT_TO_GUESS).best()
    guessed = None if guess is None else named_encoding(guess.encoding.replace("_", "-"))
    western = _strictly(body, "windows-1252")
    if western is not None and len(_ASCII.findall(western)) > 0.7 * len(western):
        # A few accents among ASCII fit a dozen code pages; browsers take the commonest.
        return Decoded(western, "windows-1252", "detector", 0)
    fitting = None if guessed is None else _strictly(body, guessed)
    return None if guessed is None or fitting is None else Decoded(fitting, guessed, "detector", 0)


def _japaneseness(text: str) -> float:
    """How much of the non-ASCII part of ``text`` is ordinary Japanese: about 1 for Japanese, below 0.5 for mojibake."""
    wide = _ASCII.sub("", text)
    if not wide:
        return 0.0
    kana = len(_KANA.findall(wide))
    if len(wide) >= _FEWEST_FOR_KANA and kana < len(wide) / 20:
        return 0.0  # Japanese of some length has kana; Chinese and Korean bytes give kanji alone
    common = len(_COMMON_JAPANESE.findall(wide)) + kana / 2
    return (common - 2 * len(_NOT_IN_PROSE.findall(wide))) / len(wide)


def _least_bad(body: bytes, candidates: list[str]) -> Decoded:
    readings = [(encoding, decode_as(_without_bom(body, encoding), encoding)) for encoding in candidates]
    encoding, text = min(readings, key=lambda reading: reading[1].count(REPLACEMENT))
    return Decoded(text, encoding, "replacement", text.count(REPLACEMENT))


def _c1_as_browsers(error: UnicodeError) -> tuple[str, int]:
    """Bytes 80-9F that a Windows code page leaves open are control characters on the web; others are errors."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start]
    return (chr(byte) if 0x80 <= byte <= 0x9F else REPLACEMENT), error.start + 1


def _euro_in_gbk(error: UnicodeError) -> tuple[str, int]:
    """The byte 80 alone is the euro sign in GBK, which Python's codec does not know."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    is_euro = error.object[error.start] == 0x80
    return ("€" if is_euro else REPLACEMENT), error.start + 1 if is_euro else error.end


codecs.register_error("web-c1", _c1_as_browsers)
codecs.register_error("web-gbk", _euro_in_gbk)
