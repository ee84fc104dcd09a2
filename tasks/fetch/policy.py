"""The rules that a fetcher keeps: who it says it is, how fast it may go, and how much it may take."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FetchPolicy:
    """Every limit of one client. Times are in seconds, sizes in bytes."""

    user_agent: str
    """One honest name with a version and a contact; its first word is what robots.txt files call us."""
    allowed_hosts: frozenset[str] = frozenset()
    """Hosts the operator vouches for (a leading dot means «and all below»): they may have private addresses."""
    connect_to: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """Host to address and port, like curl's ``--connect-to``; these hosts are vouched for too."""
    host_intervals: Mapping[str, float] = field(default_factory=dict)
    """Least time between two requests to a host, where a source states one."""
    min_interval: float = 5.0
    """The same for hosts that no source names; five seconds is what careful news crawlers keep."""
    longest_crawl_delay: float = 120.0
    """A Crawl-delay in robots.txt counts up to this; the longest that a watched site asks for is 100."""

    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    """Longest silence within an answer."""
    total_timeout: float = 60.0
    """Longest duration of one request, however steadily it drips."""
    max_redirects: int = 8
    max_header_bytes: int = 65_536
    max_wire_bytes: int = 10 * 2**20
    max_body_bytes: int = 20 * 2**20
    """After inflation. News pages stay below one megabyte, feeds below five."""

    attempts: int = 3
    backoff: float = 1.0
    """First wait before trying again; doubles each time, with jitter."""
    longest_wait: float = 60.0
    """A Retry-After up to this is waited for; a longer one postpones the link."""
    longest_retry_after: float = 86_400.0
    """No server postpones us for more than a day."""
    retry_later: float = 900.0
    """When to come back to a link that failed for now and named no time."""
    host_failures: int = 3
    """So many links of a host failing in a row, and the rest of the host waits for a later run."""

    robots_max_age: float = 86_400.0
    """RFC 9309, 2.4: no longer than a day."""
    robots_retry_age: float = 600.0
    """How soon a robots.txt that could not be had is asked for again."""
    concurrency: int = 32
    """Requests on the wire at the same time, each to another host."""

    def vouched(self) -> frozenset[str]:
        """All hosts that may have private addresses."""
        return self.allowed_hosts | frozenset(self.connect_to)
