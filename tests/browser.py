"""Looks at a page in headless Chromium by its DevTools protocol: its requests, its complaints, its layout."""

import asyncio
import base64
import json
import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
]  # fmt: skip


@dataclass
class Seen:
    """What a page did when it was opened."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """Console errors and warnings, exceptions, and what the browser itself logged."""
    values: dict[str, Any] = field(default_factory=dict)
    picture: bytes = b""
    """PNG of the window."""


def look(chromium: str, url: str, *, width: int, media: str = "", scheme: str = "light", **expressions: str) -> Seen:
    """Opens ``url`` in a window of that width and evaluates JavaScript expressions, by name, once it is loaded.

    ``media``: screen or print; ``scheme``: light or dark.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = subprocess.Popen(
            [chromium, *FLAGS, f"--user-data-dir={profile}", "about:blank"], stderr=subprocess.PIPE, text=True
        )
        try:
            port = _port(browser)
            pages = httpx.get(f"http://127.0.0.1:{port}/json", timeout=30).json()
            page = next(page for page in pages if page["type"] == "page")
            size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
            wanted = {"media": media, "features": [{"name": "prefers-color-scheme", "value": scheme}]}
            return asyncio.run(_look(page["webSocketDebuggerUrl"], url, size, wanted, expressions))
        finally:
            browser.terminate()
            browser.wait(timeout=30)


def _port(browser: "subprocess.Popen[str]") -> int:
    assert browser.stderr is not None
    for line in browser.stderr:
        found = re.search(r"ws://127\.0\.0\.1:(\d+)/", line)
        if found:
            return int(found[1])
    raise AssertionError("the browser ended before it listened")


async def _look(
    socket: str, url: str, size: dict[str, Any], wanted: dict[str, Any], expressions: dict[str, str]
) -> Seen:
    seen = Seen()
    async with connect(socket, max_size=None) as connection:
        for domain in ("Page", "Network", "Runtime", "Log"):
            await _call(connection, seen, f"{domain}.enable")
        await _call(connection, seen, "Emulation.setDeviceMetricsOverride", **size)
        await _call(connection, seen, "Emulation.setEmulatedMedia", **wanted)
        await _call(connection, seen, "Page.navigate", url=url)
        await _until(connection, seen, lambda told: told.get("method") == "Page.loadEventFired")
        for name, expression in expressions.items():
            answer = await _call(connection, seen, "Runtime.evaluate", expression=expression, returnByValue=True)
            seen.values[name] = answer["result"].get("value", answer)
        seen.picture = base64.b64decode((await _call(connection, seen, "Page.captureScreenshot"))["data"])
    return seen


async def _call(connection: ClientConnection, seen: Seen, method: str, **parameters: Any) -> dict[str, Any]:
    await connection.send(json.dumps({"id": 1, "method": method, "params": parameters}))
    return dict((await _until(connection, seen, lambda told: "id" in told)).get("result", {}))


async def _until(
    connection: ClientConnection, seen: Seen, is_wanted: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """Notes what is told on the way to what is wanted."""
    while True:
        told = json.loads(await asyncio.wait_for(connection.recv(), 60))
        match told.get("method"):
            case "Network.requestWillBeSent":
                seen.requests.append(told["params"]["request"]["url"])
            case "Runtime.consoleAPICalled" if told["params"]["type"] in ("error", "warning"):
                seen.complaints.append(str(told["params"]["args"]))
            case "Runtime.exceptionThrown":
                seen.complaints.append(str(told["params"]["exceptionDetails"]))
            case "Log.entryAdded":
                seen.complaints.append(told["params"]["entry"]["text"])
        if is_wanted(told):
            return dict(told)
