"""The page of the sample newsroom: its table and its example are true."""

import re
from pathlib import Path
from typing import Any

from seeds.sample import Newsroom

README = (Path(__file__).parents[2] / "seeds" / "sample" / "README.md").read_text(encoding="utf-8")


def test_the_table_has_every_outlet(room: Newsroom) -> None:
    assert re.findall(r"^\| ([a-z]+) \|", README, re.MULTILINE)[1:] == [outlet.id for outlet in room.outlets]


def test_the_example_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names: dict[str, Any] = {}
    exec(example, names)
    assert names["server"].edition == 1
    assert names["room"].truth == Newsroom.build().truth
