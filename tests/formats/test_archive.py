"""NPZ files are read whole and undamaged, or refused in a sentence."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from groundup import DataError
from groundup.formats.archive import read_archive

X = np.arange(12.0).reshape(3, 4)


def packed(**members: bytes) -> bytes:
    """An archive of any members, their CRCs right."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return file.getvalue()


def npy(array: np.ndarray, header: bytes | None = None) -> bytes:
    """An array's file, its header overwritten from its begin."""
    file = io.BytesIO()
    np.lib.format.write_array(file, array)
    content = file.getvalue()
    return content if header is None else content[:10] + header + content[10 + len(header) :]


def versioned(content: bytes) -> bytes:
    place = content.index(b"PK\x01\x02") + 6  # the version that is needed to unpack
    return content[:place] + bytes([179]) + content[place + 1 :]


DAMAGED = {
    "zip version 17.9": (versioned(packed(x=npy(X))), "zip file version 17.9"),
    "a header without end": (packed(x=npy(X, b"{'descr': '''")), "EOF in multi-line string"),
    "an open bracket": (packed(x=npy(X, b"{'descr': ((((")), "EOF in multi-line statement"),
    "a header that is no Python": (packed(x=npy(X, b"{'descr' 1 is")), "x.npz"),
    "fewer numbers than it holds": (
        packed(x=npy(X).replace(b"(3, 4)", b"(2, 4)")), "64 bytes, as it promises, but it holds 96"
    ),
    "words that are not text": (
        packed(x=npy(np.array(["ab"])).replace(b"a\0\0\0", b"a\0\0\xff")), "words that are not text"
    ),
    "a pickle": (packed(x=npy(X, b"{'descr': '|O', ")), "Python objects, which are never loaded"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "message"), DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_archive_is_refused_in_a_sentence(content, message, tmp_path):
    (tmp_path / "x.npz").write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_archive(tmp_path / "x.npz", DataError)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_arrays_of_all_kinds_come_back_in_their_order(save, tmp_path):
    arrays = {
        "x": X, "f": np.asfortranarray(X), "big": X.astype(">f4"), "words": np.array(["é", "b"]),
        "none": np.zeros((0, 3)), "one": np.array(3),
    }  # fmt: skip
    save(tmp_path / "x.npz", **arrays)
    found = read_archive(tmp_path / "x.npz")
    assert list(found) == list(arrays)
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        assert (found[name] == array).all()


def test_a_flipped_bit_of_a_number_is_noticed(tmp_path):
    np.savez(tmp_path / "x.npz", x=X)
    content = bytearray((tmp_path / "x.npz").read_bytes())
    content[content.index(X[1].tobytes()) + 3] ^= 1
    (tmp_path / "x.npz").write_bytes(content)
    with pytest.raises(DataError, match="Bad CRC-32"):
        read_archive(tmp_path / "x.npz", DataError)
