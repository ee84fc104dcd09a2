"""Makes the digest: the report in Markdown, for mail, chat and the dashboard."""

import re

from tasks.report.model import Change, Link, Mover, NewName, Report, Round
from tasks.report.telling import coverage_before, disagreements, opening
from tasks.report.words import Words, load_words


def render_digest(report: Report, page: str | None = None) -> str:
    """The digest; ``page`` is the address of the page that it summarises, as a link may have it."""
    words = load_words(report.lang)
    title = escape(f"{words.text('title')} {words.week(report.week)}")
    parts = [f"# {title}", _front(report, words)]
    if page:
        parts.append(f"[{title}]({_address(page)})")
    parts += _moved(report, words)
    parts += _section(words, "stories_title", [_story_line(report, i, words) for i in range(len(report.stories))])
    parts += _section(words, "share_title", _shares(report, words))
    parts += _section(words, "momentum_title", [_change(change, words) for change in report.momentum])
    parts += _section(words, "funding_title", [_round(told, words) for told in report.rounds], "funding_none")
    parts += _section(words, "themes_title", [_change(change, words) for change in report.themes])
    parts += _section(words, "names_title", [_name(name, words) for name in report.names], "names_none")
    parts += [f"## {words.text('coverage_title')}", _coverage(report, words)]
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """A text from elsewhere as Markdown that means nothing but itself: no markup, no HTML, no line of its own.

    The characters that CommonMark lets a backslash escape, where they could begin anything.
    """
    return re.sub(r"([\\`*_{}\[\]()<>#+\-!|~&:@.])", r"\\\1", " ".join(text.split()))


def _address(url: str) -> str:
    """An address between the angle brackets of a link."""
    return "<" + re.sub(r"[<>\s\\]", lambda found: f"%{ord(found[0]):02X}", url) + ">"


def _link(link: Link, text: str | None = None) -> str:
    shown = escape(text or link.title)
    return f"[{shown}]({_address(link.url)})" if link.url else shown


def _cited(link: Link, words: Words) -> str:
    return f"{_link(link)} ({escape(link.source)}, {words.short_day(link.on)})"


def _front(report: Report, words: Words) -> str:
    totals = words.text(
        "totals",
        articles=words.text("articles_n", report.article_count, n=report.article_count),
        stories=words.text("stories_n", report.story_count, n=report.story_count),
        outlets=words.text("outlets_n", report.outlet_count, n=report.outlet_count),
    )
    lines = [f"**{words.text('sample')}**"] if report.is_sample else []
    lines += [f"{words.days(report.week)} · {totals}"]
    lines += [] if report.is_over else [words.text("not_over")]
    return "\n\n".join(lines)


def _section(words: Words, title: str, lines: list[str], none: str | None = None) -> list[str]:
    """A heading and its list; where that is empty, what is said instead, or nothing."""
    if not lines and none is None:
        return []
    body = "\n".join(f"- {line}" for line in lines) if lines else words.text(str(none))
    return [f"## {words.text(title)}", body]


def _moved(report: Report, words: Words) -> list[str]:
    parts = [f"## {words.text('moved_title')}"]
    if not report.movers:
        parts.append(words.text("moved_none"))
    for mover in report.movers:
        parts.append(f"### {escape(mover.company.name)}")
        parts.append(judged(mover, words))
        for quote in mover.quotes:
            parts.append(f"- {_cited(quote.link, words)}")
            if quote.sentence != quote.link.title:
                parts[-1] += f"\n  > {escape(quote.sentence)}"
    for mover in report.quiet:
        stories = words.text("stories_n", mover.story_count, n=mover.story_count)
        told = words.text("quiet_by", stories=stories, expected=words.number(mover.expected))
        parts.append(f"{words.text('quiet_title')}: {escape(mover.company.name)} {told}")
    return parts


def judged(mover: Mover, words: Words) -> str:
    """How a company's week compares with the eight before, in a sentence."""
    stories = words.text("stories_n", mover.story_count, n=mover.story_count)
    if mover.expected is None:
        return words.text("moved_by_unknown", stories=stories)
    return words.text(
        "moved_by", stories=stories, expected=words.number(mover.expected), score=words.score(mover.score)
    )


def _story_line(report: Report, position: int, words: Words) -> str:
    story = report.stories[position]
    return f"{_cited(story.link, words)}: {escape(opening(story))}"


def _shares(report: Report, words: Words) -> list[str]:
    return [
        f"{escape(share.company.name)}: {words.percent(share.share)} "
        f"({words.text('stories_n', share.story_count, n=share.story_count)}; "
        f"{words.text('earlier_share_head')} {words.percent(share.earlier_share)})"
        for share in report.shares
    ]


def _change(change: Change, words: Words) -> str:
    recent = words.text("stories_n", change.recent, n=change.recent)
    return f"{escape(change.topic.name)}: {change.earlier} → {recent} ({words.score(change.score)}σ)"


def _round(told: Round, words: Words) -> str:
    head = [told.company, words.term("rounds", told.round) if told.round else "", words.day(told.announced_on)]
    backers = ([f"{told.lead} ({words.text('lead_mark')})"] if told.lead else []) + list(told.investors)
    line = f"**{escape(words.money(told.amount, told.currency))}** {escape(words.list_of(h for h in head if h))}"
    line += f" — {escape(words.list_of(backers))}" if backers else ""
    line += f"\n  > {escape(told.quote.sentence)}\n\n  "
    line += words.list_of(_link(link, link.source) for link in told.articles or (told.quote.link,))
    if told.disagreements:
        line += f" ({words.text('disagree', what=words.list_of(disagreements(told, words)))})"
    return line


def _name(name: NewName, words: Words) -> str:
    kind = words.text("registered" if name.is_registered else "unregistered")
    sources = words.list_of(_link(link, link.source) for link in name.articles)
    return f"**{escape(name.name)}** ({kind}): {escape(name.quote.sentence)} ({sources})"


def _coverage(report: Report, words: Words) -> str:
    coverage = report.coverage
    if coverage is None:
        lines = [words.text("coverage_none")]
    elif coverage.is_complete and not report.gaps:
        sources = words.text("sources_n", coverage.source_count, n=coverage.source_count)
        lines = [words.text("coverage_full", sources=sources)]
    else:
        share = words.percent(coverage.share)
        lines = [words.text("coverage_part", share=share, covered=coverage.covered, expected=coverage.expected)]
    for gap in report.gaps:
        days = words.list_of(words.short_day(on) for on in gap.days)
        what = words.text("gap_unwatched") if gap.is_unwatched else words.text("gap_days", days=days)
        lines.append(f"- **{escape(gap.source)}** {what}")
    if report.coverage_before:
        lines.append("\n" + words.text("coverage_before", weeks=words.list_of(coverage_before(report, words))))
    return lines[0] + "\n\n" + "\n".join(lines[1:])
