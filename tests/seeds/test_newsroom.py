"""The newsroom as a whole: the same bytes each time, enough of everything, marked as fiction, trends to be seen."""

import subprocess
import sys
import time
from collections import Counter
from datetime import date, datetime

from seeds.sample import EDITIONS, Newsroom
from seeds.sample.newsroom import _build
from tasks.decode import decode
from tasks.frames import OUTCOMES

FIRST_DAY, LAST_DAY = date(2025, 6, 2), date(2025, 9, 28)


def week(published: str) -> int:
    return datetime.fromisoformat(published).isocalendar().week


def weekly(room: Newsroom, field: str) -> dict[str, Counter[int]]:
    """Loaded articles a week for each company or theme."""
    counts: dict[str, Counter[int]] = {}
    for link in room.truth:
        if link.outcome == "loaded" and link.article:
            for label in getattr(link.article, field):
                counts.setdefault(label, Counter())[week(link.published)] += 1
    return counts


def test_every_build_gives_the_same_bytes_in_less_than_two_seconds(room: Newsroom) -> None:
    _build.cache_clear()
    began = time.process_time()
    again = Newsroom.build()
    assert time.process_time() - began < 2
    assert again is not room
    for before, after in zip(room.editions, again.editions, strict=True):
        assert {host: site.resources for host, site in before.items()} == {
            host: site.resources for host, site in after.items()
        }


def test_there_are_enough_outlets_pages_and_weeks(room: Newsroom) -> None:
    assert len(room.outlets) >= 9
    for edition in range(len(EDITIONS)):
        links = [link for link in room.truth_at(edition) if link.outcome == "loaded"]
        assert len(links) >= 170
        assert {week(link.published) for link in links} == set(range(23, 40))
        assert all(FIRST_DAY <= datetime.fromisoformat(link.published).date() <= LAST_DAY for link in links)


def test_every_link_has_one_address_and_a_known_outcome(room: Newsroom) -> None:
    urls = [link.url for link in room.truth]
    assert len(urls) == len(set(urls))
    assert {link.outcome for link in room.truth} <= set(OUTCOMES)


def test_every_page_says_that_it_is_fictional(room: Newsroom) -> None:
    for edition in room.editions:
        for site in edition.values():
            pages = [*site.resources.values(), site.missing()]
            for page in pages:
                if page.content_type.startswith("text/html") and page.status != 301:
                    text = decode(page.body).text
                    assert 'class="sample-mark"' in text
                    assert 'name="sample-newsroom" content="fictional"' in text
                else:
                    assert page.status == 301 or any(word in page.body for word in _FICTION_WORDS), page.content_type


_FICTION_WORDS = [
    word.encode(encoding)
    for word in ("架空", "fictional", "Fictional", "sample / 見本")
    for encoding in ("utf-8", "cp932")
]


def test_the_later_edition_adds_links_and_changes_one_article(room: Newsroom) -> None:
    first, last = ({link.url: link for link in room.truth_at(number)} for number in (0, 1))
    assert first.keys() < last.keys()
    changed = [url for url, link in first.items() if link.article != last[url].article]
    assert [last[url].features for url in changed] == [("edited",)]


def test_pages_stay_as_they_are_unless_their_article_is_edited(room: Newsroom) -> None:
    """Otherwise nothing could answer «not modified»."""
    first, last = room.editions
    for host, site in first.items():
        for link in room.truth_at(0):
            path = link.url.removeprefix(f"http://{host}")
            if path != link.url and path in site.resources:
                is_same = site.resources[path] == last[host].resources[path]
                assert is_same != ("edited" in link.features), link.url


def test_one_company_rises_one_fades_one_bursts(room: Newsroom) -> None:
    counts = weekly(room, "companies")
    rising = [counts["kotoba-tech"][number] for number in range(23, 40)]
    assert sum(rising[:11]) == 0
    assert rising[14] < rising[15] < rising[16]
    fading = [counts["elyza"][number] for number in range(23, 40)]
    assert sum(fading[:6]) >= 3 * sum(fading[6:])
    burst = counts["turing"]
    assert burst[31] >= 5 > sum(burst.values()) - burst[31]


def test_one_theme_comes_and_one_goes(room: Newsroom) -> None:
    counts = weekly(room, "themes")
    agents, search = counts["ai-agents"], counts["rag"]
    assert sum(agents[number] for number in range(23, 31)) < sum(agents[number] for number in range(36, 40)) / 4
    assert all(number < 31 for number in search)


def test_outlets_differ_in_what_they_write_about(room: Newsroom) -> None:
    favourites = {
        outlet.id: Counter(
            theme
            for link in room.truth
            if link.source_id == outlet.id and link.article
            for theme in link.article.themes
        ).most_common(1)[0][0]
        for outlet in room.outlets
    }
    assert favourites["techo"] == "funding"
    assert favourites["hashibami"] == "earnings"
    assert favourites["donabe"] == "physical-ai"
    assert favourites["kotonoha"] == "evaluation"
    assert len(set(favourites.values())) >= 6


def test_the_list_names_every_link(room: Newsroom) -> None:
    command = [sys.executable, "-m", "seeds.sample", "--list"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(lines) == len(room.truth)
