"""How requests fail: each exception and status as a named outcome, and when to come back."""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from tasks.inflate import BadBody, BodyCutShort, BodyTooBig
from tasks.urls import BadUrl, RefusedAddress, RefusedScheme


@dataclass
class Failure(Exception):
    """One request that gave no usable answer."""

    outcome: str
    """One of ``tasks.frames.OUTCOMES``."""
    detail: str
    error_class: str
    status: int | None = None
    is_worth_retrying: bool = False
    retry_after: float | None = None
    """Seconds, as the server asked."""


TRY_AGAIN_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 527, 529, 530})
"""Answers that another moment may change; those from 520 are what content delivery networks add."""

_DIGITS = re.compile(r"\s*(\d+)\s*")


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds from ``now`` that a Retry-After header asks for, in either form; None where it states nothing sound."""
    if value is None:
        return None
    match = _DIGITS.fullmatch(value)
    if match is not None and match[1].isascii():
        return float(match[1][:12])
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    try:
        seconds = (at - now).total_seconds()
    except OverflowError:
        return None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def failure_of_status(status: int, retry_after: str | None, now: datetime) -> Failure:
    """What an answer that is neither 2xx nor a redirect means."""
    name = f"HTTP {status}"
    if status in (404, 410):
        return Failure("gone", name, name, status)
    if status in TRY_AGAIN_STATUSES or status >= 500:
        wait = parse_retry_after(retry_after, now)
        detail = name if wait is None else f"{name}, asked to wait {wait:.0f} s"
        # 501 and 505 say «never», in words that mean «not with this set-up»: later, but not at once.
        return Failure("try-later", detail, name, status, status in TRY_AGAIN_STATUSES, wait)
    if status == 304:
        return Failure("failed", "HTTP 304 to a request without validators", name, status)
    return Failure("failed", name, name, status)


def failure_of_error(error: Exception) -> Failure:
    """What an exception on the way to an answer means."""
    kind = type(error).__name__
    text = " ".join(str(error).split())[:200]
    if isinstance(error, RefusedScheme):
        return Failure("refused-scheme", text, kind)
    if isinstance(error, RefusedAddress | BadUrl):
        return Failure("refused-address", text, kind)
    if isinstance(error, BodyTooBig):
        return Failure("too-big", text, kind)
    if isinstance(error, BodyCutShort):
        return Failure("try-later", text, kind, is_worth_retrying=True)
    if isinstance(error, BadBody):
        return Failure("unreadable", text, kind)
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return Failure("try-later", f"no answer in time ({text or kind})", kind, is_worth_retrying=True)
    # A certificate that does not verify will not do so a second later.
    is_certificate = "CERTIFICATE_VERIFY_FAILED" in text
    return Failure("try-later", text or kind, kind, is_worth_retrying=not is_certificate)
