"""A model comes back as it was written; any other file is refused with the reason."""

from __future__ import annotations

import errno
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file, save

from groundup import ModelError, Network
from groundup.formats.contents import digest
from groundup.formats.models import read_model, write_model

W = [np.arange(6.0).reshape(3, 2), np.arange(3.0).reshape(1, 3)]
B = [np.array([0.5, -0.5, 1e-300]), np.array([3.0])]
DESCRIPTION = {
    "sizes": [2, 3, 1],
    "activations": ["sigmoid", "linear"],
    "cost": "quadratic",
    "history": [{"epoch": 1, "cost": 0.25, "validation_accuracy": None}],
}
TENSORS = {"w.0": W[0], "w.1": W[1], "b.0": B[0], "b.1": B[1]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "model.safetensors"


def whole(tmp_path: Path) -> bytes:
    write_model(tmp_path / "whole", W, B, DESCRIPTION)
    return (tmp_path / "whole").read_bytes()


def forge(tensors: dict[str, Any], description: dict[str, Any], **metadata: str) -> bytes:
    """A file of any content whatever, its digest right."""
    said = {key: json.dumps(value) for key, value in description.items()}
    said |= {"format": "groundup", "format_version": "1", "pixels": ""} | metadata
    return save(tensors, said | {"sha256": digest(tensors, said)})


def assert_same(came, w, b, description) -> None:
    assert came[2] == description
    for mine, theirs in ((came[0], w), (came[1], b)):
        assert [a.dtype for a in mine] == [a.dtype for a in theirs]
        assert [a.shape for a in mine] == [a.shape for a in theirs]
        assert [a.tobytes() for a in mine] == [a.tobytes() for a in theirs]


@pytest.mark.slow
@given(
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=13),
    dtype=st.sampled_from([np.float32, np.float64]),
    seed=st.integers(0, 2**32),
    more=st.dictionaries(
        st.text(st.characters(codec="utf-8"), max_size=5).map("more {}".format),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=4),
        max_size=2,
    ),
)
def test_what_was_written_is_what_is_read(sizes, dtype, seed, more, tmp_path_factory):
    random = np.random.default_rng(seed)
    layers = list(zip(sizes[1:], sizes, strict=False))
    w = [random.standard_normal(shape).astype(dtype) for shape in layers]
    b = [random.standard_normal(n).astype(dtype) for n, _ in layers]
    description = DESCRIPTION | {"sizes": sizes, "activations": ["tanh"] * len(layers)} | more
    file = tmp_path_factory.getbasetemp() / "round-trip"
    write_model(str(file), w, b, description)
    assert_same(read_model(str(file)), w, b, description)


def test_arrays_in_any_layout_or_byte_order_are_written_by_value(file):
    w = [np.asfortranarray(W[0]), W[1].astype(">f8")]
    write_model(file, w, [np.repeat(B[0], 2)[::2], B[1]], DESCRIPTION)
    assert_same(read_model(file), W, B, DESCRIPTION)


def test_numbers_that_are_not_finite_survive(file):
    w = [np.full((3, 2), np.nan), np.full((1, 3), -np.inf)]
    write_model(file, w, B, DESCRIPTION | {"history": [{"cost": float("inf")}]})
    assert_same(read_model(file), w, B, DESCRIPTION | {"history": [{"cost": float("inf")}]})


def test_what_was_read_can_be_trained_further_and_written_again(file):
    write_model(file, W, B, DESCRIPTION)
    w, b, description = read_model(file)
    w[0] += 1.0
    b[1] += 1.0
    write_model(file, w, b, description)
    assert_same(read_model(file), [W[0] + 1.0, W[1]], [B[0], B[1] + 1.0], DESCRIPTION)


def test_other_programs_read_the_tensors(file):
    write_model(file, W, B, DESCRIPTION)
    tensors = load_file(file)
    assert tensors.keys() == TENSORS.keys()
    assert all((tensors[name] == TENSORS[name]).all() for name in TENSORS)


