"""Grammar rules as regular expressions, and which of them can match in a text at all.

Most sentences hold no word of most rules. The words without which an expression cannot match are read off the
expression itself, as RE2's ``FilteredRE2`` does; one automaton looks for the words of all rules of a book at once, and
only rules whose words are there need be tried.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from tasks.tag.document import Document

_MOST_WORDS = 160
"""Above, a set of words is no longer multiplied with what follows."""
_TELLING_BYTES = 9
"""Three kanji or kana, or nine Latin letters: longer words make a rule hardly rarer."""


class Rule(NamedTuple):
    """An expression and its place in the book of rules."""

    pattern: re.Pattern[str]
    bit: int


class Passage(NamedTuple):
    """A sentence of an article or a part of one, with the rules that can match in it."""

    no: int
    start: int
    end: int
    text: str
    is_title: bool
    marks: int
    """The bits of those rules, and perhaps of more."""

    def may_match(self, rule: Rule) -> bool:
        """Whether trying the rule is worth while."""
        return self.marks & rule.bit != 0

    def search(self, rule: Rule) -> re.Match[str] | None:
        """The first match of the rule."""
        return rule.pattern.search(self.text) if self.marks & rule.bit else None

    def matches(self, rule: Rule) -> Iterable[re.Match[str]]:
        """All matches of the rule."""
        return rule.pattern.finditer(self.text) if self.marks & rule.bit else ()

    def match(self, rule: Rule) -> re.Match[str] | None:
        """The match of the rule that the words begin with."""
        return rule.pattern.match(self.text) if self.marks & rule.bit else None

    def piece(self, text: str) -> "Passage":
        """A part of its words."""
        return self._replace(text=text)

    def without(self, rule: Rule) -> "Passage":
        """The words that no match of the rule holds."""
        return self.piece(rule.pattern.sub("", self.text)) if self.marks & rule.bit else self


class Signs:
    """Where words of rules stand in a text, for rules that are asked round many places of it."""

    def __init__(self, text: str, ends: list[int], bits: list[int], everywhere: int) -> None:
        self._text, self._ends, self._bits, self._everywhere = text, ends, bits, everywhere

    def passage(self, start: int, end: int) -> Passage | None:
        """The words of a span, or None where no rule can match in them."""
        start = max(0, start)
        marks = self._everywhere
        for bits in self._bits[bisect_right(self._ends, start) : bisect_right(self._ends, end)]:
            marks |= bits
        return Passage(-1, start, end, self._text[start:end], False, marks) if marks else None


class Story:
    """Several passages; a rule matches within one of them."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self._marks = 0
        for passage in passages:
            self._marks |= passage.marks

    def may_match(self, rule: Rule) -> bool:
        """Whether trying the rule is worth while."""
        return self._marks & rule.bit != 0

    def search(self, rule: Rule) -> re.Match[str] | None:
        """The first match of the rule in the first passage that has one."""
        if self._marks & rule.bit:
            for passage in self.passages:
                if passage.marks & rule.bit and (match := rule.pattern.search(passage.text)):
                    return match
        return None

    def without(self, rule: Rule) -> "Story":
        """The words that no match of the rule holds."""
        return Story([passage.without(rule) for passage in self.passages])


