"""Another process that holds the warehouse of a home, until it is let go."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

HOLD = """
import sys
from pathlib import Path
from warehouse.connect import open_writer
with open_writer(Path(sys.argv[1]), "reprocess"):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held(writer_file: Path) -> Iterator["subprocess.Popen[str]"]:
    """The process; ``communicate`` ends it."""
    words = [sys.executable, "-c", HOLD, str(writer_file)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen(words, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, **pipes)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.communicate()
