"""Options that several verbs share."""

from typing import Annotated

import typer

from flows.cli.output import Format
from flows.settings import Settings, current_settings, demo_settings

Demo = Annotated[bool, typer.Option("--demo", help="Read the sample newsroom's data instead of the real ones.")]
FormatOption = Annotated[Format, typer.Option("--format", help="How rows are printed.")]


def reading_settings(demo: bool) -> Settings:
    """The settings of the real home, or of the demo's."""
    return demo_settings() if demo else current_settings()
