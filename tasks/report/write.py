"""Writes a week's page, digest and feed into a folder; each file appears whole or not at all."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tasks.report.content import read_report
from tasks.report.digest import render_digest
from tasks.report.feed import render_feed
from tasks.report.page import render_page
from tasks.report.week import Week


@dataclass(frozen=True)
class Written:
    """What was written."""

    week: str
    """Its label, such as 2025-W39."""
    page: Path
    digest: Path
    feed: Path
    """One file for all weeks."""


def write_report(snapshot: Path, folder: Path, *, week: str | None, lang: str, now: datetime) -> Written:
    """Reports a week (default: the last whole one in the file at ``snapshot``) into ``folder``, made where missing.

    A report of the same week is replaced. Names end in ``.en`` before their suffix where the words are English.

    Raises:
        ReportError: the week is written wrongly, or the file has no article.
        WarehouseError: nothing was published, or the file cannot be read.
        OSError: the folder cannot be written.
    """
    report = read_report(snapshot, Week.parse(week) if week else None, lang, now)
    mark = "" if lang == "ja" else f".{lang}"
    stem = f"{report.week.label}{mark}"
    written = Written(
        report.week.label, folder / f"{stem}.html", folder / f"{stem}.md", folder / f"kawaraban{mark}.atom"
    )
    page = render_page(report, digest_name=written.digest.name, feed_name=written.feed.name)
    before = written.feed.read_bytes() if written.feed.is_file() else None
    feed = render_feed(report, written.page.name, written.feed.name, before)
    folder.mkdir(parents=True, exist_ok=True)
    _replace(written.digest, render_digest(report, written.page.name).encode())
    _replace(written.feed, feed)
    _replace(written.page, page.encode())
    return written


def _replace(path: Path, content: bytes) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
