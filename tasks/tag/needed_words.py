"""The words without which a regular expression cannot match, read off the expression itself.

RE2's ``FilteredRE2`` does the same. Of a sequence the strings that its parts match are multiplied as long as they are
few; of all sets found, one of which every match holds a word, the one is kept whose least telling word tells most.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from tasks.tag.expressions import chars_of_set, ops, parser

_MOST_WORDS = 160
"""Above, a set of words is no longer multiplied with what follows."""
_TELLING_BYTES = 9
"""Three kanji or kana, or nine Latin letters: longer words make a rule hardly rarer."""


def plain(text: str) -> str:
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
        return _Words(frozenset({plain(chr(value))}), None)
    if op in (ops.AT, ops.ASSERT_NOT):
        return _NOTHING
    if op is ops.ASSERT:
        ahead = _of_sequence(value[1])
        return _Words(frozenset({""}), _best([ahead.needed, _reduced(ahead.exact)]))
    if op is ops.IN:
        chars = chars_of_set(value, _MOST_WORDS)
        if chars is None or len(chars) > _MOST_WORDS:
            return _ANYTHING
        return _Words(frozenset(map(plain, chars)), None)
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
