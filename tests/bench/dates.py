"""How many stated publication dates are read right, wrong, missed or invented, beside htmldate.

    python -m tests.bench.dates CASES.jsonl [--peers htmldate] [--list]

CASES has one snippet a line: ``where``, ``html_or_text``, ``reference_time``, ``expected_published`` (null: none may be
claimed), ``expected_updated``, ``precision``, ``zone_source``. Each snippet is put into pages of several shapes; ours
is right only if it is so in all of them, to the instant, with precision and zone source. The peer is asked for the day
alone, in the first shape.
"""

import argparse
import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from tasks.dates import parse_date
from tasks.extract.article import extract_article
from tasks.extract.files import describe

TEXT = "<p>架空の会社が新しい仕組みを公開した。担当者は「ゆっくり育てたい」と話している。三つの町で試すという。</p>"
SHAPES = {
    "article": "<html lang=ja><head>{head}</head><body><h1>見出し</h1>{body}{text}</body></html>",
    "long article": (
        "<html><head><title>見出し</title>{head}</head><body><main><article><header><h1>見出し</h1>{body}</header>"
        "{text}{text}{text}{text}</article></main></body></html>"
    ),
    "bare": "<html><head>{head}</head><body>{body}</body></html>",
    "div": (
        "<html lang=ja><head>{head}</head><body><div><h2>見出し</h2><div>{body}</div><div>{text}{text}</div></div>"
        "</body></html>"
    ),
}
TAG = re.compile(r"<[^>]*>")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--peers", default="", help="htmldate")
    parser.add_argument("--list", action="store_true", help="print what is not right")
    args = parser.parse_args()
    cases = [json.loads(line) for line in args.cases.read_text("utf-8").split("\n") if line]
    report("kawaraban", [judge_ours(case, show=args.list) for case in cases])
    if "htmldate" in args.peers:
        report("htmldate (day only)", [judge_htmldate(case) for case in cases])


def report(name: str, verdicts: list[str]) -> None:
    """One line: how many of each verdict."""
    counts = Counter(verdicts)
    kinds = ("right", "wrong", "missed", "invented")
    print(f"{name:<22}" + "  ".join(f"{counts[kind]} {kind}" for kind in kinds) + f"  of {len(verdicts)}")


def judge_ours(case: dict[str, Any], *, show: bool) -> str:
    """The worst verdict over the shapes."""
    worst = "right"
    for shape in SHAPES if case["where"] != "feed" else ("feed",):
        found = read_feed(case) if shape == "feed" else read_page(case, shape)
        verdict = verdict_on(case, found)
        if verdict != "right":
            worst = verdict
            if show:
                print(f"  {case['id']} {shape}: {verdict}: {case['html_or_text'][:90]!r}: {found}, {case['note']}")
    return worst


def read_page(case: dict[str, Any], shape: str) -> dict[str, object]:
    """The fields of the page of one shape that holds the snippet."""
    snippet, url = case["html_or_text"], None
    if case["where"] == "url":
        snippet, url = "", snippet
    head, _, body = snippet.partition("</head>") if "<head>" in snippet else ("", "", snippet)
    html = SHAPES[shape].format(head=head.replace("<head>", ""), body=body, text=TEXT)
    article = extract_article(html, url, reference=datetime.fromisoformat(case["reference_time"]))
    return describe(article, case["id"], url)


def read_feed(case: dict[str, Any]) -> dict[str, object]:
    """The finest of the dates in a feed's elements."""
    texts = [part for part in TAG.split(case["html_or_text"]) if part.strip()]
    texts = [match[1] for text in texts if (match := re.search(r'"date\w*"\s*:\s*"([^"]*)"', text))] or texts
    reference = datetime.fromisoformat(case["reference_time"])
    found = [stated for text in texts if (stated := parse_date(text, reference=reference))]
    best = next((each for each in found if each.at is not None), found[0] if found else None)
    if best is None:
        return {"published": None}
    return {
        "published": best.isoformat(),
        "published_precision": best.precision,
        "published_zone_source": best.zone_source,
    }


def verdict_on(case: dict[str, Any], found: dict[str, Any]) -> str:
    """right, wrong, missed or invented."""
    expected, got = case["expected_published"], found["published"]
    if expected is None or got is None:
        return "right" if expected is got else "invented" if expected is None else "missed"
    keys = (("precision", "published_precision"), ("zone_source", "published_zone_source"))
    is_right = same(expected, got) and all(case[key] == found[name] for key, name in keys)
    if case.get("expected_updated") and not same(case["expected_updated"], found.get("modified") or ""):
        is_right = False
    return "right" if is_right else "wrong"


def same(one: str, other: str) -> bool:
    """Whether two ISO spellings mean one day or one instant."""
    if min(len(one), len(other)) <= 10:
        return one == other
    return datetime.fromisoformat(one) == datetime.fromisoformat(other)


def judge_htmldate(case: dict[str, Any]) -> str:
    from htmldate import find_date

    head, _, body = case["html_or_text"].rpartition("</head>")
    html = SHAPES["article"].format(head=head.replace("<head>", ""), body=body, text=TEXT)
    got = find_date(html, url=case["html_or_text"] if case["where"] == "url" else None, original_date=True)
    expected = case["expected_published"]
    if expected is None or got is None:
        return "right" if expected is got else "invented" if expected is None else "missed"
    return "right" if expected[:10] == got else "wrong"


if __name__ == "__main__":
    main()
