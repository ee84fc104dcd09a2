"""Conformance to what others laid down: ``python -m tests.bench.conformance DATA_FOLDER [--all]``.

Runs the case files of ``robots feeds encoding addresses warc`` under the folder and prints, a set a line, how many
pass. Cases that are decided otherwise on purpose are listed with the reason; every other failure makes the exit
status 1.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tasks.dates import parse_date
from tasks.decode import decode, decode_as, web_encoding
from tasks.discover.feeds import NotAFeed, parse_feed
from tasks.fetch.robots import parse_robots, product_token
from tasks.urls import BadUrl, RefusedAddress, host_of, judge_url
from tasks.warc import ArchiveError, Problem, read_records

OURS = {
    "google-choice": "beyond RFC 9309 there: here unescaped patterns match escaped URLs, and unreserved escapes are "
    "decoded before comparing (RFC 9309, 2.2.2)",
    "crawler-commons-prefix": "several agents on a line, or asked for at once: a line has one product token, its first",
    "protego-prefix": "agents are compared whole, not by prefix (RFC 9309, 2.2.1)",
    "protego-choice": "a line that the RFC does not know never ends a run of user-agent lines (RFC 9309, 2.2.4)",
    "choice": "rules inside HTML, wildcards in agent names, unlisted misspellings and overlong delays mean nothing; "
    "and our own agent is a product token, never a whole header",
    "stump": "a record that was cut off is reported, never handed out",
}
"""Why some rows that record another product's choice, by basis, are decided otherwise."""


@dataclass(frozen=True)
class Verdict:
    """How one case went."""

    id: str
    passed: bool
    note: str = ""
    reason: str | None = None
    """Why a failure is on purpose."""


