"""What one polite request gives, and the shape of whoever makes it.

Discovery needs feeds and robots needs robots.txt, but steps do not import each other: a flow hands
discovery a ``Getter``, which the fetch step implements.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Response:
    """The end of one request, redirects followed: an answer, or the named reason why there is none."""

    url: str
    """What was asked for."""
    final_url: str
    fetched_at: datetime
    """Aware, UTC."""
    outcome: str | None = None
    """Null for a usable answer (2xx with a body, or 304); else one of ``tasks.frames.OUTCOMES``."""
    detail: str | None = None
    error_class: str | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes = b""
    """After transfer and content decoding."""
    attempts: int = 1
    elapsed_ms: int = 0
    wire_bytes: int = 0
    retry_at: datetime | None = None
    peer: str | None = None
    """The IP address that answered."""

    @property
    def is_not_modified(self) -> bool:
        """The server answered 304 to our validators."""
        return self.status == 304


@dataclass(frozen=True)
class Validators:
    """What a server gave us to ask «has it changed?» with (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


class Getter(Protocol):
    """Fetches one URL within the rules: robots.txt, pace, address checks, limits. Never raises for the web's faults."""

    async def get(self, url: str, *, validators: Validators | None = None) -> Response:
        """The answer, or a ``Response`` whose ``outcome`` says why there is none."""
        ...
