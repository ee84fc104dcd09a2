"""Questions asked of the sample newsroom's truth, and answers worked out by hand.

Whoever doubts a figure finds the articles in ``seeds/sample/texts``; each comment names those that count, by the
story's key there. The newsroom's last day is Sunday 28 September 2025, so the last four whole weeks are 1 to 28
September and the four before them 4 to 31 August. Where only the truth is asked, the demo has another clock or tags a
little differently than whoever wrote the newsroom.
"""

from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from tests.warehouse.sample_truth import answer


def picked(rows: list[dict[str, Any]], key: str, *names: str) -> dict[Any, tuple[Any, ...]]:
    return {row[key]: tuple(row[name] for name in names) for row in rows}


@pytest.fixture(params=["truth", "demo"])
def newsroom(request: pytest.FixtureRequest) -> Path:
    """The newsroom as it was written, and as a run found, read, tagged and folded it."""
    return cast("Path", request.getfixturevalue({"truth": "snapshot", "demo": "demo_file"}[request.param]))


def test_who_is_trending(newsroom: Path) -> None:
    # Kotoba Technologies in September, 19 stories: koyomi-36, kitchen, koyomi-37, schoolbus, ferry, ferry-english,
    # koyomi-38, market, award, investors, tempo, choir, auction, rise, station, museum, deaf-theatre, the late
    # flash, monday-notes. In August three: umbrella, station-release (four articles, one story), the digest of the
    # 31st. Momentum: sqrt(2) * (sqrt(19.375) - sqrt(3.375)) = 1.4142 * (4.4017 - 1.8371) = 3.627. Sakana AI: tide,
    # bank-agents, koyomi-39, visit, tanka-interview, weekend-sanpo, monday-notes: 7; before: bonsai, koyomi-33,
    # koyomi-35: 3. sqrt(2) * (sqrt(7.375) - sqrt(3.375)) = 1.4142 * (2.7157 - 1.8371) = 1.2425. Preferred Networks:
    # rikishi, carpenter, and none before. sqrt(2) * (sqrt(2.375) - sqrt(0.375)) = 1.4142 * 0.9287 = 1.3134.
    found = answer(newsroom, "trending_companies")
    assert [(row["company_id"], row["stories"], row["stories_before"], row["momentum"]) for row in found[:3]] == [
        ("kotoba-tech", 19, 3, 3.63),
        ("preferred-networks", 2, 0, 1.31),
        ("sakana-ai", 7, 3, 1.24),
    ]
    assert (found[0]["recent_from_on"], found[0]["recent_to_on"]) == (date(2025, 9, 1), date(2025, 9, 28))


def test_share_of_voice_in_september(newsroom: Path) -> None:
    # Besides the 19 and 7 above: Preferred Networks 2 (rikishi, carpenter) and 11 with one each: Algomatic (hotel),
    # neoAI (garden), Lightblue (minutes), Turing (snow), Citadel AI (safety-rehearsal), Karakuri (telephone), rinna
    # (cat), Ubie (clinic), and ELYZA, SB Intuitions and Stockmark (rikishi). 19 + 7 + 2 + 11 = 39.
    found = picked(answer(newsroom, "share_of_voice", months="1", top="100"), "company_id", "stories", "share")
    assert len(found) == 14
    assert found["kotoba-tech"] == (19, 0.4872)  # 19/39
    assert found["sakana-ai"] == (7, 0.1795)  # 7/39
    assert found["preferred-networks"] == (2, 0.0513)  # 2/39
    assert found["ubie"] == (1, 0.0256)  # 1/39


def test_which_themes_moved(snapshot: Path) -> None:
    # ai-agents in September, 20: memo, tea, fridge, garden, gossip, hotel, kitchen, rush, standards, tax, townhall,
    # bank, incident, telephone, koyomi-39, letter-machine, lightblue, monday-notes, tide, tanka; in August 5:
    # agent-cli, shopping, office, koyomi-34, the digest. speech in September, 19: Kotoba's 19 less investors, plus
    # rinna's cat; in August 4: umbrella, station-release, koyomi-35, the digest.
    found = picked(answer(snapshot, "themes_that_moved"), "theme_id", "stories", "stories_before")
    assert found["ai-agents"] == (20, 5)
    assert found["speech"] == (19, 4)


