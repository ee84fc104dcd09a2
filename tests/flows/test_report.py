"""The report of the sample newsroom, from the command to the browser."""

import json
from pathlib import Path

import pytest

from flows.schedules import deployments
from tests.browser import look
from tests.conftest import Home
from tests.prefect_api import open_api


def test_the_report_is_made_on_monday_morning_in_tokyo_with_a_form_that_explains_itself() -> None:
    [weekly] = [deployment for deployment in deployments() if deployment.flow_name == "weekly-report"]
    [schedule] = weekly.schedules or []
    assert (schedule.schedule.cron, schedule.schedule.timezone) == ("0 7 * * 1", "Asia/Tokyo")
    form = weekly._parameter_openapi_schema.model_dump()["properties"]
    assert set(form) == {"week", "lang", "demo"}
    assert all(field["description"] for field in form.values())
    assert form["lang"]["enum"] == ["ja", "en"]


@pytest.fixture(scope="module")
def pages(demo_home: Home, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report of the sample's last week, by language."""
    folder = tmp_path_factory.mktemp("reports")
    for lang in ("ja", "en"):
        told = demo_home.run("report", "--demo", "--lang", lang, "--out", str(folder))
        assert told.returncode == 0, told.stderr
    assert Path(told.stdout.splitlines()[0]) == folder / "2025-W39.en.html"
    return {"ja": folder / "2025-W39.html", "en": folder / "2025-W39.en.html"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "width", "media", "scheme"),
    [
        ("ja", 390, "", "light"),
        ("ja", 1280, "", "dark"),
        ("en", 390, "", "dark"),
        ("en", 1280, "", "light"),
        ("ja", 720, "print", "light"),
    ],
)
def test_a_browser_finds_nothing_to_fetch_nothing_to_complain_of_and_no_overflow(
    chromium: str, pages: dict[str, Path], lang: str, width: int, media: str, scheme: str
) -> None:
    seen = look(
        chromium,
        pages[lang].as_uri(),
        width=width,
        media=media,
        scheme=scheme,
        overflow="document.documentElement.scrollWidth - innerWidth",
        drawings="[...document.querySelectorAll('svg')].filter(e => e.getBoundingClientRect().width > 200).length",
        outside="""[...document.querySelectorAll('svg')].map(e => e.getBoundingClientRect())
            .filter(box => box.width && (box.left < 0 || box.right > innerWidth)).length""",
        paper="getComputedStyle(document.body).backgroundColor",
        folded="[...document.querySelectorAll('.fold')].map(e => e.getBoundingClientRect().height < 60)",
    )
    assert [url for url in seen.requests if not url.startswith("data:")] == [pages[lang].as_uri()]
    assert seen.complaints == []
    assert seen.values["overflow"] <= 0
    assert seen.values["drawings"] >= 5
    assert seen.values["outside"] == 0
    assert seen.values["folded"] == [media != "print"] * 3
    assert (
        seen.values["paper"] == {"light": "rgb(248, 244, 234)", "dark": "rgb(24, 21, 17)"}[scheme] or media == "print"
    )


@pytest.mark.slow
def test_each_figure_of_the_sample_is_the_number_of_stories_it_leads_to(chromium: str, pages: dict[str, Path]) -> None:
    figures = """JSON.stringify([...document.querySelectorAll('a.figure')]
        .map(a => [a.textContent, document.getElementById(a.hash.slice(1))])
        .filter(([told, place]) => /^[0-9]+$/.test(told) && place.matches('.group'))
        .map(([told, place]) => [told, place.querySelectorAll('a').length]))"""
    follow = """(place => (location.hash = '#' + place.id, place.closest('.fold').open))
        (document.querySelector('.all li:last-child'))"""
    seen = look(chromium, pages["ja"].as_uri(), width=1280, figures=figures, follow=follow)
    assert seen.values["follow"], "the index stays folded when a link leads into it"
    pairs = json.loads(seen.values["figures"])
    assert len(pairs) > 20
    assert [pair for pair in pairs if int(pair[0]) != pair[1]] == []


@pytest.mark.slow
def test_the_flow_writes_the_report_and_shows_its_digest(
    demo_home: Home, prefect_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from flows.report import weekly_report

    monkeypatch.setenv("KAWARABAN_HOME", str(demo_home.path))
    with temporary_settings({PREFECT_API_URL: prefect_server}):
        page = Path(weekly_report(demo=True))
    assert page == demo_home.path / "demo" / "reports" / "2025-W39.html"
    with open_api(prefect_server) as api:
        shown = api.get("/artifacts/weekly-report/latest").json()["data"]
    assert "Kotoba Technologies" in shown
    assert str(page) in shown
