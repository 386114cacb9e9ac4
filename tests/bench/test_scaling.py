"""The model of bench.scaling: what it says of one device, of many, and of what it was fitted to."""

from __future__ import annotations

import pytest

from bench.scaling import Machine, assumed, averaged_rows, best, fitted, line, rows, weights

MACHINE = Machine("test", latency=1e-3, work=1e-9, hop=1e-4, bandwidth=1e9)


def test_a_step_is_the_sum_of_its_parts():
    assert MACHINE.step(1, 100, 10_000) == pytest.approx(1e-3 + 1e-3)
    moved = 4 * 10_000 * 2 * 3 / 4 / 1e9
    assert MACHINE.step(4, 100, 10_000, 3) == pytest.approx(1e-3 + 0.25e-3 + 3 * 4e-4 + moved)


def test_small_networks_are_quickest_on_one_device_and_large_ones_on_more():
    for machine, most in assumed(30e-12):
        assert best(machine, most, 64, 23_820) == (1, 1.0)
        devices, times = best(machine, most, 8192, 20_000_000)
        assert 1 < devices <= most
        assert times > 10


def test_a_line_is_found_again_and_begins_at_0_or_more():
    assert line({1.0: 5.0, 2.0: 7.0, 10.0: 23.0}) == pytest.approx((3.0, 2.0))
    assert line({1.0: 0.5, 2.0: 2.0})[0] == 0


def test_what_the_model_says_is_what_it_was_fitted_to():
    truth = Machine("test", 1e-3, 1e-9, 1e-4, 1e9)
    sizes = {"784-30-10": [784, 30, 10], "784-512-512-10": [784, 512, 512, 10]}
    alone, two = (
        {
            "steps": {
                name: {
                    str(b): truth.step(n, b, weights(s), 2 * (len(s) - 1)) for b in (64, 256, 1024)
                }
                for name, s in sizes.items()
            },
            "sums": {str(w): 2e-4 + 4 * w / 1e9 for w in (1_000, 100_000, 1_000_000)},
        }
        for n in (1, 2)
    )
    for name, machine in fitted(alone, two).items():
        assert machine[1:] == pytest.approx(truth._replace(name=name)[1:])
    for row in list(rows(alone, two))[2:]:
        predicted, measured = row.split("|")[4:6]
        assert predicted == measured


def test_the_accuracies_are_a_row_each():
    assert list(averaged_rows({"4": [0.94, 0.95, 0.96]}))[2] == "| 4 | 95.00% | 94.00% to 96.00% |"
