"""What four shades of grey cost: accuracy of networks that learned from a page's digits.

    python -m bench.packing [EPOCHS] [SEEDS]

Networks of 784-30-10 learn from MNIST's first 10,000 digits as they are, and from the same digits
as `groundup.page.digits` packs them; both are judged on 10,000 validation digits as they are.
"""

from __future__ import annotations

import sys
from statistics import mean

from groundup import Network, training
from groundup.data import Samples, load_data
from groundup.page.digits import pack, unpack

TRAIN = 10_000


def accuracy(train: Samples, validation: Samples, epochs: int, seed: int) -> float:
    """The share of the validation digits that is right after so many epochs."""
    network = Network([784, 30, 10], seed=seed, dtype="float32")
    training.fit(network, train, epochs=epochs, seed=seed)
    return network.measure(*validation)[1]


def main() -> None:
    epochs, seeds = (int(number) for number in [*sys.argv[1:], "10", "10"][:2])
    data = load_data("mnist")
    whole = Samples(data.train.x[:TRAIN], data.train.y[:TRAIN])
    packed = unpack(pack(whole))
    found = [
        [accuracy(train, data.validation, epochs, seed) for seed in range(seeds)]
        for train in (whole, packed)
    ]
    print(f"{epochs} epochs, mean of {seeds} seeds, of 10,000 validation digits:")
    for name, shares in zip(("256 shades", "4 shades"), found, strict=True):
        print(f"{name:>12}  {mean(shares):.2%}  (from {min(shares):.2%} to {max(shares):.2%})")


if __name__ == "__main__":
    main()
