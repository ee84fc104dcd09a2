"""The page about other tools is true: its blocks run on the file that the demo publishes."""

import os
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import ROOT, Home

PAGE = (ROOT / "warehouse" / "TOOLS.md").read_text(encoding="utf-8")
SECTIONS = {part.split("\n", 1)[0]: part for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]}


def blocks(heading: str, language: str) -> str:
    """The blocks of a language below a heading, one after the other."""
    return "\n".join(re.findall(rf"^```{language}\n(.*?)^```", SECTIONS[heading], re.MULTILINE | re.DOTALL))


def run(words: list[str], folder: Path, home: Home) -> str:
    """Runs a command where the published file lies; this environment's commands are found first."""
    paths = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    told = subprocess.run(
        words,
        cwd=folder,
        env=home.environment | {"PATH": paths, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


@pytest.fixture
def folder(demo_file: Path, tmp_path: Path) -> Path:
    (tmp_path / "kawaraban.duckdb").symlink_to(demo_file)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("Polars", "Kotoba Technologies"),
        ("pandas", "Sakana AI"),
        ("BI tools", "theme_monthly"),
    ],
)
def test_the_python_of_a_section_answers(heading: str, shown: str, folder: Path, demo_home: Home) -> None:
    assert shown in run([sys.executable, "-c", blocks(heading, "python")], folder, demo_home)


@pytest.mark.slow
def test_the_cells_of_the_notebook_run_in_order(folder: Path, demo_home: Home) -> None:
    cells = blocks("A notebook", "python")
    seen = "\nassert weeks.height and chart.to_dict()['layer'] and answer.rows; print(weeks['story_count'].sum())"
    assert int(run([sys.executable, "-c", cells + seen], folder, demo_home)) > 10


@pytest.mark.slow
def test_the_command_line_answers(folder: Path, demo_home: Home) -> None:
    told = run(["bash", "-euc", blocks("DuckDB's command line", "sh")], folder, demo_home)
    assert "Kotoba Technologies" in told
    shares = pl.read_csv(folder / "share_of_voice.csv").group_by("period_on").agg(pl.col("story_share").sum())
    assert all(abs(total - 1) < 0.01 for total in shares["story_share"])


@pytest.mark.slow
def test_exports_are_files_that_other_tools_read(folder: Path, demo_home: Home) -> None:
    run(["bash", "-euc", blocks("R, Excel and everything else", "sh")], folder, demo_home)
    assert pl.read_parquet(folder / "articles.parquet").height == 215
    assert pl.read_csv(folder / "weeks.csv").height
    assert pl.read_csv(folder / "share_of_voice.csv").height
    assert set(pl.read_csv(folder / "partners.csv")["company_id"]) == {"sakana-ai"}


def test_every_block_of_the_page_belongs_to_a_test() -> None:
    tested = {"DuckDB's command line", "Polars", "pandas", "A notebook", "BI tools", "R, Excel and everything else"}
    assert set(SECTIONS) == tested
    assert set(re.findall(r"^```(\w+)$", PAGE, re.MULTILINE)) == {"sh", "python"}
