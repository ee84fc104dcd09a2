"""One finding of the doctor, and the findings that need no Prefect server: this machine, its home, the sources."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Literal

from packaging.requirements import Requirement

from flows.settings import Settings
from flows.source_check import check_sources
from flows.sources import configured_sources
from flows.watch_list import BadWatchList, load_watch_list
from tasks.discover.choices import load_choices
from tasks.discover.sources import load_sources
from tasks.tag.registers import load_registers
from warehouse.connect import WarehouseBusy, WarehouseError, open_reader, open_writer
from warehouse.migrate import newest_number, schema_number

LEAST_PYTHON = (3, 11)
LEAST_FREE_BYTES = 2 << 30
"""A run needs room for its pages and for the copy that it publishes."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at; ``remedy`` is empty where it is in order."""

    subject: str
    state: Literal["ok", "warning", "problem"]
    told: str
    remedy: str = ""


def python_finding(running: tuple[int, int] = sys.version_info[:2]) -> Finding:
    """Whether the interpreter is new enough."""
    told = f"Python {platform.python_version()}"
    if running >= LEAST_PYTHON:
        return Finding("python", "ok", told)
    return Finding("python", "problem", f"Python {running[0]}.{running[1]}", "install Python 3.11 or newer")


def package_findings(declared: list[str] | None = None) -> Iterator[Finding]:
    """Installed packages against those that the program asks for; some newer ones break Prefect without a word."""
    wrong = []
    for requirement in map(Requirement, requires("kawaraban") or [] if declared is None else declared):
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            found = "none"
        if found == "none" or not requirement.specifier.contains(found, prereleases=True):
            wrong.append(f"{requirement.name} {found}, not {requirement.specifier}")
    if wrong:
        remedy = "pip install -c .ci/constraints.txt -e . in the program's folder"
        yield Finding("packages", "problem", "; ".join(wrong), remedy)
    else:
        yield Finding("packages", "ok", "every installed version is one that the program works with")


def disk_finding(settings: Settings, least: int = LEAST_FREE_BYTES) -> Finding:
    """Room for the next runs: twice the database, for its copy and what is added, and never less than ``least``."""
    folder = next(path for path in (settings.home, *settings.home.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    size = settings.writer_file.stat().st_size if settings.writer_file.exists() else 0
    told = f"{free / 1e9:.1f} GB free at {folder}"
    if free >= max(least, 2 * size):
        return Finding("disk", "ok", told)
    wanted = max(least, 2 * size) / 1e9
    return Finding("disk", "problem", told, f"free {wanted:.1f} GB, or point KAWARABAN_HOME at a larger disk")


def exchange_finding(settings: Settings) -> Finding:
    """Whether the folder that run and workers share takes a file and lets it be renamed."""
    folder = settings.exchange_folder
    probe = folder / f".probe-{platform.node()}-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("", encoding="utf-8")
        probe.replace(probe.with_suffix(".renamed")).unlink()
    except OSError as error:
        told = f"{folder} cannot be written: {error.strerror}"
        return Finding("exchange", "problem", told, "mount it, or point KAWARABAN_EXCHANGE at the shared folder")
    return Finding("exchange", "ok", f"{folder} can be written")


def schema_findings(settings: Settings) -> Iterator[Finding]:
    """Writer's database and snapshot against the schema of this program; a database in use is in order."""
    newest = newest_number()
    for subject, path in (("database", settings.writer_file), ("snapshot", settings.snapshot)):
        if not path.exists():
            yield Finding(subject, "warning", f"{path}: not there yet", "start «kawaraban run»")
            continue
        try:
            if subject == "database":
                with open_writer(path) as writer:
                    found = schema_number(writer.con)
            else:
                with open_reader(path) as con:
                    found = schema_number(con)
        except WarehouseBusy:
            yield Finding(subject, "ok", f"{path}: a run works in it")
        except WarehouseError as error:
            yield Finding(subject, "problem", str(error), "restore it from the snapshot before it, or from a backup")
        else:
            yield _schema_finding(subject, found, newest)


def _schema_finding(subject: str, found: int, newest: int) -> Finding:
    if found == newest:
        return Finding(subject, "ok", f"schema {found}")
    told = f"schema {found}, the program's is {newest}"
    if found > newest:
        return Finding(subject, "problem", told, "install the newer version of the program that wrote it")
    remedy = "start «kawaraban setup»" if subject == "database" else "start «kawaraban run»; it publishes a new one"
    return Finding(subject, "warning", told, remedy)


def contact_finding(settings: Settings) -> Finding:
    """Whether a site's owner can reach the operator."""
    if settings.contact:
        return Finding("contact", "ok", settings.user_agent)
    return Finding("contact", "warning", "no contact in the user agent", "set KAWARABAN_CONTACT=mailto:you@example.org")


def terms_findings(settings: Settings) -> Iterator[Finding]:
    """Sources that are watched against their terms, and those that are off because their terms changed."""
    sources, choices = load_sources(settings.sources_file), load_choices(settings.choices_file).sources
    watched = {source.id for source in configured_sources(settings) if source.enabled}
    bare = [s.id for s in sources if s.requires_terms and s.id in watched and s.id not in choices]
    changed = [s.id for s in sources if s.id in choices and choices[s.id].state == "on" and s.id not in watched]
    if bare:
        told = f"watched without accepted terms: {', '.join(bare)}"
        yield Finding("terms", "problem", told, f"read them, then «kawaraban sources enable {bare[0]} --accept-terms»")
    if changed:
        told = f"off, because their terms changed: {', '.join(changed)}"
        yield Finding(
            "terms", "warning", told, f"read them, then «kawaraban sources enable {changed[0]} --accept-terms»"
        )
    if not watched:
        yield Finding("terms", "problem", "no source is watched", "«kawaraban sources enable ID», see «sources list»")
    elif not bare and not changed:
        yield Finding("terms", "ok", f"{len(watched)} sources are watched, as their terms allow")


def watch_findings(settings: Settings) -> Iterator[Finding]:
    """Whether the readers' watch list, where there is one, can be read."""
    try:
        found = load_watch_list(settings, load_registers(settings.companies_file, settings.themes_file))
    except BadWatchList as error:
        yield Finding("watch list", "problem", str(error), "mend it, then «kawaraban watch check»; what is new waits")
    else:
        if found is not None:
            yield Finding("watch list", "ok", f"{settings.watch_path} is in order")


def network_finding(settings: Settings, tries: int = 3) -> Finding:
    """Whether one of the first watched sources answers; asked as a run asks, robots.txt and pace obeyed."""
    ids = [source.id for source in configured_sources(settings) if source.enabled][:tries]
    failed = []
    for each in ids:
        answers = list(check_sources(settings, [each]).records())
        if any(row["outcome"] == "ok" for row in answers):
            return Finding("network", "ok", f"{each} answers")
        failed += [f"{each}: {row['outcome']} ({row['detail']})" for row in answers[:1]]
    remedy = "is there a network, a name server, a proxy in between? «kawaraban sources check» asks all"
    return Finding("network", "problem", "; ".join(failed) or "no source to ask", remedy)
