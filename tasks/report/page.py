"""Makes the page: one HTML file with its styles and drawings inside, which asks the network for nothing."""

from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from tasks.report import anchors
from tasks.report.charts import Drawing, draw_heat, draw_momentum, draw_shares, draw_weeks
from tasks.report.model import Change, Report
from tasks.report.telling import coverage_before, disagreements, opening
from tasks.report.words import load_words


def render_page(report: Report, *, digest_name: str, feed_name: str) -> str:
    """The page; ``digest_name`` and ``feed_name`` are files beside it.

    Everything that was read from the web is escaped by the template engine; addresses other than http and https
    were taken out when they were read.
    """
    words = load_words(report.lang)
    return (
        environment()
        .get_template("page.html")
        .render(
            report=report,
            words=words,
            t=words.markup,
            style=Markup(_read("style.css")),  # noqa: S704  ours
            charts=_charts(report),
            anchors=anchors,
            direction=_direction,
            disagreements=lambda told: disagreements(told, words),
            short_days=lambda gap: [words.short_day(on) for on in gap.days],
            coverage_before=lambda: coverage_before(report, words),
            opening=opening,
            file=lambda name, text: Markup('<a href="{}">{}</a>').format(name, text),
            digest_name=digest_name,
            feed_name=feed_name,
        )
    )


@cache
def environment() -> jinja2.Environment:
    """Templates of this package: escaping always, and no name may be missing."""
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(_read),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _read(name: str) -> str:
    return files("tasks.report").joinpath("templates", name).read_text(encoding="utf-8")


def _charts(report: Report) -> dict[str, object]:
    """The drawings by name, None where there is nothing to draw; those of the movers by company."""
    words = load_words(report.lang)
    return {
        "share": _marked(draw_shares(report.shares, words)) if report.shares else None,
        "momentum": _marked(draw_momentum(report.momentum, words)) if report.momentum else None,
        "heat": _marked(draw_heat(report.heat, words)) if report.heat.counts else None,
        "weeks": {m.company.id: Markup(draw_weeks(m, words)) for m in report.movers},  # noqa: S704  our renderer's
    }


def _marked(drawing: Drawing) -> Markup:
    return Markup(drawing.narrow + drawing.wide)  # noqa: S704  our renderer's, names escaped by it


def _direction(change: Change) -> str:
    """rise, fall or level: how a change is coloured."""
    if change.score is None or abs(change.score) < 1:
        return "level"
    return "rise" if change.score > 0 else "fall"
