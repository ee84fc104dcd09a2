import hashlib
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.cluster.judge import overlap, prints
from tasks.cluster.signatures import PERMUTATIONS, SKETCH, VERSION, looks_like_release, sign
from tests.tasks.cluster.newsroom import FLASH, HEADLINE, RELEASE, REWRITE, article, frame


def test_stored_signatures_stay_comparable_until_the_version_goes_up() -> None:
    signed = sign(frame(article("a", HEADLINE, RELEASE, url="https://a.example/1")))
    digest = hashlib.sha256(repr(signed.row(0, named=True)).encode()).hexdigest()
    assert (VERSION, digest[:16]) == (24, "98719e6f6e2f85e5"), (
        "signing changed: raise VERSION and write the new digest here"
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=300)), max_size=4))
def test_any_text_can_be_signed_and_depends_on_itself_alone(texts: list[tuple[str, str]]) -> None:
    articles = [article(str(n), title, body) for n, (title, body) in enumerate(texts)]
    if not articles:
        return
    together = sign(frame(*articles))
    assert together["article_id"].to_list() == [each["article_id"] for each in articles]
    assert together.equals(pl.concat([sign(frame(each)) for each in articles]))


def test_a_long_article_is_sampled_and_its_overlap_is_still_known() -> None:
    words = [f"{chr(0x4E00 + 7 * n % 9000)}{chr(0x4E00 + 11 * n % 9001)}" for n in range(4000)]
    half = "".join(words[:2000]) + "".join(reversed(words[2000:]))
    long, mixed = prints(sign(frame(article("a", "", "".join(words)), article("b", "", half))))
    assert len(long.shingles) == SKETCH < long.shingle_count
    assert overlap(long, mixed).containment == pytest.approx(0.5, abs=0.08)
    assert len(long.bands) == PERMUTATIONS + 1


@pytest.mark.parametrize(
    ("stated", "used"),
    [
        ({}, datetime(2026, 3, 2, 1, tzinfo=UTC)),
        ({"published_at": None, "published_on": date(2026, 3, 2)}, datetime(2026, 3, 2, 14, 59, 59, tzinfo=UTC)),
        ({"published_at": None}, datetime(2026, 5, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_instant_is_the_stated_one_or_the_end_of_the_day_or_the_fetch(
    stated: dict[str, object], used: datetime
) -> None:
    assert sign(frame(article("a", "題", "本文") | stated))["published_at"].to_list() == [used]


def test_releases_are_told_by_their_form() -> None:
    assert looks_like_release(HEADLINE, RELEASE)
    assert not looks_like_release("土の写真で水やりを減らす", REWRITE)
    assert not looks_like_release("【速報】ハルノ製作", FLASH)
