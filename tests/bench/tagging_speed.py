"""Speed of tagging, single thread, in CPU time: ours beside the bare automaton and flashtext in one run."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from tasks.tag.document import Document
from tasks.tag.funding import read_funding
from tasks.tag.matcher import Matcher
from tasks.tag.names import find_names
from tasks.tag.registers import Company
from tasks.tag.salience import weigh
from tasks.tag.tagger import Tagger
from tests.bench.tagging_score import Row, registers

ARTICLE_BYTES = 3000
PATTERNS = (1_500, 15_000)
LENGTHS = (1, 2, 4)
_SECONDS = 0.6
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロ"


def long_articles(rows: Sequence[Row], size: int = ARTICLE_BYTES, least: int = 60) -> list[str]:
    """Japanese bodies of about ``size`` bytes, joined from the short ones of the file."""
    bodies = [row["body"] for row in rows if row["lang"] == "ja"]
    made: list[str] = []
    current: list[str] = []
    at = 0
    while bodies and len(made) < least:
        current.append(bodies[at % len(bodies)])
        at += 1
        if sum(len(body.encode()) for body in current) >= size:
            made.append("\n".join(current))
            current = []
    return made


def cpu_seconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """The least CPU seconds of a pass over the texts."""
    work(texts[0])
    best, began = float("inf"), time.perf_counter()
    while time.perf_counter() - began < _SECONDS:
        start = time.process_time()
        for text in texts:
            work(text)
        best = min(best, time.process_time() - start)
    return best


def padded(companies: tuple[Company, ...], patterns: int) -> tuple[Company, ...]:
    """The register with invented names until the automaton holds about so many patterns."""
    chance = random.Random(7)
    missing = patterns - len(Matcher(companies).patterns)
    invented = {"".join(chance.choices(_KANA, k=chance.randint(4, 9))) for _ in range(max(0, missing))}
    more = [
        replace(companies[0], id=f"invented-{no}", aliases=(name,), ambiguous_aliases=(), products=())
        for no, name in enumerate(sorted(invented))
    ]
    return (*companies, *more)


def flashtext_of(matcher: Matcher) -> Callable[[str], object] | None:
    """flashtext over the same patterns, or None where it is not installed."""
    try:
        from flashtext import KeywordProcessor
    except ImportError:
        return None
    processor = KeywordProcessor()
    # Its word characters include no kana: only so does it find names inside Japanese text at all.
    processor.set_non_word_boundaries(set())
    for pattern in matcher.patterns:
        processor.add_keyword(pattern)
    extract: Callable[..., object] = processor.extract_keywords
    return lambda text: extract(text, span_info=True)


def print_speed(rows: Sequence[Row]) -> None:
    """Prints a line a contestant, then the ratios that say how cost grows."""
    texts = long_articles(rows)
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    both = registers()
    tagger = Tagger(both)
    matcher = Matcher(padded(both.companies, PATTERNS[0]))
    documents = {text: Document.of("", text, "ja") for text in texts}
    for document in documents.values():
        _ = document.view, document.sentences
    contestants: dict[str, Callable[[str], object] | None] = {
        "bare automaton": lambda text: matcher.automaton.find_matches_as_indexes(text, overlapping=True),
        "matcher (fold, edges, longest)": lambda text: matcher.find(_unfolded(documents[text])),
        "flashtext": flashtext_of(matcher),
        "all tagging": lambda text: tagger.tag_article("", text, "ja"),
    }
    print(f"{len(texts)} articles of {megabytes / len(texts) * 1e3:.1f} KB, {len(matcher.patterns)} patterns, CPU time")
    seconds: dict[str, float] = {}
    for name, work in contestants.items():
        if work is None:
            print(f"{name:<32} not installed")
            continue
        seconds[name] = cpu_seconds(work, texts)
        print(f"{name:<32} {len(texts) / seconds[name]:>9.0f} articles/s {megabytes / seconds[name]:>8.1f} MB/s")
    print(
        f"matcher to bare automaton        {seconds['matcher (fold, edges, longest)'] / seconds['bare automaton']:.2f}"
    )
    if "flashtext" in seconds:
        print(
            f"matcher to flashtext             {seconds['matcher (fold, edges, longest)'] / seconds['flashtext']:.2f}"
        )
    _print_parts(texts, tagger)
    _print_growth(texts, both.companies)


def _print_parts(texts: Sequence[str], tagger: Tagger) -> None:
    """Where the time of all tagging goes, in microseconds an article."""
    documents = {text: Document.of("", text, "ja") for text in texts}
    for document in documents.values():
        _ = document.view, document.folded, document.sentences
    mentions = {text: tagger.companies.mentions(document) for text, document in documents.items()}
    names = {text: find_names(documents[text], mentions[text]) for text in texts}

    def views(text: str) -> None:
        document = Document.of("", text, "ja")
        _ = document.view, document.folded, document.sentences

    parts: dict[str, Callable[[str], object]] = {
        "boilerplate, views, sentences": views,
        "companies": lambda text: tagger.companies.mentions(documents[text]),
        "unknown names": lambda text: find_names(documents[text], mentions[text]),
        "themes": lambda text: tagger.themes.themes(documents[text], mentions[text]),
        "salience": lambda text: weigh(documents[text], mentions[text]),
        "funding": lambda text: read_funding(documents[text], mentions[text], names[text]),
    }
    for name, work in parts.items():
        print(f"  {name:<30} {cpu_seconds(work, texts) / len(texts) * 1e6:>9.0f} microseconds an article")


def _unfolded(document: Document) -> Document:
    """The document without its folded view, so that folding is measured too."""
    document.__dict__.pop("folded", None)
    return document


def _print_growth(texts: Sequence[str], companies: tuple[Company, ...]) -> None:
    small, large = (Matcher(padded(companies, patterns)) for patterns in PATTERNS)
    document = {text: Document.of("", text, "ja") for text in texts}
    times = [cpu_seconds(lambda text, m=m: m.find(_unfolded(document[text])), texts) for m in (small, large)]  # type: ignore[misc]
    print(f"{PATTERNS[1]} to {PATTERNS[0]} patterns       {times[1] / times[0]:.2f} times the cost")
    tagger = Tagger(registers())
    for factor in LENGTHS[1:]:
        longer = ["\n".join(texts[at : at + factor]) for at in range(0, len(texts), factor)]
        ratio = cpu_seconds(lambda text: tagger.tag_article("", text, "ja"), longer) / cpu_seconds(
            lambda text: tagger.tag_article("", text, "ja"), texts
        )
        print(f"all tagging, texts {factor} times longer  {ratio:.2f} times the cost of the same characters")
