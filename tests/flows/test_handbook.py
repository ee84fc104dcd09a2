"""The operator's handbook names what there is: settings, verbs, automations, deployments, artifacts."""

import re

import pytest
from prefect.settings import Settings as PrefectSettings
from prefect.settings.legacy import _get_valid_setting_names

from flows.automations import automations
from flows.notifications import AlertChannels
from flows.schedules import deployments
from flows.settings import Settings
from tests.conftest import ROOT
from tests.test_readme import verbs

PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "flows/README.md")}
HANDBOOK = PAGES["flows/README.md"]
GIVEN_ELSEWHERE = set(re.findall(r"\$\{(KAWARABAN_\w+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
"""Variables that the compose file reads."""


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_named_exists(page: str) -> None:
    known = {f"KAWARABAN_{name.upper()}" for name in Settings.model_fields}
    known |= {f"KAWARABAN_ALERT_{name.upper()}" for name in AlertChannels.model_fields} | GIVEN_ELSEWHERE
    named = set(re.findall(r"KAWARABAN_[A-Z_]+[A-Z]", PAGES[page]))
    assert sorted(named - known) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_verb_named_exists(page: str) -> None:
    known = verbs() | {verb.split()[0] for verb in verbs()}
    named = re.findall(r"(?:^|`|\(|; |\$ )kawaraban ([a-z]+(?: [a-z]+)?)", PAGES[page], flags=re.MULTILINE)
    assert named
    unknown = [words for words in named if words not in known and words.split()[0] not in known]
    assert unknown == []


def test_every_setting_of_prefect_named_exists() -> None:
    named = set(re.findall(r"PREFECT_[A-Z0-9_]+[A-Z0-9]", HANDBOOK))
    assert named
    assert sorted(named - _get_valid_setting_names(PrefectSettings)) == []


def test_every_automation_stands_in_the_table() -> None:
    rows = set(re.findall(r"^\| ([a-z ]+) \|", HANDBOOK, flags=re.MULTILINE))
    assert {each.name.removeprefix("kawaraban: ") for each in automations(Settings(), [])} <= rows


def test_every_deployment_stands_in_the_table() -> None:
    assert {f"{each.flow_name}/{each.name}" for each in deployments()} <= set(
        re.findall(r"`([\w-]+/[\w-]+)`", HANDBOOK)
    )