def test_the_metadata_says_what_the_file_is(file):
    write_model(file, W, B, DESCRIPTION)
    content = file.read_bytes()
    metadata = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])["__metadata__"]
    assert metadata["format"] == "groundup"
    assert metadata["format_version"] == "1"
    assert "divided by 255" in metadata["pixels"]
    assert json.loads(metadata["sizes"]) == [2, 3, 1]
    assert len(metadata["sha256"]) == 64


@given(data=st.data(), change=st.integers(1, 255))
def test_a_changed_byte_anywhere_is_refused_or_harmless(data, change, tmp_path_factory):
    damaged = bytearray(whole(tmp_path_factory.getbasetemp()))
    damaged[data.draw(st.integers(0, len(damaged) - 1))] ^= change
    file = tmp_path_factory.getbasetemp() / "damaged"
    file.write_bytes(damaged)
    try:
        came = read_model(file)
    except ModelError:
        return
    assert_same(came, W, B, DESCRIPTION)


@pytest.mark.slow
def test_every_single_flipped_bit_is_refused(tmp_path, file):
    content = whole(tmp_path)
    for bit in range(8 * len(content)):
        damaged = bytearray(content)
        damaged[bit // 8] ^= 1 << bit % 8
        file.write_bytes(damaged)
        with pytest.raises(ModelError, match=str(file)):
            read_model(file)


def test_a_truncated_or_lengthened_file_is_refused(tmp_path, file):
    content = whole(tmp_path)
    for damaged in [*(content[:n] for n in range(len(content))), content + b"\0"]:
        file.write_bytes(damaged)
        with pytest.raises(ModelError, match=str(file)):
            read_model(file)


def length(n: int) -> bytes:
    return n.to_bytes(8, "little")


FOREIGN = {
    "empty": (b"", "it is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "not a groundup model.*89 50 4e 47"),
    "a pickle": (pickle.dumps(DESCRIPTION), "not a groundup model"),
    "a text": (b"epoch 1: 94.1 %\n" * 9, "not a groundup model"),
    "a header without end": (length(2**63) + b"{" + bytes(99), "not a groundup model"),
    "a header longer than the file": (length(10**7) + b"{" + bytes(99), "should have 10000000"),
    "a header that is no JSON": (length(9) + b"{" + bytes(99), "damaged"),
    "a header of brackets": (length(9**6) + b'{"a":' + b"[" * 9**6, "damaged"),
    "another's safetensors": (save(TENSORS), "metadata does not say that groundup wrote it"),
    "another's metadata": (save(TENSORS, {"format": "pt"}), "not a groundup model"),
    "no version": (save(TENSORS, {"format": "groundup"}), "this file is format unknown"),
    "a newer version": (
        save({"theta": W[0]}, {"format": "groundup", "format_version": "2"}),
        "this file is format 2, this groundup reads 1: it needs another version of groundup",
    ),
    "no digest": (
        save(TENSORS, {k: json.dumps(v) for k, v in DESCRIPTION.items()}
             | {"format": "groundup", "format_version": "1"}),
        "SHA-256",
    ),
    "no JSON": (forge(TENSORS, DESCRIPTION, history="[}"), "damaged"),
    "bottomless JSON": (forge(TENSORS, DESCRIPTION, history="[" * 10**6), "damaged"),
    "endless digits": (forge(TENSORS, DESCRIPTION, sizes="[2,3," + "9" * 9999 + "]"), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "message"), FOREIGN.values(), ids=FOREIGN.keys())
def test_a_file_that_is_no_model_is_refused_with_the_reason(content, message, file):
    file.write_bytes(content)
    with pytest.raises(ModelError, match=f"{file}: .*{message}"):
        read_model(file)


MISFITS = {
    "sizes that are no numbers": ({"sizes": [2, "3", 1]}, {}, "two or more sizes"),
    "sizes without end": ({"sizes": [2, 3, float("inf")]}, {}, "two or more sizes"),
    "sizes that are not numbers": ({"sizes": [float("nan"), 3, 1]}, {}, "two or more sizes"),
    "sizes that are fractions": ({"sizes": [2, 3.0, 1]}, {}, "two or more sizes"),
    "sizes that are truths": ({"sizes": [2, 3, True]}, {}, "two or more sizes"),
    "a size of zero": ({"sizes": [2, 3, 0]}, {}, "two or more sizes"),
    "one size": ({"sizes": [2]}, {}, "two or more sizes"),
    "no sizes": ({"sizes": None}, {}, "two or more sizes"),
    "other sizes": ({"sizes": [3, 2, 1]}, {}, "w.0 to have shape"),
    "gigantic sizes": ({"sizes": [10**12, 10**12, 1]}, {}, "w.0 to have shape"),
    "too few layers": ({"sizes": [2, 3], "activations": ["tanh"]}, {}, "expected tensors"),
    "too few activations": ({"activations": ["tanh"]}, {}, "2 activations"),
    "activations that are no names": ({"activations": [1, 2]}, {}, "2 activations"),
    "a cost that is no name": ({"cost": 3}, {}, "name of a cost"),
    "a history that is no list": ({"history": {}}, {}, "list of records"),
    "records that are lists": ({"history": [[1, 2]]}, {}, "list of records"),
    "an epoch that is a word": ({"history": [{"epoch": "first"}]}, {}, "number as epoch"),
    "a cost that is a list": ({"history": [{"cost": []}]}, {}, "number as cost of an epoch"),
    "a cost without end": ({"history": [{"cost": 10**400}]}, {}, "number as cost of an epoch"),
    "seconds that are none": ({"history": [{"seconds": None}]}, {}, "number as seconds"),
    "samples that are true": ({"history": [{"samples": True}]}, {}, "number as samples"),
    "half a run's record": ({"history": [{"epoch": 1}], "run": {}}, {}, "number as cost"),
    "layers of two types": ({}, {"w.1": W[1].astype(np.float32)}, "in F64, as w.0 is.*in F32"),
    "integers": ({}, {"b.1": np.array([3])}, "in F64, as w.0 is"),
    "half precision": ({}, {"b.1": np.array([3], np.float16)}, "in F64, as w.0 is"),
    "a matrix for a vector": ({}, {"b.1": np.ones((1, 1))}, "b.1 to have shape"),
    "a weight matrix transposed": ({}, {"w.0": W[0].T.copy()}, "w.0 to have shape"),
    "no values": ({}, {"b.1": np.ones(0)}, "b.1 to have shape"),
}


@pytest.mark.parametrize(
    ("description", "tensors", "message"), MISFITS.values(), ids=MISFITS.keys()
)
def test_parts_that_do_not_fit_are_neither_read_nor_written(description, tensors, message, file):
    tensors, description = TENSORS | tensors, DESCRIPTION | description
    file.write_bytes(forge(tensors, description))
    with pytest.raises(ModelError, match=message):
        read_model(file)
    file.unlink()
    w, b = ([tensors[f"{letter}.{i}"] for i in (0, 1)] for letter in "wb")
    with pytest.raises(ModelError, match=message):
        write_model(file, w, b, description)
    assert not file.exists()


FILTERS = {
    "sizes": [25, 12, 2],
    "activations": ["relu", "softmax"],
    "cost": "cross-entropy",
    "history": [],
}
FILTERED = {
    "w.0": np.arange(12.0).reshape(3, 1, 2, 2),  # 5×5 pixels, of which 3 channels of 2×2 are left
    "b.0": np.zeros(3),
    "w.1": np.arange(24.0).reshape(2, 12),
    "b.1": np.ones(2),
}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_convolution_is_written_and_read(dtype, file):
    w, b = ([FILTERED[f"{letter}.{l}"].astype(dtype) for l in (0, 1)] for letter in "wb")
    write_model(file, w, b, FILTERS)
    assert_same(read_model(file), w, b, FILTERS)
    assert Network.load(file).layers == "5x5-3c2p2-2"
    assert load_file(file)["w.0"].shape == (3, 1, 2, 2)


@pytest.mark.parametrize("shape", [(5, 5), (25,), (5, 5, 1), (1, 25), (25, 1)])
def test_a_schema_of_other_pictures_than_filters_see_is_refused(shape, file):
    schema = {"shape": list(shape), "classes": ["0", "1"]}
    file.write_bytes(forge(FILTERED, FILTERS | {"schema": schema}))
    if shape in ((1, 25), (25, 1)):
        with pytest.raises(ModelError, match=r"schema: expected pictures of 5×5 numbers"):
            Network.load(file)
    else:
        assert Network.load(file).feedforward(np.zeros(25, np.uint8)).shape == (2,)


def weights(*shape: int) -> np.ndarray:
    return np.zeros(shape)


UNFIT = {
    "other inputs": ({"sizes": [36, 12, 2]}, {}, r"sizes \[25, 12, 2\] for w of shapes"),
    "inputs a neuron has": ({"sizes": [4, 3, 2]}, {}, r"sizes \[25, 12, 2\] for w of shapes"),
    "gigantic inputs": ({"sizes": [10**12, 12, 2]}, {}, r"sizes \[25, 12, 2\] for w of"),
    "no square": ({}, {"w.1": weights(2, 15)}, "3 numbers for each pixel of a square picture"),
    "no whole pixels": ({}, {"w.1": weights(2, 13)}, "for each pixel of a square picture"),
    "fewer than a pixel": ({}, {"w.1": weights(2, 2)}, "for each pixel of a square picture"),
    "filters that are no squares": ({}, {"w.0": weights(3, 1, 2, 3)}, "square filters"),
    "filters of nothing": ({}, {"w.0": weights(3, 1, 0, 0)}, "not empty"),
    "no channels": ({}, {"w.0": weights(3, 0, 2, 2)}, "not empty"),
    "no filters": ({}, {"w.0": weights(0, 1, 2, 2)}, "not empty"),
    "three axes": ({}, {"w.0": weights(3, 2, 2)}, "w.0 to have shape"),
    "five axes beside four": (
        {"sizes": [25, 12, 12, 2], "activations": ["relu", "relu", "softmax"]},
        {"w.1": weights(1, 1, 1, 1, 1), "w.2": weights(2, 12), "b.2": np.ones(2)},
        r"w\[1\]: expected shape",
    ),
    "a convolution after neurons": ({}, {"w.0": weights(3, 4), "w.1": weights(2, 3, 1, 1)},
                                    r"w\[0\]: expected shape"),
    "no layer of neurons": ({}, {"w.1": weights(2, 3, 1, 1)}, "a last layer of neurons"),
    "channels that are others'": (
        {"sizes": [25, 12, 12, 2], "activations": ["relu", "relu", "softmax"]},
        {"w.1": weights(3, 2, 1, 1), "w.2": weights(2, 12), "b.2": np.ones(2)},
        r"w\[1\]: expected 3 inputs",
    ),
    "biases of every place": ({}, {"b.0": np.zeros(12)}, r"b.0 to have shape \[3\]"),
    "layers of two types": ({}, {"w.0": weights(3, 1, 2, 2).astype("f4")}, "w.1 .* in F32, as w.0"),
    "pictures beyond memory": (
        {"sizes": [4**20, *(4**l for l in reversed(range(20))), 1], "activations": ["relu"] * 21},
        {f"w.{l}": weights(1, 1, 1, 1) for l in range(20)}
        | {f"b.{l}": np.zeros(1) for l in range(21)} | {"w.20": weights(1, 1)},
        "1,099,511,627,776 numbers in one layer for each sample; the most is 134,217,728",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("description", "tensors", "message"), UNFIT.values(), ids=UNFIT.keys())
@pytest.mark.parametrize("ending", [".safetensors", ".npz"])
def test_convolutions_that_do_not_fit_are_refused(description, tensors, message, ending, tmp_path):
    tensors, description, path = FILTERED | tensors, FILTERS | description, tmp_path / f"a{ending}"
    if ending == ".npz":
        arrays: dict[str, Any] = {name.replace(".", ""): array for name, array in tensors.items()}
        np.savez(path, description=json.dumps(description), **arrays)
    else:
        path.write_bytes(forge(tensors, description))
    with pytest.raises(ModelError, match=message):
        Network.load(path)


def test_a_tensor_more_or_less_is_refused(file):
    file.write_bytes(forge(TENSORS | {"w.2": W[0]}, DESCRIPTION))
    with pytest.raises(ModelError, match="expected tensors"):
        read_model(file)
    with pytest.raises(ModelError, match="expected tensors"):
        write_model(file, W, B[:1], DESCRIPTION)


@pytest.mark.parametrize(
    "more", [{"sha256": ""}, {"format": "x"}, {"note": object()}, {"note": {1, 2}}]
)
def test_a_description_that_cannot_be_stored_is_refused(more, file):
    with pytest.raises(ModelError, match="cannot be put into a file"):
        write_model(file, W, B, DESCRIPTION | more)
    assert not file.exists()


def test_a_missing_file_or_a_folder_is_said_to_be_so(tmp_path):
    with pytest.raises(ModelError, match=r"none: .*No such file or directory; check the path"):
        read_model(tmp_path / "none")
    with pytest.raises(ModelError, match="it is not a file; check the path"):
        read_model(tmp_path)


@pytest.mark.parametrize(
    ("start", "size", "message"),
    [
        (length(2**33) + b"{", 2**34, "does not begin with"),
        (length(99_999_999) + b"{", 2**33, "8589934592 bytes, more than"),
        (length(99_999_999) + b"{", 2**32, "damaged"),
        (length(2) + b"{}", 2**32, "damaged"),
    ],
    ids=["an endless header", "too large", "a long header", "a short header"],
)
def test_a_huge_file_takes_no_memory(start, size, message, file):
    """Sparse files of gigabytes, in a process that may not take as much."""
    program = """
import resource, sys
from groundup import ModelError, Network
from groundup.formats.models import read_model
resource.setrlimit(resource.RLIMIT_DATA, (2**29, 2**29))
try:
    read_model(sys.argv[1])
except ModelError as error:
    print(error)
"""
    file.write_bytes(start)
    os.truncate(file, size)
    result = subprocess.run(
        [sys.executable, "-c", program, file], capture_output=True, text=True, check=True
    )
    assert message in result.stdout


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "free some space"),
        (errno.EACCES, "where you may write"),
        (errno.EROFS, "choose another place"),
    ],
)
def test_a_failure_to_write_says_what_to_do_and_harms_nothing(number, advice, file, monkeypatch):
    def fail(*_args):
        raise OSError(number, os.strerror(number))

    write_model(file, W, B, DESCRIPTION)
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ModelError, match=f"{file}: .*{os.strerror(number)}; .*{advice}"):
        write_model(file, [W[0] + 1.0, W[1]], B, DESCRIPTION)
    assert_same(read_model(file), W, B, DESCRIPTION)
    assert list(file.parent.iterdir()) == [file]


def test_a_folder_that_is_not_there_is_said_to_be_so(tmp_path):
    with pytest.raises(ModelError, match="No such file or directory; create the folder first"):
        write_model(tmp_path / "none" / "model", W, B, DESCRIPTION)


def test_a_model_has_the_same_bytes_from_every_process(tmp_path):
    code = (
        "import sys; from groundup import Network\n"
        "network = Network([3, 4, 2], ['relu', 'linear'])\n"
        "network.history.append({'epoch': 1, 'π': 'né'})\n"
        "network.save(sys.argv[1])"
    )
    contents, path = set(), tmp_path / "model.safetensors"
    for _ in range(3):
        subprocess.run([sys.executable, "-c", code, str(path)], check=True)
        contents.add(path.read_bytes())
    (content,) = contents
    length = int.from_bytes(content[:8], "little")
    assert length % 8 == 0
    names = list(json.loads(content[8 : 8 + length])["__metadata__"])
    assert names == sorted(names)
    assert Network.load(path).history == [{"epoch": 1, "π": "né"}]
