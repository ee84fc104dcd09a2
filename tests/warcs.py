"""WARC files as Common Crawl's news crawl writes them, made of invented pages."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

AT = datetime(2025, 7, 1, 3, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Capture:
    """One answer that a crawler met."""

    url: str
    body: bytes
    at: datetime = AT
    status: str = "200 OK"
    content_type: str = "text/html; charset=utf-8"


def article(number: int, host: str = "news.example", lang: str = "ja", **changes: object) -> Capture:
    """A capture of an invented article."""
    if lang == "ja":
        title = f"港の会社が第{number}号の機械を見せた"
        line = f"港町の会社が七月一日、第{number}号となる言葉の機械を港の広場で見せた。集まった人は百人を超えた。"
    else:
        title = f"The harbour company shows machine number {number}"
        line = f"The company of the harbour has shown its machine number {number} to the people, and it works. "
    text = "".join(f"<p>{line}{'あいうえおかきくけこ'[part] if lang == 'ja' else part}</p>" for part in range(8))
    html = (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="2025-07-01T09:{number % 60:02}:00+09:00"></head>'
        f"<body><article><h1>{title}</h1>{text}</article></body></html>"
    )
    capture = {
        "url": f"http://{host}/{lang}/{number}.html",
        "body": html.encode(),
        "at": AT + timedelta(minutes=number),
    }
    return Capture(**capture | changes)  # type: ignore[arg-type]


def write_warc(path: Path, captures: Iterable[Capture], *, is_gzip: bool = True) -> Path:
    """A file with a warcinfo record and, for each capture, its request and response records."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=is_gzip)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "a crawler"}))
        for capture in captures:
            date = {"WARC-Date": capture.at.strftime("%Y-%m-%dT%H:%M:%SZ")}
            head = StatusAndHeaders("GET / HTTP/1.1", [], is_http_request=True)
            writer.write_record(
                writer.create_warc_record(capture.url, "request", http_headers=head, warc_headers_dict=dict(date))
            )
            fields = [("Content-Type", capture.content_type), ("Content-Length", str(len(capture.body)))]
            answer = StatusAndHeaders(capture.status, fields, protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    capture.url, "response", io.BytesIO(capture.body), http_headers=answer, warc_headers_dict=dict(date)
                )
            )
    return path
