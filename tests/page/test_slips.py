"""Beginners' slips: each gives other numbers than what is right, and than the other slips."""

from __future__ import annotations

from groundup.page.lesson import wrong_answers
from groundup.page.slips import SLIPS

KNOWN = wrong_answers()
OWN = KNOWN["mistakes"][-len(SLIPS) :]


def test_each_gives_other_numbers() -> None:
    assert [one["slug"] for one in OWN] == [slip.slug for slip in SLIPS]
    for one in OWN:
        for network in KNOWN["networks"]:
            [changed] = one["on"][network["name"]]["calls"]
            assert changed or "powers" in one
            for name, value in changed.items():
                assert value != network["right"][0][name]
    numbers = [str(one["on"]) + str(one.get("powers")) for one in OWN]
    assert len(set(numbers)) == len(numbers)


def test_a_factor_is_said_and_counts_once_somewhere() -> None:
    for one in OWN:
        assert ("{factor}" in one["sentence"]) == ("powers" in one)
        if "powers" in one:
            assert 1 in one["powers"].values()


def test_only_what_is_left_out_forwards_changes_the_outputs() -> None:
    changing = {
        one["slug"] for one in OWN if any("outputs" in on["calls"][0] for on in one["on"].values())
    }
    assert changing == {"biases-left-out"}
