"""A rung as an exercise: what is taken out, what is kept, and what is still to do."""

from __future__ import annotations

import ast
import errno
import importlib.util
from pathlib import Path
from unittest.mock import Mock

import pytest

import groundup
from groundup.checking.exercises.exercise import (
    EXERCISES,
    body,
    exercise,
    functions,
    unwritten,
    write,
)
from groundup.checking.exercises.path import ordered
from groundup.checking.words import wording
from groundup.rungs import source


def finish(file: Path, *names: str) -> None:
    """Gives functions of an exercise the bodies that the rung has."""
    finished = source(file.stem).read_text(encoding="utf-8")
    there = dict(functions(ast.parse(finished)))
    for name in names or list(there):
        lines = file.read_text(encoding="utf-8").splitlines()
        own = dict(functions(ast.parse("\n".join(lines))))[name]
        rung = finished.splitlines()[there[name].lineno - 1 : there[name].end_lineno]
        lines[own.lineno - 1 : own.end_lineno] = rung
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def spoil(file: Path, right: str, wrong: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(right) == 1
    file.write_text(text.replace(right, wrong), encoding="utf-8")


def to_write(report: groundup.Report) -> list[str]:
    return [one.split(" (")[0] for one in wording.to_write(report)]


@pytest.mark.parametrize("rung", EXERCISES)
def test_bodies_are_gone_and_all_else_is_there(rung: str, tmp_path: Path) -> None:
    file = write(rung, tmp_path)
    tree, finished = ast.parse(file.read_text()), ast.parse(source(rung).read_text())
    assert ast.get_docstring(tree) == ast.get_docstring(finished)
    own, there = dict(functions(tree)), dict(functions(finished))
    assert list(own) == list(there)
    for name, function in own.items():
        assert unwritten(function)
        assert len(body(function)) == 1
        assert ast.get_docstring(function) == ast.get_docstring(there[name])
        assert ast.dump(function.args) == ast.dump(there[name].args)
    rest = [node for node in finished.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert [ast.dump(node) for node in rest] == [
        ast.dump(node) for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert "demonstrate" not in file.read_text()
    spec = importlib.util.spec_from_file_location(rung, file)
    assert spec
    assert spec.loader
    spec.loader.exec_module(importlib.util.module_from_spec(spec))  # it can be imported


def test_its_header_says_how_to_check_it() -> None:
    assert "groundup check lists.py" in exercise("lists").splitlines()[3]


def test_the_kernel_and_nonsense_are_refused_kindly() -> None:
    with pytest.raises(
        ValueError, match="exercises for scalars, neurons, lists, arrays, batches, convolution"
    ):
        exercise("kernel")
    with pytest.raises(ValueError, match="there is no rung 'gpu'"):
        exercise("gpu")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    file = write("lists", tmp_path / "new")
    file.write_text("mine")
    with pytest.raises(ValueError, match="already exists"):
        write("lists", tmp_path / "new")
    assert file.read_text() == "mine"


def test_a_file_for_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(ValueError, match="notes is a file; name a folder"):
        write("lists", tmp_path / "notes")


def test_without_room_nothing_is_left(monkeypatch, tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr("os.fsync", Mock(side_effect=full))
    with pytest.raises(ValueError, match=r"lists\.py cannot be written: No space left"):
        write("lists", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_fresh_one_shows_its_path(tmp_path: Path) -> None:
    """Ideas first, each with what it is for; then the helpers."""
    file = write("arrays", tmp_path)
    report = groundup.check(file)
    assert report.verdict == "wrong"
    assert to_write(report) == ordered("arrays")
    assert "  – sigmoid        squashes any number to one between 0 and 1\n" in str(report)
    assert "the rung's own are used:\n  – target   – mean   – step" in str(report)
    assert max(map(len, wording.todo(report).splitlines())) <= 80
    assert wording.headline(report) == f"{file}: unfinished"
    assert wording.next_step(report).startswith("next: write sigmoid (line 3")


@pytest.mark.slow
@pytest.mark.parametrize("rung", ["neurons", "lists", "arrays", "batches"])
def test_a_right_feedforward_is_told_before_there_is_a_backprop(rung: str, tmp_path: Path) -> None:
    file = write(rung, tmp_path)
    finish(file, "sigmoid", "build", "feedforward")
    report = groundup.check(file)
    assert report.verdict == "wrong"
    assert report.first_wrong is None
    assert report.mistakes == []
    assert "backprop" in to_write(report)
    assert "feedforward" not in to_write(report)
    assert "  ✓ feedforward " in str(report)
    assert [one.function for one in report.steps if one.right] == (
        ["sigmoid", "build", "feedforward"]
    )
    assert {q.name for q in report.quantities if q.ok} == {"outputs"}


def test_what_is_wrong_is_told_before_all_is_written(tmp_path: Path) -> None:
    file = write("arrays", tmp_path)
    finish(file, "sigmoid", "sigmoid_prime", "feedforward", "backprop")
    spoil(file, "delta[l] = error * f_prime[l](z[l])", "delta[l] = error")
    report = groundup.check(file)
    assert "gradients" in to_write(report)
    assert [named.number for named in report.mistakes] == [14]
    assert report.wrong_values[0].right[-1].text == "error = w[l + 1].T @ delta[l + 1]"
    assert wording.headline(report).endswith("unfinished, and wrong")
    assert str(report).index("The path:") < str(report).index("First wrong quantity")


@pytest.mark.slow
@pytest.mark.parametrize("rung", EXERCISES)
def test_a_finished_one_is_right(rung: str, tmp_path: Path) -> None:
    file = write(rung, tmp_path)
    finish(file)
    report = groundup.check(file)
    assert report, str(report)


@pytest.mark.slow
def test_the_first_wrong_line_is_one_of_the_function_to_be_mended(tmp_path: Path) -> None:
    file = write("arrays", tmp_path)
    finish(file)
    spoil(file, "return w - eta * dw", "return w + eta * dw")
    report = groundup.check(file)
    assert "Fix step first" in str(report)
    assert report.source_line is None or report.source_line.text == "return w + eta * dw"


@pytest.mark.slow
def test_the_other_activations_are_checked_too(tmp_path: Path) -> None:
    file = write("lists", tmp_path)
    finish(file)
    spoil(file, "return 1.0 - math.tanh(z) ** 2", "return 1.0 - math.tanh(z)")
    report = groundup.check(file)
    assert report.verdict == "wrong"
    assert [named.number for named in report.mistakes] == [28]


@pytest.mark.slow
def test_a_function_that_was_deleted_is_to_be_written(tmp_path: Path) -> None:
    file = write("lists", tmp_path)
    finish(file)
    spoil(file, "def train_batch(", "def train(")
    report = groundup.check(file)
    assert wording.to_write(report) == ["train_batch (not in the file)"]


def test_an_exception_in_what_is_written_is_the_learners_own(tmp_path: Path) -> None:
    file = write("lists", tmp_path)
    finish(file, "sigmoid", "build", "feedforward")
    spoil(
        file, "def feedforward(", "def feedforward(network, x):\n    return missing\n\n\ndef other("
    )
    report = groundup.check(file)
    assert report.verdict == "wrong"
    assert "NameError: name 'missing' is not defined" in str(report)


def test_what_it_does_to_files_and_descriptors_is_not_done(tmp_path: Path) -> None:
    file = write("lists", tmp_path)
    finish(file, "sigmoid")
    (mine := tmp_path / "mine.txt").write_text("mine")
    lines = [
        "import os",
        "for number in range(3, 30):",
        "    try:",
        "        os.write(number, b'\\xff')",
        "    except OSError:",
        "        pass",
        f"os.remove({str(mine)!r})",
    ]
    spoil(file, "def sigmoid(", "\n".join([*lines, "", "", "def sigmoid("]))
    report = groundup.check(file)
    points = {one["function"]: one["points"] for one in report.as_json()["points"]}
    assert points["sigmoid"] == 1, str(report)
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("empty", ["pass", "...", "raise NotImplementedError"])
def test_an_empty_body_is_not_written(empty: str) -> None:
    (node,) = ast.parse(f'def f(x):\n    """Doc."""\n    {empty}').body
    assert isinstance(node, ast.FunctionDef)
    assert unwritten(node)


@pytest.mark.parametrize("full", ["return x", "raise ValueError(x)", "x()"])
def test_another_body_is(full: str) -> None:
    (node,) = ast.parse(f'def f(x):\n    """Doc."""\n    {full}').body
    assert isinstance(node, ast.FunctionDef)
    assert not unwritten(node)


PARTLY = ["sigmoid", "sigmoid_prime", "build", "feedforward", "backprop"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("    return dw, db", "    pass", "it returns nothing. Is there a return on every path"),
        ("a.append(each(f[l], z[l]))", "a.append(eahc(f[l], z[l]))", "it raises NameError: name"),
        (
            "    layers = range(len(w))\n",
            "    while True:\n        x = x\n",
            "it does not finish: ",
        ),
        (
            "    layers = range(len(w))\n",
            "    while True:\n        print(x)\n",
            "it does not finish: ",
        ),
        ("w, b, f, f_prime = network", "w = network[9]", "it raises IndexError: tuple index"),
    ],
)
def test_what_does_not_work_is_to_be_mended_first(
    right: str, wrong: str, told: str, tmp_path: Path
) -> None:
    """Not "next: write gradients"; and no frames but the learner's own are shown."""
    file = write("lists", tmp_path)
    finish(file, *PARTLY)
    spoil(file, right, wrong)
    report = groundup.check(file, timeout=1.0)
    assert report.verdict == "wrong"
    assert report.first_wrong is None
    assert report.mistakes == []
    assert f"Fix backprop first: {told}" in str(report)
    assert wording.next_step(report).startswith("next: fix backprop, then")
    assert wording.headline(report).endswith("unfinished, and wrong")
    assert "in gradients" not in str(report)
    assert "NotImplementedError" not in str(report)
    assert "feedforward" in [one.function for one in report.steps if one.right]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rung", "right", "wrong", "mend"),
    [
        ("lists", "[sum(entry) / len(vectors) for", "[sum(entry) for", "mean"),
        ("arrays", "[mean(matrices) for", "[len(matrices) * mean(matrices) for", "gradients"),
        ("batches", "dw = [(delta[l] / m).T", "dw = [delta[l].T", "gradients"),
    ],
)
def test_a_sum_contradicts_the_docstrings_mean(
    rung: str, right: str, wrong: str, mend: str, tmp_path: Path
) -> None:
    file = write(rung, tmp_path)
    finish(file)
    spoil(file, right, wrong)
    if rung != "lists":
        again = {"arrays": "[mean(vectors) for", "batches": "[delta[l].mean(axis=0) for"}[rung]
        sums = {"arrays": "[len(vectors) * mean(vectors) for", "batches": "[sum(delta[l]) for"}
        spoil(file, again, sums[rung])
    report = groundup.check(file)
    assert report.verdict == "wrong"
    assert [named.slug for named in report.mistakes] == ["sum-for-mean"]
    assert f"Fix {mend} first: it gives wrong numbers." in str(report)


@pytest.mark.slow
def test_each_function_has_its_point(tmp_path: Path) -> None:
    """One that is right has it, though what it calls is wrong or not there yet."""
    file = write("neurons", tmp_path)
    finish(file, *PARTLY, "weighted_input")
    spoil(file, "zip(neuron.w, a, strict=True)) + neuron.b", "zip(neuron.w, a, strict=True))")
    report = groundup.check(file)
    points = {one["function"]: one["points"] for one in report.as_json()["points"]}
    assert points.keys() == set(ordered("neurons"))
    assert {name for name, number in points.items() if number} == set(PARTLY)
    assert {one["out_of"] for one in report.as_json()["points"]} == {1}
    assert wording.to_mend(report) == "weighted_input"
    assert groundup.check("groundup.rungs.lists").as_json()["points"] == []


@pytest.mark.slow
def test_nothing_is_claimed_of_what_the_rung_stands_in_for(tmp_path: Path) -> None:
    file = write("lists", tmp_path)
    helpers = ("sigmoid", "sigmoid_prime", "gradients", "train_batch", "mean", "build", "each")
    finish(file, *helpers, "step", "parameters", "feedforward", "product", "vector", "matrix")
    report = groundup.check(file)
    assert {q.name for q in report.quantities if q.ok} == {"outputs", "step"}
    assert "gradients" not in report.conventions  # backprop is still to be written
    finish(file, "backprop", "outer", "transpose")
    spoil(file, "delta[l] = each(mul, error", "delta[l] = each(add, error")
    report = groundup.check(file)
    assert report.mistakes == []
    assert report.as_json()["certain"] == []  # of all others, the rung's too


@pytest.mark.slow
def test_a_small_sample_can_be_followed_by_hand(tmp_path: Path) -> None:
    file = write("arrays", tmp_path)
    finish(file)
    spoil(file, "delta[l] = error * f_prime[l](z[l])", "delta[l] = error")
    lines = str(groundup.check(file)).splitlines()
    assert "           network.w[0] = [[0.5, -0.4], [0.1, 0.8], [-0.6, 0.3]]" in lines
    assert "  expected db[0] = [-0.0296, 0.0245, 0.0223]" in lines
    assert "  got      db[0] = [-0.138, 0.107, 0.0961]" in lines
    assert "db[1]" not in str(groundup.check(file)).split("to follow by hand")[1]
    assert "to follow by hand" not in str(groundup.check(file, hint=1))


@pytest.mark.slow
def test_other_helpers_and_other_ways_are_right_too(tmp_path: Path) -> None:
    """Helpers with arguments in another order, one without `outer`, and a Network that has other
    names for its fields."""
    file = write("lists", tmp_path)
    finish(file)
    text = file.read_text(encoding="utf-8")
    text = text.replace("product(w[l], a)", "product(a, w[l])").replace(
        "product(w[l], a[l])", "product(a[l], w[l])"
    )
    text = text.replace(
        "product(transpose(w[l + 1]), delta[l + 1])", "back(w[l + 1], delta[l + 1])"
    )
    text = text.replace("def product(w: Matrix, a: Vector)", "def product(a: Vector, w: Matrix)")
    text = text.replace("outer(delta[l], a[l])", "[[d * ai for ai in a[l]] for d in delta[l]]")
    text = text.replace("f_prime: list[Function]", "slopes: list[Function]").replace(
        "        f_prime=[", "        slopes=["
    )
    outer = text[text.index("def outer") : text.index("def feedforward")]
    back = "def back(w, delta):\n    return product(delta, transpose(w))\n\n\n"
    file.write_text(text.replace(outer, back), encoding="utf-8")
    report = groundup.check(file)
    assert report, str(report)
    points = report.as_json()["points"]
    assert {one["points"] for one in points} == {1}
    assert "outer" not in [one["function"] for one in points]


STABLE = "return 1.0 / (1.0 + e) if z >= 0.0 else e / (1.0 + e)"
OUTER = "outer(delta[l], a[l]) for l in layers]"
DB = "    db = [delta[l] for l in layers]\n"
FORWARD = "a = each(f[l], each(add, product(w[l], a), b[l]))"
OWN = ("    w, b, f, f_prime = network\n", "    from groundup.rungs import lists\n\n"
       "    return lists.backprop(network, x, y)\n    w, b, f, f_prime = network\n")  # fmt: skip
CASES = {  # what is changed, what is to be mended, what is told, the mistake, its statement
    "outer transposed": (
        "[[delta_j * ai for ai in a] for delta_j in delta]",
        "[[delta_j * ai for delta_j in delta] for ai in a]",
        "Fix outer first: it gives wrong numbers", "gradient-transposed", None),
    "the layer's outputs": (
        OUTER, OUTER.replace(", a[l]", ", a[l + 1]"), "Fix backprop first: it gives wrong numbers",
        "activation-of-this-layer", "dw = [⟦outer(delta[l], a[l + 1])⟧ for l in layers]"),
    "dw reversed": (
        OUTER, OUTER.replace("layers", "reversed(layers)"),
        "Fix backprop first: it gives wrong numbers", "weight-gradients-in-reverse", None),
    "db, dw": (
        f"{DB}    return dw, db", f"{DB}    return db, dw",
        "Fix backprop first: it returns db, dw, where", None, None),
    "a sigmoid that is no function": (
        STABLE, "return 0.5", "Fix sigmoid first: it gives wrong numbers", None, None),
    "a sigmoid that overflows": (
        STABLE, "return math.exp(z)", "Fix sigmoid first: it gives wrong numbers", None,
        "return ⟦math.exp(z)⟧"),
    "a sigmoid with the wrong sign": (
        STABLE, "return 1.0 / (1.0 + math.exp(z))", "Fix sigmoid first: it gives wrong numbers",
        None, "return ⟦1.0 / (1.0 + math.exp(z))⟧"),
    "no biases": (
        FORWARD, "a = each(f[l], product(w[l], a))", "Fix feedforward first: it gives wrong",
        None, "a = ⟦each(f[l], product(w[l], a))⟧"),
    "the rung's own": (
        *OWN, "Fix backprop first: it calls groundup's own backprop. Write", None, None),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_a_mistake_has_its_words_though_others_raise(case: str, tmp_path: Path) -> None:
    """And nothing is told of what it makes others do."""
    right, wrong, told, slug, statement = CASES[case]
    file = write("lists", tmp_path)
    finish(file)
    text = file.read_text(encoding="utf-8")
    last = text.rindex(right) if case == "the rung's own" else text.index(right)
    file.write_text(text[:last] + wrong + text[last + len(right) :], encoding="utf-8")
    report = groundup.check(file)
    words = str(report)
    assert report.verdict == "wrong"
    assert told in words
    assert [named.slug for named in report.mistakes] == [slug] * bool(slug)
    assert [one.place.marked for one in report.wrong_values] == [statement] * bool(statement)
    points = {one["function"] for one in report.as_json()["points"] if not one["points"]}
    assert points == {told.split()[1]}
    assert not any(one in words for one in ("raise", "fault of its own", "large weights"))
