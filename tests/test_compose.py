import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from flows.notifications import AlertChannels
from tests.compose_services import COMPOSE_FILE, PASSWORDS, MissingVariable, compose, interpolate, seconds_of
from tests.conftest import ROOT

SERVICES = compose()["services"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def validate(path: Path) -> subprocess.CompletedProcess[str]:
    """Checks a file against the compose specification."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_file_follows_the_compose_specification() -> None:
    result = validate(COMPOSE_FILE)
    assert result.returncode == 0, result.stdout


def test_a_misspelt_key_is_found(tmp_path: Path) -> None:
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(
        COMPOSE_FILE.read_text(encoding="utf-8").replace("healthcheck:", "heathcheck:", 1), encoding="utf-8"
    )
    assert "heathcheck" in validate(wrong).stdout


def test_the_server_is_the_version_of_prefect_that_we_install() -> None:
    tag = SERVICES["server"]["image"].removeprefix("prefecthq/prefect:").partition("-")[0]
    wanted = next(each for each in PROJECT["dependencies"] if re.match(r"prefect\b(?!-)", each))
    assert tag in SpecifierSet(wanted.removeprefix("prefect"))
    assert tag == version("prefect")
    for constraints in (ROOT / ".ci").glob("constraints*.txt"):
        assert f"prefect=={tag}" in constraints.read_text(encoding="utf-8").splitlines()


def test_the_runners_image_has_our_version_and_the_python_that_the_server_has() -> None:
    assert SERVICES["runner"]["image"].endswith(f":{PROJECT['version']}")
    base = re.search(r"FROM python:(\d+\.\d+)\.\d+-", SERVICES["runner"]["build"]["dockerfile_inline"])
    assert base is not None
    assert SERVICES["server"]["image"].endswith(f"-python{base[1]}")


def test_the_runners_image_is_built_from_files_that_exist_and_are_sent() -> None:
    copied = re.findall(r"^COPY (.+) \S+$", SERVICES["runner"]["build"]["dockerfile_inline"], re.MULTILINE)
    names = {name for group in copied for name in group.split()}
    sent = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert names == sent


@pytest.mark.parametrize("name", SERVICES)
def test_images_are_pinned_to_a_release(name: str) -> None:
    tag = SERVICES[name]["image"].rpartition(":")[2]
    assert re.match(r"\d+\.\d+", tag), tag


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_bound_to_loopback(name: str) -> None:
    for port in SERVICES[name].get("ports", []):
        assert interpolate(port, {}).startswith("127.0.0.1:"), port


@pytest.mark.parametrize("missing", PASSWORDS)
def test_there_is_no_default_password(missing: str) -> None:
    with pytest.raises(MissingVariable, match=missing):
        compose({name: word for name, word in PASSWORDS.items() if name != missing})
    text = COMPOSE_FILE.read_text(encoding="utf-8")
    given = re.findall(r"^ +\w*(?:PASSWORD|AUTH_STRING): (?:\w+:)?(\S+)", text, re.MULTILINE)
    assert len(given) == 4
    assert all(re.match(r"\$\{\w+:\?", value) for value in given), given


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_may_do_little_and_is_watched(name: str) -> None:
    service = SERVICES[name]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["healthcheck"]["test"][0] == "CMD"
    assert seconds_of(service["stop_grace_period"]) >= 30
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}


def test_the_runners_health_is_that_of_its_runs_and_of_itself() -> None:
    check = SERVICES["runner"]["healthcheck"]
    assert check["test"] == ["CMD", "kawaraban", "health", "--ask", "http://127.0.0.1:8080/health"]
    assert seconds_of(check["start_period"]) >= 60, "the runner sets the server up first"


def test_each_service_waits_for_the_health_of_the_one_before() -> None:
    waits = {name: service.get("depends_on", {}) for name, service in SERVICES.items()}
    assert waits == {
        "postgres": {},
        "server": {"postgres": {"condition": "service_healthy"}},
        "runner": {"server": {"condition": "service_healthy"}},
    }


def test_what_must_last_is_in_named_volumes_and_one_container_owns_the_warehouse() -> None:
    volumes = {name: service.get("volumes", []) for name, service in SERVICES.items()}
    assert volumes == {
        "postgres": ["database:/var/lib/postgresql/data"],
        "server": [],
        "runner": [f"warehouse:{SERVICES['runner']['environment']['KAWARABAN_HOME']}"],
    }
    assert set(compose()["volumes"]) == {"database", "warehouse"}


def test_postgresql_is_reached_by_the_server_alone() -> None:
    networks = {name: set(service["networks"]) for name, service in SERVICES.items()}
    assert networks == {"postgres": {"state"}, "server": {"state", "default"}, "runner": {"default"}}
    assert compose()["networks"]["state"] == {"internal": True}
    assert "ports" not in SERVICES["postgres"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_that_ends_is_started_again_and_its_log_cannot_fill_the_disk(name: str) -> None:
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["init"] is True  # forwards signals and reaps what a killed run leaves
    assert set(SERVICES[name]["logging"]["options"]) == {"max-size", "max-file"}


def test_the_operators_alert_channels_reach_the_runner() -> None:
    given = {f"KAWARABAN_ALERT_{name.upper()}": f"value of {name}" for name in AlertChannels.model_fields}
    environment = compose(PASSWORDS | given)["services"]["runner"]["environment"]
    assert {name: environment[name] for name in given} == given
    assert {compose(PASSWORDS)["services"]["runner"]["environment"][name] for name in given} == {""}
