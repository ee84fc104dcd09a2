"""Draws the charts of a report as SVG at the time of writing: Vega-Lite, described by Altair, rendered by vl-convert.

The page then needs no script and no network, prints as it looks, and every bar, dot and cell is an ordinary link.
Colours are the page's own CSS variables, so that one drawing serves light, dark and print; the font is the page's.
Each chart is drawn twice, for a narrow and a wide page, because text in a scaled drawing would be too small to read.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import altair as alt
import vl_convert

from tasks.report.anchors import company_anchor
from tasks.report.model import Change, Heat, Mover, Share
from tasks.report.words import Words

NARROW = 342
"""Pixels: a page of 390 less its margins."""
WIDE = 500
"""Pixels: half of the page at its widest."""
WIDEST = 1040
"""Pixels: the whole of it."""

ACCENT, COOL, INK, FAINT, PAPER = ("var(--accent)", "var(--cool)", "var(--ink)", "var(--rule)", "var(--paper)")
_FONT = "Noto Sans CJK JP, Noto Sans JP, Hiragino Sans, Yu Gothic, sans-serif"
"""What widths are measured with where it is installed; the page sets its own."""


@dataclass(frozen=True)
class Drawing:
    """One chart in its two widths, each an ``<svg>`` element."""

    narrow: str
    wide: str


def draw_shares(shares: Sequence[Share], words: Words) -> Drawing:
    """Bars of each company's share, with a tick where it stood over the four weeks before."""
    rows = [
        {
            "row": number,
            "name": share.company.name,
            "share": share.share,
            "earlier": share.earlier_share,
            "told": f"{words.percent(share.share)} · {words.text('stories_n', share.story_count, n=share.story_count)}",
            "href": "#" + company_anchor(share.company.id),
        }
        for number, share in enumerate(shares)
    ]
    top = max(max(share.share, share.earlier_share or 0) for share in shares)

    def chart(width: int) -> alt.LayerChart:
        base = _rows(rows)
        scale = alt.Scale(domain=[0, top], nice=False)
        bars = base.mark_bar(color=ACCENT, size=11, yOffset=9).encode(
            x=alt.X("share:Q", axis=None, scale=scale), href="href:N", description="label:N"
        )
        ticks = base.mark_tick(color=INK, thickness=2, size=19, yOffset=9).encode(x=alt.X("earlier:Q", scale=scale))
        return _layered(bars.transform_calculate(label="datum.name + ' ' + datum.told"), ticks, *_labels(base, width))

    return _draw(chart, WIDE, len(rows) * 42, words.text("share_title"))


def draw_momentum(changes: Sequence[Change], words: Words) -> Drawing:
    """From what the four weeks before lead to expect (ring) to the last four (disc), rises and falls in two colours."""
    rows = [
        {
            "row": number,
            "name": change.topic.name,
            "from": change.expected if change.expected is not None else change.earlier,
            "to": change.recent,
            "colour": ACCENT if (change.score or 0) > 0 else COOL,
            "told": f"{words.number(change.expected)} → {words.text('stories_n', change.recent, n=change.recent)}",
            "href": "#" + company_anchor(change.topic.id),
        }
        for number, change in enumerate(changes)
    ]
    top = max(max(row["from"], row["to"]) for row in rows) or 1

    def chart(width: int) -> alt.LayerChart:
        base = _rows(rows)
        scale = alt.Scale(domain=[0, top], range=[7, width - 7], nice=False)  # room for half a disc at either end
        colour = alt.Color("colour:N", scale=None, legend=None)
        x = alt.X("from:Q", axis=None, scale=scale)
        zero = base.mark_rule(color=FAINT, yOffset=9, y2Offset=9).encode(x=alt.value(0), x2=alt.value(width))
        line = base.mark_rule(strokeWidth=3, yOffset=9, y2Offset=9).encode(x=x, x2="to:Q", color=colour)
        ring = base.mark_point(size=70, filled=True, strokeWidth=2, yOffset=9, fill=PAPER, opacity=1).encode(
            x=x, stroke=colour
        )
        disc = base.mark_point(size=110, filled=True, yOffset=9, opacity=1).encode(
            x=alt.X("to:Q", scale=scale), color=colour, href="href:N", description="label:N"
        )
        disc = disc.transform_calculate(label="datum.name + ' ' + datum.told")
        return _layered(zero, line, ring, disc, *_labels(base, width))

    return _draw(chart, WIDE, len(rows) * 42, words.text("momentum_title"))


