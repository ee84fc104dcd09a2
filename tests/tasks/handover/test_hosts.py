"""A host is asked by one worker only, wherever pages redirect to."""

import asyncio
import json
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from flows.crew import standing_of
from tasks.fetch.client import HOST_ELSEWHERE, PoliteClient
from tasks.handover.hosts import OwnHosts, give_hosts, given_hosts
from tests.conftest import ROOT
from tests.tasks.fetch.webserver import Asked, WebServer, reply, serving

INTERVAL = 0.6
HOSTS = ("one.example", "two.example", "shared.example")
PAGES = 3

WORKER = """
import asyncio, json, sys
from pathlib import Path
from tasks.fetch.client import PoliteClient
from tasks.fetch.policy import FetchPolicy
from tasks.handover.hosts import OwnHosts
from tasks.handover.signs import End, tell_end

run, part, host, port, count, interval = sys.argv[1:]
hosts = ("one.example", "two.example", "shared.example")
connect = {each: ("127.0.0.1", int(port)) for each in hosts}
policy = FetchPolicy(user_agent="T/1", min_interval=float(interval), connect_to=connect)

async def work():
    async with PoliteClient(policy, may_ask=OwnHosts(Path(run), [host]).may_ask) as client:
        answers = [await client.get(f"http://{host}/{number}") for number in range(int(count))]
    (Path(run) / part / "beat").touch()
    tell_end(Path(run) / part, End(hosts=client.standing()))
    print(json.dumps([[each.url, each.outcome, each.error_class] for each in answers]))

asyncio.run(work())
"""


def route(asked: Asked) -> bytes:
    """Pages of the first two hosts lead to the third; robots.txt there is none."""
    if asked.path == "/robots.txt":
        return reply(404)
    if asked.host == "shared.example":
        return reply(200, b"<html><p>page</p></html>")
    return reply(301, location=f"http://shared.example{asked.path}")


class Everywhere(dict[str, object]):
    """One route for every path."""

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: str) -> object:
        return route


async def worker(run: Path, part: str, host: str, port: int) -> list[tuple[str, str | None, str | None]]:
    """What a worker's process made of the pages of its host."""
    (run / part).mkdir(parents=True)
    words = [sys.executable, "-c", WORKER, str(run), part, host, str(port), str(PAGES), str(INTERVAL)]
    process = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return [tuple(each) for each in json.loads(out)]


async def harvest(run: Path) -> tuple[list[list[tuple[str, str | None, str | None]]], WebServer]:
    """Two workers at once, then the writer with what they left to it."""
    give_hosts(run, HOSTS[:2])
    async with serving(Everywhere()) as web:
        made = await asyncio.gather(*(worker(run, f"part-{n}", HOSTS[n], web.port) for n in range(2)))
        async with PoliteClient(web.policy(*HOSTS, min_interval=INTERVAL)) as client:
            client.resume(standing_of(run, [run / "part-0", run / "part-1"]))
            for url, outcome, _ in [each for part in made for each in part]:
                if outcome is not None:
                    assert (await client.get(url)).outcome is None
    return list(made), web


@pytest.mark.slow
def test_two_workers_and_then_the_writer_keep_the_pace_of_a_host_to_which_the_pages_of_both_redirect(
    tmp_path: Path,
) -> None:
    made, web = asyncio.run(harvest(tmp_path / "run"))
    ends = sorted({(outcome, error_class) for _, outcome, error_class in part} for part in made)
    assert {(None, None)} in ends
    assert {("not-fetched", HOST_ELSEWHERE)} in ends
    for host in HOSTS:
        times = [each.at for each in web.asked if each.host == host]
        # The server sees a request some time after it began, so two may come nearer than they were sent. Of two that
        # ask without regard to each other one always comes within half of the interval.
        assert min(after - before for before, after in pairwise(times)) > INTERVAL / 2, host
    assert (
        len([each for each in web.asked if each.host == "shared.example" and each.path != "/robots.txt"]) == 2 * PAGES
    )


def test_a_host_belongs_to_the_first_that_claims_it(tmp_path: Path) -> None:
    give_hosts(tmp_path, ["a.example"])
    one, other = OwnHosts(tmp_path, ["a.example"]), OwnHosts(tmp_path, [])
    assert (one.may_ask("a.example"), other.may_ask("a.example")) == (True, False)
    assert (other.may_ask("b.example"), one.may_ask("b.example"), other.may_ask("b.example")) == (True, False, True)
    assert given_hosts(tmp_path) == ["a.example", "b.example"]


@pytest.mark.parametrize("host", ["", "..", "a/b"])
def test_what_is_no_name_of_a_folder_is_nobodys_host(tmp_path: Path, host: str) -> None:
    give_hosts(tmp_path, [host, "a.example"])
    assert not OwnHosts(tmp_path, []).may_ask(host)
    assert given_hosts(tmp_path) == ["a.example"]


def test_nothing_is_asked_where_the_exchange_cannot_be_reached(tmp_path: Path) -> None:
    assert not OwnHosts(tmp_path / "gone", []).may_ask("a.example")


def test_where_a_worker_ended_without_a_word_every_host_of_the_run_is_waited_for(tmp_path: Path) -> None:
    give_hosts(tmp_path, ["a.example"])
    (tmp_path / "part-1").mkdir()
    (tmp_path / "part-1" / "beat").touch()
    assert standing_of(tmp_path, [tmp_path / "part-1"]) == {"a.example": (0.0, 0.0)}
