"""The support vector machine is the book's, and what it needs is said."""

from __future__ import annotations

import re
import sys

import pytest

from groundup.book import mnist_loader, mnist_svm
from groundup.data import Data
from groundup.errors import UserError


def test_it_trains_on_the_books_pixels_and_counts(few: Data, capsys, monkeypatch) -> None:
    pytest.importorskip("sklearn")
    monkeypatch.setattr(mnist_loader.data, "load_data", lambda name: few)
    mnist_svm.svm_baseline()
    first, second = capsys.readouterr().out.splitlines()
    assert first == "Baseline classifier using an SVM."
    (right,) = re.findall(r"^(\d+) of 500 values correct\.$", second)
    assert int(right) > 200  # of ten digits


def test_without_scikit_learn_it_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(UserError, match="run pip install scikit-learn"):
        mnist_svm.svm_baseline()
