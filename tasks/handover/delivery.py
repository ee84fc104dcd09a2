"""A delivery: one finished batch of a part, its frames as Parquet and its pages as a WARC file.

HandoverError
└── DamagedDelivery   it is not what a worker put on the disk, or lacks a link
"""

import hashlib
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import dataframely as dy
import polars as pl
from pydantic import BaseModel, ValidationError

from tasks import frames
from tasks.files import sync
from tasks.handover.order import HandoverError

FRAMES: dict[str, type[dy.Schema]] = {
    "pages": frames.Pages,
    "articles": frames.Articles,
    "outcomes": frames.Outcomes,
}
ARCHIVE = "archive"


class DamagedDelivery(HandoverError):
    """A batch cannot be loaded; the message says where it lies and what is wrong."""


class _Manifest(BaseModel):
    """The files of a delivery, so that one which was cut short is found."""

    digests: dict[str, str]
    """By name within the folder: SHA-256."""


@dataclass(frozen=True)
class Delivery:
    """What a worker made of the links of one batch."""

    folder: Path
    pages: pl.DataFrame
    """``tasks.frames.Pages``; their WARC file lies in the delivery until ``take_archive``."""
    articles: pl.DataFrame
    """``tasks.frames.Articles``."""
    outcomes: pl.DataFrame
    """``tasks.frames.Outcomes`` of the links whose page was fetched and gave no article."""


def delivery_folder(part: Path, batch: int) -> Path:
    """Where a batch lies when it is finished."""
    return part / f"batch-{batch:04d}"


def begin_delivery(part: Path, batch: int) -> Path:
    """An empty folder for a batch in the making, with one for its archive in it."""
    staged = part / f".{delivery_folder(part, batch).name}"
    shutil.rmtree(staged, ignore_errors=True)
    (staged / ARCHIVE).mkdir(parents=True)
    return staged


def put_archive(staged: Path, own: Path) -> None:
    """Copies the archive of a batch, written on the worker's own disk, into the batch.

    An archive file is written record by record under a lock, which shared storage need not have. Raises OSError where
    the storage does not take it, or where the run is over.
    """
    if not (staged / ARCHIVE).is_dir():  # copytree would make a run's folder anew that was removed
        raise FileNotFoundError(f"{staged}: the run is over")
    shutil.copytree(own, staged / ARCHIVE, dirs_exist_ok=True, copy_function=shutil.copyfile)


def deliver(staged: Path, batch: int, made: dict[str, pl.DataFrame]) -> None:
    """Finishes a batch: writes its frames beside its archive and puts it where the writer looks.

    Args:
        staged: as ``begin_delivery`` gave it, its archive written.
        batch: its number.
        made: the frames ``pages``, ``articles`` and ``outcomes``.

    Raises OSError where the storage does not take it, or where the run is over.
    """
    for name, schema in FRAMES.items():
        schema.validate(made[name]).write_parquet(staged / f"{name}.parquet")
    manifest = _Manifest(digests={path.relative_to(staged).as_posix(): _digest(path) for path in _files(staged)})
    (staged / "manifest.json").write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    staged.rename(delivery_folder(staged.parent, batch))


def read_delivery(folder: Path, urls: Collection[str]) -> Delivery:
    """A finished batch, checked: every file as it was written, every frame of its schema, every link accounted for.

    ``urls``: the links of the part that belong to this batch.

    Raises:
        DamagedDelivery: it is not so.
    """
    try:
        manifest = _Manifest.model_validate_json((folder / "manifest.json").read_bytes())
        for name, digest in manifest.digests.items():
            if _digest(folder / name) != digest:
                raise DamagedDelivery(f"{folder / name}: not what was written")
        read = {name: schema.validate(pl.read_parquet(folder / f"{name}.parquet")) for name, schema in FRAMES.items()}
    except (OSError, ValidationError, pl.exceptions.PolarsError, dy.exc.ValidationError, dy.exc.SchemaError) as error:
        raise DamagedDelivery(f"{folder}: {str(error).splitlines()[0]}") from error
    made = Delivery(folder, **read)
    _check_links(made, urls)
    _check_pointers(made, manifest)
    return made


def take_archive(delivery: Delivery, archive: Path) -> None:
    """Copies the batch's pages into the archive, under the names that its rows point to; twice is as once.

    Raises OSError where the disk does not take them.
    """
    own = delivery.folder / ARCHIVE
    for path in _files(own):
        final = archive / path.relative_to(own)
        final.parent.mkdir(parents=True, exist_ok=True)
        partial = final.with_name(f".{final.name}.coming")
        shutil.copyfile(path, partial)
        sync(partial)
        partial.replace(final)
        sync(final.parent)


def _check_links(made: Delivery, urls: Collection[str]) -> None:
    """Every link has its pages and no other link has: what is not asked for would be loaded under a wrong run."""
    found, asked = set(made.pages["url"]), set(urls)
    if found != asked:
        strange = min(found ^ asked)
        raise DamagedDelivery(f"{made.folder}: {strange} is {'missing' if strange in asked else 'not of this batch'}")
    ended = {*made.articles["link_url"], *made.outcomes["url"]}
    if not ended <= asked:
        raise DamagedDelivery(f"{made.folder}: {min(ended - asked)} is not of this batch")
    waiting = set(made.pages.filter(pl.col("outcome").is_not_null())["url"])
    if unsettled := asked - ended - waiting:
        raise DamagedDelivery(f"{made.folder}: {min(unsettled)} was fetched and neither became an article nor not")


def _check_pointers(made: Delivery, manifest: _Manifest) -> None:
    """The pages that the rows point to are in the delivery."""
    for name in made.pages["warc_file"].drop_nulls().unique():
        if f"{ARCHIVE}/{name}" not in manifest.digests:
            raise DamagedDelivery(f"{made.folder}: lacks its archive file {name}")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
