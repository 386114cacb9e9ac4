"""The options of `groundup train` by what they are about, and what others call them."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

from groundup.cli.console import fail
from groundup.vocabulary import meant

PANELS = {
    "Data": """
        data label drop task decimal encoding missing pixels picture_size colours validation test
        folds split_seed stream verify limit also
    """,
    "Network": "sizes activation cost init dtype",
    "Training": """
        epochs batch eta schedule optimiser momentum beta1 beta2 epsilon l2 dropout augment
        class_weight patience target seed
    """,
    "Machines": """
        engine threads coordinator processes process local_processes average_every
    """,
    "Files": "out checkpoint resume plot",
}
"""From a panel of the help to the options in it; what is in none stands before them all."""


class ManyOptions(TyperCommand):
    """A command whose help has its options in panels, and which knows what others call them."""

    def __init__(self, *given: Any, **settings: Any) -> None:
        super().__init__(*given, **settings)
        panels = {name: panel for panel, names in PANELS.items() for name in names.split()}
        order = ["", *PANELS]
        for option in self.params:
            option.rich_help_panel = panels.get(option.name or "")  # type: ignore[attr-defined]
        self.params.sort(key=lambda option: order.index(panels.get(option.name or "", "")))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The same panels in terminals that are too narrow for tables."""
        parts: dict[str, list[Any]] = {}
        for option in self.get_params(ctx):
            panel = getattr(option, "rich_help_panel", None) or "Options"
            parts.setdefault(panel, []).append(option.get_help_record(ctx))
        for panel, records in parts.items():
            with formatter.section(panel):
                formatter.write_dl([record for record in records if record])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except Exception as error:
            word = getattr(error, "option_name", "")
            known = [option.name or "" for option in self.params]
            near = meant(word.lstrip("-"), known) if type(error).__name__ == "NoSuchOption" else ""
            if not near:
                raise
            fail(f"there is no option {word}; did you mean --{near.replace('_', '-')}?")
