"""What programs take from libraries that are not installed: numbers of the right shapes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from groundup.checking.loading.placeholders.libraries import part
from groundup.checking.loading.placeholders.tables import Table
from tests.checking.loading.conftest import Load


def take(path: str) -> Any:
    found = part(path)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "options", "shape", "classes"),
    [
        ("make_moons", {"n_samples": 60, "noise": 0.2}, (60, 2), 2),
        ("make_circles", {}, (100, 2), 2),
        ("make_blobs", {"n_samples": 1000, "centers": 4, "n_features": 3}, (200, 3), 4),
        ("make_blobs", {"centers": [[0, 0], [1, 1]]}, (100, 2), 2),
        ("samples_generator.make_blobs", {}, (100, 2), 3),
        ("make_classification", {"n_features": 7, "n_classes": 3}, (100, 7), 3),
        ("load_iris", {"return_X_y": True}, (40, 4), 3),
        ("load_wine", {"return_X_y": True}, (40, 13), 3),
        ("load_breast_cancer", {"return_X_y": True}, (40, 30), 2),
        ("load_digits", {"return_X_y": True}, (40, 64), 10),
        ("load_digits", {"return_X_y": True, "n_class": 2}, (40, 64), 2),
    ],
)
def test_classes_of_scikit_learn(
    name: str, options: dict[str, Any], shape: tuple[int, int], classes: int
) -> None:
    x, y = take(f"sklearn.datasets.{name}")(**options)
    assert (x.shape, y.shape, y.dtype) == (shape, shape[:1], int)
    assert set(y) == set(range(classes))
    again = take(f"sklearn.datasets.{name}")(**options)[0]
    np.testing.assert_array_equal(x, again)


def test_targets_that_are_real_numbers() -> None:
    x, y = take("sklearn.datasets.make_regression")(50, n_features=3)
    assert (x.shape, y.shape) == ((50, 3), (50,))
    boston = take("sklearn.datasets.load_boston")()
    assert (boston.data.shape, boston.target.dtype) == ((40, 13), float)


def test_bunches() -> None:
    digits = take("sklearn.datasets.load_digits")()
    assert digits.images.shape == (40, 8, 8)
    assert len(digits["target_names"]) == 10
    assert not hasattr(digits, "nothing")
    iris = take("sklearn.datasets.load_iris")(as_frame=True)
    assert isinstance(iris.data, Table)
    assert iris.frame["target"].tolist() == iris.target.tolist()
    mnist = take("sklearn.datasets.fetch_openml")("mnist_784", version=1)
    assert (mnist.data.shape[1], mnist.data.max()) == (784, 255.0)


def test_a_split_has_each_class_in_its_larger_part() -> None:
    split = take("sklearn.model_selection.train_test_split")
    x, y = np.arange(40), np.repeat(range(10), 4)
    a, b, c, d = split(x, y, test_size=0.2, random_state=1)
    assert (len(a), len(b)) == (32, 8)
    assert sorted([*a, *b]) == list(range(40))
    assert c.tolist() == y[a].tolist()
    assert set(c) == set(range(10))
    assert d.tolist() == y[b].tolist()
    assert [len(part) for part in split(Table(np.ones((8, 2))), test_size=10000)] == [6, 2]


def test_scalers() -> None:
    x = np.array([[0.0, 5.0], [2.0, 5.0]])
    standard = take("sklearn.preprocessing.StandardScaler")()
    assert standard.fit_transform(x).tolist() == [[-1, 0], [1, 0]]
    assert standard.inverse_transform(standard.transform(x)).tolist() == x.tolist()
    unit = take("sklearn.preprocessing.MinMaxScaler")(feature_range=(-1, 1))
    assert unit.fit_transform(x)[:, 0].tolist() == [-1, 1]
    assert take("sklearn.preprocessing.scale")(x)[:, 0].tolist() == [-1, 1]
    assert take("sklearn.preprocessing.normalize")([[3, 4]]).tolist() == [[0.6, 0.8]]


def test_encoders() -> None:
    y = [3, 5, 3, 7]
    binary = take("sklearn.preprocessing.LabelBinarizer")()
    assert binary.fit_transform(y).tolist() == np.eye(3)[[0, 1, 0, 2]].tolist()
    assert binary.inverse_transform(binary.transform(y)).tolist() == y
    assert take("sklearn.preprocessing.LabelBinarizer")().fit_transform([1, 2]).shape == (2, 1)
    hot = take("sklearn.preprocessing.OneHotEncoder")().fit_transform(np.reshape(y, (-1, 1)))
    assert hot.toarray().tolist() == np.eye(3)[[0, 1, 0, 2]].tolist()
    encoder = take("sklearn.preprocessing.LabelEncoder")()
    assert encoder.fit_transform(["b", "a"]).tolist() == [1, 0]
    assert take("sklearn.utils.shuffle")([1, 2], [3, 4]) in ([[1, 2], [3, 4]], [[2, 1], [4, 3]])
    assert take("sklearn.metrics.accuracy_score")(y, y) == 0.5


@pytest.mark.parametrize("keras", ["keras", "tensorflow.keras", "tensorflow.python.keras"])
def test_images_of_keras(keras: str) -> None:
    (x, y), (x_test, y_test) = take(f"{keras}.datasets.mnist.load_data")()
    assert x.shape[1:] == x_test.shape[1:] == (28, 28)
    assert (x.dtype, y.dtype, x.max()) == (np.uint8, np.uint8, 255)
    assert set(y) == set(y_test) == set(range(10))
    assert take(f"{keras}.utils.to_categorical")(y, 10).shape == (len(y), 10)
    assert take(f"{keras}.utils.np_utils.to_categorical")(y).shape == (len(y), 10)
    (x, y), _ = take(f"{keras}.datasets.cifar10.load_data")()
    assert (x.shape[1:], y.shape[1:]) == ((32, 32, 3), (1,))


def test_digits_of_smaller_libraries() -> None:
    x, y = take("mnist.MNIST")("./data").load_training()
    assert (len(x), len(x[0]), set(y)) == (len(y), 784, set(range(10)))
    assert take("mnist.train_images")().shape[1:] == (28, 28)
    for name, dimensions in (("train-images.idx3-ubyte", 3), ("train-labels.idx1-ubyte", 1)):
        assert take("idx2numpy.convert_from_file")(name).ndim == dimensions


def test_there_may_be_fewer_images_than_a_program_says() -> None:
    (x, _), _ = take("keras.datasets.mnist.load_data")()
    assert x.reshape(60000, 784).shape == x.reshape((60000, 28 * 28)).shape == (len(x), 784)
    assert x.reshape(-1, 784).shape == x.reshape(60000, -1).shape == (len(x), 784)
    assert type(x / 255) is type(x.reshape(-1, 784)) is np.ndarray
    with pytest.raises(ValueError, match="reshape"):
        x.reshape(60000, 700)


def test_what_is_not_known_is_none() -> None:
    assert part("sklearn.svm.SVC") is None
    assert part("pandas.read_hdf") is None


def test_what_a_module_of_ones_own_would_have_prepared() -> None:
    x, y = take("data_prep.features_test"), take("data_prep.targets_test")
    assert x.ndim == 2
    assert y.shape == x.shape[:1]
    assert set(y) == {0, 1}
    assert part("data_prep.shuffle") is None
    assert part("torch.features") is None


@pytest.mark.parametrize("name", ["load_iris", "load_digits", "load_diabetes"])
def test_there_are_as_many_samples_as_a_batch_takes(name: str, loaded: Load) -> None:
    module = loaded(
        f"""
        from sklearn import datasets
        BATCH_SIZE = 50
        data = datasets.{name}()
        for i in range(len(data.target) // BATCH_SIZE):
            x = data.data[i * BATCH_SIZE : (i + 1) * BATCH_SIZE]
        """
    ).module
    assert module.x.shape[0] == 50