def draw_heat(heat: Heat, words: Words) -> Drawing:
    """Themes by company; the more stories, the deeper, with the number in the cell."""
    top = max(heat.counts.values())
    rows = [
        {
            "company": company.name,
            "theme": theme.name,
            "count": count or None,
            "told": str(count or ""),
            "depth": (0.18 + 0.82 * count / top) if count else 0,
            "text": PAPER if count and count / top > 0.66 else INK,
            "label": f"{company.name} × {theme.name}: {count}",
            "href": "#" + company_anchor(company.id, theme_id=theme.id),
        }
        for company in heat.companies
        for theme in heat.themes
        for count in [heat.counts.get((company.id, theme.id), 0)]
    ]

    def chart(width: int) -> alt.LayerChart:
        is_wide = width > WIDE
        # The names stand where they fit whatever the fonts: the extents are fixed, longer names end in an ellipsis.
        left, above = (170, 100) if is_wide else (104, 118)
        names = alt.Axis(
            title=None, minExtent=left, maxExtent=left, labelLimit=left, labelPadding=8, domain=False, ticks=False
        )
        angle = -35 if is_wide else -68
        themes = alt.Axis(
            title=None, orient="top", labelAngle=angle, labelAlign="left", labelBaseline="middle", labelLimit=150,
            minExtent=above, maxExtent=above, domain=False, ticks=False, labelOffset=0, labelPadding=8,
        )  # fmt: skip
        base = alt.Chart({"values": rows}).encode(
            x=alt.X("theme:N", sort=None, axis=themes), y=alt.Y("company:N", sort=None, axis=names)
        )
        empty = base.mark_rect(fill=FAINT, fillOpacity=0.28, stroke=PAPER, strokeWidth=2)
        cells = base.transform_filter("datum.count > 0").mark_rect(fill=ACCENT, stroke=PAPER, strokeWidth=2)
        cells = cells.encode(
            fillOpacity=alt.FillOpacity("depth:Q", scale=None, legend=None), href="href:N", description="label:N"
        )
        numbers = base.mark_text(fontSize=14 if is_wide else 12, fontWeight=600).encode(
            text="told:N", color=alt.Color("text:N", scale=None, legend=None)
        )
        return _layered(empty, cells, numbers)

    return _draw(chart, WIDEST, len(heat.companies), words.text("heat_title"), columns=len(heat.themes))


def draw_weeks(mover: Mover, words: Words) -> str:
    """Nine small columns, the week told in colour; a week that is not known has a question mark, not a nought."""
    rows = [
        {
            "row": number,
            "count": week.count or 0,
            "told": "?" if week.count is None else str(week.count),
            "colour": ACCENT if number == len(mover.weeks) - 1 else COOL,
            "depth": 1.0 if week.is_complete else 0.45,
            "label": f"{week.week.label}: {'?' if week.count is None else week.count}",
            "href": "#" + company_anchor(mover.company.id, week=week.week),
        }
        for number, week in enumerate(mover.weeks)
    ]
    top = max(1, *(week.count or 0 for week in mover.weeks))
    base = alt.Chart({"values": rows}).encode(
        x=alt.X("row:O", axis=None, scale=alt.Scale(paddingInner=0.25)),
        y=alt.Y("count:Q", axis=None, scale=alt.Scale(domain=[0, top * 1.35], nice=False)),
    )
    columns = (
        base.transform_filter("datum.count > 0")
        .mark_bar()
        .encode(
            color=alt.Color("colour:N", scale=None, legend=None),
            opacity=alt.Opacity("depth:Q", scale=None, legend=None),
            href="href:N",
            description="label:N",
        )
    )
    ground = base.mark_rule(color=FAINT).encode(x=alt.value(0), x2=alt.value(270), y=alt.value(64))
    told = base.mark_text(dy=-7, fontSize=12, color=INK).encode(text="told:N")
    chart = _layered(ground, columns, told).properties(width=270, height=64)
    label = words.text("weeks_title", name=mover.company.name)
    return _svg(chart, label, "spark")


