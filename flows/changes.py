"""What a set-up did: created, changed or left, said in one line each."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Change:
    """What became of one thing."""

    what: str
    outcome: Literal["created", "changed", "left"]
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.outcome:8}{self.what}{f' ({self.detail})' if self.detail else ''}"
