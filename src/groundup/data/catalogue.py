"""The data sets that groundup knows by name: where they are, what they are, whose they are."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from groundup.data.idx import DataError


class Entry(NamedTuple):
    about: str
    folders: tuple[Path, ...]  # the first that is there has it
    size: str
    classes: tuple[str, ...]
    licence: str
    source: str
    install: str  # how to get it, where it is not there
    test_labels: str = ""  # the SHA-256 of the 10,000, a byte each, by which it is known elsewhere

    @property
    def folder(self) -> Path | None:
        return next((folder for folder in self.folders if folder.is_dir()), None)


MNIST = Path(__file__).parent / "mnist"
"""The folder of the bundled MNIST files."""

KNOWN = {
    "mnist": Entry(
        about="handwritten digits",
        folders=(MNIST,),
        size="60,000 + 10,000 of 28×28 pixels",
        classes=tuple("0123456789"),
        licence="CC BY-SA 3.0",
        source="Y. LeCun, C. Cortes, C. J. C. Burges",
        install="",
    ),
    "fashion-mnist": Entry(
        about="articles of clothing",
        folders=(Path("/usr/share/datasets/fashion-mnist"),),
        size="60,000 + 10,000 of 28×28 pixels",
        classes=(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
            "Bag", "Ankle boot",
        ),
        licence="MIT",
        source="Zalando Research, github.com/zalandoresearch/fashion-mnist",
        install="apt-get install dataset-fashion-mnist, on Debian and Ubuntu",
        test_labels="3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9",
    ),
}  # fmt: skip


def known(name: object) -> Entry | None:
    """The entry of that name."""
    return KNOWN.get(name) if isinstance(name, str) else None


def classes_of(test_labels: bytes) -> tuple[str, ...]:
    """The names of the classes of the data set that has these very labels; () of others."""
    digest = hashlib.sha256(test_labels).hexdigest()
    return next((entry.classes for entry in KNOWN.values() if entry.test_labels == digest), ())


def folder_of(name: str, entry: Entry) -> Path:
    """Where it is. Raises DataError where it is not there."""
    if entry.folder is None:
        raise DataError(
            f"{name}: expected it in {os.fspath(entry.folders[0])}, but it is not there; get it "
            f"with {entry.install}, or name a folder that has its files"
        )
    return entry.folder