def _cases(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def robots(folder: Path) -> Iterator[Verdict]:
    """Verdicts of robots.txt files."""
    for case in _cases(folder / "cases.jsonl"):
        body = bytes.fromhex(case["robots_txt_hex"]) if "robots_txt_hex" in case else case["robots_txt"].encode()
        allowed = parse_robots(body, product_token(case["user_agent"])).allows(case["url"])
        note = f"{case['basis']}: {case['user_agent']!r} at {case['url']} is {'allowed' if allowed else 'refused'}"
        yield Verdict(case["id"], allowed == case["allowed"], note, OURS.get(case["basis"]))


def _instant(text: str | None) -> object:
    if text is None or len(text) == 10:
        return text
    return datetime.fromisoformat(text).astimezone(UTC)


def _stated(raws: tuple[str, ...]) -> object:
    stated = next((found for raw in raws if (found := parse_date(raw)) is not None), None)
    return None if stated is None else _instant(stated.isoformat())


def feeds(folder: Path) -> Iterator[Verdict]:
    """Items of feeds."""
    names = {"rdf": "rss1", "rss2": "rss2", "atom": "atom", "json": "jsonfeed"}
    for case in _cases(folder / "expected.jsonl"):
        try:
            body = (folder / case["file"]).read_bytes()
            feed = parse_feed(body, case["http_content_type"], case["feed_url"])
        except NotAFeed as error:
            yield Verdict(case["file"], case["format"] == "none", str(error))
            continue
        faults = [] if feed.format == names.get(case["format"]) else [f"format {feed.format}"]
        if len(feed.entries) != len(case["entries"]):
            faults.append(f"{len(feed.entries)} items of {len(case['entries'])}")
        for entry, wanted in zip(feed.entries, case["entries"], strict=False):
            found = {
                "title": " ".join((entry.title or "").split()),
                "link": entry.link,
                "published": _stated(entry.dates),
                "updated": _stated(entry.updates),
                "guid": entry.guid,
                "author": entry.author,
                "corp": entry.corp,
            }
            for name, value in wanted.items():
                expected: object = value
                if name in ("published", "updated"):
                    expected = _instant(value)
                elif name == "title":
                    expected = " ".join(value.split())
                if found.get(name) != expected:
                    faults.append(f"{name} {found.get(name)!r}, expected {value!r}")
        yield Verdict(case["file"], not faults, "; ".join(faults))


def encoding(folder: Path) -> Iterator[Verdict]:
    """Labels, byte strings and documents."""
    for case in _cases(folder / "cases.jsonl"):
        found: object
        wanted: object
        if case["kind"] == "label":
            found, wanted = web_encoding(case["label"]), case["encoding"]
        elif case["kind"] == "bytes":
            name = web_encoding(case["label"])
            found = None if name is None else decode_as(bytes.fromhex(case["hex"]), name)
            wanted = case["text"]
        else:
            decoded = decode(bytes.fromhex(case["hex"]), case["http_content_type"])
            found, wanted = (decoded.text, decoded.encoding), (case["text"], case["encoding"])
        yield Verdict(case["id"], found == wanted, f"{found!r}, expected {wanted!r} ({case.get('note', '')})")


def addresses(folder: Path) -> Iterator[Verdict]:
    """URLs to refuse or allow."""
    for case in _cases(folder / "cases.jsonl"):
        try:
            judge_url(case["url"])
            verdict = "allow"
        except (RefusedAddress, BadUrl):
            verdict = "refuse"
        try:
            host: str | None = host_of(case["url"])
        except BadUrl:
            host = None
        passed = verdict == case["must"] and host == (case["host_after_parsing"] or None)
        yield Verdict(case["id"], passed, f"{case['url']!r}: {verdict}, host {host!r} ({case['why']})")


def _shape(kind: str, url: str | None, status: object, payload: bytes) -> dict[str, object]:
    return {
        "type": kind,
        "target": url,
        "status": None if status is None else str(status),
        "payload_bytes": len(payload),
        "payload_sha256": hashlib.sha256(payload).hexdigest()[:16] if payload else None,
    }


def warc(folder: Path) -> Iterator[Verdict]:
    """Records of archives; a damaged file passes where nothing expected is missing and something was reported."""
    for case in _cases(folder / "expected.jsonl"):
        problems: list[Problem] = []
        try:
            records = read_records(folder / case["file"], on_problem=problems.append)
            found = [_shape(record.type, record.url, record.status, record.payload) for record in records]
        except ArchiveError as error:
            yield Verdict(case["file"], case["must"] in ("fail", "optional"), str(error))
            continue
        missing = [record for record in case["records"] if record not in found]
        note = f"{len(found)} records, {len(missing)} missing, {len(problems)} problems told"
        if case["must"] == "read":
            yield Verdict(case["file"], found == case["records"] and not problems, note)
        elif case["must"] == "report":
            is_stump = any("cut off" in problem.message for problem in problems)
            yield Verdict(case["file"], not missing and bool(problems), note, OURS["stump"] if is_stump else None)
        else:
            yield Verdict(case["file"], case["must"] == "optional", note)


SETS: dict[str, Callable[[Path], Iterator[Verdict]]] = {
    "robots": robots,
    "feeds": feeds,
    "encoding": encoding,
    "addresses": addresses,
    "warc": warc,
}


def main() -> int:
    """Runs the sets that the folder holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.conformance", description=__doc__)
    parser.add_argument("folder", type=Path, help="holds the folders robots, feeds, encoding, addresses and warc")
    parser.add_argument("--all", action="store_true", help="list passed cases too")
    options = parser.parse_args()
    missing = [name for name in SETS if not (options.folder / name).is_dir()]
    if missing:
        print(f"{options.folder}: no folder {missing[0]!r} in it", file=sys.stderr)
        return 2
    failures = 0
    for name, run in SETS.items():
        verdicts = list(run(options.folder / name))
        passed = [verdict for verdict in verdicts if verdict.passed]
        known = [verdict for verdict in verdicts if not verdict.passed and verdict.reason]
        failed = [verdict for verdict in verdicts if not verdict.passed and not verdict.reason]
        failures += len(failed)
        print(f"{name:10} {len(passed):4}/{len(verdicts):<4} decided otherwise {len(known):3}  failed {len(failed):3}")
        for verdict in failed:
            print(f"  FAILED {verdict.id}: {verdict.note}")
        for reason in dict.fromkeys(verdict.reason for verdict in known):
            print(f"  otherwise: {reason}")
            for verdict in known:
                if verdict.reason == reason:
                    print(f"    {verdict.id}: {verdict.note}")
        if options.all:
            for verdict in passed:
                print(f"  passed {verdict.id}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
