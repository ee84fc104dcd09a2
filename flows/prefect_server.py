"""The Prefect server that this machine talks to."""

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
import httpx
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL

from flows.settings import NoServer


def require_server() -> str:
    """The address of the configured server's API, which answers and lets us in.

    Raises:
        NoServer: no server is configured, it does not answer, or it refuses the password.
    """
    url = server_url()
    if url is None:
        raise NoServer(
            "no Prefect server is configured: start one with «prefect server start» in another terminal and set "
            "PREFECT_API_URL=http://127.0.0.1:4200/api"
        )
    try:
        httpx.get(f"{url}/health", timeout=10).raise_for_status()  # answers without a password
        get_client(sync_client=True).api_version()
    except httpx.HTTPError as error:
        raise NoServer(refusal(error)) from error
    except ValueError as error:  # of JSON: a dashboard's page, a proxy's
        raise NoServer(f"{url} is no Prefect API; PREFECT_API_URL ends in /api") from error
    return url


def server_url() -> str | None:
    """The address of the configured server's API; None where runs start a temporary server of their own."""
    url: str | None = PREFECT_API_URL.value()
    return url.rstrip("/") if url else None


def refusal(error: httpx.HTTPError) -> str:
    """What the server did instead of answering, and what to do, in one line."""
    where = f"the Prefect server at {server_url() or 'a temporary address'}"
    if not isinstance(error, httpx.HTTPStatusError):
        return f"{where} does not answer ({str(error) or type(error).__name__}); is it started?"
    status = error.response.status_code
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return f"{where} refuses the password; set PREFECT_API_AUTH_STRING=user:password as on the server"
    path = error.request.url.path
    if path.endswith("/health"):
        return f"{where} answers with status {status}; PREFECT_API_URL ends in /api"
    return f"{where} answers {path} with status {status}; look at its log"
