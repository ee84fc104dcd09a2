"""The Prefect server that this machine talks to."""

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
import httpx
from prefect.settings import PREFECT_API_URL

from flows.settings import NoServer


def require_server() -> str:
    """The address of the configured server's API, which answers.

    Raises:
        NoServer: no server is configured, or it does not answer.
    """
    url: str | None = PREFECT_API_URL.value()
    if not url:
        raise NoServer(
            "no Prefect server is configured: start one with «prefect server start» in another terminal and set "
            "PREFECT_API_URL=http://127.0.0.1:4200/api"
        )
    try:
        httpx.get(f"{url.rstrip('/')}/health", timeout=10).raise_for_status()
    except httpx.HTTPError as error:
        raise NoServer(f"the Prefect server at {url} does not answer ({error}); is it started?") from error
    return url.rstrip("/")
