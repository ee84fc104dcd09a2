"""Fillable texts: an entry gives its own sentences, a frame the opening and the closing of its genre.

Which opening is used hangs on the entry's key, so that adding an article changes no other.
"""

import re
from hashlib import sha256
from typing import Any

from seeds.sample.model import SampleError

_SLOT = re.compile(r"<(\w+)>")


def pick(key: str, purpose: str, count: int) -> int:
    """A number below ``count`` that depends on key and purpose alone."""
    return int.from_bytes(sha256(f"{key}/{purpose}".encode()).digest()[:4]) % count


def fill(entry: dict[str, Any], frame: dict[str, list[str]]) -> dict[str, Any]:
    """The entry with title and body made from ``frame``; its own sentences stand between opening and closing."""
    slots = {**entry, "day": entry["at"][3:5].lstrip("0")}
    made = dict(entry)
    if "title" not in entry:
        made["title"] = _filled(_chosen(entry, frame, "title"), slots)
    lines = [_chosen(entry, frame, "opening"), entry["body"].strip(), _chosen(entry, frame, "closing")]
    made["body"] = "\n".join(_filled(line, slots) for line in lines if line)
    return made


def _chosen(entry: dict[str, Any], frame: dict[str, list[str]], part: str) -> str:
    choices = frame.get(part, [""])
    return choices[pick(entry["key"], part, len(choices))]


def _filled(line: str, slots: dict[str, Any]) -> str:
    def value(slot: re.Match[str]) -> str:
        if slot.group(1) not in slots:
            raise SampleError(f"the frame needs {slot.group(1)!r}")
        return str(slots[slot.group(1)])

    return _SLOT.sub(value, line)
