"""The house styles: each turns a ``View`` into one page as a real outlet of its kind writes it."""

from collections.abc import Callable

from seeds.sample.layouts.blog import company_blog, developer_blog, research_notes
from seeds.sample.layouts.html import View
from seeds.sample.layouts.magazine import english, startup_magazine
from seeds.sample.layouts.newspaper import economy, newspaper
from seeds.sample.layouts.official import public_body, wire
from seeds.sample.layouts.portal import portal, watch

LAYOUTS: dict[str, Callable[[View], str]] = {
    "company_blog": company_blog,
    "developer_blog": developer_blog,
    "economy": economy,
    "english": english,
    "newspaper": newspaper,
    "portal": portal,
    "public_body": public_body,
    "research_notes": research_notes,
    "startup_magazine": startup_magazine,
    "watch": watch,
    "wire": wire,
}
"""Name in ``outlets.toml`` to the function that writes the page."""