def test_who_told_first(newsroom: Path) -> None:
    # Six stories have more than one outlet, and the wire has each first: hachinosu (20.5 h before hashibami),
    # kaseki (2), station-release (4 h 20), noborito (2), turing-village (3), yumemiruka (2.5): the median of these
    # is 2.75 hours. It tells ten alone: abeja-tour, stairs, kettle, telephone, ferry, museum, minutes, clinic,
    # shisa-recipe, shelf. techo follows in four of the six: kaseki, station-release, noborito, yumemiruka.
    found = picked(answer(newsroom, "first_to_report", days="365"), "source_id", "shared", "first", "own", "lead_hours")
    assert found["wire"] == (6, 6, 10, pytest.approx(2.75, abs=0.051))
    assert found["techo"][:2] == (4, 0)
    assert sum(row[1] for row in found.values()) == 6


def test_which_stories_went_farthest(newsroom: Path) -> None:
    # Outlets, then articles, then the later first. turing-village: the wire, kumade twice, denpa, hashibami.
    found = answer(newsroom, "biggest_stories", days="365", top="6")
    assert [(row["outlets"], row["articles"], row["first_on"]) for row in found] == [
        (4, 5, date(2025, 7, 28)),  # turing-village-release
        (4, 4, date(2025, 8, 25)),  # kotoba-station-release
        (3, 3, date(2025, 6, 4)),  # yumemiruka-seed
        (2, 2, date(2025, 8, 19)),  # noborito-pre-a
        (2, 2, date(2025, 8, 5)),  # hachinosu-partnership
        (2, 2, date(2025, 7, 15)),  # kaseki-series-a
    ]
    assert {row["lead"] for row in found} == {"wire"}


def test_who_announced_a_round_and_who_said_so_first(newsroom: Path) -> None:
    # yumemiruka-seed: the wire on 4 June at 10:00, techo at 12:30, denpa the morning after. 120,000,000 yen.
    found = answer(newsroom, "company_funding", company="ユメミルカ")
    assert len(found) == 1
    row = found[0]
    assert (row["amount"], row["currency"], row["round"], row["lead"]) == (
        120e6,
        "JPY",
        "seed",
        "ホタルイカ・ベンチャーズ",
    )
    assert (row["articles"], row["outlets"], row["first_source"]) == (3, 3, "wire")
    assert row["first_told_at"].isoformat() == "2025-06-04T10:00:00+09:00"


def test_how_much_was_raised_by_month(newsroom: Path) -> None:
    # June: yumemiruka 0.12, suzumushi 1.2, noren-lab 0.03 billion yen. August: noborito 0.35, kamisori 3.75,
    # honnomushi 0.2, and 4 million dollars of HotaruScope. September: tsukiyomi 0.4, asagao 0.5, 15 million euros
    # of Todaimori and 8 million dollars of Tobiuo.
    found = picked(
        answer(newsroom, "funding_by_month", months="4"),
        "month_on",
        "rounds",
        "yen_raised",
        "in_other_currency",
        "largest",
    )
    assert found[date(2025, 6, 1)] == (3, 1.35e9, 0, "スズムシ計器")
    assert found[date(2025, 8, 1)] == (4, 4.3e9, 1, "カミソリ工学")
    assert found[date(2025, 9, 1)] == (4, 0.9e9, 2, "アサガオ物流")


def test_who_is_mentioned_with_sakana_ai(newsroom: Path) -> None:
    # Sakana AI is in 16 of the 203 stories: the seven of September, bonsai, koyomi-28, -29, -33, -35, fishmarket,
    # goldfish-maze, merge-notes, origami. Beside it: MUFG (bank-agents; in 3 stories itself), Mistral (tanka; 3),
    # OpenAI (tanka; 2), ELYZA (koyomi-33; 12), Kotoba (monday-notes; 22). Lift: 203 / 16 over the partner's
    # stories.
    found = picked(answer(newsroom, "mentioned_with", company="sakana-ai"), "partner_id", "stories", "lift")
    assert found == {
        "openai": (1, 6.34),  # 12.6875 / 2
        "mistral": (1, 4.23),  # / 3
        "mufg": (1, 4.23),
        "elyza": (1, 1.06),  # / 12
        "kotoba-tech": (1, 0.58),  # / 22
    }


