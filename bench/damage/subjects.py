"""Whole files of every kind that groundup reads, and how each is read."""

from __future__ import annotations

import base64
import gzip
import json
import struct
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bench.damage import changes
from bench.damage.changes import BYTES, TEXT, Change
from groundup import DataError, Network, Samples, fit, load_data
from groundup.data.drawings import read_drawings
from groundup.data.streams import Stream
from groundup.exporting import export
from groundup.formats.models import as_bytes
from groundup.questions import answers
from groundup.training import checkpoints

ROWS = 60
MIXED = Path(__file__).with_name("mixed.csv")
"""A table with gaps, words, dates and truths."""


class Subject(NamedTuple):
    """A file and how it is read.

    proved: whether the format has a checksum over all that counts, so that no damage may pass.
    forged: changes that put such a checksum right again: what they change may pass.
    read: gives what it holds, to compare; raises UserError where that cannot be read.
    """

    name: str
    file: Path
    proved: bool
    changes: tuple[Change, ...]
    read: Callable[[], Any]
    forged: tuple[Change, ...] = ()


def subjects(folder: Path) -> list[Subject]:
    """All of them, in a folder of their own."""
    return [
        *models(folder),
        *convolved(folder),
        *checkpoint(folder),
        *tables(folder),
        *idx(folder),
        *cifar(folder),
        *pictures(folder),
        *drawings(folder),
    ]


def of_network(network: Network) -> Any:
    """All that a model says."""
    network.copy().feedforward(np.zeros((1, network.sizes[0])))
    network._repr_html_()
    as_bytes("a model", network.w, network.b, network.description())
    said = list(answers(network, [MIXED])) if network.schema and network.schema.columns else []
    arrays = [(a.dtype.str, a.shape, a.tobytes()) for a in network.w + network.b]
    return arrays, repr(network), repr(network.schema), network.history, network.data, said


def of_data(*parts: Any) -> Any:
    """All that samples say: numbers, labels, and what they mean."""
    arrays = [(a.dtype.str, a.shape, a.tobytes()) for part in parts for a in (part.x, part.y)]
    return arrays, repr(getattr(parts[0], "schema", None))


def a_network(dtype: str) -> Network:
    """Of float64 one that knows a table with gaps and words, else one that takes plain numbers."""
    x, y = some_rows()
    data = Samples(x, y) if dtype == "float32" else load_data(MIXED).train
    sizes = [data.x.shape[1], 5, 3]
    network = Network(sizes, ["tanh", "softmax"], "cross-entropy", dtype=dtype)
    fit(network, data, data, epochs=2, eta=0.1)
    return network


def some_rows() -> tuple[np.ndarray, np.ndarray]:
    """Features (60, 4) and labels (60,) of three classes."""
    chance, y = np.random.default_rng(1), np.arange(ROWS) % 3
    return np.round(chance.normal(size=(ROWS, 4)) + y[:, None], 3), y


def models(folder: Path) -> Iterator[Subject]:
    for dtype, kind in (("float64", "of a table with words"), ("float32", "of numbers")):
        network = a_network(dtype)
        saved = folder / f"{dtype}.safetensors"
        network.save(saved)
        for ending in (".safetensors", ".npz", ".json"):
            path = folder / f"{dtype}-exported{ending}"
            export(network, path)
        ways = (*BYTES, changes.inside_header)
        yield model(f"safetensors, {kind}", saved, ways)
        yield model(f"safetensors, exported, {kind}", path.with_suffix(".safetensors"), ways)
        ways = (*BYTES, changes.zip_field, changes.inside_zip)
        yield model(f"NPZ, exported, {kind}", path.with_suffix(".npz"), ways)
        yield model(f"JSON, exported, {kind}", path, (*BYTES, *TEXT))
        yield from unsealed(folder, network, kind)
    book = json.loads((folder / "float32-exported.json").read_text())
    del book["groundup"]
    path = folder / "book.json"
    path.write_text(json.dumps(book | {"cost": "QuadraticCost"}))
    yield model("JSON of the book", path, (*BYTES, *TEXT), proved=False)


