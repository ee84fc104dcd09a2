from pathlib import Path

import polars as pl
import pytest

from tasks.handover.order import BadOrder, NoSuchOrder, Terms, recipes_of, take_order, withdraw_order, write_order

LINKS = pl.DataFrame({"url": ["http://minato.example/1"], "source_id": ["minato"], "batch": [0]})
TERMS = Terms(run_id="run", part=1, program_version="1.0", policy={"attempts": 3}, hosts={"minato.example": (2.5, 0.0)})


@pytest.fixture
def exchange(tmp_path: Path) -> Path:
    """An exchange with one order in it."""
    recipes = tmp_path / "recipes.toml"
    recipes.write_text("# 瓦版\n", encoding="utf-8")
    write_order(tmp_path / "exchange" / "run" / "part-1", TERMS, LINKS, recipes)
    return tmp_path / "exchange"


def test_an_order_is_taken_as_it_was_written_and_by_one_worker_only(exchange: Path) -> None:
    terms, links = take_order(exchange, "run/part-1", "1.0")
    assert terms == TERMS
    assert links.equals(LINKS)
    assert recipes_of(exchange / "run" / "part-1").read_text(encoding="utf-8") == "# 瓦版\n"
    with pytest.raises(NoSuchOrder, match="taken by another worker"):
        take_order(exchange, "run/part-1", "1.0")
    assert not withdraw_order(exchange / "run" / "part-1")


def test_an_order_that_was_withdrawn_is_not_there_any_more(exchange: Path) -> None:
    assert withdraw_order(exchange / "run" / "part-1")
    with pytest.raises(NoSuchOrder, match="withdrawn"):
        take_order(exchange, "run/part-1", "1.0")


def test_a_worker_of_another_version_says_so(exchange: Path) -> None:
    with pytest.raises(BadOrder, match=r"written by Kawaraban 1\.0, here is 1\.1; install the same version"):
        take_order(exchange, "run/part-1", "1.1")


def test_a_folder_that_is_not_shared_here_is_told(exchange: Path) -> None:
    with pytest.raises(BadOrder, match="KAWARABAN_EXCHANGE"):
        take_order(exchange / "elsewhere", "run/part-1", "1.0")


@pytest.mark.parametrize("name", ["../part-1", "../etc/part-1", "run", "run/part-1/..", "/run/part-1", "run/../part-1"])
def test_nothing_but_a_part_of_a_run_can_be_asked_for(exchange: Path, name: str) -> None:
    with pytest.raises(BadOrder, match="is no order"):
        take_order(exchange, name, "1.0")


def test_a_damaged_order_is_told_in_one_line(exchange: Path) -> None:
    (exchange / "run" / "part-1" / "order" / "links.parquet").write_bytes(b"PAR1")
    with pytest.raises(BadOrder, match="cannot be read") as error:
        take_order(exchange, "run/part-1", "1.0")
    assert "\n" not in str(error.value)
