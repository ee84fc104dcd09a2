"""Which IP addresses a fetcher may connect to: globally routable unicast, nothing else.

The table follows the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates,
as of 2026). ``ipaddress.is_global`` alone is not enough: it lets multicast, site-local, translated
and tunnelled addresses pass, behind each of which a private IPv4 address can stand.
"""

import ipaddress
from functools import lru_cache

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_REFUSED_V4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private use",
    "100.64.0.0/10": "carrier-grade NAT",
    "127.0.0.0/8": "loopback",
    "168.63.129.16/32": "a cloud platform's host address",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private use",
    "192.0.0.0/24": "protocol assignments",
    "192.0.2.0/24": "documentation",
    "192.88.99.0/24": "6to4 relay anycast",
    "192.168.0.0/16": "private use",
    "198.18.0.0/15": "benchmarking",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}

_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
"""The only block from which IPv6 unicast is assigned (RFC 4291, 2.4); all else is refused unnamed or named."""

_REFUSED_V6 = {
    "::/128": "unspecified",
    "::1/128": "loopback",
    "::ffff:0:0/96": "IPv4-mapped",
    "::ffff:0:0:0/96": "IPv4-translated",
    "::/96": "IPv4-compatible",
    "64:ff9b::/96": "NAT64",
    "64:ff9b:1::/48": "local NAT64",
    "100::/64": "discard-only",
    "100:0:0:1::/64": "dummy prefix",
    "2001::/23": "protocol assignments (Teredo, ORCHID, benchmarking …)",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4",
    "3fff::/20": "documentation",
    "5f00::/16": "segment routing",
    "fc00::/7": "unique local",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
    "ff00::/8": "multicast",
}

_BLOCKS_V4 = [(ipaddress.IPv4Network(block), why) for block, why in _REFUSED_V4.items()]
_BLOCKS_V6 = [(ipaddress.IPv6Network(block), why) for block, why in _REFUSED_V6.items()]


@lru_cache(maxsize=4096)
def why_refused(address: IPAddress) -> str | None:
    """Why nobody may connect to ``address``; None where it is globally routable unicast."""
    if isinstance(address, ipaddress.IPv4Address):
        return next((why for block, why in _BLOCKS_V4 if address in block), None)
    if address.scope_id is not None:
        return "scoped to one link"
    why = next((why for block, why in _BLOCKS_V6 if address in block), None)
    if why is None and address not in _GLOBAL_V6:
        return "not global unicast"
    return why
