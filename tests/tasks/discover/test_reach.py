"""How far back an answer reaches: a period before that is unknown, not empty."""

import asyncio
from datetime import UTC, datetime

from tasks.discover.discover import discover
from tasks.discover.sources import Feed, Source
from tasks.web import Response, Validators

NOW = datetime(2025, 7, 1, tzinfo=UTC)
ITEM = (
    "<item><title>題 {n}</title><link>http://minato.example/{n}</link>"
    "<pubDate>{day} Jun 2025 09:00:00 +0900</pubDate></item>"
)
FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>港</title>{items}</channel></rss>'


class OneFeed:
    """Answers every request with the same feed."""

    def __init__(self, *days: int) -> None:
        items = "".join(ITEM.format(n=n, day=day) for n, day in enumerate(days))
        self.body = (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>港</title>{items}</channel></rss>'.encode()
        )

    async def get(self, url: str, *, validators: Validators | None = None) -> Response:
        headers = {"content-type": "application/rss+xml"}
        return Response(url, url, NOW, status=200, headers=headers, body=self.body)


def reach(most: int | None, *days: int) -> tuple[datetime | None, datetime | None]:
    feed = Feed(url="http://minato.example/feed", format="rss2")
    source = Source(
        id="minato", name="港", homepage="http://minato.example/", lang="ja", kind="media", tier=1, feeds=(feed,),
        enabled=True, max_links_per_poll=most,
    )  # fmt: skip
    polls = asyncio.run(discover(source, OneFeed(*days), {}, NOW)).polls
    return polls["oldest_at"][0], polls["newest_at"][0]


def test_an_answer_reaches_back_to_its_oldest_item() -> None:
    assert reach(None, 20, 3, 11) == (datetime(2025, 6, 3, tzinfo=UTC), datetime(2025, 6, 20, tzinfo=UTC))


def test_items_that_were_not_taken_do_not_count() -> None:
    assert reach(2, 20, 3, 11)[0] == datetime(2025, 6, 11, tzinfo=UTC)


def test_a_feed_without_items_reaches_nowhere() -> None:
    assert reach(None) == (None, None)
