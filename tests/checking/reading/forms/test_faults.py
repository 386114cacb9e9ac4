"""What is wrong with a class of values is told, operator by operator, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking import check
from groundup.checking.model.answers import Finding
from groundup.checking.reading.forms.faults import faults
from groundup.checking.reading.forms.scalar import scalar
from groundup.rungs.scalars import Value as RungValue
from tests.checking.reading.forms.checks import offer
from tests.checking.reading.forms.value_sources import CLOSURES, LOG, ROWS, TANH_MLP

ADD = "self.grad += out.grad\n            other.grad += out.grad"
MUL = "self.grad += other.data * out.grad\n            other.grad += self.data * out.grad"


def told(kind: type) -> list[Finding]:
    own = scalar(kind)
    assert own is not None
    return faults(own)


def of(tmp_path: Path, source: str) -> list[Finding]:
    return told(offer(tmp_path, source).names["Value"])


def test_right_classes_have_no_faults(tmp_path: Path) -> None:
    assert of(tmp_path, CLOSURES + LOG) == []
    assert told(offer(tmp_path, ROWS).names["Scalar"]) == []
    assert told(RungValue) == []


@pytest.mark.parametrize(
    ("old", "new", "method"),
    [
        (MUL, MUL.replace("other.data", "self.data"), "__mul__"),
        (ADD, ADD.replace("other.grad += out.grad", "other.grad += 2 * out.grad"), "__add__"),
        ("self.data ** (other - 1)", "self.data ** other", "__pow__"),
        ("(1 - t ** 2)", "(1 - t)", "tanh"),
        ("(out.data > 0) * out.grad", "out.data * out.grad", "relu"),
        ("self.grad += out.data * out.grad", "self.grad += self.data * out.grad", "exp"),
    ],
)
def test_a_wrong_derivative_is_told_alone(tmp_path: Path, old: str, new: str, method: str) -> None:
    assert old in CLOSURES
    (found,) = of(tmp_path, CLOSURES.replace(old, new))
    assert found.kind == "wrong operator"
    assert found.message.startswith(f"In the class Value, {method} has a wrong derivative: of ")


def test_it_is_told_in_numbers(tmp_path: Path) -> None:
    (found,) = of(tmp_path, CLOSURES.replace("(1 - t ** 2)", "(1 - t)"))
    assert found.message.endswith(
        "of tanh(u) at u = -1.3 it sends back 1.862, where 0.2574 is right"
    )


@pytest.mark.parametrize(("old", "method"), [(ADD, "__add__"), (MUL, "__mul__")])
def test_an_operator_that_overwrites_is_told_alone(tmp_path: Path, old: str, method: str) -> None:
    (found,) = of(tmp_path, CLOSURES.replace(old, old.replace("+=", "=")))
    assert found.kind == "gradient overwritten"
    assert found.message.startswith(f"In the class Value, {method} overwrites")


def test_one_that_overwrites_only_what_comes_second_is_told(tmp_path: Path) -> None:
    (found,) = of(tmp_path, CLOSURES.replace(MUL, MUL.replace("other.grad +=", "other.grad =")))
    assert found.kind == "gradient overwritten"


@pytest.mark.parametrize("order", ["in topo", "in [self] + topo[:-1]"])
def test_a_wrong_order_of_the_way_back_is_told(tmp_path: Path, order: str) -> None:
    source = CLOSURES.replace("in reversed(topo)", order)
    assert source != CLOSURES
    (found,) = of(tmp_path, source)
    assert "Value.backward visits them in the wrong order" in found.message


def test_a_way_back_that_is_wrong_with_any_operator_is_told_alone(tmp_path: Path) -> None:
    twice = CLOSURES.replace("in reversed(topo)", "in reversed(topo + topo)")
    (found,) = of(tmp_path, twice)
    assert found.kind == "wrong operator"
    assert found.message == (
        "In the class Value, backward is wrong itself, with any operator: of u + v at u = 0.7, "
        "v = -1.3 it sends back 2 and 2, where 1 and 1 is right"
    )


def test_an_operator_that_raises_on_its_way_back_is_told(tmp_path: Path) -> None:
    (found,) = of(tmp_path, CLOSURES.replace("(1 - t ** 2)", "(1 - nix ** 2)"))
    assert "of tanh(u) at u = 0.7 raises NameError: name 'nix' is not defined" in found.message


def test_float32_is_too_little_for_differences(tmp_path: Path) -> None:
    source = CLOSURES.replace(
        "self.data = data", "self.data = float(__import__('numpy').float32(data))"
    )
    assert of(tmp_path, source) == []


@pytest.mark.slow
def test_a_check_names_the_operator_and_mistake_35(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(CLOSURES.replace(MUL, MUL.replace("+=", "=")) + TANH_MLP)
    report = check(str(file))
    assert report.verdict == "wrong"
    assert [named.number for named in report.mistakes] == [35]
    assert "In the class Value, __mul__ overwrites" in str(report)
    assert "the cause is not known" not in str(report)


def test_an_operator_that_the_network_does_not_use_makes_it_wrong_too(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(CLOSURES.replace("self.data ** (other - 1)", "self.data ** other") + TANH_MLP)
    report = check(str(file))
    assert (report.verdict, report.first_wrong, report.mistakes) == ("wrong", None, [])
    assert "The numbers are right: outputs, cost, dw and db. In the class Value, __pow__" in str(
        report
    )
