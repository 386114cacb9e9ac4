"""A wheel is the bare one with its own kernel, tag and record; same parts make same bytes."""

from __future__ import annotations

import base64
import csv
import hashlib
from pathlib import Path
from zipfile import ZipFile

import pytest

from scripts.wheels import packing
from scripts.wheels.targets import TARGETS, Target

INFORMATION = "groundup-1.0.dist-info"


def bare(folder: Path, **more: bytes) -> Path:
    made = folder / "groundup-1.0-cp311-abi3-linux_x86_64.whl"
    contents = {
        "groundup/__init__.py": b"",
        f"{INFORMATION}/WHEEL": b"Root-Is-Purelib: true\nTag: cp311-abi3-linux_x86_64\n",
        f"{INFORMATION}/RECORD": b"of the bare one",
    }
    packing.write(made, contents | {name.replace("__", "/"): text for name, text in more.items()})
    return made


def packed(tmp_path: Path, target: Target, folder: str = "dist") -> Path:
    library = tmp_path / target.extension
    library.write_bytes(b"machine code")
    (tmp_path / folder).mkdir()
    return packing.pack(bare(tmp_path), library, target, tmp_path / folder)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.platform)
def test_a_wheel_has_its_kernel_and_its_tag(tmp_path: Path, target: Target) -> None:
    made = packed(tmp_path, target)
    assert made.name == f"groundup-1.0-cp311-abi3-{target.platform}.whl"
    with ZipFile(made) as archive:
        said = archive.read(f"{INFORMATION}/WHEEL").decode().splitlines()
        assert archive.read(f"groundup/engines/{target.extension}") == b"machine code"
    assert said == ["Root-Is-Purelib: false", f"Tag: cp311-abi3-{target.platform}"]


def test_the_record_names_every_file_with_its_digest_and_size(tmp_path: Path) -> None:
    with ZipFile(packed(tmp_path, TARGETS[0])) as archive:
        rows = list(csv.reader(archive.read(f"{INFORMATION}/RECORD").decode().splitlines()))
        assert [row[0] for row in rows] == archive.namelist()
        for name, digest, size in rows[:-1]:
            content = archive.read(name)
            expected = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
            assert (digest, int(size)) == (f"sha256={expected.decode()}", len(content))
    assert rows[-1] == [f"{INFORMATION}/RECORD", "", ""]


def test_the_same_parts_make_the_same_bytes(tmp_path: Path) -> None:
    one, other = (packed(tmp_path, TARGETS[0], folder) for folder in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()


def test_a_bare_wheel_that_has_a_kernel_already_is_refused(tmp_path: Path) -> None:
    kernel = {"groundup__engines___native.abi3.so": b"another kernel"}
    with pytest.raises(SystemExit, match="has a kernel already"):
        packing.pack(bare(tmp_path, **kernel), tmp_path / "none", TARGETS[0], tmp_path)
