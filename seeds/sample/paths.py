"""Addresses. They hang on the article's key and day alone, so that adding an article moves no other."""

from datetime import timedelta
from hashlib import sha256

from seeds.sample.model import Article, Outlet


def article_path(outlet: Outlet, article: Article) -> str:
    """The path of part 1."""
    number = int.from_bytes(sha256(article.key.encode()).digest()[:6])
    # Some houses reserve the address while the text is being written, days before it appears.
    day = article.published - timedelta(days=8 if "early-address" in article.features else 0)
    return outlet.path.format(
        key=article.key,
        yyyy=f"{day:%Y}",
        yy=f"{day:%y}",
        mm=f"{day:%m}",
        dd=f"{day:%d}",
        n3=f"{number % 900 + 100}",
        n6=f"{number % 900_000 + 100_000}",
        n9=f"{number % 90_000 + 10_000:09}",
    )


def part_paths(path: str, parts: int) -> tuple[str, ...]:
    """The paths of all parts: ``news083.html``, ``news083_2.html`` …"""
    stem, dot, suffix = path.rpartition(".")
    return (path, *(f"{stem}_{part}{dot}{suffix}" for part in range(2, parts + 1)))


def old_path(article: Article) -> str:
    """The address that an article had before it moved; it redirects."""
    return f"/old/{article.key}"


def second_path(article: Article) -> str:
    """The address of the phone version, whose canonical link is the article."""
    return f"/amp/{article.key}/"
