"""One WARC record: its block taken apart, its codings undone, its digests checked."""

import base64
import binascii
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from tasks.inflate import STEP_BYTES, BadBody, BodyCutShort, Inflater

MOST_RECORD_BYTES = 64 * 2**20
"""Blocks and payloads beyond this are skipped and reported: news pages are a thousandth of it."""

_MOST_HEAD_BYTES = 2**20


class Damage(Exception):
    """The stream of records breaks here."""


@dataclass(frozen=True)
class Record:
    """One whole WARC record."""

    type: str
    url: str | None
    at: datetime | None
    """Aware, UTC."""
    status: int | None
    headers: Mapping[str, str]
    """Of the HTTP message, names in lower case; of several with one name, joined by a comma."""
    content_type: str | None
    """Of the HTTP message, or of the record where there is none."""
    payload: bytes
    """After transfer and content decoding; empty for requests and revisits."""
    offset: int
    warc_headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    problems: tuple[str, ...] = ()
    """What is doubtful about this record: digests that do not fit, codings that lie."""
    head: bytes = field(default=b"", repr=False)
    """The WARC header as it stands in the file, with the empty line that ends it."""
    block: bytes = field(default=b"", repr=False)
    """What follows the header: the HTTP message as it stands in the file."""
    end: int | None = None
    """Where the gzip member that holds this record alone ends in the file; None where there is no such member."""


def read_head(stream: BinaryIO) -> bytes:
    """Lines up to and including the empty one; raises ``Damage`` where it does not come."""
    head = bytearray()
    while line := stream.readline(STEP_BYTES):
        head += line
        if line in (b"\r\n", b"\n"):
            return bytes(head)
        if len(head) > _MOST_HEAD_BYTES:
            raise Damage("a header of more than a megabyte")
    raise Damage("cut off: the file ends inside a header" if head else "cut off")


def lower_headers(parsed: StatusAndHeaders) -> dict[str, str]:
    """Header fields by name in lower case; of several with one name, joined by a comma."""
    joined: dict[str, str] = {}
    for name, value in parsed.headers:
        key = name.lower()
        joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return joined


def record_of(warc: dict[str, str], head: bytes, block: bytes, offset: int) -> Record:
    """The record that a sound header (``warc``, parsed from ``head``) and a whole block make."""
    kind = warc.get("warc-type", "unknown")
    url = warc.get("warc-target-uri")
    if url is not None:
        url = url.removeprefix("<").removesuffix(">").replace(" ", "%20")  # Wget writes <…>, others leave blanks
    problems = [] if _fits(block, warc.get("warc-block-digest")) else ["the block does not fit its digest"]
    status, http, payload = None, dict[str, str](), block
    is_http = kind in ("response", "request", "revisit") and (url or "http").startswith("http")
    if is_http and block:
        status, http, payload = _http_message(block, problems)
    wire_payload = payload
    if kind in ("request", "revisit"):
        payload = b""
    elif is_http:
        payload = _without_codings(payload, http, problems)
    stated = warc.get("warc-payload-digest")
    if kind != "revisit" and not any(_fits(form, stated) for form in (wire_payload, payload)):
        problems.append("the payload does not fit its digest")
    content_type = http.get("content-type") if is_http else warc.get("content-type")
    at = _instant(warc.get("warc-date"))
    return Record(kind, url, at, status, http, content_type, payload, offset, warc, tuple(problems), head, block)


def _http_message(block: bytes, problems: list[str]) -> tuple[int | None, dict[str, str], bytes]:
    stream = io.BytesIO(block)
    try:
        head = read_head(stream)
        parsed = StatusAndHeadersParser([], verify=False).parse(io.BytesIO(head))
    except (Damage, StatusAndHeadersParserException, EOFError, ValueError):
        problems.append("no HTTP header in the record")
        return None, {}, block
    code = parsed.get_statuscode()
    return (int(code) if code.isdecimal() else None), lower_headers(parsed), stream.read()


def _without_codings(payload: bytes, http: dict[str, str], problems: list[str]) -> bytes:
    """Payload after transfer and content decoding, as far as the header tells the truth."""
    if "chunked" in http.get("transfer-encoding", "").lower():
        joined = _joined_chunks(payload)
        if joined is not None:  # else the archiver had joined them already and left the header
            payload = joined
    try:
        inflater = Inflater(http.get("content-encoding"), MOST_RECORD_BYTES)
        inflater.feed(payload)
        return inflater.finish()
    except BodyCutShort as error:
        problems.append(str(error))
        return inflater.so_far
    except BadBody as error:
        problems.append(str(error))
        return payload


def _joined_chunks(payload: bytes) -> bytes | None:
    """The body of a chunked message (RFC 9112, 7.1); None where it is not chunked."""
    joined, at = bytearray(), 0
    while True:
        line_end = payload.find(b"\r\n", at, at + 1024)
        size_text = payload[at:line_end].split(b";")[0].strip() if line_end >= 0 else b""
        try:
            size = int(size_text, 16) if size_text[:1].isalnum() else -1
        except ValueError:
            size = -1
        if size < 0:
            return None
        if size == 0:
            return bytes(joined)
        begin = line_end + 2
        if payload[begin + size : begin + size + 2] != b"\r\n":
            return None
        joined += payload[begin : begin + size]
        at = begin + size + 2


def _fits(data: bytes, stated: str | None) -> bool:
    """Whether ``data`` has the stated digest (``algorithm:value``, base32 or hex); what cannot be checked fits."""
    if not stated or ":" not in stated:
        return True
    name, _, value = stated.partition(":")
    try:
        digest = hashlib.new(name.strip().lower().replace("-", ""), data, usedforsecurity=False).digest()
    except (ValueError, TypeError):
        return True
    value = value.strip()
    try:
        wanted = bytes.fromhex(value) if len(value) == 2 * len(digest) else base64.b32decode(value.upper())
    except (ValueError, binascii.Error):
        return False
    return wanted == digest


def _instant(text: str | None) -> datetime | None:
    """A WARC-Date, which is UTC."""
    try:
        parsed = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
