"""Settings: the environment (``KAWARABAN_*``), then ``$KAWARABAN_HOME/kawaraban.toml``, then these defaults."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from tasks.files import read_toml

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
PROGRAM_VERSION = version("kawaraban")


class BadSettings(Exception):
    """A setting cannot be understood; the message names it and says what was expected."""


def default_home() -> Path:
    """The per-user data folder of the platform."""
    return Path(platformdirs.user_data_dir("kawaraban", appauthor=False))


class NoServer(BadSettings):
    """There is no Prefect server to register schedules on; the message says how to start one."""


class Settings(BaseSettings):
    """What an operator may set. Secrets stay in the environment."""

    model_config = SettingsConfigDict(env_prefix="KAWARABAN_", extra="ignore")

    home: Path = Field(default_factory=default_home, description="Folder of everything the program writes")
    sources_file: Path = Field(SEEDS / "sources.toml", description="Sources to watch")
    companies_file: Path = Field(SEEDS / "companies.csv", description="Company register")
    themes_file: Path = Field(SEEDS / "themes.csv", description="Theme taxonomy")
    recipes_file: Path = Field(SEEDS / "recipes.toml", description="Site recipes")
    contact: str = Field("", description="Address in the user agent where a site's owner reaches the operator")
    connect_to: dict[str, str] = Field(
        default_factory=dict, description='Host to "address:port", like curl\'s --connect-to; these hosts are trusted'
    )
    allowed_hosts: list[str] = Field(default_factory=list, description="Hosts that may have private addresses")
    batch_size: int = Field(200, ge=1, description="Links fetched, tagged and loaded together")
    backfill_batch_size: int = Field(1000, ge=1, description="Pages of a foreign file loaded together")
    budget_minutes: float = Field(20, gt=0, description="Time a run may spend waiting for one host's pace")
    max_links: int = Field(5000, ge=1, description="Most links fetched in one run")
    schedule: str = Field(
        "0 0,3,6-23 * * *", description="When the monitor runs: a cron expression in Asia/Tokyo; default: hourly by day"
    )
    timeout_minutes: float = Field(50, gt=0, description="A monitor run is stopped after this; the next goes on there")
    keep_days: float = Field(30, gt=0, description="How long Prefect's runs, logs and artifacts are kept")
    workers: int = Field(
        1,
        ge=1,
        description="Processes that extract, tag and sign large batches; those of a runner other than threads",
    )
    task_runner: Literal["threads", "processes", "dask", "ray"] = Field(
        "threads", description="Where extraction and tagging run; dask and ray are extras"
    )
    cluster: str | None = Field(None, description="Address of a running Dask or Ray cluster; without it a local one")
    chunk_size: int = Field(100, ge=1, description="Fewest pages or articles handed to another process at once")
    work_pool: str | None = Field(
        None,
        description="Prefect work pool whose workers fetch and extract for a monitor run; default: it does so itself",
    )
    exchange: Path | None = Field(
        None, description="Folder that the run and the workers of the pool share; default: exchange in the home"
    )
    oldest_success_hours: float | None = Field(
        None,
        gt=0,
        description="A last publish older than this is told by status and health; default: twice the "
        "schedule's longest interval",
    )
    log_format: Literal["text", "json"] = Field("text", description="json: one JSON object a line on standard error")
    notify: bool = Field(True, description="Send alerts to the channels of KAWARABAN_ALERT_*; the demo never does")
    watch_file: Path | None = Field(None, description="The readers' watch list; default: watch.toml in the home")
    digest: Literal["run", "daily"] = Field("run", description="When news of the watch list are told")
    digest_hour: int = Field(8, ge=0, le=23, description="A daily digest goes out with the first run after this hour")

    @property
    def user_agent(self) -> str:
        """One honest name, with the operator's contact."""
        return f"Kawaraban/{PROGRAM_VERSION} ({'+' + self.contact if self.contact else 'news monitor'})"

    @property
    def watch_path(self) -> Path:
        """What readers want to be told of."""
        return self.watch_file or self.home / "watch.toml"

    @property
    def snapshot(self) -> Path:
        """What analysts open."""
        return self.home / "kawaraban.duckdb"

    @property
    def writer_file(self) -> Path:
        """The writer's database."""
        return self.home / "state" / "writer.duckdb"

    @property
    def run_note(self) -> Path:
        """How the last run went."""
        return self.home / "state" / "last-run.json"

    @property
    def metrics_file(self) -> Path:
        """The numbers for node_exporter's textfile collector."""
        return self.home / "metrics.prom"

    @property
    def choices_file(self) -> Path:
        """What the operator decided about sources."""
        return self.home / "state" / "source-choices.json"

    @property
    def reports(self) -> Path:
        """Weekly reports, their digests and their feed."""
        return self.home / "reports"

    @property
    def archive(self) -> Path:
        """WARC files, by day."""
        return self.home / "archive"

    @property
    def exchange_folder(self) -> Path:
        """Where a run and its workers hand each other orders and finished batches."""
        return self.exchange or self.home / "exchange"

    def endpoints(self) -> dict[str, tuple[str, int]]:
        """``connect_to`` as host to (address, port).

        Raises:
            BadSettings: a value is not ``address:port``.
        """
        found = {}
        for host, endpoint in self.connect_to.items():
            address, _, port = endpoint.rpartition(":")
            if not address or not port.isdecimal():
                raise BadSettings(f"KAWARABAN_CONNECT_TO: {host}={endpoint!r}, expected 127.0.0.1:8080 or alike")
            found[host] = (address, int(port))
        return found

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the optional TOML file of the home folder."""
        return init_settings, env_settings, InitSettingsSource(settings_cls, _of_home(env_settings().get("home")))


def _file_in(home: str | None) -> Path:
    """The settings file of a home, the default one where none is named."""
    return Path(home or default_home()) / "kawaraban.toml"


def _of_home(home: str | None) -> dict[str, Any]:
    """The settings of the home's TOML file.

    Raises:
        BadSettings: it is no TOML, or names something that is no setting.
    """
    file = _file_in(home)
    if not file.exists():
        return {}
    table = read_toml(file, BadSettings, "")
    for name in table:
        if name not in Settings.model_fields:
            near = get_close_matches(name, Settings.model_fields, 1)
            hint = f"did you mean {near[0]}?" if near else "flows/settings.py lists them"
            raise BadSettings(f"{file}: {name!r} is no setting; {hint}")
    return table


_override: ContextVar[Settings | None] = ContextVar("settings", default=None)


def current_settings() -> Settings:
    """The settings in force: those of an enclosing ``use_settings``, else read now.

    Raises:
        BadSettings: a setting cannot be understood.
    """
    chosen = _override.get()
    if chosen is not None:
        return chosen
    try:
        return Settings()
    except SettingsError as error:  # of a table or list, which the environment holds as JSON
        found = re.search(r'field "(\w+)"', str(error))
        variable = f"KAWARABAN_{found[1] if found else '…'}".upper()
        raise BadSettings(f"{variable}: not JSON (got {os.environ.get(variable)!r})") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"])
        variable = f"KAWARABAN_{name}".upper()
        where = variable if variable in os.environ else f"{_file_in(os.environ.get('KAWARABAN_HOME'))}: {name}"
        raise BadSettings(f"{where}: {first['msg']} (got {first['input']!r})") from error


@contextmanager
def use_settings(settings: Settings) -> Iterator[None]:
    """Puts ``settings`` in force within the block; how the demo keeps sample data apart."""
    token = _override.set(settings)
    try:
        yield
    finally:
        _override.reset(token)


def demo_settings(connect_to: dict[str, str] | None = None) -> Settings:
    """The settings of the sample newsroom: a home of its own, so that sample data never meets real data."""
    real = current_settings()
    return real.model_copy(
        update={
            "home": real.home / "demo",
            "sources_file": SEEDS / "sample" / "sources.toml",
            "connect_to": connect_to or {},
            "notify": False,
            "work_pool": None,
            "exchange": None,
            "watch_file": real.watch_path if real.watch_path.exists() else SEEDS / "watch.toml",
        }
    )
