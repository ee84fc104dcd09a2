"""Words that confirm an ambiguous name where they stand near it."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tasks.tag import word_classes as words

_GENERIC = words.word_set(
    """
    AI 生成AI LLM モデル 日本語 株式会社 グループ 研究 日本 システム 検索 支援 画像 言語モデル 医療 国立 東大 モデル
    Japan Japanese 知識 契約 営業 研修 行政 職員 government ministry IP 金融 銀行 通信 公開した クラウド 中国 建設
    投資 自動車 web3 DX 電話 特許 上場 子会社
    """
)
"""Context words that stand in any article of this field: weak signs."""


@dataclass(frozen=True, slots=True)
class ContextWords:
    """Words that confirm an ambiguous name, as words of their own."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]

    def found_in(self, text: str) -> set[str]:
        """Those that stand in the text; looking for each as a substring first is ten times as fast."""
        present = [word for word in self.words if word in text]
        if not present:
            return set()
        if len(present) == 1 or _are_apart(tuple(present)):
            return {word for word in present if _holds_word(text, word)}
        return {match.group() for match in self.pattern.finditer(text)}

    def stand_in(self, text: str) -> bool:
        """Whether any of them stands in the text."""
        return any(_holds_word(text, word) for word in self.words if word in text)


@lru_cache(maxsize=1 << 12)
def _are_apart(words: tuple[str, ...]) -> bool:
    """Whether no two of the words can overlap in a text, so that each may be looked for by itself."""
    return not any(
        first in second or any(first[-size:] == second[:size] for size in range(1, len(first)))
        for first, second in itertools.permutations(words, 2)
    )


def _holds_word(text: str, word: str) -> bool:
    """Whether the word stands anywhere in the text without a letter of ASCII beside it."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (at and _is_letter(text[at - 1])) and not (end < len(text) and _is_letter(text[end])):
            return True
        at = text.find(word, at + 1)
    return False


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def telling_words(context_words: Iterable[str]) -> ContextWords | None:
    """Those that few articles of the field hold, or None."""
    return _compiled([word for word in context_words if not _is_generic(word)])


def generic_words(context_words: Iterable[str]) -> ContextWords | None:
    """Those that any article of the field may hold, or None."""
    return _compiled([word for word in context_words if _is_generic(word)])


def _is_generic(word: str) -> bool:
    return word in _GENERIC or len(word) == 1


def _compiled(chosen: list[str]) -> ContextWords | None:
    if not chosen:
        return None
    alternatives = "|".join(re.escape(word) for word in sorted(chosen, key=len, reverse=True))
    return ContextWords(tuple(chosen), re.compile(rf"(?<![A-Za-z])(?:{alternatives})(?![A-Za-z])"))
