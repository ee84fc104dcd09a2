"""A small file beside the writer's database that says how the last run went.

The writer's database is locked while a run works, and a run that fails publishes nothing: whoever wants to know how
things stand, a person or a container's health check, reads this file.
"""

import os
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from tasks.files import write_in_one_step


class RunNote(BaseModel):
    """How the last run went."""

    run_id: str
    kind: str
    state: Literal["running", "completed", "failed", "stopped"]
    """stopped: by SIGTERM or Ctrl-C, as by an operator or by a machine that is switched off."""
    started_at: datetime
    ended_at: datetime | None = None
    detail: str | None = None
    process_id: int

    @property
    def was_killed(self) -> bool:
        """It never ended, and its process is no more."""
        return self.state == "running" and not _is_alive(self.process_id)


def write_note(path: Path, note: RunNote) -> None:
    """Replaces the note in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_in_one_step(path, note.model_dump_json(indent=1))


def read_note(path: Path) -> RunNote | None:
    """The note; None where no run was started yet, or where the file is damaged."""
    try:
        return RunNote.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def _is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
