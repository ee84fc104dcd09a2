"""Files on the disk: TOML that people edit, small files made in one step, and waiting for the disk."""

import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any


def read_toml(path: Path, fault: Callable[[str], Exception], missing: str) -> dict[str, Any]:
    """The table of a TOML file.

    Args:
        path: the file.
        fault: the error to raise, made of a message that names the file.
        missing: what to do where there is no such file.

    Raises what ``fault`` makes: there is no such file, it cannot be read, or it is no TOML in UTF-8.
    """
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError as error:
        raise fault(f"{path}: no such file; {missing}") from error
    except OSError as error:
        raise fault(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise fault(f"{path}: not TOML: {error}") from error


def write_in_one_step(path: Path, text: str) -> None:
    """Puts a small file in place, or a new one in the place of the old. It is not forced to the disk."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)  # of a full disk it would take room


def sync(path: Path) -> None:
    """Waits until a file is on the disk, or what was renamed in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
