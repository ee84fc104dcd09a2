"""When a run gives a part up, and what then becomes of its links."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from prefect.logging import disable_run_logger

from flows import crew
from flows.crew import Crew
from flows.pieces import Part, Piece
from flows.settings import Settings
from tasks import frames
from tasks.handover.delivery import begin_delivery, deliver, delivery_folder
from tasks.handover.order import Terms, take_order, withdraw_order, write_order
from tasks.handover.signs import WORKER_STOPS, End, Pulse, tell_end
from tests import samples

LINKS = samples.links("http://minato.example/1", "http://minato.example/2").with_columns(batch=pl.lit(0))


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[list[Part]]:
    """Two parts with one batch each, their orders written; what is logged of them needs no run."""
    recipes = tmp_path / "recipes.toml"
    recipes.touch()
    made = []
    for number in (1, 2):
        folder = tmp_path / "exchange" / "run" / f"part-{number}"
        write_order(folder, Terms(run_id="run", part=number, program_version="1", policy={}, hosts={}), LINKS, recipes)
        made.append(Part(number, folder, LINKS, Pulse(folder), samples.NOW))
    with disable_run_logger():
        yield made


def taken(part: Part) -> Part:
    take_order(part.folder.parent.parent, part.name, "1")
    return part


def batch(parts: list[Part]) -> list[Piece]:
    return asyncio.run(Crew(Settings(timeout_minutes=1), parts).batch(0))


def test_a_part_of_whose_worker_nothing_is_heard_is_given_up(
    parts: list[Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "SILENCE", 0.3)
    pieces = batch([taken(part) for part in parts])
    assert [piece.delivery for piece in pieces] == [None, None]
    assert {piece.why for piece in pieces} == {"nothing was heard of its worker for 0 s"}
    assert all((part.folder / "stop").exists() for part in parts)


def test_a_part_that_no_worker_took_is_the_runs_own(parts: list[Part], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "PATIENCE", 0.0)
    whole = Crew(Settings(), parts)
    assert asyncio.run(whole.batch(0)) == []
    assert [links.equals(LINKS.drop("batch")) for part in parts for links in part.rest] == [True, True]
    assert not withdraw_order(parts[0].folder)  # nor can a worker take it any more


def test_an_order_waits_its_turn_while_another_part_goes_on(parts: list[Part], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "PATIENCE", 0.4)
    monkeypatch.setattr(crew, "LOOK", 0.05)
    working, waiting = taken(parts[0]), parts[1]

    async def work() -> None:
        for count in range(20):
            (working.folder / "beat").write_text(str(count))
            await asyncio.sleep(0.05)
        assert waiting.lost is None
        for part in parts:
            delivery_folder(part.folder, 0).mkdir()  # empty, so damaged

    async def together() -> list[Piece]:
        pieces, _ = await asyncio.gather(Crew(Settings(), parts).batch(0), work())
        return pieces

    assert ["was damaged" in piece.why for piece in asyncio.run(together())] == [True, True]


@pytest.mark.parametrize(
    ("reason", "told"), [("the disk is full", "its worker ended: the disk is full"), ("", "its worker ended")]
)
def test_a_worker_that_ended_before_it_was_done_is_not_waited_for(parts: list[Part], reason: str, told: str) -> None:
    tell_end(taken(parts[0]).folder, End(reason=reason))
    assert [piece.why for piece in batch(parts[:1])] == [told]


def test_what_a_worker_that_was_stopped_leaves_is_the_runs_own(parts: list[Part]) -> None:
    tell_end(taken(parts[0]).folder, End(reason=WORKER_STOPS))
    assert batch(parts[:1]) == []
    assert [links.equals(LINKS.drop("batch")) for links in parts[0].rest] == [True]


def test_links_to_hosts_of_other_workers_are_the_runs_own(parts: list[Part]) -> None:
    staged = begin_delivery(taken(parts[0]).folder, 0)
    own, other = LINKS["url"]
    settled = samples.pages(own, outcome="gone", warc_file=None, warc_offset=None)
    returned = samples.pages(other, outcome="not-fetched", warc_file=None, warc_offset=None)
    empty = {"articles": frames.Articles.create_empty(), "outcomes": frames.Outcomes.create_empty()}
    deliver(staged, 0, {"pages": pl.concat([settled, returned]), **empty})
    (piece,) = batch(parts[:1])
    assert piece.links["url"].to_list() == [own]
    assert piece.delivery is not None
    assert piece.delivery.pages["url"].to_list() == [own]
    assert [links["url"].to_list() for links in parts[0].rest] == [[other]]


def test_a_worker_whose_clock_is_slow_does_not_make_its_pages_older_than_their_order(parts: list[Part]) -> None:
    staged = begin_delivery(taken(parts[0]).folder, 0)
    slow = samples.pages(
        *LINKS["url"], outcome="gone", warc_offset=None, warc_file=None, fetched_at=datetime(2025, 6, 1, tzinfo=UTC)
    )
    empty = {"articles": frames.Articles.create_empty(), "outcomes": frames.Outcomes.create_empty()}
    deliver(staged, 0, {"pages": slow, **empty})
    (piece,) = batch(parts[:1])
    assert piece.delivery is not None
    assert piece.delivery.pages["fetched_at"].unique().to_list() == [parts[0].ordered_at]


def test_a_run_that_has_little_time_left_gives_up_what_is_not_delivered(parts: list[Part]) -> None:
    pieces = asyncio.run(Crew(Settings(timeout_minutes=0.001), [taken(parts[0])]).batch(0))
    assert [piece.why for piece in pieces] == ["not done within 0.00075 minutes"]


def test_a_damaged_batch_is_put_aside_and_its_links_are_told_with_the_reason(parts: list[Part]) -> None:
    delivery_folder(taken(parts[0]).folder, 0).mkdir()
    piece = batch(parts[:1])[0]
    assert piece.delivery is None
    assert piece.why.startswith("its batch was damaged: ")
    aside = parts[0].folder.parent.parent / "damaged"
    assert [path.name for path in aside.iterdir()] == ["run-part-1-batch-0000"]