class RuleBook:
    """Rules that are looked for together."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def rule(self, expression: str, flags: re.RegexFlag = re.NOFLAG) -> Rule:
        """A new rule; made while modules are loaded, before the first text is read."""
        rule = Rule(re.compile(expression, flags), 1 << len(self.rules))
        self.rules.append(rule)
        return rule

    @cached_property
    def _bits(self) -> dict[str, int]:
        """The rules of each word; a rule without words is marked everywhere."""
        bits: dict[str, int] = {}
        for rule in self.rules:
            for word in words_of(rule.pattern) or ():
                bits[word] = bits.get(word, 0) | rule.bit
        return bits

    @cached_property
    def _everywhere(self) -> int:
        return sum(rule.bit for rule in self.rules if words_of(rule.pattern) is None)

    @cached_property
    def _automaton(self) -> tuple[AhoCorasick, list[int]]:
        # The DFA is built in 4 ms instead of 1 and reads at up to twice the speed of the smaller automata.
        automaton = AhoCorasick([*self._bits], matchkind=MatchKind.Standard, implementation=Implementation.DFA)
        return automaton, [*self._bits.values()]

    def marks(self, document: Document) -> list[int]:
        """For each sentence the bits of the rules that can match in it."""
        automaton, bits = self._automaton
        sentences = document.sentences
        if not sentences:
            return []
        marks = [self._everywhere] * len(sentences)
        at, end = -1, 0
        for word, start, _ in automaton.find_matches_as_indexes(_plain(document.view), overlapping=True):
            while start >= end:
                at += 1
                end = sentences[at + 1].start if at + 1 < len(sentences) else len(document.view)
            marks[at] |= bits[word]
        return marks

    def signs(self, text: str) -> Signs:
        """Where the words of the rules stand."""
        automaton, bits = self._automaton
        found = automaton.find_matches_as_indexes(_plain(text), overlapping=True)
        # Overlapping matches come in the order of their ends.
        return Signs(text, [end for _, _, end in found], [bits[word] for word, _, _ in found], self._everywhere)


def _plain(text: str) -> str:
    """In lower case, equally long: so rules that ignore case find their words, and no other rule misses one."""
    return text.replace("İ", "i").lower().replace("ı", "i")


class _Words(NamedTuple):
    """What part of an expression matches."""

    exact: frozenset[str] | None
    """All strings that it can match, or None where they are too many."""
    needed: frozenset[str] | None
    """Words of which every match holds one, the most telling ones known, or None."""


_NOTHING = _Words(frozenset({""}), None)
_ANYTHING = _Words(None, None)


def words_of(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Words in lower case of which every match of the expression holds at least one, or None where there are none."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    found = _of_sequence(tree)
    return _best([found.needed, _reduced(found.exact)])


_COMMON = re.compile(
    r"[ぁ-ん]|から|より|まで|など|ない|なら|たら|した|して|[0-9a-z ]"
    r"| ?(?:a|an|the|is|to|of|in|for|and|it|that|has)[ ,]?"
)
"""What nearly every sentence holds; a rule that needs only one of these may as well be tried everywhere."""


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> _Words:
    exact: frozenset[str] | None = frozenset({""})
    needed: list[frozenset[str] | None] = []
    run: frozenset[str] = frozenset({""})
    for item in items:
        part = _of_item(*item)
        needed.append(part.needed)
        joined = _joined(run, part.exact)
        if joined is None:
            exact = None
            needed += [_reduced(run), _reduced(part.exact)]
            run = part.exact or frozenset({""})
        else:
            run = joined
    return _Words(run if exact is not None else None, _best([*needed, _reduced(run)]))


def _joined(left: frozenset[str], right: frozenset[str] | None) -> frozenset[str] | None:
    if right is None or len(left) * len(right) > _MOST_WORDS:
        return None
    return frozenset(a + b for a in left for b in right)


def _of_item(op: Any, value: Any) -> _Words:
    if op is ops.LITERAL:
        return _Words(frozenset({_plain(chr(value))}), None)
    if op in (ops.AT, ops.ASSERT_NOT):
        return _NOTHING
    if op is ops.ASSERT:
        ahead = _of_sequence(value[1])
        return _Words(frozenset({""}), _best([ahead.needed, _reduced(ahead.exact)]))
    if op is ops.IN:
        return _of_set(value)
    if op is ops.SUBPATTERN:
        return _of_sequence(value[3])
    if op is ops.ATOMIC_GROUP:
        return _of_sequence(value)
    if op is ops.BRANCH:
        return _of_branches([_of_sequence(branch) for branch in value[1]])
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        least, most, inner = value
        part = _of_sequence(inner)
        if most == 1:
            if least == 1:
                return part
            return _Words(part.exact | {""} if part.exact is not None else None, None)
        return _Words(None, _best([part.needed, _reduced(part.exact)]) if least else None)
    return _ANYTHING


def _of_set(items: Sequence[tuple[Any, Any]]) -> _Words:
    chars: set[str] = set()
    for op, value in items:
        if op is ops.LITERAL:
            chars.add(chr(value))
        elif op is ops.RANGE and value[1] - value[0] < _MOST_WORDS:
            chars |= {chr(code) for code in range(value[0], value[1] + 1)}
        else:
            return _ANYTHING
    return _Words(frozenset(map(_plain, chars)), None) if len(chars) <= _MOST_WORDS else _ANYTHING


def _of_branches(branches: list[_Words]) -> _Words:
    exact: frozenset[str] | None = frozenset()
    needed: frozenset[str] | None = frozenset()
    for branch in branches:
        exact = exact | branch.exact if exact is not None and branch.exact is not None else None
        own = _best([branch.needed, _reduced(branch.exact)])
        needed = needed | own if needed is not None and own is not None else None
    return _Words(exact if exact is not None and len(exact) <= _MOST_WORDS else None, _reduced(needed))


def _reduced(words: frozenset[str] | None) -> frozenset[str] | None:
    """Without words that hold another one of them; None where the empty word is one."""
    if not words or "" in words:
        return None
    return frozenset(word for word in words if not any(other in word for other in words - {word}))


def _best(candidates: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """The set whose least telling word tells most; of equal ones the smallest."""
    known = [words for words in candidates if words and not any(map(_COMMON.fullmatch, words))]
    return max(known, key=_worth) if known else None


def _worth(words: frozenset[str]) -> tuple[int, int]:
    return min(min(len(word.encode()), _TELLING_BYTES) for word in words), -len(words)
