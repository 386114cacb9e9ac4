"""What other libraries and books call things: the one table that leads their words to ours."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

OPTIONS = {
    "activations": "activation",
    "alpha": "eta",
    "augment": "augmentation",
    "batch": "batch_size",
    "callback": "progress",
    "callbacks": "progress",
    "class_weights": "class_weight",
    "criterion": "cost",
    "cv": "folds",
    "decay": "l2",
    "device": "engine",
    "early_stopping": "patience",
    "gpu": "engine",
    "hidden_layer_sizes": "sizes",
    "hidden_layers": "sizes",
    "hidden_sizes": "sizes",
    "initializer": "init",
    "k_folds": "folds",
    "layers": "sizes",
    "learning_rate": "eta",
    "learning_rate_init": "eta",
    "lmbda": "l2",
    "loss": "cost",
    "loss_function": "cost",
    "lr": "eta",
    "lr_scheduler": "schedule",
    "max_iter": "epochs",
    "minibatch_size": "batch_size",
    "n_epochs": "epochs",
    "n_folds": "folds",
    "n_jobs": "threads",
    "n_splits": "folds",
    "nb_epoch": "epochs",
    "nonlinearity": "activation",
    "num_epochs": "epochs",
    "optimizer": "optimiser",
    "output": "out",
    "random_state": "seed",
    "regularization": "l2",
    "save": "out",
    "scheduler": "schedule",
    "solver": "optimiser",
    "step_size": "eta",
    "target_column": "label",
    "test_size": "test",
    "test_split": "test",
    "validation_data": "validation",
    "validation_fraction": "validation",
    "validation_split": "validation",
    "weight_decay": "l2",
    "workers": "threads",
}
"""From their names of options to the library's."""
OF_COMMANDS = {"batch_size": "batch", "augmentation": "augment"}
"""What the command line calls otherwise than the library."""

HALF = "half the squared error, summed over the outputs"
BOTH = "of softmax outputs, or of sigmoid ones, each by itself"
NEAREST = "the nearest that there is"
OF_INPUTS = "whose weights are divided by √n_in; Glorot divides by √((n_in + n_out) / 2)"
ZERO = "whose biases are drawn too"

VALUES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "cost": {
        **dict.fromkeys(
            ("mse", "mean_squared_error", "squared_error", "squared", "l2", "sse"),
            ("quadratic", HALF),
        ),
        **dict.fromkeys(
            (
                "ce", "crossentropy", "categorical_crossentropy", "bce", "binary_crossentropy",
                "sparse_categorical_crossentropy", "binary_cross_entropy", "log_loss", "logloss",
                "nll", "nll_loss", "bce_with_logits", "softmax_cross_entropy",
            ),
            ("cross-entropy", BOTH),
        ),
    },
    "activation": {
        **dict.fromkeys(("logistic", "expit", "sigm"), ("sigmoid", "")),
        **dict.fromkeys(("identity", "none", "id"), ("linear", "")),
        **dict.fromkeys(("rectifier", "rectified_linear", "ramp"), ("relu", "")),
        **dict.fromkeys(
            ("leaky_relu", "leakyrelu", "prelu", "elu", "selu", "gelu", "silu", "swish", "relu6",
             "softplus", "mish"),
            ("relu", NEAREST),
        ),
        **dict.fromkeys(("hard_tanh", "hardtanh", "softsign", "arctan"), ("tanh", NEAREST)),
        **dict.fromkeys(("hard_sigmoid", "step", "heaviside"), ("sigmoid", NEAREST)),
    },
    "init": {
        **dict.fromkeys(
            ("glorot", "glorot_uniform", "glorot_normal", "xavier", "xavier_uniform",
             "xavier_normal"),
            ("scaled", OF_INPUTS),
        ),
        **dict.fromkeys(("lecun", "lecun_normal", "lecun_uniform"), ("scaled", ZERO)),
        **dict.fromkeys(("kaiming", "he_normal", "kaiming_normal"), ("he", "")),
        **dict.fromkeys(
            ("he_uniform", "kaiming_uniform"), ("he", "of normal numbers with that deviation")
        ),
        **dict.fromkeys(("random", "randn", "gaussian", "random_normal"), ("normal", "")),
    },
    "optimiser": {
        **dict.fromkeys(
            ("rmsprop", "adagrad", "adadelta", "adamax", "nadam", "adamw", "lion", "amsgrad"),
            ("adam", NEAREST),
        ),
        **dict.fromkeys(("gd", "gradient_descent", "stochastic", "minibatch"), ("sgd", "")),
        **dict.fromkeys(("nag", "nesterov_momentum"), ("nesterov", "")),
        **dict.fromkeys(("heavy_ball", "sgd_momentum"), ("momentum", "")),
        "lbfgs": ("adam", f"{NEAREST}; groundup.MLPClassifier has solver='lbfgs'"),
    },
    "schedule": {
        **dict.fromkeys(("cosine_annealing", "cosineannealinglr", "cosine_decay"), ("cosine", "")),
        **dict.fromkeys(("reduce_on_plateau", "reducelronplateau", "adaptive"), ("plateau", "")),
        **dict.fromkeys(("invscaling", "inverse_sqrt"), ("inverse", "")),
        **dict.fromkeys(("none", "fixed"), ("constant", "")),
        **dict.fromkeys(("step", "exponential", "linear"), ("cosine", NEAREST)),
    },
    "engine": {
        **dict.fromkeys(("gpu", "cuda", "tpu", "jax"), ("devices", "")),
        **dict.fromkeys(("cpu", "c", "native"), ("kernel", "")),
        "np": ("numpy", ""),
    },
}  # fmt: skip
"""By what is chosen, from a word to ours and how that differs; "" where it does not."""


def plain(word: str) -> str:
    """ "leaky_relu" from "Leaky-ReLU" or "leaky relu"."""
    return word.strip().lower().replace("-", "_").replace(" ", "_")


def hint(chosen: str, word: object, known: Sequence[str]) -> str:
    """What to add to a refusal: "; did you mean relu?", by the table or as it is nearly spelt so;
    "" where nothing is near."""
    if not isinstance(word, str):
        return ""
    name, differs = VALUES.get(chosen, {}).get(plain(word), ("", ""))
    spelt = {plain(one): one for one in known}
    near = [name] if name else difflib.get_close_matches(plain(word), spelt, n=1, cutoff=0.75)
    if not near or spelt.get(near[0], near[0]) not in known:
        return ""
    return f"; did you mean {spelt.get(near[0], near[0])}{differs and f' ({differs})'}?"


def meant(word: str, known: Sequence[str]) -> str:
    """The option among those known that a word means, by the table or as it is nearly spelt so; ""
    where none is."""
    candidates = {plain(one): one for one in known}
    for theirs, ours in OPTIONS.items():
        if ours := next((one for one in (ours, OF_COMMANDS.get(ours)) if one in known), None):
            candidates.setdefault(theirs, ours)
    near = difflib.get_close_matches(plain(word), candidates, n=1)
    return candidates[near[0]] if near else ""
