"""Chapter 1's other measure: a support vector machine, which scikit-learn trains.

    python -m groundup.book mnist_svm.py

The book takes what scikit-learn had by default. One of these settings is another today, so it is
named here: γ, which was 1 over the number of pixels. It takes minutes.
"""

from __future__ import annotations

from groundup.book import mnist_loader
from groundup.errors import UserError

__all__ = ["svm_baseline"]


def svm_baseline() -> None:
    """Learns from 50,000 digits and prints how many of 10,000 others it reads.

    Raises UserError where scikit-learn is not installed.
    """
    try:
        from sklearn import svm
    except ImportError:
        raise UserError(
            "mnist_svm: expected scikit-learn, whose support vector machine this is, but it is not "
            "installed; run pip install scikit-learn"
        ) from None
    training_data, _, (images, digits) = mnist_loader.load_data()
    machine = svm.SVC(gamma="auto")
    machine.fit(*training_data)
    right = int((machine.predict(images) == digits).sum())
    print("Baseline classifier using an SVM.")
    print(f"{right} of {len(digits)} values correct.")


if __name__ == "__main__":
    svm_baseline()
