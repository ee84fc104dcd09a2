"""What every log line goes through: secrets are blotted out, long texts are cut; and lines as JSON where wished.

Both work on the record when it is made, so they hold for every handler: the console's, and the one that sends the lines
to the Prefect server. Nothing of Prefect is imported here.
"""

import base64
import json
import logging
import os
import re
import sys
import traceback
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TextIO
from urllib.parse import parse_qsl, quote, unquote, urlsplit

MESSAGE_LIMIT = 2_000
"""Characters of a message; a page's text has no place in a log."""
EXCEPTION_LIMIT = 8_000
"""Characters of a traceback, of which beginning and end are kept."""
SHORTEST_SECRET = 4
"""Blotting out anything shorter would make the lines unreadable and protect nothing."""
SHORTEST_PART = 8
"""The same of a webhook's path: «hook» is a word, not a secret."""
BLOT = "[hidden]"

_SECRET_NAME = re.compile(
    r"(?:KAWARABAN|PREFECT)_(?:.*_)?(?:PASSWORD|WEBHOOK|TOKEN|SECRET|AUTH_STRING|API_KEY|CONNECTION_URL|SLACK|EMAIL)(?:_URL)?"
)
_PATTERNS = [
    # Headers, as text or as a dictionary or tuple of them is written.
    (
        re.compile(r"""(authorization["']?\s*[:=,]\s*)(?:b?"[^"\r\n]*"|b?'[^'\r\n]*'|[^\r\n]+)""", re.IGNORECASE),
        rf"\1{BLOT}",
    ),
    (re.compile(r"(\b(?:bearer|basic)\s+)(?=\S*[\d=+/])[\w.~+/=-]{8,}", re.IGNORECASE), rf"\1{BLOT}"),
    (re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^\s/?#]+@", re.IGNORECASE), rf"\1{BLOT}@"),
    (re.compile(r"([?&](?:auth|code|key|pass|pwd|sig|signature)=)[^\s&#\"'<>]+", re.IGNORECASE), rf"\1{BLOT}"),
    (re.compile(r"((?:token|api[_-]?key|passwd|password|secret)=)[^\s&#\"'<>]+", re.IGNORECASE), rf"\1{BLOT}"),
    (re.compile(r"(\bhooks\.slack(?:-gov)?\.com/)[\w/-]+", re.IGNORECASE), rf"\1{BLOT}"),
]


def secrets(environment: Mapping[str, str]) -> list[str]:
    """Every secret that the environment sets, in the forms in which it may be written, the longest first."""
    found: set[str] = set()
    for name, value in environment.items():
        if _SECRET_NAME.fullmatch(name):
            for part in _parts(name, value):
                encoded = base64.b64encode(part.encode("utf-8", "surrogateescape")).decode()
                found |= {part, repr(part)[1:-1], json.dumps(part)[1:-1], encoded}
                found |= {quote(part, errors="surrogateescape", safe=safe) for safe in ("", "/")}
    return sorted((each for each in found if len(each) >= SHORTEST_SECRET), key=lambda each: (-len(each), each))


def _parts(name: str, value: str) -> set[str]:
    """The value and what is secret in it: the password of an address or of «user:password»; of a webhook, whose
    address is itself the secret, path and parameters too."""
    parts = {value, value.strip()}
    try:
        address = urlsplit(value.strip())
        if not address.netloc:
            return parts | {value.partition(":")[2].strip()}
        parts.add(unquote(address.password or ""))
        parts.add(address.password or "")
    except ValueError:
        return parts
    if not name.endswith("CONNECTION_URL"):
        inside = {address.path.strip("/"), *(given for _, given in parse_qsl(address.query))}
        parts |= {each for each in inside if len(each) >= SHORTEST_PART}
    return parts


def redact(text: str) -> str:
    """The text without secrets: those of the environment, and what looks like one in addresses and headers."""
    for secret in secrets(os.environ):
        text = text.replace(secret, BLOT)
    for pattern, blotted in _PATTERNS:
        text = pattern.sub(blotted, text)
    return text


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text) - limit} characters more)"


def _cut_middle(text: str, limit: int) -> str:
    half = limit // 2
    return text if len(text) <= limit else f"{text[:half]}\n… ({len(text) - limit} characters more)\n{text[-half:]}"


class SafeRecord(logging.LogRecord):
    """A record whose message and traceback hold no secret and no long text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        try:
            told = super().getMessage()
        except Exception:  # noqa: BLE001  an argument's own text may raise anything; logging would print them all
            told, self.msg, self.args = f"{self.msg} (its arguments cannot be shown)", "", None
        safe = _cut(redact(told), MESSAGE_LIMIT)
        if safe != told or not self.msg:  # else the arguments stay: other people's formatters may want them
            self.msg, self.args = safe, None
        if self.exc_info and self.exc_info[0] is not None:
            # Formatters take this text instead of making their own.
            lines = "".join(traceback.format_exception(*self.exc_info)).rstrip("\n")
            self.exc_text = _cut_middle(redact(lines), EXCEPTION_LIMIT)


def json_line(record: logging.LogRecord) -> str:
    """A record as one JSON object: time, level, logger, message, and run and exception where there is one."""
    told: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": record.getMessage(),
    }
    for name in ("flow_run_name", "flow_run_id", "task_run_name", "task_run_id"):
        if getattr(record, name, None):
            told[name] = redact(str(getattr(record, name)))
    if record.exc_text:
        told["exception"] = record.exc_text
    return json.dumps(told, ensure_ascii=False)


_PREFECT_HANDLERS = {"PrefectConsoleHandler", "_SafeStreamHandler"}
"""Prefect's handlers of standard error."""


class JsonHandler(logging.StreamHandler[TextIO]):
    """Takes the place of Prefect's console handler; what that is given besides (colours, a formatter) is left out."""

    def __init__(self, stream: TextIO | None = None, **_: object) -> None:
        super().__init__(stream or sys.stderr)

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever formatter was set."""
        return json_line(record)


def start(*, as_json: bool) -> None:
    """From now on every record of this process is a safe one, and the console's lines are JSON where wished.

    Holds whether Prefect set its logging up before, as in a worker's process, or does so later.
    """
    logging.setLogRecordFactory(SafeRecord)
    if not as_json:
        return
    for kind in ("CONSOLE", "DEBUG"):  # for Prefect, here and in the processes that are started
        os.environ.setdefault(f"PREFECT_LOGGING_HANDLERS_{kind}_CLASS", f"{__name__}.{JsonHandler.__name__}")
    for logger in _loggers():
        for handler in list(logger.handlers):
            if type(handler).__name__ in _PREFECT_HANDLERS:
                logger.removeHandler(handler)
                logger.addHandler(JsonHandler())
    if not (root := logging.getLogger()).handlers:
        root.addHandler(JsonHandler())


def terminal_handlers() -> list[logging.Handler]:
    """What writes Prefect's lines to standard error: its own handlers, or ours of JSON."""
    names = {*_PREFECT_HANDLERS, JsonHandler.__name__}
    return list({each: None for logger in _loggers() for each in logger.handlers if type(each).__name__ in names})


def _loggers() -> list[logging.Logger]:
    known = logging.Logger.manager.loggerDict.values()
    return [logging.getLogger(), *(each for each in known if isinstance(each, logging.Logger))]


def complain(text: str) -> None:
    """Tells an error on standard error: a line for people, or one of the log where that is JSON."""
    if any(isinstance(handler, JsonHandler) for handler in logging.getLogger().handlers):
        logging.getLogger("kawaraban").error("%s", text)
    else:
        print(f"kawaraban: {redact(text)}", file=sys.stderr)  # noqa: T201
