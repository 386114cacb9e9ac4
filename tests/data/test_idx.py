"""The IDX reader takes what is whole and right, and says what is wrong with the rest."""

from __future__ import annotations

import gzip
import hashlib
import math
import random
import struct
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundup.data import MNIST, idx
from groundup.data.folder import find
from groundup.data.idx import DataError, read_images, read_labels

IMAGES = struct.pack(">4B3I", 0, 0, 8, 3, 2, 3, 4) + bytes(range(24))
LABELS = struct.pack(">4BI", 0, 0, 8, 1, 5) + bytes([0, 9, 3, 3, 1])
ZIPPED = gzip.compress(IMAGES, mtime=0)


def header(*shape: int) -> bytes:
    return struct.pack(f">4B{len(shape)}I", 0, 0, 8, len(shape), *shape)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some-idx"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_whole_file_is_read_gzipped_or_not_whatever_its_name(pack, tmp_path):
    for name in ("images", "images.gz"):
        (tmp_path / name).write_bytes(pack(IMAGES))
        assert read_images(tmp_path / name) == ((2, 3, 4), bytes(range(24)))
        (tmp_path / name).write_bytes(pack(LABELS))
        assert read_labels(str(tmp_path / name)) == bytes([0, 9, 3, 3, 1])


def test_a_file_may_be_compressed_as_well_as_gzip_can(file: Path) -> None:
    """White images come to about a thousandth, near the most that the sizes are believed."""
    content = header(2000, 28, 28) + bytes(2000 * 784)
    packed = gzip.compress(content, 9)
    assert len(content) > 1000 * len(packed)
    file.write_bytes(packed)
    shape, pixels = read_images(file)
    assert shape == (2000, 28, 28)
    assert not any(pixels)


@given(
    shape=st.tuples(*[st.integers(1, 7)] * 3),
    seed=st.integers(0, 2**32),
    zipped=st.booleans(),
)
def test_what_was_written_is_what_is_read(shape, seed, zipped, tmp_path_factory):
    pixels = random.Random(seed).randbytes(math.prod(shape))
    file = tmp_path_factory.getbasetemp() / "round-trip"
    content = header(*shape) + pixels
    file.write_bytes(gzip.compress(content) if zipped else content)
    assert read_images(file) == (shape, pixels)


WRONG = {
    "empty": (b"", "it is empty"),
    "a gzip file with nothing in it": (gzip.compress(b""), "it is empty"),
    "half a magic number": (IMAGES[:2], "begins with 00 00;"),
    "a picture in another format": (b"\x89PNG\r\n\x1a\n" + bytes(99), "begins with 89 50 4e 47;"),
    "labels instead of images": (LABELS, "begins with 00 00 08 01;"),
    "numbers that are not bytes": (b"\0\0\x0d\3" + IMAGES[4:], "begins with 00 00 0d 03;"),
    "a header cut short": (IMAGES[:11], "header of 16 bytes, but it ends after 11"),
    "a zipped header cut short": (gzip.compress(IMAGES[:11]), "it ends after 11"),
    "one byte too few": (IMAGES[:-1], "2×3×4 bytes .* holds at most 23"),
    "one byte too few in the gzip": (gzip.compress(IMAGES[:-1]), "2×3×4 bytes .* it holds 23"),
    "one byte too many": (IMAGES + b"!", "2×3×4 bytes .* it holds more"),
    "one byte too many in the gzip": (gzip.compress(IMAGES + b"!"), "it holds more"),
    "no images": (header(0, 28, 28), r"sizes above zero.* \(0, 28, 28\)"),
    "images of no height": (header(1, 0, 28), "sizes above zero"),
    "a truncated gzip": (ZIPPED[:-9], "a whole gzip file.*truncated"),
    "a gzip without its checksum": (ZIPPED[:-8], "a whole gzip file.*truncated"),
    "a gzip without its length": (ZIPPED[:-1], "a whole gzip file.*truncated"),
    "nothing but the gzip's header": (ZIPPED[:10], "a whole gzip file.*truncated"),
    "a wrong checksum": (ZIPPED[:-8] + bytes(4) + ZIPPED[-4:], "incorrect data check"),
    "garbage after the gzip": (ZIPPED + b"\0", "something follows its end"),
    "a second member in the gzip": (ZIPPED + ZIPPED, "something follows its end"),
    "more than the cap": (header(2**16, 2**16, 2), "at most 1 GiB.*promises 8589934592 bytes"),
}


