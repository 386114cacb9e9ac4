"""A report that is shown in words wherever Python shows an object."""

from __future__ import annotations

from typing import Any

from groundup.checking.model.report import Report
from groundup.checking.words.markup import html
from groundup.checking.words.wording import text


class ReportInWords(Report):
    """The report that `groundup.check` gives."""

    def __str__(self) -> str:
        """The words of `groundup check`, the broken part of a formula between ⟦ and ⟧."""
        return text(self)

    def _repr_html_(self) -> str:
        """The same for a notebook."""
        return html(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """The same for IPython in a terminal."""
        printer.text(str(self))
