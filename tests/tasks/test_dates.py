"""What a date string means, and what it must not be made to mean."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.dates import JST, find_dates, parse_date

REFERENCE = datetime(2026, 3, 4, 12, 0, tzinfo=JST)

INSTANTS = [
    ("Mon, 02 Feb 2026 09:05:00 +0900", "2026-02-02T09:05:00+09:00", "second", "explicit"),
    ("Fri, 02 Feb 2026 09:05:00 JST", "2026-02-02T09:05:00+09:00", "second", "explicit"),
    ("02 Feb 26 00:05 GMT", "2026-02-02T09:05:00+09:00", "minute", "explicit"),
    ("月, 02 2月 2026 09:05:00 +0900", "2026-02-02T09:05:00+09:00", "second", "explicit"),
    ("2026-02-02T09:05:00+0900", "2026-02-02T09:05:00+09:00", "second", "explicit"),
    ("2026-02-02T00:05:00.000Z", "2026-02-02T09:05:00+09:00", "second", "explicit"),
    ("2026-02-02T09:05", "2026-02-02T09:05:00+09:00", "minute", "assumed_jst"),
    ("2026-02-02 09:05:00", "2026-02-02T09:05:00+09:00", "second", "assumed_jst"),
    ("20260202090500", "2026-02-02T09:05:00+09:00", "second", "assumed_jst"),
    ("20260202T090500+0900", "2026-02-02T09:05:00+09:00", "second", "explicit"),
    ("1769990700", "2026-02-02T09:05:00+09:00", "second", "explicit"),
    ("1769990700000", "2026-02-02T09:05:00+09:00", "second", "explicit"),
    ("Mon Feb 02 2026 09:05:00 GMT+0900 (日本標準時)", "2026-02-02T09:05:00+09:00", "second", "explicit"),
    ("Mon Feb  2 09:05:00 2026", "2026-02-02T09:05:00+09:00", "second", "assumed_jst"),
    ("» 2026年02月02日 09時05分 公開", "2026-02-02T09:05:00+09:00", "minute", "assumed_jst"),
    ("２０２６年２月２日（月）　午前９時５分", "2026-02-02T09:05:00+09:00", "minute", "assumed_jst"),
    ("2026.2.2 Mon 9:05", "2026-02-02T09:05:00+09:00", "minute", "assumed_jst"),
    ("2026/02/02 21:05:07", "2026-02-02T21:05:07+09:00", "second", "assumed_jst"),
    ("［2026/2/2/21:05］", "2026-02-02T21:05:00+09:00", "minute", "assumed_jst"),
    ("令和8年2月2日 午後0時30分", "2026-02-02T12:30:00+09:00", "minute", "assumed_jst"),
    ("2026年2月2日 午前12時", "2026-02-02T12:00:00+09:00", "minute", "assumed_jst"),
    ("2026年2月2日 18時半", "2026-02-02T18:30:00+09:00", "minute", "assumed_jst"),
    ("2026年2月1日 24:00", "2026-02-02T00:00:00+09:00", "minute", "assumed_jst"),
    ("2026年2月1日 25時10分", "2026-02-02T01:10:00+09:00", "minute", "assumed_jst"),
    ("2026年2月2日 18:00 (日本時間)", "2026-02-02T18:00:00+09:00", "minute", "explicit"),
    ("Feb. 2, 2026 at 9:05 p.m. EST", "2026-02-03T11:05:00+09:00", "minute", "explicit"),
    ("July 2nd, 2025, 6:00 am ET", "2025-07-02T19:00:00+09:00", "minute", "explicit"),
    ("3時間前", "2026-03-04T09:00:00+09:00", "hour", "assumed_jst"),
    ("15分前", "2026-03-04T11:45:00+09:00", "minute", "assumed_jst"),
    ("昨日 18:00", "2026-03-03T18:00:00+09:00", "minute", "assumed_jst"),
    ("3月4日 13時00分", "2025-03-04T13:00:00+09:00", "minute", "assumed_jst"),
]

DAYS = [
    ("2026年2月2日", date(2026, 2, 2)),
    ("2026.02.02", date(2026, 2, 2)),
    ("2026/2/2 [MON]", date(2026, 2, 2)),
    ("20260202", date(2026, 2, 2)),
    ("令和元年5月1日", date(2019, 5, 1)),
    ("㋿8年2月2日", date(2026, 2, 2)),
    ("'26/2/2", date(2026, 2, 2)),
    ("R8.2.2", date(2026, 2, 2)),
    ("昭和64年1月7日", date(1989, 1, 7)),
    ("令和八年二月二日", date(2026, 2, 2)),
    ("二〇二六年十二月二十五日", date(2026, 12, 25)),
    ("2026年2月2日 10時30分（米国時間）", date(2026, 2, 2)),
    ("2 February 2026", date(2026, 2, 2)),
    ("12月24日", date(2025, 12, 24)),
    ("3月4日", date(2026, 3, 4)),
    ("2月29日", date(2024, 2, 29)),
    ("2日前", date(2026, 3, 2)),
    ("1週間前", date(2026, 2, 25)),
    ("1ヶ月前", date(2026, 2, 4)),
    ("本日", date(2026, 3, 4)),
]

NO_DATES = [
    "", "2026年", "2026年2月", "2026-02", "令和8年度", "2026年2月30日", "2026-13-01", "32 Jul 2026", "99月99日",
    "平成31年5月1日", "令和0年1月1日", "平成32年10月1日", "版 2026.2.2.1", "03-2026-0202", "192.168.10.1",
    "0001-01-01T00:00:00Z", "1970-01-01T00:00:00+00:00", "1970-01-01", "1899-12-30", "2077年3月3日", "9時05分",
    "08:00", "1/2", "02/03/2026", "7年2月2日", "May 2026", "第13回 第2部", "10日間", "2026年2月2日間",
]  # fmt: skip


@pytest.mark.parametrize(("raw", "instant", "precision", "zone_source"), INSTANTS)
def test_an_instant_is_read_with_its_zone_and_its_precision(
    raw: str, instant: str, precision: str, zone_source: str
) -> None:
    stated = parse_date(raw, reference=REFERENCE)
    assert stated is not None
    assert stated.at == datetime.fromisoformat(instant)
    assert (stated.precision, stated.zone_source) == (precision, zone_source)


@pytest.mark.parametrize(("raw", "day"), DAYS)
def test_a_day_stays_a_day(raw: str, day: date) -> None:
    stated = parse_date(raw, reference=REFERENCE)
    assert stated is not None
    assert (stated.at, stated.on, stated.precision) == (None, day, "day")


@pytest.mark.parametrize("raw", NO_DATES)
def test_what_is_not_stated_is_not_invented(raw: str) -> None:
    assert parse_date(raw, reference=REFERENCE) is None


@pytest.mark.parametrize("raw", ["12月24日", "3時間前", "昨日", "たった今"])
def test_forms_that_need_a_reference_are_nothing_without_one(raw: str) -> None:
    assert parse_date(raw) is None


def test_the_day_is_that_of_tokyo() -> None:
    stated = parse_date("2026-02-02T20:00:00Z")
    assert stated is not None
    assert stated.on == date(2026, 2, 3)
    assert stated.isoformat() == "2026-02-02T20:00:00+00:00"


def test_every_date_of_a_line_is_found_in_its_order() -> None:
    found = find_dates("最終更新日：2026年2月10日　公開日：2026年2月2日", reference=REFERENCE)
    assert [each.date.on for each in found] == [date(2026, 2, 10), date(2026, 2, 2)]


def test_a_refused_date_does_not_leave_a_smaller_one_behind() -> None:
    assert find_dates("平成32年10月1日から", reference=REFERENCE) == []


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    for found in find_dates(text, reference=REFERENCE):
        assert found.date.on <= REFERENCE.date() + timedelta(days=366)


@given(st.integers(631_152_000, 1_772_500_000))
def test_an_instant_survives_every_spelling(seconds: int) -> None:
    local = datetime.fromtimestamp(seconds, JST)
    for spelling in (
        local.isoformat(),
        local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        local.strftime("%Y%m%d%H%M%S"),
        local.strftime("%Y年%m月%d日 %H時%M分%S秒"),
        local.strftime("%d Oct %Y %H:%M:%S +0900") if local.month == 10 else local.strftime("%Y/%m/%d %H:%M:%S"),
    ):
        stated = parse_date(spelling, reference=REFERENCE)
        assert stated is not None, spelling
        assert stated.at == local, spelling