def _layered(*layers: alt.Chart) -> alt.LayerChart:
    return cast("alt.LayerChart", alt.layer(*layers))  # a FacetChart comes of facets only, and we have none


def _rows(rows: list[dict[str, Any]]) -> alt.Chart:
    """One band a row, in the order given."""
    return alt.Chart({"values": rows}).encode(y=alt.Y("row:O", axis=None, sort=None, scale=alt.Scale(padding=0)))


def _labels(base: alt.Chart, width: int) -> list[alt.Chart]:
    """The name above the row at its left, what is told of it at its right."""
    name = base.mark_text(align="left", dy=-9, fontSize=14, fontWeight=600, color=INK, limit=width - 130)
    told = base.mark_text(align="right", dy=-9, fontSize=13, color=INK)
    return [name.encode(text="name:N", x=alt.value(0)), told.encode(text="told:N", x=alt.value(width))]


def _draw(chart: Callable[[int], alt.LayerChart], widest: int, height: int, label: str, *, columns: int = 0) -> Drawing:
    """The chart at both widths. ``height``: pixels, or for a heat map, which has ``columns``, its rows."""

    def drawn(width: int, name: str) -> str:
        if not columns:
            return _svg(chart(width).properties(width=width, height=height), label, name)
        inner = min(width - (178 if width > WIDE else 112) - 30, columns * 90)
        step = 40 if width > WIDE else 30
        return _svg(chart(width).properties(width=inner, height=height * step), label, name)

    return Drawing(drawn(NARROW, "narrow"), drawn(widest, "wide"))


def _svg(chart: alt.LayerChart, label: str, name: str) -> str:
    """Renders a chart and fits the drawing into the page."""
    configured = chart.configure(background="transparent", font=_FONT, padding=0).configure_view(stroke=None)
    configured = configured.configure_axis(labelColor=INK, labelFontSize=13, grid=False)
    return _fitted(vl_convert.vegalite_to_svg(configured.to_dict(), allowed_base_urls=[]), label, name)


def _fitted(svg: str, label: str, name: str) -> str:
    """The drawing as part of an HTML page: no namespaces, fixed size or English roles; its links lead into the page.

    The renderer makes ``#place`` absolute with an address of its own; only the fragment is kept. What a mark is
    called moves to its link, where a screen reader finds it.
    """
    root = ET.fromstring(svg)  # noqa: S314  made by our renderer a moment ago
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        described = element.get("aria-label")
        for attribute in [a for a in element.attrib if a.startswith(("role", "aria-", "{", "font-family"))]:
            if attribute.endswith("}href"):
                element.set("href", "#" + element.attrib[attribute].partition("#")[2])
            del element.attrib[attribute]
        if described and element.tag == "path":
            element.set("aria-label", described)
    for link in root.iter("a"):
        for mark in link:
            if "aria-label" in mark.attrib:
                title = ET.SubElement(mark, "title")
                title.text = mark.attrib["aria-label"]
                link.set("aria-label", mark.attrib.pop("aria-label"))
    root.set("role", "group")
    root.set("aria-label", label)
    root.set("class", f"chart {name}")
    width = root.attrib.pop("width")
    root.attrib.pop("height")
    root.set("style", f"max-width:{float(width) * 1.15:.0f}px")
    return ET.tostring(root, encoding="unicode", short_empty_elements=True)
