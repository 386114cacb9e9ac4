"""What the options of `groundup train` say about data: how to read them, and how to split them."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from groundup.cli.console import fail, say, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundup.data import Data, Schema
    from groundup.data.columns import Column


@dataclass(frozen=True)
class Source:
    """Where data are and how they are read: the options of the same names."""

    data: str = "mnist"
    label: str | None = None
    drop: str | None = None  # names with commas between
    task: str | None = None
    pixels: bool | None = None
    picture_size: str | None = None  # "28x28": rows, columns
    colours: str | None = None
    validation: float = 0.15
    test: float = 0.15
    split_seed: int = 0
    stream: bool = False
    verify: bool = False
    decimal: str | None = None
    encoding: str | None = None
    missing: str | None = None  # words with commas between

    def load(self, schema: Schema | None = None, whole: bool = False) -> Data:
        """The data; `whole` without a split of their own making."""
        from groundup.data import load_data

        return load_data(
            self.data,
            label=self.label,
            drop=parse_names(self.drop),
            task=self.task,
            pixels=self.pixels,
            size=parse_picture_size(self.picture_size),
            colours=self.colours,
            validation=0.0 if whole else self.validation,
            test=0.0 if whole else self.test,
            seed=self.split_seed,
            decimal=self.decimal,
            encoding=self.encoding,
            missing=parse_names(self.missing),
            schema=schema,
            stream=self.stream,
            verify=self.verify,
        )

    def folds(self, count: int) -> Iterator[Data]:
        """The data `count` times, with another fold to test on."""
        from groundup.data.cross_validation import load_folds

        return load_folds(
            self.data,
            count,
            label=self.label,
            drop=parse_names(self.drop),
            task=self.task,
            pixels=self.pixels,
            size=parse_picture_size(self.picture_size),
            colours=self.colours,
            validation=self.validation,
            seed=self.split_seed,
            decimal=self.decimal,
            encoding=self.encoding,
            missing=parse_names(self.missing),
        )

    def remembered(self) -> dict[str, Any]:
        """What a model keeps of it, to find the same test samples again."""
        return {name: value for name, value in asdict(self).items() if name != "data"}


def remembered_source(data: str, kept: dict[str, Any] | None) -> Source:
    """The source that a model's description tells of, at `data`."""
    known: dict[str, Any] = {
        name: kept[name] for name in Source(data).remembered() if kept and name in kept
    }
    return Source(data, **known)


def parse_names(text: str | None) -> list[str]:
    """["a", "b"] from "a, b"."""
    return [name.strip() for name in text.split(",")] if text else []


def parse_picture_size(text: str | None) -> tuple[int, int] | None:
    """(28, 28) from "28x28"."""
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,4})[x×](\d{1,4})", text)
    if not found or "0" in (found[1], found[2]):
        fail(f"--picture-size must be rows and columns, such as 28x28, not {text}")
    return int(found[1]), int(found[2])


def say_notes(data: Data) -> None:
    """What was assumed, on standard error."""
    for note in data.schema.notes:
        tell(f"note: {note}")


def say_columns(schema: Schema) -> None:
    """A table of what becomes of a table's columns, where it is not all plain numbers."""
    if all(column.kind == "number" and not column.gaps for column in schema.columns):
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("column", "read as", "empty", "features"):
        table.add_column(heading, justify="right" if heading == "empty" else "left")
    for column in schema.columns:
        cells = (column.name, column.kind, f"{column.gaps:,}" if column.gaps else "")
        table.add_row(*map(Text, (*cells, features_in_words(column))))
    say(table)


def features_in_words(column: Column) -> str:
    """What features a column becomes."""
    count = len(column.features)
    if column.kind == "words":
        other = f", other ({column.other} rows)" if column.other else ""
        return f"{count}: {', '.join(column.values)}{other}{', empty' if column.gaps else ''}"
    what = {"number": "its number", "yes/no": "1 for yes, 0 for no", "date": "days since 1970"}
    if column.gaps:
        return f"{count}: {what[column.kind]} ({column.fill:.6g} where empty), empty"
    return "1" if column.kind == "number" else f"1: {what[column.kind]}"


def noun(data: Data | Schema | None) -> str:
    """What samples are called: digits, pictures or rows. Pictures in colours are no digits, though
    their classes be numbers."""
    from groundup.data import Data

    schema = data.schema if isinstance(data, Data) else data
    if schema is None:
        return "digits"
    coloured = sum(size > 1 for size in schema.shape) > 2
    if schema.pixels and not coloured and all(map(str.isdecimal, schema.classes)):
        return "digits"
    return "pictures" if schema.pixels and len(schema.shape) > 1 else "rows"
