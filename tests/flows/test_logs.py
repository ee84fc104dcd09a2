import io
import json
import logging
import os
import subprocess
import sys
from datetime import datetime
from unittest.mock import patch
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.logs import EXCEPTION_LIMIT, MESSAGE_LIMIT, JsonHandler, SafeRecord, json_line, redact
from tests.conftest import ROOT, Home

NAMES = [
    "KAWARABAN_SERVER_PASSWORD",
    "KAWARABAN_ALERT_WEBHOOK_TOKEN",
    "KAWARABAN_ALERT_WEBHOOK",
    "KAWARABAN_ALERT_EMAIL",
    "PREFECT_API_AUTH_STRING",
    "PREFECT_API_KEY",
    "PREFECT_SERVER_DATABASE_PASSWORD",
]
WILD = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=0x3100, exclude_categories=["Cs", "Cn"]), min_size=9)


def record(message: str, *args: object, failure: BaseException | None = None) -> SafeRecord:
    shown = (type(failure), failure, failure.__traceback__) if failure else None
    return SafeRecord("flows.test", logging.WARNING, __file__, 1, message, args, shown)


@given(name=st.sampled_from(NAMES), secret=SECRETS, before=WILD, after=WILD)
def test_no_secret_of_the_environment_is_ever_in_a_line(name: str, secret: str, before: str, after: str) -> None:
    forms = [secret, quote(secret), repr(secret), json.dumps(secret), f"https://u:{secret}@h.example/"]
    with patch.dict(os.environ, {name: secret}):
        for form in forms:
            told = record("%s %s", before + form, after, failure=ValueError(form))
            text, line = logging.Formatter().format(told), json_line(told)
            assert secret not in text
            assert not any(secret in str(value) for value in json.loads(line).values())


@pytest.mark.parametrize(
    ("variable", "value", "inside"),
    [
        ("PREFECT_API_AUTH_STRING", "admin:swordfish", "swordfish"),
        ("KAWARABAN_ALERT_EMAIL", "mailtos://me:sword%2Ffish@mail.example", "sword/fish"),
        ("KAWARABAN_ALERT_WEBHOOK", "https://alerts.example/in/9f8e7d6c5b", "in/9f8e7d6c5b"),
        ("KAWARABAN_ALERT_WEBHOOK", "https://alerts.example/?x=9f8e7d6c5b", "9f8e7d6c5b"),
        ("PREFECT_API_DATABASE_CONNECTION_URL", "postgresql+asyncpg://p:swordfish@db/prefect", "swordfish"),
    ],
)
def test_the_secret_part_of_a_setting_is_hidden_by_itself(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, inside: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert redact(f"the prefect server said: {inside} is wrong") == "the prefect server said: [hidden] is wrong"


@pytest.mark.parametrize(
    ("told", "safe"),
    [
        ("Authorization: Bearer abc.def-12", "Authorization: [hidden]"),
        ('Authorization: Digest username="u", response="e5"', "Authorization: [hidden]"),
        ("{'authorization': 'Basic dTpw', 'accept': '*'}", "{'authorization': [hidden], 'accept': '*'}"),
        ("sent Bearer abcdef123456 along", "sent Bearer [hidden] along"),
        ("GET http://u:p@ss@h.example/a?b=1", "GET http://[hidden]@h.example/a?b=1"),
        ("https://h.example/?token=abc&page=2", "https://h.example/?token=[hidden]&page=2"),
        ("https://h.example/?a=1&key=abc", "https://h.example/?a=1&key=[hidden]"),
        ("https://hooks.slack.com/services/T0/B0/x", "https://hooks.slack.com/[hidden]"),
        ("denpa: HTTP 404, code=3, https://h.example/a@b", "denpa: HTTP 404, code=3, https://h.example/a@b"),
        ("basic authentication by me@h.example", "basic authentication by me@h.example"),
    ],
)
def test_what_looks_like_a_secret_is_hidden_and_nothing_else(told: str, safe: str) -> None:
    assert redact(told) == safe


def test_a_long_text_is_cut() -> None:
    told = record("page: %s", "本文" * 5000, failure=ValueError("本文" * 50_000))
    assert len(told.getMessage()) < MESSAGE_LIMIT + 50
    assert len(logging.Formatter().format(told)) < MESSAGE_LIMIT + EXCEPTION_LIMIT + 200


def test_arguments_that_do_not_fit_lose_no_line() -> None:
    assert record("%d links", "many").getMessage() == "%d links (its arguments cannot be shown)"


def test_a_line_is_one_json_object() -> None:
    out = io.StringIO()
    told = record("瓦版\n%s", "two", failure=ValueError("no"))
    told.flow_run_name = "monitor-1"
    JsonHandler(out, styles={"log.web_url": "blue"}).emit(told)
    found = json.loads(out.getvalue())
    assert out.getvalue().count("\n") == 1
    assert datetime.fromisoformat(found["time"]).tzinfo is not None
    assert (found["level"], found["logger"], found["message"]) == ("WARNING", "flows.test", "瓦版\ntwo")
    assert found["flow_run_name"] == "monitor-1"
    assert found["exception"] == "ValueError: no"


@pytest.mark.parametrize("order", ["flows.prefect_defaults, prefect", "prefect, flows.prefect_defaults"])
def test_prefects_lines_are_json_whichever_is_imported_first(home: Home, order: str) -> None:
    code = (
        f"import {order}, logging\n"
        "from prefect.logging import get_logger\n"
        "get_logger('flow_runs').warning('by %s', 'sesame-1234', extra={'flow_run_name': 'f'})\n"
        "logging.getLogger('other').error(':smile: [red]瓦版[/red]')"
    )
    changes = {"KAWARABAN_LOG_FORMAT": "json", "KAWARABAN_SERVER_PASSWORD": "sesame-1234"}
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=home.environment | changes,
    ).stderr
    first, second = (json.loads(line) for line in told.splitlines())
    assert (first["message"], first["flow_run_name"]) == ("by [hidden]", "f")
    assert second["message"] == ":smile: [red]瓦版[/red]"


def test_an_error_of_a_verb_is_a_line_too(home: Home) -> None:
    told = home.run("sql", "select 1", KAWARABAN_LOG_FORMAT="json")
    assert told.returncode == 1
    assert json.loads(told.stderr)["level"] == "ERROR"
    assert home.run("sql", "select 1").stderr.startswith("kawaraban: ")
