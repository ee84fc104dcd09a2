"""The API of the run's Prefect server, asked as Prefect's own programs ask it.

Its SQLite database takes one writer at a time: a server that is busy with other tests answers 503, and is meant to be
asked again. A plain HTTP client would take that for the answer.
"""

import httpx
from prefect.client.base import PrefectHttpxSyncClient


def open_api(server: str) -> httpx.Client:
    """A client of ``server``, an address that ends in ``/api``; refusals other than «busy» are answers to look at."""
    return PrefectHttpxSyncClient(base_url=server, timeout=60, raise_on_all_errors=False)
