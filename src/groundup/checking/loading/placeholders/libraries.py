"""Which names of libraries that are not installed mean what here."""

from __future__ import annotations

import re
from typing import Any

from groundup.checking.loading.placeholders import (
    contents,
    datasets,
    derivatives,
    files,
    frames,
    preprocessing,
    splits,
    tables,
)

# What may stand in a path, or not.
BETWEEN = ("tensorflow.", "python.", "np_utils.", "samples_generator.")
SCORES = (
    "accuracy_score", "mean_squared_error", "mean_absolute_error", "r2_score", "log_loss",
    "f1_score", "precision_score", "recall_score", "roc_auc_score",
)  # fmt: skip
SPLITS = ("model_selection", "cross_validation")

PREPARED = re.compile(  # by a module of one's own
    r"\w*(data|prep|load)\w*\.(features|inputs|targets|labels|[Xxy])(_(train|test|val|valid))?"
)

MODULES = {  # that are another one, apart from what stands in for the rest of them
    "autograd.numpy": "numpy",
    "autograd.numpy.random": "numpy.random",
    "autograd.numpy.linalg": "numpy.linalg",
}
PARTS: dict[str, Any] = {
    "autograd.grad": derivatives.elementwise_grad,
    "autograd.elementwise_grad": derivatives.elementwise_grad,
    "autograd.value_and_grad": derivatives.value_and_grad,
    "sklearn.datasets.make_moons": datasets.make_points,
    "sklearn.datasets.make_circles": datasets.make_points,
    "sklearn.datasets.make_blobs": datasets.make_blobs,
    "sklearn.datasets.make_classification": datasets.make_classification,
    "sklearn.datasets.make_gaussian_quantiles": datasets.make_classification,
    "sklearn.datasets.make_regression": datasets.make_regression,
    "sklearn.datasets.fetch_openml": datasets.fetch_openml,
    "sklearn.datasets.fetch_mldata": datasets.fetch_openml,
    "sklearn.utils.shuffle": preprocessing.shuffled,
    "keras.datasets.mnist.load_data": datasets.load_images(28, 28),
    "keras.datasets.fashion_mnist.load_data": datasets.load_images(28, 28),
    "keras.datasets.cifar10.load_data": datasets.load_images(32, 32, 3, flat=False),
    "keras.utils.normalize": preprocessing.normalize,
    "keras.utils.to_categorical": preprocessing.to_categorical,
    "mlxtend.data.mnist_data": datasets.mnist_rows,
    "mlxtend.data.loadlocal_mnist": datasets.mnist_rows,
    "mnist.MNIST": datasets.Digits,
    "mnist.load": datasets.digits,
    "dataset.mnist.load_mnist": datasets.load_digits,
    "mnist.train_images": datasets.digit_images,
    "mnist.test_images": datasets.digit_images,
    "mnist.train_labels": datasets.digit_labels,
    "mnist.test_labels": datasets.digit_labels,
    "datasets.load_dataset": splits.load_dataset,
    "examples.tutorials.mnist.input_data.read_data_sets": splits.read_data_sets,
    "torchvision.datasets.MNIST": splits.Pictures,
    "torchvision.datasets.FashionMNIST": splits.Pictures,
    "nnfs.datasets.spiral_data": datasets.spiral,
    "nnfs.datasets.vertical_data": datasets.spiral,
    "nnfs.datasets.sine_data": datasets.curve,
    "idx2numpy.convert_from_file": files.idx,
    "h5py.File": contents.archive,
    "scipy.io.loadmat": contents.matlab,
    "pandas.DataFrame": tables.Table,
    "pandas.Series": tables.Table,
    "pandas.get_dummies": frames.get_dummies,
    "pandas.concat": frames.concat,
    "pandas.factorize": frames.factorize,
    "pandas.Categorical": tables.Table,
    "pandas.to_numeric": tables.same,
    "pandas.read_csv": files.read_csv,
    "seaborn.load_dataset": files.read_csv,
    "pandas.read_table": files.read_csv,
    "pandas.read_excel": files.read_csv,
}
for name in (*datasets.TABLES, *datasets.TARGETS):
    PARTS[f"sklearn.datasets.load_{name}"] = datasets.loader(name)
PARTS["sklearn.datasets.fetch_california_housing"] = datasets.loader("california_housing")
for name in SCORES:
    PARTS[f"sklearn.metrics.{name}"] = preprocessing.score
for name in SPLITS:
    PARTS[f"sklearn.{name}.train_test_split"] = preprocessing.train_test_split
for name in ("StandardScaler", "MinMaxScaler", "LabelBinarizer", "OneHotEncoder", "LabelEncoder",
             "scale", "minmax_scale", "normalize"):  # fmt: skip
    PARTS[f"sklearn.preprocessing.{name}"] = vars(preprocessing)[name]


def part(path: str) -> Any:
    """What stands in for a part of a library, or for data that a module of one's own prepares; None
    where only a stand-in does."""
    for outer in BETWEEN:
        path = path.replace(outer, "")
    if path not in PARTS and PREPARED.fullmatch(path):
        return contents.prepared(*path.split("."))
    return PARTS.get(path)
