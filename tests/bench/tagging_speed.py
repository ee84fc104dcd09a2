"""Speed of tagging, single thread, in CPU time: ours beside the bare automaton and flashtext in one run."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from tasks.tag.document import Document
from tasks.tag.funding import read_funding
from tasks.tag.matcher import Hit, Matcher
from tasks.tag.names import find_names
from tasks.tag.registers import Company
from tasks.tag.salience import weigh
from tasks.tag.scan import Scanner
from tasks.tag.tagger import Tagger
from tasks.tag.text import fold
from tests.bench.tagging_score import Row, registers

ARTICLE_BYTES = 3000
PATTERNS = (1_500, 15_000)
LENGTHS = (1, 2, 4)
_SECONDS = 0.6
_BARE, _BARE_WORDS = "automaton, names", "automaton, names and keywords"
_MATCHER, _MATCHER_WORDS = "matcher: fold, edges, offsets, longest", "matcher, keywords too"
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロ"


def long_articles(rows: Sequence[Row], size: int = ARTICLE_BYTES, least: int = 60) -> list[str]:
    """Japanese bodies of about ``size`` bytes, joined from the short ones of the file, in another order each round."""
    bodies = [row["body"] for row in rows if row["lang"] == "ja"]
    chance = random.Random(7)
    made: list[str] = []
    current: list[str] = []
    left: list[str] = []
    while bodies and len(made) < least:
        left = left or chance.sample(bodies, len(bodies))
        current.append(left.pop())
        if sum(len(body.encode()) for body in current) >= size:
            made.append("\n".join(current))
            current = []
    return made


def cpu_seconds(work: Callable[[], object]) -> float:
    """The least CPU seconds of a run."""
    return fastest({"": work})[""]


def fastest(contestants: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """The least CPU seconds of a run of each; they take turns, so that other work on the machine meets all of them."""
    best = dict.fromkeys(contestants, float("inf"))
    began = time.perf_counter()
    while time.perf_counter() - began < _SECONDS * len(contestants):
        for name, work in contestants.items():
            start = time.process_time()
            work()
            best[name] = min(best[name], time.process_time() - start)
    return best


def _documents(texts: Sequence[str]) -> list[Document]:
    return Document.many(("", text, "ja", None, None) for text in texts)


def _match(matcher: Matcher, scanner: Scanner, documents: Sequence[Document]) -> list[list[Hit]]:
    return matcher.hits(documents, scanner.scan(documents))


def _automaton(words: Sequence[str]) -> AhoCorasick:
    return AhoCorasick(words, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)


def _find(automaton: AhoCorasick, texts: Sequence[str]) -> list[object]:
    """What the automaton costs by itself, as a program would use it, on text that is folded already."""
    return [automaton.find_matches_as_indexes(text, overlapping=True) for text in texts]


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
    names, words = Scanner(matcher.patterns), Scanner(matcher.patterns, tagger.themes.patterns)
    bare, bare_words = _automaton(matcher.patterns), _automaton([*matcher.patterns, *tagger.themes.patterns])
    documents = _documents(texts)
    folded = [fold(document.clean).text for document in documents]
    flashtext = flashtext_of(matcher)
    contestants: dict[str, Callable[[], object] | None] = {
        _BARE: lambda: _find(bare, folded),
        _MATCHER: lambda: _match(matcher, names, documents),
        _BARE_WORDS: lambda: _find(bare_words, folded),
        _MATCHER_WORDS: lambda: _match(matcher, words, documents),
        "flashtext": (lambda: [flashtext(text) for text in texts]) if flashtext is not None else None,
        "all tagging": lambda: tagger.tag_documents(_documents(texts)),
    }
    print(f"{len(texts)} articles of {megabytes / len(texts) * 1e3:.1f} KB, {len(matcher.patterns)} names, CPU time")
    seconds = fastest({name: work for name, work in contestants.items() if work is not None})
    for name in contestants:
        if name not in seconds:
            print(f"{name:<40} not installed")
            continue
        print(f"{name:<40} {len(texts) / seconds[name]:>9.0f} articles/s {megabytes / seconds[name]:>8.1f} MB/s")
    print(f"matcher to automaton, names              {seconds[_MATCHER] / seconds[_BARE]:.2f}")
    print(f"matcher to automaton, names and keywords {seconds[_MATCHER_WORDS] / seconds[_BARE_WORDS]:.2f}")
    if "flashtext" in seconds:
        print(f"matcher to flashtext                     {seconds[_MATCHER] / seconds['flashtext']:.2f}")
    _print_parts(texts, tagger)
    _print_growth(texts, both.companies)


def _print_parts(texts: Sequence[str], tagger: Tagger) -> None:
    """Where the time of all tagging goes, in microseconds an article."""
    documents = _documents(texts)
    scanner = Scanner(tagger.companies.matcher.patterns, tagger.themes.patterns)
    scan = scanner.scan(documents)
    hits = tagger.companies.matcher.hits(documents, scan)
    mentions = [*map(tagger.companies.mentions, documents, hits)]
    names = find_names(documents, mentions)
    parts: dict[str, Callable[[], object]] = {
        "boilerplate, sentences, words of rules": lambda: [d.sentences for d in _documents(texts)],
        "scan for names and keywords": lambda: scanner.scan(documents),
        "names as words, longest": lambda: tagger.companies.matcher.hits(documents, scan),
        "companies": lambda: [*map(tagger.companies.mentions, documents, hits)],
        "unknown names": lambda: find_names(documents, mentions),
        "themes": lambda: tagger.themes.themes(documents, mentions, scan),
        "salience": lambda: [*map(weigh, documents, mentions)],
        "funding": lambda: read_funding(documents, mentions, names),
    }
    for name, work in parts.items():
        print(f"  {name:<30} {cpu_seconds(work) / len(texts) * 1e6:>9.0f} microseconds an article")


def _print_growth(texts: Sequence[str], companies: tuple[Company, ...]) -> None:
    documents, times = _documents(texts), []
    for patterns in PATTERNS:
        matcher = Matcher(padded(companies, patterns))
        scanner = Scanner(matcher.patterns)
        times.append(cpu_seconds(lambda m=matcher, s=scanner: _match(m, s, documents)))  # type: ignore[misc]
    print(f"{PATTERNS[1]} to {PATTERNS[0]} patterns       {times[1] / times[0]:.2f} times the cost")
    tagger = Tagger(registers())
    whole = cpu_seconds(lambda: tagger.tag_documents(_documents(texts)))
    for factor in LENGTHS[1:]:
        longer = ["\n".join(texts[at : at + factor]) for at in range(0, len(texts), factor)]
        ratio = cpu_seconds(lambda longer=longer: tagger.tag_documents(_documents(longer))) / whole  # type: ignore[misc]
        print(f"all tagging, texts {factor} times longer  {ratio:.2f} times the cost of the same characters")
