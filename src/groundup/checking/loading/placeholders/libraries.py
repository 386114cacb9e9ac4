"""Which names of libraries that are not installed mean what here."""

from __future__ import annotations

import re
from typing import Any

from groundup.checking.loading.placeholders import contents as c
from groundup.checking.loading.placeholders import datasets as d
from groundup.checking.loading.placeholders import derivatives, files, tables
from groundup.checking.loading.placeholders import preprocessing as p

# What may stand in a path, or not.
BETWEEN = ("tensorflow.", "python.", "np_utils.", "samples_generator.")
PREPARED = re.compile(  # by a module of one's own
    r"\w*(data|prep|load)\w*\.(features|inputs|targets|labels|[Xxy])(_(train|test|val|valid))?"
)
MODULES = {  # that are another one, apart from what stands in for the rest of them
    f"autograd.numpy{part}": f"numpy{part}" for part in ("", ".random", ".linalg")
}
PARTS: dict[str, dict[str, Any]] = {
    "autograd": {
        "grad elementwise_grad": derivatives.elementwise_grad,
        "value_and_grad": derivatives.value_and_grad,
    },
    "sklearn.datasets": {
        "make_moons make_circles": d.making(),
        "make_blobs": d.making(classes=3),
        "make_classification make_gaussian_quantiles": d.making(20),
        "make_regression": d.making(100, targets=1),
        "fetch_openml fetch_mldata": d.fetch_openml,
        "fetch_california_housing": d.loader("california_housing"),
        **{f"load_{name}": d.loader(name) for name in (*d.TABLES, *d.TARGETS)},
    },
    "sklearn.preprocessing": {
        "StandardScaler": p.StandardScaler,
        "MinMaxScaler": p.MinMaxScaler,
        "LabelBinarizer": p.LabelBinarizer,
        "OneHotEncoder": p.OneHotEncoder,
        "LabelEncoder": p.LabelEncoder,
        "scale": lambda data, **options: p.StandardScaler().fit_transform(data),
        "minmax_scale": lambda data, **options: p.MinMaxScaler(**options).fit_transform(data),
        "normalize": p.normalize,
    },
    "sklearn.model_selection": {"train_test_split": p.train_test_split},
    "sklearn.cross_validation": {"train_test_split": p.train_test_split},
    "sklearn.utils": {"shuffle": p.shuffled},
    "sklearn.metrics": {
        "accuracy_score mean_squared_error mean_absolute_error r2_score log_loss f1_score"
        " precision_score recall_score roc_auc_score": lambda *given, **named: 0.5
    },
    "keras.datasets": {
        "mnist.load_data fashion_mnist.load_data": d.pair_of(28, 28),
        "cifar10.load_data": d.pair_of(32, 32, 3, flat=False),
    },
    "keras.utils": {"normalize": p.normalize, "to_categorical": p.to_categorical},
    "mlxtend.data": {"mnist_data loadlocal_mnist": lambda *given: d.load_digits()[0]},
    "mnist": {
        "MNIST": d.Digits,
        "load": d.four,
        "download_and_parse_mnist_file": c.idx,
        "train_images test_images": lambda *given: d.digits(28, 28)[0],
        "train_labels test_labels": lambda *given: d.digits(28, 28)[1],
    },
    "dataset.mnist": {"load_mnist": d.load_digits},
    "datasets": {"load_dataset": d.load_dataset},
    "examples.tutorials.mnist.input_data": {"read_data_sets": d.read_data_sets},
    "torchvision.datasets": {"MNIST FashionMNIST": d.Pictures},
    "nnfs.datasets": {"spiral_data vertical_data": d.spiral, "sine_data": d.curve},
    "idx2numpy": {"convert_from_file": c.idx},
    "h5py": {"File": c.Archive},
    "scipy.io": {"loadmat": c.matlab},
    "pandas": {
        "DataFrame Series Categorical to_numeric": tables.Table,
        "get_dummies": tables.get_dummies,
        "concat": tables.concat,
        "factorize": tables.factorize,
        "read_csv read_table read_excel": files.read_csv,
        "read_pickle": files.reading(files.in_pickle, files.unpickled),
    },
    "seaborn": {"load_dataset": files.read_csv},
}
BY_PATH = {
    f"{module}.{name}": thing
    for module, parts in PARTS.items()
    for names, thing in parts.items()
    for name in names.split()
}


def part(path: str) -> Any:
    """What stands in for a part of a library, or for data that a module of one's own prepares; None
    where only a stand-in does."""
    for outer in BETWEEN:
        path = path.replace(outer, "")
    if path not in BY_PATH and PREPARED.fullmatch(path):
        return c.prepared(*path.split("."))
    return BY_PATH.get(path)
