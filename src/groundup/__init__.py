"""Neural networks from the ground up.

`import groundup` loads nothing but this file: each public name brings its module when it is
first used, so that the rungs also run on a Python that has no NumPy.
"""

from __future__ import annotations

import importlib

__version__ = "0.1.0"
TYPE_CHECKING = False  # as typing has it, whose import takes longer than all the rest of this

if TYPE_CHECKING:
    from groundup.checking import check
    from groundup.checking.model.report import Report
    from groundup.data import Data, DataError, Samples, load_data
    from groundup.errors import UserError
    from groundup.estimators import MLPClassifier, MLPRegressor
    from groundup.evaluation import evaluate, evaluate_regression
    from groundup.formats.models import ModelError
    from groundup.network import Network
    from groundup.prediction import Predictor
    from groundup.sweeping import Sweep, read_sweep, sweep
    from groundup.training import Record, Resumed, epochs, fit, resume

_HOMES = {
    "Data": "groundup.data",
    "DataError": "groundup.data",
    "Samples": "groundup.data",
    "UserError": "groundup.errors",
    "load_data": "groundup.data",
    "MLPClassifier": "groundup.estimators",
    "MLPRegressor": "groundup.estimators",
    "ModelError": "groundup.formats.models",
    "Network": "groundup.network",
    "Predictor": "groundup.prediction",
    "Record": "groundup.training",
    "Report": "groundup.checking.model.report",
    "Resumed": "groundup.training",
    "Sweep": "groundup.sweeping",
    "check": "groundup.checking",
    "epochs": "groundup.training",
    "evaluate": "groundup.evaluation",
    "evaluate_regression": "groundup.evaluation",
    "fit": "groundup.training",
    "read_sweep": "groundup.sweeping",
    "resume": "groundup.training",
    "sweep": "groundup.sweeping",
}

__all__ = [
    "Data",
    "DataError",
    "MLPClassifier",
    "MLPRegressor",
    "ModelError",
    "Network",
    "Predictor",
    "Record",
    "Report",
    "Resumed",
    "Samples",
    "Sweep",
    "UserError",
    "__version__",
    "check",
    "epochs",
    "evaluate",
    "evaluate_regression",
    "fit",
    "load_data",
    "read_sweep",
    "resume",
    "sweep",
]


def load_ipython_extension(shell: object) -> None:
    """What `%load_ext groundup` does: cells that begin with `%%check` are checked."""
    importlib.import_module("groundup.notebook").load(shell)


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'groundup' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
