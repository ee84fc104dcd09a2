"""Sentences without end: tables read as text, lists of thousands of names. Their cost grows with their length."""

import pytest

from tasks.tag import confirm, denials, salience
from tasks.tag.context_words import ContextWords

_READERS = ((confirm, "_DOING"), (salience, "_PARTNER"), (salience, "_INVESTING"), (salience, "_BACKGROUND_BEFORE_EN"))


class _Counting:
    """An expression that counts the characters it is given to search."""

    def __init__(self, pattern, read):
        self._pattern, self._read = pattern, read

    def __getattr__(self, name):
        return getattr(self._pattern, name)

    def search(self, text, *at):
        self._read.append(len(text))
        return self._pattern.search(text, *at)


@pytest.fixture
def characters_read(tag, monkeypatch):
    """How many characters the rules that read whole sentences are given for a body."""

    def _count(body):
        read = []
        with monkeypatch.context() as patch:
            for module, name in (*_READERS, (denials, "_DENIAL_BEFORE")):
                patch.setattr(module, name, _Counting(getattr(module, name), read))
            for method in ("found_in", "stand_in"):
                asked = getattr(ContextWords, method)
                patch.setattr(
                    ContextWords, method, lambda words, text, asked=asked: read.append(len(text)) or asked(words, text)
                )
            tag(body)
        return sum(read)

    return _count


@pytest.mark.parametrize(
    "phrase",
    [
        "メタがアプリを開発し、",
        "チューリングとメタの話や",
        "さくらの花と、",
        "メタとは関係がなく、",
        "NTT、メタ、サカナが発表し",
    ],
)
def test_a_thousand_names_in_one_sentence_do_not_each_read_it_whole(characters_read, phrase):
    few, many = (characters_read(f"これは長い話だ。{phrase * count}終わる。") for count in (100, 800))
    assert 0 < many < 12 * few


def test_a_sentence_with_more_amounts_than_an_announcement_has_is_a_table(tag):
    row = "ソラヨミは3億円の資金を調達し、"
    assert tag(f"{row * 2}発表した。").funding
    assert not tag(f"{row * 60}発表した。").funding


def test_an_english_table_announces_nothing_either(tag):
    row = "Sakana AI raised $3 million in a seed round, "
    assert tag(f"{row}it said.", lang="en").funding
    assert not tag(f"{row * 60}it said.", lang="en").funding
