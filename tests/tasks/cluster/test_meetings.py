"""Hundreds of near-identical texts: each is judged against a bounded number, and copies still find each other."""

from collections import Counter
from collections.abc import Callable

import pytest

from tasks.cluster import stories
from tasks.cluster.judge import Print, is_same_story
from tasks.cluster.meetings import FULL, NEAREST
from tasks.cluster.signatures import sign
from tasks.cluster.stories import fold
from tasks.frames import Signatures, StoryMembers
from tests.tasks.cluster.newsroom import HEADLINE, RELEASE, article, frame, notice

Row = dict[str, object]
KANA = "アイウエオカキクケコサシスセソ"
COUNT = FULL + 60


def name(number: int) -> str:
    """A name that no other number has."""
    return "".join(KANA[number // 15**place % 15] * 2 for place in range(3))


def bulletin(number: int, article_id: str) -> Row:
    """A notice from one template; the names and figures of two numbers differ."""
    sales, profit = f"{1000 + 7 * number}億", f"{5000 + 11 * number}万"
    body = notice(name(number), f"{2000 + number}A", sales, f"{number}.7", profit, f"「{name(number + 999)}」")
    return article(article_id, f"{name(number)}、売上高{sales}円", body, hours=number / 60)


def stories_of(*rows: Row) -> dict[str, str]:
    members = fold(sign(frame(*rows)), Signatures.create_empty(), StoryMembers.create_empty())
    return dict(members.select("article_id", "story_id").rows())


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each article was judged against another one."""
    counts: Counter[str] = Counter()

    def counted(first: Print, second: Print, judge: Callable[[Print, Print], bool] = is_same_story) -> bool:
        counts[first.article_id] += 1
        return judge(first, second)

    monkeypatch.setattr(stories, "is_same_story", counted)
    return counts


def test_notices_from_one_template_are_judged_a_bounded_number_of_times_and_stay_apart(judged: Counter[str]) -> None:
    found = stories_of(*(bulletin(number, f"notice-{number:04}") for number in range(COUNT)))
    assert len(set(found.values())) == COUNT
    assert 0 < max(judged.values()) <= 2 * NEAREST


def test_a_copy_of_a_notice_is_found_among_hundreds_from_its_template() -> None:
    copy = bulletin(COUNT - 20, "copy") | {"url": "https://copy.example/late"}
    found = stories_of(*(bulletin(number, f"notice-{number:04}") for number in range(COUNT)), copy)
    assert found["copy"] == found[f"notice-{COUNT - 20:04}"]
    assert len(set(found.values())) == COUNT


def test_hundreds_of_reprints_are_one_story_and_need_few_judgements(judged: Counter[str]) -> None:
    rows = [article(f"r-{n:04}", HEADLINE, f"配信元の{name(n)}です\n{RELEASE}", hours=n / 60) for n in range(COUNT)]
    assert set(stories_of(*rows).values()) == {"r-0000"}
    assert sum(judged.values()) < 2 * COUNT


def test_a_large_story_grows_and_moves_without_being_read_whole() -> None:
    rows = [article(f"r-{n:04}", HEADLINE, f"{RELEASE}\n{name(n)}", hours=10 + n / 60) for n in range(70)]
    signatures = sign(frame(*rows))
    members = fold(signatures, Signatures.create_empty(), StoryMembers.create_empty())
    few = Signatures.cast(signatures.head(16))
    later = sign(frame(article("later", HEADLINE, RELEASE, hours=30)))
    assert fold(later, few, members).select("article_id", "story_id").rows() == [("later", "r-0000")]
    earlier = sign(frame(article("earlier", HEADLINE, RELEASE, hours=1)))
    moved = fold(earlier, few, members)
    assert set(moved["story_id"]) == {"earlier"}
    assert moved.height == 71