def test_what_was_known_on_a_morning(snapshot: Path) -> None:
    # 25 August, 09:00: four weeks back is 29 July. Turing: what came of the release on the 29th, mountain-pass,
    # feature, burst-school, burst-editorial. Sakana AI: bonsai, koyomi-33, and koyomi-35 of 04:30 that day. Kotoba:
    # umbrella; its station release is to come at 10:00.
    found = picked(
        answer(snapshot, "known_on", instant="2025-08-25T09:00+09:00"),
        "company_id",
        "known_then",
        "known_now",
        "is_exact",
    )
    assert list(found)[:2] == ["turing", "sakana-ai"]
    assert found["turing"] == (5, 5, True)
    assert found["sakana-ai"] == (3, 3, True)
    assert found["kotoba-tech"] == (1, 2, True)


def test_which_companies_appeared_first_in_september(newsroom: Path) -> None:
    found = answer(newsroom, "first_appearances", days="28")
    assert [(row["first_on"].day, row["company_id"]) for row in found] == [
        (24, "ubie"),  # the clinic
        (16, "aisi"), (16, "neoai"),
        (15, "openai"),  # the comma
        (8, "lightblue"),
        (5, "citadel-ai"), (5, "moneyforward"),
        (2, "ntt-docomo"),
        (1, "aist"), (1, "algomatic"),
    ]  # fmt: skip


def test_new_names_of_the_last_two_weeks(snapshot: Path) -> None:
    # 15 September on. Named before, and so not new: Tsutsuji (June), Tsukiyomi (August), Hotaruika and Yumemiruka
    # (June), Akikusa Capital (June).
    found = picked(answer(snapshot, "new_names", days="14"), "name", "first_on")
    assert found == {
        "フデマメ工房": (date(2025, 9, 18),),
        "アサガオ物流": (date(2025, 9, 20),),
        "トビウオ保険": (date(2025, 9, 20),),
        "ヒヨリミ": (date(2025, 9, 22),),
        "カワラミル": (date(2025, 9, 25),),
    }


def test_which_source_went_quiet(newsroom: Path) -> None:
    # hashibami alone has fewer than before: docomo, tax, q3, market, auction, ipo (the 25th) after yaneura, sudare,
    # hachinosu, mochizuki, bonsai, tortoise, spaces. techo, chokkan, donabe and kotonoha have as many, the others
    # more.
    found = answer(newsroom, "quiet_sources")
    assert [(row["source_id"], row["articles"], row["articles_before"], row["silent_days"]) for row in found] == [
        ("hashibami", 6, 7, 3)
    ]
    assert (found[0]["covered"], found[0]["covered_before"]) == (28, 28)


def test_english_and_japanese_since_july(newsroom: Path) -> None:
    # Kotoba, English: ferry-english, rise, monday-notes; Japanese: the other 16 of September and the three of
    # August. Sakana AI, English: tide, monday-notes; Japanese: origami (3 July), koyomi-28, -29, merge-notes,
    # koyomi-33, bonsai, koyomi-35, bank-agents, koyomi-39, visit, tanka, weekend-sanpo.
    found = picked(
        answer(newsroom, "english_and_japanese"),
        "company_id",
        "ja_stories",
        "en_stories",
        "en_share",
        "ja_first_on",
        "en_first_on",
    )
    assert found["kotoba-tech"] == (19, 3, 0.1364, date(2025, 8, 21), date(2025, 9, 12))
    assert found["sakana-ai"] == (12, 2, 0.1429, date(2025, 7, 3), date(2025, 9, 2))


def test_weeks_of_a_company(newsroom: Path) -> None:
    # Week of the 22nd: koyomi-39, visit, tanka-interview, weekend-sanpo, monday-notes, in yomoyama, donabe, denpa
    # and the Tokyo Post; visit and tanka are about it. Week of the 8th: none, and all were read.
    found = picked(
        answer(newsroom, "company_timeline", company="sakana-ai"),
        "period_on",
        "articles",
        "stories",
        "about",
        "outlets",
        "is_complete",
    )
    assert found[date(2025, 9, 22)] == (5, 5, 2, 4, True)
    assert found[date(2025, 9, 15)] == (1, 1, 1, 1, True)  # bank-agents
    assert found[date(2025, 9, 8)] == (0, 0, 0, 0, True)
    assert found[date(2025, 9, 1)] == (1, 1, 1, 1, True)  # tide