@pytest.mark.parametrize(("content", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_is_refused_by_name_with_what_came(content, message, file):
    file.write_bytes(content)
    with pytest.raises(DataError, match=f"{file}: expected .*{message}"):
        read_images(file)


def test_garbage_is_seen_where_it_begins_with_a_new_piece_of_the_file(file, monkeypatch):
    monkeypatch.setattr(idx, "_PIECE", len(ZIPPED))
    file.write_bytes(ZIPPED)
    assert read_images(file)[0] == (2, 3, 4)
    file.write_bytes(ZIPPED + b"!")
    with pytest.raises(DataError, match="something follows its end"):
        read_images(file)


def test_labels_may_be_any_byte(file):
    file.write_bytes(header(4) + bytes([3, 9, 10, 255]))
    assert list(read_labels(file)) == [3, 9, 10, 255]


def test_a_missing_file_is_a_data_error(file):
    with pytest.raises(DataError, match=f"{file}: .* there is no such file; check the path"):
        read_labels(file)


def test_a_folder_in_a_files_place_is_a_data_error(tmp_path):
    with pytest.raises(DataError, match="expected an IDX file of labels, but it is not a file"):
        read_labels(tmp_path)


def test_a_file_that_may_not_be_read_is_a_data_error(file, monkeypatch):
    def refuse(*_args):
        raise PermissionError(13, "Permission denied")

    file.write_bytes(LABELS)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DataError, match=f"{file}: .*Permission denied; check its permissions"):
        read_labels(file)


@given(position=st.integers(0, len(ZIPPED) - 1), change=st.integers(1, 255))
def test_a_changed_byte_in_a_gzip_is_refused_or_harmless(position, change, tmp_path_factory):
    damaged = bytearray(ZIPPED)
    damaged[position] ^= change
    file = tmp_path_factory.getbasetemp() / "damaged.gz"
    file.write_bytes(damaged)
    try:
        came = read_images(file)
    except DataError:
        return
    assert came == ((2, 3, 4), bytes(range(24)))


@pytest.mark.parametrize(
    "content",
    [
        header(1000, 1000, 1000) + bytes(100),
        gzip.compress(header(1000, 1000, 1000) + bytes(100)),
        gzip.compress(header(60_000, 28, 28) + bytes(200_000)),
        gzip.compress(header(1, 10, 10) + bytes(20_000_000)),
    ],
    ids=["plain", "zipped", "zipped, larger", "a bomb"],
)
def test_no_memory_is_taken_for_what_a_file_does_not_hold(content, file):
    file.write_bytes(content)
    tracemalloc.start()
    try:
        with pytest.raises(DataError):
            read_images(file)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000


def test_the_bundled_files_are_those_of_the_notice():
    notice = (MNIST / "NOTICE").read_text()
    lines = [line.split() for line in notice.splitlines() if "ubyte" in line]
    assert len(lines) == 4
    for digest, name in lines:
        content = gzip.decompress((MNIST / f"{name}.gz").read_bytes())
        assert hashlib.sha256(content).hexdigest() == digest


def test_the_reader_needs_nothing_but_the_standard_library(file):
    program = """
import sys
sys.modules["numpy"] = None
from groundup.data.folder import find
from groundup.data.idx import read_images, read_labels
from groundup.data import MNIST
files = find(MNIST)
shape, pixels = read_images(files.test_images)
print(*shape, len(pixels), *read_labels(files.test_labels)[:4])
"""
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["10000", "28", "28", "7840000", *"7210"]


STANDARD = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)


@pytest.mark.parametrize("ending", ["", ".gz"])
@pytest.mark.parametrize("separator", ["-", "."])
def test_the_four_files_are_found_however_they_are_spelt(separator, ending, tmp_path):
    paths = [tmp_path / (name.replace("-idx", f"{separator}idx") + ending) for name in STANDARD]
    for path in paths:
        path.touch()
    assert list(find(str(tmp_path))) == paths


def test_a_folder_of_the_same_name_does_not_hide_a_file(tmp_path):
    for name in STANDARD:
        (tmp_path / name).mkdir()
        (tmp_path / name.replace("-idx", ".idx")).touch()
    assert [path.name for path in find(tmp_path)] == [n.replace("-idx", ".idx") for n in STANDARD]


def test_all_missing_files_are_named_at_once(tmp_path):
    (tmp_path / STANDARD[1]).touch()
    with pytest.raises(DataError) as caught:
        find(tmp_path)
    assert [name in str(caught.value) for name in STANDARD] == [True, False, True, True]


def test_a_folder_that_is_not_there_or_is_a_file_is_said_to_be_so(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="expected a folder of IDX files, but it is a file"):
        find(tmp_path / "file")
    with pytest.raises(DataError, match="but there is no such folder"):
        find(tmp_path / "none")
