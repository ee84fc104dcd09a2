"""Addresses that a reader's browser may open."""

from urllib.parse import urlsplit


def safe_url(url: str | None) -> str | None:
    """The address where it is http or https with a host; None for all else, javascript: and data: above all."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return None
    return url
