"""Looks at pages in headless Chromium by its DevTools protocol: their requests, their complaints, their layout."""

import asyncio
import base64
import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
    # No name is looked up and nothing but loopback is connected to, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
PATIENCE = 60
"""Seconds until a page that does not become ready fails the test."""


@dataclass
class Seen:
    """What a page did when it was opened."""

    requests: list[str] = field(default_factory=list)
    """Addresses asked for, those of web sockets included."""
    complaints: list[str] = field(default_factory=list)
    """Console errors and warnings, exceptions, and what the browser itself logged."""
    values: dict[str, Any] = field(default_factory=dict)
    picture: bytes = b""
    """PNG of the window."""


@dataclass(frozen=True)
class Browser:
    """A running browser; every look is a tab of its own."""

    port: int

    def look(
        self,
        url: str,
        *,
        width: int,
        height: int = 900,
        media: str = "",
        scheme: str = "light",
        ready: str = "true",
        **expressions: str,
    ) -> Seen:
        """Opens ``url`` in a window of that size and evaluates JavaScript expressions, by name, once it is ready.

        ``media``: screen or print; ``scheme``: light or dark; ``ready``: a JavaScript expression that is true when
        all that matters is there, for pages that go on building themselves after they are loaded.

        Raises:
            AssertionError: the page was not ready in time; the message has its text.
        """
        address = f"http://127.0.0.1:{self.port}/json"
        page = httpx.put(f"{address}/new?about:blank", timeout=30).json()
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        wanted = {"media": media, "features": [{"name": "prefers-color-scheme", "value": scheme}]}
        try:
            return asyncio.run(_look(page["webSocketDebuggerUrl"], url, size, wanted, ready, expressions))
        finally:
            httpx.get(f"{address}/close/{page['id']}", timeout=30)


@contextmanager
def open_browser(chromium: str) -> Iterator[Browser]:
    """A browser with a fresh profile, ended with the block."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [chromium, *FLAGS, f"--user-data-dir={profile}", "about:blank"], stderr=subprocess.PIPE, text=True
        )
        try:
            yield Browser(_port(process))
        finally:
            process.terminate()
            process.wait(timeout=30)


def look(chromium: str, url: str, *, width: int, media: str = "", scheme: str = "light", **expressions: str) -> Seen:
    """One look at one page; see ``Browser.look``."""
    with open_browser(chromium) as browser:
        return browser.look(url, width=width, media=media, scheme=scheme, **expressions)


def _port(browser: "subprocess.Popen[str]") -> int:
    assert browser.stderr is not None
    for line in browser.stderr:
        found = re.search(r"ws://127\.0\.0\.1:(\d+)/", line)
        if found:
            return int(found[1])
    raise AssertionError("the browser ended before it listened")


async def _look(
    socket: str, url: str, size: dict[str, Any], wanted: dict[str, Any], ready: str, expressions: dict[str, str]
) -> Seen:
    seen = Seen()
    async with connect(socket, max_size=None) as connection:
        for domain in ("Page", "Network", "Runtime", "Log"):
            await _call(connection, seen, f"{domain}.enable")
        await _call(connection, seen, "Emulation.setDeviceMetricsOverride", **size)
        await _call(connection, seen, "Emulation.setEmulatedMedia", **wanted)
        await _call(connection, seen, "Page.navigate", url=url)
        await _until(connection, seen, lambda told: told.get("method") == "Page.loadEventFired")
        await _wait_until_ready(connection, seen, ready)
        for name, expression in expressions.items():
            answer = await _call(connection, seen, "Runtime.evaluate", expression=expression, returnByValue=True)
            seen.values[name] = answer["result"].get("value", answer)
        seen.picture = base64.b64decode((await _call(connection, seen, "Page.captureScreenshot"))["data"])
    return seen


async def _wait_until_ready(connection: ClientConnection, seen: Seen, ready: str) -> None:
    """Waits in the page itself, and for the fonts that its text needs."""
    waiting = f"""new Promise(done => {{
        const end = Date.now() + {PATIENCE * 1000};
        const ask = () => {{
            if ({ready}) document.fonts.ready.then(() => requestAnimationFrame(() => done("")));
            else if (Date.now() > end) done(document.body.innerText || "an empty page");
            else setTimeout(ask, 50);
        }};
        ask();
    }})"""
    call = {"expression": waiting, "returnByValue": True, "awaitPromise": True}
    answer = await _call(connection, seen, "Runtime.evaluate", **call)
    assert answer["result"].get("value") == "", f"{ready} never came true: {answer}, {seen.complaints}"


async def _call(connection: ClientConnection, seen: Seen, method: str, **parameters: Any) -> dict[str, Any]:
    await connection.send(json.dumps({"id": 1, "method": method, "params": parameters}))
    return dict((await _until(connection, seen, lambda told: "id" in told)).get("result", {}))


async def _until(
    connection: ClientConnection, seen: Seen, is_wanted: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """Notes what is told on the way to what is wanted."""
    while True:
        told = json.loads(await asyncio.wait_for(connection.recv(), PATIENCE + 10))
        match told.get("method"):
            case "Network.requestWillBeSent":
                seen.requests.append(told["params"]["request"]["url"])
            case "Network.webSocketCreated":
                seen.requests.append(told["params"]["url"])
            case "Runtime.consoleAPICalled" if told["params"]["type"] in ("error", "warning"):
                seen.complaints.append(str(told["params"]["args"]))
            case "Runtime.exceptionThrown":
                seen.complaints.append(str(told["params"]["exceptionDetails"]))
            case "Log.entryAdded":
                entry = told["params"]["entry"]
                seen.complaints.append(f"{entry['text']} {entry.get('url', '')}".strip())
        if is_wanted(told):
            return dict(told)
