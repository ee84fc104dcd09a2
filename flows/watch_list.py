"""The readers' watch list: one TOML file, checked on load against the registers."""

from collections.abc import Collection, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from flows.settings import BadSettings, Settings
from tasks.files import read_toml
from tasks.tag.registers import Registers
from warehouse.watch import Subjects

Amount = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class BadWatchList(BadSettings):
    """The watch list cannot be used; one line for each fault: file, entry, and what to do."""


class WatchList(BaseModel):
    """What readers want to be told of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    companies: tuple[str, ...] = ()
    """Ids of the company register."""
    themes: tuple[str, ...] = ()
    """Ids of the taxonomy; a group stands for its themes."""
    funding_over_jpy: Amount | None = None
    """Funding claims of at least so many yen, of any company."""
    yen_per: dict[Annotated[str, Field(pattern="^[A-Z]{3}$")], Amount] = {}
    """Yen for one of another currency; claims in a currency that is not here are not compared."""
    new_names: bool = False
    """Company names in no register that are written for the first time."""
    only_salient: bool = False
    """Only articles that are about the company, not those that mention it in passing."""
    since: date | None = None
    """Tell all that was published from this day on; without it, from the first run with the list."""

    @model_validator(mode="after")
    def _watches_something(self) -> Self:
        if not (self.companies or self.themes or self.funding_over_jpy or self.new_names):
            raise ValueError("nothing is watched; give companies, themes, funding_over_jpy or new_names = true")
        if self.yen_per and self.funding_over_jpy is None:
            raise ValueError("yen_per: needs funding_over_jpy, the amount to compare with; give it, or remove yen_per")
        return self

    def subjects(self) -> Subjects:
        """The list as the warehouse asks by it."""
        return Subjects(
            companies=self.companies,
            themes=self.themes,
            over_jpy=self.funding_over_jpy,
            yen_per=self.yen_per,
            new_names=self.new_names,
            only_salient=self.only_salient,
            since_on=self.since,
        )


def load_watch_list(settings: Settings, registers: Registers) -> WatchList | None:
    """The watch list in force; None where there is no file and none was asked for.

    Raises:
        BadWatchList: the file has a fault, or the one that KAWARABAN_WATCH_FILE names is missing.
    """
    path = settings.watch_path
    if settings.watch_file is None and not path.exists():
        return None
    return read_watch_list(path, registers)


def read_watch_list(path: Path, registers: Registers) -> WatchList:
    """The watch list of a file.

    Raises:
        BadWatchList: the file is missing, is no TOML, or has a fault; ids are looked up in the registers.
    """
    table = read_toml(path, BadWatchList, "copy seeds/watch.toml there and edit it")
    try:
        found = WatchList.model_validate(table)
    except ValidationError as error:
        raise BadWatchList("\n".join(f"{path}: {fault}" for fault in _faults(error))) from error
    faults = [
        *_ids("companies", found.companies, {company.id for company in registers.companies}, "company register"),
        *_ids("themes", found.themes, {theme.id for theme in registers.themes}, "theme taxonomy"),
    ]
    if faults:
        raise BadWatchList("\n".join(f"{path}: {fault}" for fault in faults))
    return found


def _faults(error: ValidationError) -> list[str]:
    faults = []
    for detail in error.errors():
        entry = ".".join(str(part) for part in detail["loc"])
        if detail["type"] == "extra_forbidden":
            faults.append(f"{entry}: unknown entry; remove it, or use one of {', '.join(WatchList.model_fields)}")
            continue
        message = str(detail["msg"]).removeprefix("Value error, ")
        faults.append(f"{entry}: {message} (found {detail['input']!r})" if entry else message)
    return faults


def _ids(entry: str, given: Sequence[str], known: Collection[str], where: str) -> list[str]:
    faults = []
    for one in sorted(set(given)):
        if one not in known:
            near = get_close_matches(one, sorted(known), n=1)
            meant = f"did you mean {near[0]!r}?" if near else "correct or remove it"
            faults.append(f"{entry}: {one!r} is not in the {where}; {meant}")
        elif given.count(one) > 1:
            faults.append(f"{entry}: {one!r} stands twice; remove one")
    return faults
