"""Grammar rules as regular expressions, and which of them can match in a text at all.

Most sentences hold no word of most rules. One automaton looks for the needed words of all rules of a book at once, and
only rules whose words are there are tried.
"""

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, BytesAhoCorasick, Implementation, MatchKind

from tasks.tag.needed_words import plain, words_of
from tasks.tag.text import TABLE_SIZE, Codes, codes_of
from tasks.tag.word_matches import automaton_of, word_matches

_APART = "\0"
"""Stands between documents that are read together; no word holds it."""


@cache
def _plain_table() -> Codes:
    """``plain`` by code."""
    return codes_of(plain("".join(map(chr, range(TABLE_SIZE)))))


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
        """A new rule; made while modules are loaded, before the first text is read, else ``RuntimeError``."""
        if "_words" in self.__dict__:
            raise RuntimeError(f"rule {expression!r} comes after a text was read: make it where its module is loaded")
        rule = Rule(re.compile(expression, flags), 1 << len(self.rules))
        self.rules.append(rule)
        return rule

    @cached_property
    def _words(self) -> list[frozenset[str] | None]:
        """The needed words of each rule."""
        return [words_of(rule.pattern) for rule in self.rules]

    @cached_property
    def _everywhere(self) -> int:
        """The rules without needed words: they are marked everywhere."""
        return sum(rule.bit for rule, words in zip(self.rules, self._words, strict=True) if words is None)

    @cached_property
    def _bits(self) -> dict[str, int]:
        """The words of all rules with the rules of each."""
        bits: dict[str, int] = {}
        for rule, words in zip(self.rules, self._words, strict=True):
            for word in words or ():
                bits[word] = bits.get(word, 0) | rule.bit
        return bits

    @cached_property
    def _automaton(self) -> AhoCorasick:
        """Finds words in text in lower case."""
        # The DFA is built in 4 ms instead of 1 and reads at up to twice the speed of the smaller automata.
        return AhoCorasick([*self._bits], matchkind=MatchKind.Standard, implementation=Implementation.DFA)

    @cached_property
    def _code_automaton(self) -> BytesAhoCorasick:
        """Finds words in the codes of a text in lower case."""
        return automaton_of([*self._bits])

    def marks(self, views: Sequence[str], starts: Sequence[Sequence[int]]) -> list[list[int]]:
        """Of texts and the starts of their sentences, for each sentence the bits of the rules that can match in it.

        What stands before a text's first start counts to the sentence before.
        """
        bits = [*self._bits.values()]
        begins = itertools.accumulate([len(view) + len(_APART) for view in views], initial=0)
        places = [begin + at for begin, its in zip(begins, starts, strict=False) for at in its]
        marks = [self._everywhere] * len(places)
        word, start, _ = word_matches(self._code_automaton, _plain_table().take(codes_of(_APART.join(views))))
        if places:
            numbers = np.array(places, dtype=np.int64).searchsorted(start, side="right") - 1
            for no, word_no in zip(numbers.tolist(), word.tolist(), strict=True):
                marks[no] |= bits[word_no]
        rest = iter(marks)
        return [[*itertools.islice(rest, len(its))] for its in starts]

    def signs(self, text: str) -> Signs:
        """Where the words of the rules stand."""
        bits = [*self._bits.values()]
        found = self._automaton.find_matches_as_indexes(plain(text), overlapping=True)
        # Overlapping matches come in the order of their ends.
        return Signs(text, [end for _, _, end in found], [bits[word] for word, _, _ in found], self._everywhere)


RULES = RuleBook()
"""The rules that are looked for in whole sentences, of whatever subject: one pass finds the words of all of them."""
