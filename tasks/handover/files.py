"""Files that others may read the moment they appear: made under another name, renamed into place.

They are not forced to the disk: what a power cut leaves of them is found by its digest, and fetched again.
"""

import os
from pathlib import Path


def write_in_one_step(path: Path, text: str) -> None:
    """Puts a small file in place, or a new one in the place of the old."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


def sync(path: Path) -> None:
    """Waits until a file or the entries of a folder are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
