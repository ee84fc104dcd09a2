"""Markup nested deeper than any page needs, made shallow before it is parsed.

For every block that opens, the HTML rules ask the whole stack of open elements whether a paragraph must be closed, so
a parser's time grows with the square of the depth: 200,000 open ``div`` take minutes. Browsers stop at 512.
"""

import re

MAX_DEPTH = 1_000
UNCLOSED = 10_000
SHORT_CHARS = 250_000
"""Shorter pages, and those with fewer unclosed tags, are parsed as they are: counting costs every page more."""

NESTING = re.compile(
    r"<(/?)(?:div|section|article|span|center|blockquote|ul|ol|dl|table|form|main|aside|header|footer|details|b|i|u|em"
    r"|strong|font|small|big|time|fieldset|figure|menu|dir|address|ruby|a|object|template|svg|math|select)\b[^<>]*>",
    re.IGNORECASE,
)


def shallow(html: str) -> str:
    """The markup without the tags that open below the greatest depth; nearly always the markup itself."""
    if len(html) < SHORT_CHARS or (count := html.count("<")) < UNCLOSED or count - 2 * html.count("</") < UNCLOSED:
        return html
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match[1]:
            depth = max(depth - 1, 0)
            return match[0]
        depth += 1
        return match[0] if depth < MAX_DEPTH else ""

    return NESTING.sub(keep, html)
