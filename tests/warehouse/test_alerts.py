"""Alerts begin once and end once; what they tell waits until it is sent."""

from datetime import timedelta

import pytest

from tests.samples import NOW
from tests.warehouse.newsdesk import Newsdesk, at
from warehouse.alerts import (
    found_now,
    open_alerts,
    update_alerts,
)
from warehouse.messages import record_attempt, waiting_messages


def outcomes(desk: Newsdesk, day: str, *ends: str, source: str = "minato") -> None:
    for number, outcome in enumerate(ends):
        desk.insert(
            "ops.outcomes", run_id=f"run of {day}", url=f"http://{source}.example/{day}/{number}", source_id=source,
            outcome=outcome, recorded_at=at(f"{day} 09:00") + timedelta(seconds=number),
        )  # fmt: skip


def rules(desk: Newsdesk) -> list[tuple[str, str]]:
    return [(alert.rule, alert.subject) for alert in found_now(desk.con)]


def test_an_outage_is_told_at_its_third_failure_and_once_more_when_it_is_over(desk: Newsdesk) -> None:
    desk.source("minato")
    desk.poll("minato", "07-01 09:00", "06-30 09:00")
    told = []
    for hour, outcome in enumerate(["try-later", "try-later", "try-later", "gone", "ok", "ok"], start=10):
        back_to = "07-01 09:00" if outcome == "ok" else None
        desk.poll("minato", f"07-01 {hour}:00", back_to, outcome, detail="HTTP 503")
        begun, over = update_alerts(desk.con, at(f"07-01 {hour}:01"), ["webhook"])
        told.append((len(begun), len(over)))
    assert told == [(0, 0), (0, 0), (1, 0), (0, 0), (0, 1), (0, 0)]
    first, second = waiting_messages(desk.con, at("07-01 16:00"))
    assert "since 2025-07-01 10:00" in first.body
    assert "HTTP 503" in first.body
    assert "what to do: " in first.body
    assert second.body.startswith("Over: source minato")
    assert open_alerts(desk.con) == []


def test_a_source_that_is_switched_off_raises_nothing(desk: Newsdesk) -> None:
    desk.source("minato", is_enabled=False)
    for hour in (10, 11, 12):
        desk.poll("minato", f"07-01 {hour}:00", None, "gone")
    assert rules(desk) == []


@pytest.mark.parametrize(("newest", "expected"), [("07-04 09:00", []), ("07-02 09:00", [("source_quiet", "minato")])])
def test_a_source_is_quiet_by_its_own_rhythm_and_while_others_go_on(
    desk: Newsdesk, newest: str, expected: list[tuple[str, str]]
) -> None:
    for source in ("minato", "kogane"):
        desk.source(source)
    for day in range(20, 30):
        url = f"http://minato.example/{day}"
        desk.insert(
            "raw.links", url=url, source_id="minato", feed_url="f", published_at=at(f"06-{day} 09:00"),
            found_at=NOW, seen_at=NOW,
        )  # fmt: skip
    desk.poll("minato", "07-07 09:00", "06-20 09:00", newest_at=at(newest))
    desk.poll("kogane", "07-07 09:00", "06-20 09:00", newest_at=at("07-06 09:00"))
    desk.poll("kogane", "07-20 09:00", None, "not-modified")
    assert rules(desk) == expected
    desk.poll("minato", "07-20 09:00", None, "gone")
    assert rules(desk) == []


def test_when_all_rest_nobody_is_quiet(desk: Newsdesk) -> None:
    desk.source("minato", max_silence_days=2)
    desk.poll("minato", "07-20 09:00", "06-20 09:00", newest_at=at("07-01 09:00"))
    assert rules(desk) == []


def test_a_collapse_is_measured_by_the_sources_own_normal_and_does_not_become_normal(desk: Newsdesk) -> None:
    desk.source("minato")
    outcomes(desk, "07-01", *["loaded"] * 36, *["not-an-article"] * 4)
    outcomes(desk, "07-02", *["loaded"] * 14, *["unreadable"] * 6)
    assert rules(desk) == []
    outcomes(desk, "07-03", *["not-an-article"] * 20)
    assert len(update_alerts(desk.con, NOW, [])[0]) == 1
    for day in range(4, 14):
        outcomes(desk, f"07-{day:02}", *["not-an-article"] * 20)
    assert rules(desk) == [("source_collapsed", "minato")]
    outcomes(desk, "07-15", *["loaded"] * 18, *["not-an-article"] * 2)
    assert rules(desk) == []


def test_a_source_that_never_gave_more_does_not_collapse(desk: Newsdesk) -> None:
    desk.source("minato")
    outcomes(desk, "07-01", *["loaded", "not-an-article", "not-an-article"] * 20)
    outcomes(desk, "07-02", *["loaded"] * 4, *["not-an-article"] * 16)
    assert rules(desk) == []


def test_a_failed_check_is_told_with_its_remedy(desk: Newsdesk) -> None:
    desk.insert(
        "ops.checks", name="empty_articles", severity="hard", meaning="no text", remedy="look", row_count=3,
        elapsed_ms=1, checked_at=NOW,
    )  # fmt: skip
    (alert,) = found_now(desk.con)
    assert alert.detail == "data check empty_articles (hard) found 3 rows: no text"
    assert alert.remedy == "look"


def test_a_message_that_cannot_be_sent_waits_and_after_a_week_is_given_up(desk: Newsdesk) -> None:
    desk.insert(
        "ops.checks", name="empty_articles", severity="hard", meaning="no text", remedy="look", row_count=3,
        elapsed_ms=1, checked_at=NOW,
    )  # fmt: skip
    update_alerts(desk.con, NOW, ["webhook", "slack"])
    for message in waiting_messages(desk.con, NOW):
        record_attempt(desk.con, message, NOW, "HTTP 500" if message.channel == "slack" else None)
    assert [message.channel for message in waiting_messages(desk.con, NOW + timedelta(days=6))] == ["slack"]
    assert waiting_messages(desk.con, NOW + timedelta(days=8)) == []
    assert desk.rows("select state from ops.messages order by channel") == [("expired",), ("sent",)]