def convolved(folder: Path) -> Iterator[Subject]:
    """A model with filters, which has other shapes; of old, where only these could tell."""
    chance = np.random.default_rng(2)
    x, y = chance.integers(0, 256, (30, 6, 6, 3), np.uint8), np.arange(30) % 3
    data = load_data((x, y)).train
    network = Network("6x6x3-4c3p2-5c1p2-3", ["relu", "tanh", "softmax"], "cross-entropy")
    fit(network, data, epochs=1, eta=0.1)
    for ending in (".safetensors", ".npz"):
        export(network, folder / f"filters{ending}")
    ways = (*BYTES, changes.inside_header)
    yield model("safetensors, exported, of filters", folder / "filters.safetensors", ways)
    ways = (*BYTES, changes.zip_field, changes.inside_zip)
    yield model("NPZ, exported, of filters", folder / "filters.npz", ways)
    yield model(
        "NPZ, exported of old, of filters", old_npz(folder / "old.npz", network), ways, False
    )


def unsealed(folder: Path, network: Network, kind: str) -> Iterator[Subject]:
    """Files as groundup wrote them before they had a digest."""
    npz = old_npz(folder / f"{network.dtype}-old.npz", network)
    ways = (*BYTES, changes.inside_zip)
    yield model(f"NPZ, exported of old, {kind}", npz, ways, False)
    written = json.loads((folder / f"{network.dtype}-exported.json").read_text())
    for name in ("sha256", "known"):
        del written["groundup"][name]
    path = folder / f"{network.dtype}-old.json"
    path.write_text(json.dumps(written))
    yield model(f"JSON, exported of old, {kind}", path, (*BYTES, *TEXT), False)


def old_npz(path: Path, network: Network) -> Path:
    arrays = {f"{name}{l}": a for name in "wb" for l, a in enumerate(vars(network)[name])}
    np.savez(path, description=np.array(json.dumps(network.description())), **arrays)
    return path


def model(name: str, path: Path, ways: tuple[Change, ...], proved: bool = True) -> Subject:
    return Subject(name, path, proved, ways, lambda: of_network(Network.load(path)))


def checkpoint(folder: Path) -> Iterator[Subject]:
    path = folder / "checkpoint.st"
    network, (x, y) = Network([4, 5, 3]), some_rows()
    options = {"optimiser": "adam", "eta": 0.01, "patience": 5, "checkpoint": path}
    fit(network, (x, y), (x, y), epochs=2, **options)

    def read() -> Any:
        network, options, run, samples = checkpoints.read(path)
        best = run.best_network and of_network(run.best_network)
        state = [a.tobytes() for kept in (*run.state.w, *run.state.b) for a in kept]
        numbers = (run.count, run.started, run.done, run.best, run.since_best, run.stalls)
        return of_network(network), repr(options), numbers, best, state, samples

    yield Subject("checkpoint", path, True, (*BYTES, changes.inside_header), read)


def tables(folder: Path) -> Iterator[Subject]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    x, y = some_rows()
    names = np.array(["setosa", "virginica", "versicolor"])[y]
    columns = {f"column {i}": x[:, i] for i in range(4)} | {"label": names}
    for ending, mark in ((".csv", ","), (".tsv", "\t")):
        lines = [
            mark.join(columns),
            *(mark.join(map(str, row)) for row in zip(*columns.values(), strict=True)),
        ]
        path = folder / f"rows{ending}"
        path.write_text("\n".join(lines) + "\n")
        yield table(f"{ending[1:].upper()}", path, False, (*BYTES, *TEXT))
    path = folder / MIXED.name
    path.write_bytes(MIXED.read_bytes())
    yield table("CSV with words", path, False, (*BYTES, *TEXT))
    path = folder / "rows.npz"
    np.savez(path, x=x, y=names)
    ways = (*BYTES, changes.zip_field, changes.inside_zip)
    yield table("NPZ", path, True, ways, forged=(changes.inside_zip,))
    path = folder / "packed.npz"
    np.savez_compressed(path, x=x, y=y)
    yield table("NPZ, compressed", path, True, ways, forged=(changes.inside_zip,))
    for name, sums in (("Parquet", False), ("Parquet with checksums", True)):
        path = folder / f"{name}.parquet"
        pq.write_table(pa.table(columns), path, write_page_checksum=sums)
        yield table(name, path, False, BYTES)
        yield table(f"{name}, streamed", path, False, BYTES, stream=True)


