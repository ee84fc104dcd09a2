"""Numbers that an operator plots, in Prometheus' text format, for node_exporter's textfile collector.

All are gauges: they are read from what is stored, so a total may fall when the warehouse is rebuilt.
"""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
from prometheus_client import CollectorRegistry, Gauge, generate_latest, write_to_textfile

from flows.health import note_state
from flows.home_files import archive_bytes, snapshot_time, writer_bytes
from flows.run_note import read_note
from flows.settings import PROGRAM_VERSION, Settings
from warehouse.connect import open_reader
from warehouse.writer import statement

LOGGER = logging.getLogger(__name__)

STORED = {
    "runs": ("Runs by state", "state"),
    "last_completed_run_timestamp_seconds": ("When the newest completed run ended", None),
    "last_run_links": ("Links of the newest monitor run that ended, by outcome", "outcome"),
    "links": ("All links, by their outcome so far", "outcome"),
    "articles": ("Articles, current versions", None),
    "stories": ("Stories, reprints folded", None),
    "mentions": ("Places where a registered company is named", None),
    "funding_claims": ("Funding claims", None),
    "alerts_open": ("Open alerts, by rule", "rule"),
    "check_rows": ("Rows that each data check found", "check"),
    "checks_failed": ("Data checks that found rows", None),
}
"""Metrics of statements/metrics.sql: what they count, and their label."""

SOURCES = {
    "source_last_success_timestamp_seconds": ("Newest good poll of the source", "last_success_at"),
    "source_failures": ("Runs in a row in which no feed of the source answered", "failures"),
    "source_articles": ("Links of the source that became articles", "articles"),
    "source_links": ("Links of the source that were tried", "links_ended"),
    "source_errors": ("Links of the source that could not be fetched", "errors"),
}
"""Metrics of statements/source_status.sql: what they count, and their column."""

RUN_STATES = ("running", "completed", "failed", "stopped", "killed")


def exposition(settings: Settings) -> str:
    """All numbers of a home as text, those of the warehouse as they were last published.

    Raises:
        WarehouseError: the snapshot cannot be read.
    """
    registry = CollectorRegistry()
    _add_files(registry, settings)
    if settings.snapshot.exists():
        with open_reader(settings.snapshot) as con:
            _add_stored(registry, con)
    return generate_latest(registry).decode()


def write_metrics(settings: Settings, con: duckdb.DuckDBPyConnection) -> None:
    """Replaces the metrics file by what ``con`` holds now, in one step; a fault is logged and fails no run."""
    registry = CollectorRegistry()
    try:
        _add_files(registry, settings)
        _add_stored(registry, con)
        write_to_textfile(str(settings.metrics_file), registry)
    except (OSError, duckdb.Error) as error:
        LOGGER.warning("no metrics written to %s: %s", settings.metrics_file, str(error).splitlines()[0])
        _remove_leftovers(settings.metrics_file)


def _remove_leftovers(file: Path) -> None:
    """What a writer that was killed left beside the file."""
    for partial in file.parent.glob(f"{file.name}.*"):
        partial.unlink(missing_ok=True)


def _add_files(registry: CollectorRegistry, settings: Settings) -> None:
    """What the home's files tell: the last run's note, sizes and ages."""
    _gauge(registry, "info", "Version of the program", "version", {PROGRAM_VERSION: 1})
    note = read_note(settings.run_note)
    if note is not None:
        state = note_state(note)
        states = {each: float(each == state) for each in RUN_STATES}
        _gauge(registry, "last_run_state", "1 for the state of the last run", "state", states)
        started = note.started_at.timestamp()
        _plain(registry, "last_run_start_timestamp_seconds", "Start of the last run", started)
        if note.ended_at is not None:
            ended = note.ended_at.timestamp()
            _plain(registry, "last_run_end_timestamp_seconds", "End of the last run", ended)
            _plain(registry, "last_run_duration_seconds", "How long the last run took", ended - started)
    published_at = snapshot_time(settings)
    if published_at is not None:
        when = published_at.timestamp()
        _plain(registry, "snapshot_timestamp_seconds", "When the snapshot was published", when)
        _plain(registry, "snapshot_bytes", "Size of the snapshot", settings.snapshot.stat().st_size)
    _plain(registry, "writer_bytes", "Size of the writer's database", writer_bytes(settings))
    _plain(registry, "archive_bytes", "Size of the archive", archive_bytes(settings))


def _add_stored(registry: CollectorRegistry, con: duckdb.DuckDBPyConnection) -> None:
    """What the warehouse tells."""
    numbers: dict[str, dict[str | None, float]] = {}
    for metric, label, number in con.execute(statement("metrics")).fetchall():
        if number is not None:
            numbers.setdefault(metric, {})[label] = number
    for metric, (help_text, label_name) in STORED.items():
        _gauge(registry, metric, help_text, label_name, numbers.get(metric, {}))
    rows = con.execute(statement("source_status"))
    columns = [str(column[0]) for column in rows.description or []]
    sources = [dict(zip(columns, row, strict=True)) for row in rows.fetchall()]
    for metric, (help_text, column_name) in SOURCES.items():
        values = {
            source["source_id"]: value.timestamp() if hasattr(value, "timestamp") else value
            for source in sources
            if (value := source[column_name]) is not None
        }
        _gauge(registry, metric, help_text, "source", values)


def _plain(registry: CollectorRegistry, name: str, help_text: str, value: float) -> None:
    _gauge(registry, name, help_text, None, {None: value})


def _gauge(
    registry: CollectorRegistry, name: str, help_text: str, label: str | None, values: Mapping[Any, float]
) -> None:
    """One metric with its values by label; one without values is left out, since it would read as 0."""
    if not values:
        return
    gauge = Gauge(f"kawaraban_{name}", help_text, [label] if label else [], registry=registry)
    for key, value in values.items():
        (gauge.labels(key) if label else gauge).set(value)
