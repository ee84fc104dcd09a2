"""Names of the places in the page that figures point to: the lines of the index."""

from urllib.parse import quote

from tasks.report.week import Week


def company_anchor(company_id: str, *, week: Week | None = None, theme_id: str | None = None) -> str:
    """Of a company's line, of one week in it, or of one theme in it."""
    return _anchor("c", company_id, week.label if week else None, theme_id)


def theme_anchor(theme_id: str, *, week: Week | None = None) -> str:
    """Of a theme's line, or of one week in it."""
    return _anchor("t", theme_id, week.label if week else None, None)


def story_anchor(number: int) -> str:
    """Of a numbered story."""
    return f"s{number}"


def _anchor(kind: str, own: str, week: str | None, theme: str | None) -> str:
    parts = [kind, own, *(part for part in (week, theme) if part)]
    return "--".join(quote(part, safe="") for part in parts)