def table(
    name: str, path: Path, proved: bool, ways: tuple[Change, ...],
    forged: tuple[Change, ...] = (), stream: bool = False,
) -> Subject:  # fmt: skip
    """Rows as `train`, `test` and `predict` read them; what is read can be learned from."""
    whole = load_data(path)
    network = Network([whole.schema.inputs, 4, 3], ["tanh", "softmax"], "cross-entropy")
    fit(network, whole.train, epochs=1, eta=0.1)

    def read() -> Any:
        said = list(answers(network, [path])) if not stream else []
        data = load_data(path, stream=stream)
        outputs = max(data.schema.outputs, 1)
        fit(Network([data.schema.inputs, outputs]), data.train, epochs=1, eta=1e-3)
        if isinstance(data.train, Stream):
            return of_data(data.train.sample(10**6, "all"), data.validation, data.test)
        load_data(path, schema=network.schema)
        return said, of_data(*data)

    return Subject(name, path, proved, ways, read, forged)


def idx(folder: Path) -> Iterator[Subject]:
    chance = np.random.default_rng(2)
    for ending, pack in (("", bytes), (".gz", lambda content: gzip.compress(content, mtime=0))):
        home = folder / f"idx{ending}"
        home.mkdir()
        for part in ("train", "t10k"):
            pixels = chance.integers(0, 256, (ROWS, 3, 4), np.uint8).tobytes()
            images = struct.pack(">4B3I", 0, 0, 8, 3, ROWS, 3, 4) + pixels
            labels = struct.pack(">4BI", 0, 0, 8, 1, ROWS) + bytes(i % 3 for i in range(ROWS))
            (home / f"{part}-images-idx3-ubyte{ending}").write_bytes(pack(images))
            (home / f"{part}-labels-idx1-ubyte{ending}").write_bytes(pack(labels))
        for path in sorted(home.iterdir())[2:]:
            forged = (changes.inside_gzip,) if ending else ()
            yield Subject(
                f"IDX {'images' if 'idx3' in path.name else 'labels'}{', gzipped' * bool(ending)}",
                path, bool(ending), (*BYTES, *forged),
                lambda home=home: of_data(*load_data(home)), forged,
            )  # fmt: skip


def cifar(folder: Path) -> Iterator[Subject]:
    chance, home = np.random.default_rng(3), folder / "cifar"
    home.mkdir()
    for name in (*(f"data_batch_{number}" for number in range(1, 6)), "test_batch"):
        rows = chance.integers(0, 256, (6, 3073)).astype(np.uint8)
        rows[:, 0] = np.arange(6)
        (home / f"{name}.bin").write_bytes(rows.tobytes())
    names = home / "batches.meta.txt"
    names.write_text("\n".join(f"kind {number}" for number in range(10)))
    packed = folder / "cifar.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(home, home.name)

    def read(source: Path) -> Any:
        return of_data(*load_data(source))

    forged = (changes.inside_gzip,)
    for name, path, ways in (
        ("CIFAR records", home / "data_batch_2.bin", BYTES),
        ("CIFAR names", names, (*BYTES, *TEXT)),
    ):
        yield Subject(name, path, False, ways, lambda: read(home))
    yield Subject("CIFAR's archive", packed, True, (*BYTES, *forged), lambda: read(packed), forged)


def pictures(folder: Path) -> Iterator[Subject]:
    from PIL import Image

    for ending, proved in ((".png", True), (".jpg", False), (".gif", False), (".bmp", False)):
        home = folder / f"pictures{ending}"
        for number in range(12):
            path = home / "ab"[number % 2] / f"{number}{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            shade = np.add.outer(np.arange(20) * 9, np.arange(20) * (number + 1)) % 256
            Image.fromarray(shade.astype(np.uint8)).save(path)
        yield Subject(
            f"{ending[1:].upper()} pictures", home / f"b/11{ending}", proved, BYTES,
            lambda home=home: of_pictures(home),
        )  # fmt: skip


def drawings(folder: Path) -> Iterator[Subject]:
    path = folder / "drawings.json"
    drawing = {"strokes": [[[0.5, 0.25], [0.5, 0.75]]], "label": 1}
    drawing["pixels"] = base64.b64encode(bytes(784)).decode()
    path.write_text(json.dumps({"format": "groundup drawings 1", "drawings": [drawing] * 3}))
    ways = (*BYTES, *TEXT)
    yield Subject("drawings", path, False, ways, lambda: of_data(read_drawings(path)))


def of_pictures(home: Path) -> Any:
    data = load_data(home)
    if left_out := [note for note in data.schema.notes if "cannot be read" in note]:
        raise DataError(left_out[0])
    return of_data(*data)
