"""The newsroom itself: the same bytes each time, enough of everything, marked as fiction."""

import subprocess
import sys

from seeds.sample import EDITIONS, Newsroom
from seeds.sample.newsroom import _build
from tasks.decode import decode

ROOM = Newsroom.build()


def test_every_build_gives_the_same_bytes() -> None:
    _build.cache_clear()
    again = Newsroom.build()
    assert again is not ROOM
    for before, after in zip(ROOM.editions, again.editions, strict=True):
        assert {host: site.resources for host, site in before.items()} == {
            host: site.resources for host, site in after.items()
        }


def test_every_page_says_that_it_is_fictional() -> None:
    for edition in ROOM.editions:
        for site in edition.values():
            for path, resource in site.resources.items():
                if resource.content_type.startswith("text/html") and resource.status == 200:
                    text = decode(resource.body).text
                    assert 'class="sample-mark"' in text, path
                    assert 'name="sample-newsroom"' in text, path


def test_later_editions_only_add_links() -> None:
    first, last = ({link.url for link in ROOM.truth_at(number)} for number in (0, len(EDITIONS) - 1))
    assert first < last


def test_the_list_names_every_link() -> None:
    command = [sys.executable, "-m", "seeds.sample", "--list"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(lines) == len(ROOM.truth)
