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
_COMMON_JAPANESE = re.compile("[ぁ-んァ-ヶー、。「」・（）　一-龥]")
_KANA = re.compile("[ぁ-んァ-ヶー、。]")
_HALF_KANA_OR_PRIVATE = re.compile("[ｦ-ﾟ\ue000-\uf8ff]")


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
        errors = text.count(REPLACEMENT)
        wide = sum(1 for character in text if character > "\x7f") - errors
        # Text in another encoding breaks about every other character; real damage is rare.
        if errors * 20 <= wide and not (encoding not in _JAPANESE and _C1.search(text)):
            return Decoded(text, encoding, "replacement", errors)
    return None


def _detected(body: bytes) -> Decoded | None:
    """The Japanese encoding that fits without error and reads most like Japanese, else a general detector's choice."""
    readings = [(encoding, text) for encoding in _JAPANESE[:2] if (text := _strictly(body, encoding)) is not None]
    best = max(readings, key=lambda reading: _japaneseness(reading[1]), default=None)
    if best is not None and _japaneseness(best[1]) > 0.5:
        return Decoded(best[1], best[0], "detector", 0)
    guess = charset_normalizer.from_bytes(body[:65536], cp_exclusion=["utf_7"]).best()
    encoding = None if guess is None else named_encoding(guess.encoding.replace("_", "-"))
    text = None if encoding is None else _strictly(body, encoding)
    if encoding is not None and text is not None:
        return Decoded(text, encoding, "detector", 0)
    return None if best is None else Decoded(best[1], best[0], "detector", 0)


def _japaneseness(text: str) -> float:
    """How much of the non-ASCII part of ``text`` is ordinary Japanese: about 1 for Japanese, below 0.5 for mojibake."""
    wide = [character for character in text if character > "\x7f"]
    if not wide:
        return 0.0
    joined = "".join(wide)
    common = len(_COMMON_JAPANESE.findall(joined)) + len(_KANA.findall(joined)) / 2
    return (common - 2 * len(_HALF_KANA_OR_PRIVATE.findall(joined))) / len(wide)


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
