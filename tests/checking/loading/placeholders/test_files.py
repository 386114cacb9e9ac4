"""Files that are not there have the shape that the program expects; others are read."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.checking.loading.conftest import Load


@pytest.mark.parametrize(
    "way", ['open("novel.txt").read()', '"".join(open("novel.txt", "r").readlines())']
)
def test_a_text_that_is_read_as_such_is_made_up(way: str, loaded: Load) -> None:
    module = loaded(f"text = {way}\nletters = sorted(set(text))").module
    assert len(vars(module)["text"]) > 1000 > len(vars(module)["letters"]) > 5


def test_a_table_of_numpy(loaded: Load) -> None:
    shown = loaded(
        """
        import numpy as np
        data = np.loadtxt("pupils.csv", delimiter=",", skiprows=1)
        X, y = data[:, :8], data[:, 8]
        some = np.genfromtxt("others.csv", usecols=(1, 2), dtype=np.float32)
        """
    )
    module = shown.module
    assert (module.X.shape, module.y.shape, module.data.dtype) == ((24, 8), (24,), float)
    assert set(module.y) == set(module.X[:, 0]) == {0.0, 1.0}
    assert np.abs(module.X).max() <= 1
    assert (module.some.shape, module.some.dtype) == ((24, 2), np.float32)
    assert not shown.skipped
    assert shown.note is not None
    assert shown.note.message == (
        "Not found, so made-up numbers stand in: pupils.csv and others.csv"
    )


def test_labels_have_a_file_of_their_own(loaded: Load) -> None:
    module = loaded(
        """
        import numpy as np
        images, labels = np.load("boxes.npy"), np.load("boxes_labels.npy")
        net = Net(16, 12, 3)
        """
    ).module
    assert (module.images.shape, module.labels.shape) == ((24, 16), (24,))
    assert set(module.labels) == {0, 1, 2}


def test_archives(loaded: Load) -> None:
    module = loaded(
        """
        import numpy as np, h5py
        with np.load("mnist.npz") as data:
            x, y = data["x_train"], data["y_train"]
        cats = h5py.File("cats.h5", "r")
        X, Y = np.array(cats["train_set_x"][:]), np.array(cats["train_set_y"][:])
        """
    ).module
    assert (module.x.shape[1:], set(module.y)) == ((28, 28), set(range(10)))
    assert (module.X.shape[1:], set(module.Y)) == ((64, 64, 3), {0, 1})


def test_pandas_whether_it_is_there_or_not(loaded: Load) -> None:
    shown = loaded(
        {
            "mine.py": """
            import pandas as pd
            frame = pd.read_csv("train.csv")
            y = frame["label"].values
            X = frame.drop("label", axis=1).values / 255
            W = [784]
            here = pd.read_csv("here.csv")
            there = here["name"].values
            width = pd.read_csv("no.csv", names=["a", "b"])["b"].shape
            (digits, _), _, _ = pd.read_pickle("mnist.pkl")
            frame.to_csv("copy.csv", index=False)
            """,
            "here.csv": "size,name\n1.5,ann\n2.5,bob\n",
        }
    )
    module = shown.module
    assert (module.X.shape, set(module.y)) == ((24, 784), set(range(10)))
    assert 0.9 < module.X.max() <= 1
    assert module.there.tolist() == [0, 1]
    assert module.here["size"].tolist() == [1.5, 2.5]
    assert module.width == (24,)
    assert module.digits.shape[1] == 784
    assert shown.note is not None
    assert shown.note.message == (
        "Not found, so made-up numbers stand in: train.csv, no.csv and mnist.pkl"
    )
    assert not shown.skipped


def test_a_file_is_found_beside_the_code(
    loaded: Load, program: Callable[[dict[str, str]], Path]
) -> None:
    program({"data/x.csv": "1,2\n3,4\n"})
    shown = loaded("import numpy as np\nx = np.loadtxt('data/x.csv', delimiter=',')\n")
    assert shown.module.x.tolist() == [[1, 2], [3, 4]]
    assert shown.note is None


def test_text_that_is_read_line_by_line(loaded: Load) -> None:
    module = loaded(
        """
        import csv
        rows = [[float(v) for v in row] for row in csv.reader(open("iris.csv"))]
        with open("mnist_train.csv") as file:
            lines = file.readlines()
        label = int(lines[3].split(",")[0])
        """
    ).module
    assert {len(row) for row in module.rows} == {5}
    assert {row[-1] for row in module.rows} == {0, 1, 2}
    assert len(module.lines[0].split(",")) == 785
    assert module.label == 3


def test_text_of_any_kind_is_a_table(loaded: Load) -> None:
    module = loaded(
        """
        rows = [[float(v) for v in line.split()] for line in open("parts/first.subset")]
        """
    ).module
    assert {len(row) for row in module.rows} == {5}


@pytest.mark.parametrize("name", ["notes.md", "model.state", "weights.bin", "photo.png"])
def test_what_may_be_no_table_stays_missing(loaded: Load, name: str) -> None:
    (skipped,) = loaded(f"rows = [line.split() for line in open({name!r})]").skipped
    assert isinstance(skipped.error, FileNotFoundError)


def test_digits_in_the_files_that_everybody_has(loaded: Load) -> None:
    shown = loaded(
        """
        import gzip, pickle, struct
        import numpy as np
        with gzip.open("mnist.pkl.gz", "rb") as file:
            train, valid, test = pickle.load(file, encoding="latin1")
        with open("train-labels-idx1-ubyte", "rb") as file:
            magic, n = struct.unpack(">II", file.read(8))
            labels = np.fromfile(file, dtype=np.uint8)
        with gzip.open("train-images-idx3-ubyte.gz", "rb") as file:
            magic, n, rows, columns = struct.unpack(">IIII", file.read(16))
            images = np.frombuffer(file.read(), dtype=np.uint8).reshape(n, 784)
        with open("data_batch_1", "rb") as file:
            batch = pickle.load(file, encoding="bytes")
        with open("pair.pkl", "rb") as file:
            X, y = pickle.load(file)
        whole = np.fromfile("data/train-labels.idx1-ubyte", "ubyte")[8:]
        """
    )
    module = shown.module
    assert not shown.skipped
    assert module.whole.tolist() == module.labels.tolist()
    assert (train := module.train[0]).shape[1:] == (784,)
    assert 0.9 < train.max() < 1
    assert set(module.labels) == set(range(10))
    assert (module.n, module.rows, module.columns) == (len(module.images), 28, 28)
    assert batch_shape(module.batch) == (3072,)
    assert len(module.X) == len(module.y)


def test_digits_as_well_known_courses_have_them(loaded: Load) -> None:
    shown = loaded(
        """
        import gzip, pickle
        import h5py, mnist
        import numpy as np
        from dataset.mnist import load_mnist
        from scipy.io import loadmat
        with open("mnist.pkl", "rb") as file:
            kept = pickle.load(file)
        with open("pickled_mnist.pkl", "br") as file:
            data = pickle.load(file)
        archive = h5py.File("MNISTdata.hdf5", "r")
        everything, each = loadmat("mnist-original.mat"), loadmat("mnist_all.mat")
        by_course = [
            (kept["training_images"], kept["training_labels"]),
            (kept["train_img"], kept["train_label"]),
            (data[0], data[2][:, 0]),
            (np.array(archive["x_train"][:]), np.array(archive["y_train"][:, 0])),
            mnist.load()[:2],
            load_mnist(one_hot_label=False)[0],
            (everything["data"].T, everything["label"][0]),
            (each["train7"], range(10)),
        ]
        """
    )
    assert not shown.skipped
    for pixels, classes in shown.module.by_course:
        assert pixels.shape[1:] == (784,)
        assert set(classes) == set(range(10))


def test_labels_of_a_file_of_arrays_are_indices(loaded: Load) -> None:
    module = loaded(
        """
        import numpy as np
        X, y = np.load("digits/X_train.npy"), np.load("digits/y_train.npy")
        targets = np.eye(10)[y[:784]]

        def accuracy(p, y):
            return np.mean(p.argmax(axis=1) == np.argmax(y, axis=1))
        """
    ).module
    assert (module.X.shape[1], module.targets.shape[1:]) == (784, (10,))


def batch_shape(batch: dict[bytes, np.ndarray]) -> tuple[int, ...]:
    assert len(batch[b"labels"]) == len(batch[b"data"])
    return batch[b"data"].shape[1:]


@pytest.mark.parametrize("use", ["'no.json'", "'no.csv'", "'no.csv', 'rb'", "'no/such.csv', 'w'"])
def test_other_files_stay_missing(loaded: Load, use: str) -> None:
    skipped = loaded(f"x = open({use})").skipped
    assert [type(one.error) for one in skipped] == [FileNotFoundError]


def test_only_the_learners_code_is_answered(loaded: Load) -> None:
    module = loaded("import numpy as np\nx = np.loadtxt('no.csv')\n").module
    assert module.x.shape == (24, 4)
    with pytest.raises(FileNotFoundError):
        np.loadtxt("no.csv")
    with pytest.raises(FileNotFoundError), gzip.open("mnist.pkl.gz"):
        pass
