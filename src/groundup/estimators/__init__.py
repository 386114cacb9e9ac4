"""scikit-learn's multilayer perceptrons, trained by groundup's engines.

    from groundup import MLPClassifier  # instead of sklearn.neural_network's

perceptron.py is what both have in common: fit, from what was given to coefs_; classifier.py and
regressor.py, the names and defaults of their arguments, targets and answers. Below them, descent.py
goes through epochs (sgd, adam), and lbfgs.py minimises one loss over all samples, by
quasi_newton.py and line_search.py; rows.py brings any inputs to an engine, and parameters.py says
which arguments make sense.

scikit-learn is needed for these alone: pip install 'groundup[sklearn]'.
"""

from __future__ import annotations

from groundup.errors import UserError


class SklearnMissingError(UserError, ImportError):
    """scikit-learn or SciPy is not there, or too old."""


try:
    from groundup.estimators.classifier import MLPClassifier
    from groundup.estimators.regressor import MLPRegressor
except ImportError as error:
    if (error.name or "").partition(".")[0] not in ("sklearn", "scipy"):
        raise
    raise SklearnMissingError(
        f"MLPClassifier and MLPRegressor need scikit-learn 1.6 or newer and SciPy ({error}); "
        "install them with pip install 'groundup[sklearn]'"
    ) from None

__all__ = ["MLPClassifier", "MLPRegressor", "SklearnMissingError"]
