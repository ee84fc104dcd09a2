"""Turns of phrase that the page, the digest and the feed share."""

import re

from tasks.report.model import Report, Round, Story
from tasks.report.words import Words

_SENTENCE = re.compile(r"[^。！？!?.]*(?:[。！？!?]|\.(?=\s|$)|\.|$)")


def opening(story: Story, most: int = 110) -> str:
    """The first whole sentences of a story within so many characters; at least one, cut short where it is longer."""
    text = " ".join(story.opening.split())
    end = 0
    for found in _SENTENCE.finditer(text):
        if found.end() > most:
            break
        if found[0].rstrip().endswith(("。", "！", "？", "!", "?", ".")) and _ends(text, found.end()):
            end = found.end()
    if end:
        return text[:end].strip()
    return text if len(text) <= most else text[:most].rstrip() + "…"


def _ends(text: str, at: int) -> bool:
    """A full stop within a number or an address ends no sentence."""
    return text[at - 1] != "." or at == len(text) or text[at] == " "


def shorten(sentence: str, around: str | None, most: int = 160) -> str:
    """A sentence of so many characters at most, with the words ``around`` which it is quoted; cuts are marked.

    Lists and tables without full stops come as one sentence of any length.
    """
    text = " ".join(sentence.split())
    if len(text) <= most:
        return text
    at = max(text.find(around), 0) if around else 0
    start = max(0, min(at - most // 3, len(text) - most))
    return ("…" if start else "") + text[start : start + most].strip() + ("…" if start + most < len(text) else "")


def disagreements(told: Round, words: Words) -> list[str]:
    """What the articles on a round give differently, in words."""
    return [words.term("disagreements", what) for what in told.disagreements]


def coverage_before(report: Report, words: Words) -> list[str]:
    """How much was covered of each of the weeks before; one phrase where it was all."""
    before = report.coverage_before
    if all(coverage.is_complete for coverage in before):
        return [words.text("coverage_all")]
    return [f"{coverage.week.label[5:]} {words.percent(coverage.share)}" for coverage in before]
