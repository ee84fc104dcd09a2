from pathlib import Path

import pytest

from flows.settings import BadSettings, Settings, use_settings
from flows.worker import serve_as_worker


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({}, "set KAWARABAN_WORK_POOL to the pool that the machine with the warehouse uses"),
        ({"work_pool": "harvesters", "exchange": Path("/dev/null/exchange")}, "mount it, or point KAWARABAN_EXCHANGE"),
    ],
)
def test_a_worker_that_could_do_nothing_is_told_why_before_it_begins(
    tmp_path: Path, chosen: dict[str, object], told: str
) -> None:
    with use_settings(Settings(home=tmp_path, **chosen)), pytest.raises(BadSettings, match=told):  # type: ignore[arg-type]
        serve_as_worker()
