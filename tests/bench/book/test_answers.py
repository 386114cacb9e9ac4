"""The accuracies are found in what the book's classes and programs print."""

from __future__ import annotations

from bench.book import answers

NETWORK = "Epoch 0: 9129 / 10000\nEpoch 1: 9542 / 10000\nEpoch 2: 9534 / 10000\n"
NETWORK_2 = """\
Epoch 0 training complete
Cost on training data: 0.5 / 2
Accuracy on training data: 1000 / 1000
Accuracy on evaluation data: 50 / 100

Epoch 1 training complete
Accuracy on training data: 900 / 1000
Accuracy on evaluation data: 40 / 100
"""
NETWORK_3 = "The corresponding test accuracy is 98.00%\nCorresponding test accuracy of 97.50%\n"


def test_of_each_kind() -> None:
    assert answers.best(NETWORK) == 95.42
    assert answers.last(NETWORK) == 95.34
    assert answers.first(NETWORK) == 91.29
    assert answers.best(NETWORK_2) == 50
    assert answers.fourth(NETWORK_2) == 40  # of fewer than four, the last
    assert answers.learned(NETWORK_2) == 100
    assert answers.corresponding(NETWORK_3) == 97.5
    assert answers.counted("A baseline.\n2225 of 10000 values correct.\n") == 22.25
