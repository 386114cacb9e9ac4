"""Mistakes of networks that convolve: each is named in the exercise."""

from __future__ import annotations

import types
from pathlib import Path

import pytest

import groundup
from groundup.checking.exercises.convolutions import CASE, mistaken
from groundup.checking.exercises.exercise import HEADER, MAIN
from groundup.rungs import source
from groundup.vectors import convolutions
from groundup.vectors.agreement import disagreement
from scripts.convolution_answers import EDITS, planted

FINISHED = MAIN.sub("\n", source("convolution").read_text(encoding="utf-8"))
LOOPS = """def see(a, w):
    if w.ndim == 2:
        return a
    places, found = list(patches(a, w)), []
    for one in a:
        picture = one.reshape(side(a, w), side(a, w), w.shape[1])
        found += [picture[r].transpose(2, 0, 1).ravel() for r in places]
    return np.array(found)


def side(a, w):
    return round((a.shape[1] / w.shape[1]) ** 0.5)


def patches(a, w):
    k = w.shape[2]
    for row in range(side(a, w) - k + 1):
        for column in range(side(a, w) - k + 1):
            yield slice(row, row + k), slice(column, column + k)


def overlay(error, a, w):
    if w.ndim == 2:
        return error
    _, c, k, _ = w.shape
    total, number = np.zeros((len(a), side(a, w), side(a, w), c)), 0
    for picture in total:
        for place in patches(a, w):
            picture[place] += error[number].reshape(c, k, k).transpose(1, 2, 0)
            number += 1
    return total.reshape(len(a), -1)


def as_pictures(sums, w, m):
    size = round((len(sums) / m) ** 0.5)
    return sums.reshape(m, size, size, len(w))


def pool(sums, w, m):
    if w.ndim == 2:
        return sums
    z = as_pictures(sums, w, m)
    rows = np.maximum(z[:, ::2], z[:, 1::2])
    return np.maximum(rows[:, :, ::2], rows[:, :, 1::2]).reshape(m, -1)


def unpool(delta, sums, w):
    if w.ndim == 2:
        return delta
    z = as_pictures(sums, w, len(delta))
    given = np.zeros_like(z)
    half = z.shape[1] // 2
    for (m, r, c, n), d in np.ndenumerate(delta.reshape(len(z), half, half, len(w))):
        four = z[m, 2 * r : 2 * r + 2, 2 * c : 2 * c + 2, n]
        y, x = divmod(int(np.argmax(four)), 2)
        given[m, 2 * r + y, 2 * c + x, n] = d
    return given.reshape(sums.shape)


def rows(w):
    return w.reshape(len(w), -1)


"""


def finished(folder: Path, slug: str) -> Path:
    """The exercise, done, with this mistake in it if there is one."""
    return saved(folder, HEADER.format(rung="convolution") + FINISHED, slug)


def saved(folder: Path, text: str, slug: str) -> Path:
    file = folder / "convolution.py"
    old, new = EDITS.get(slug, ("", ""))
    assert text.count(old) == 1 or not slug
    file.write_text(text.replace(old, new) if slug else text, encoding="utf-8")
    return file


@pytest.mark.parametrize("slug", [*EDITS])
def test_a_mistake_is_told_by_what_comes(slug: str) -> None:
    assert mistaken(vars(planted(slug))) == slug


@pytest.mark.parametrize("step", ["2", "3"])
def test_patches_that_lie_apart_are_told_by_what_is_seen(step: str) -> None:
    old, new = EDITS["patches-side-by-side"]
    rung = types.ModuleType("rung")
    exec(FINISHED.replace(old, new.replace("::k", f"::{step}")), rung.__dict__)
    assert mistaken(vars(rung)) == "patches-side-by-side"


def test_what_is_right_or_unknown_is_no_mistake() -> None:
    names = vars(planted("last-patch-only"))
    assert mistaken(names | vars(right())) == ""
    assert mistaken(names | {"gradients": lambda *_: None}) == ""
    pair = names["gradients"]
    wrong = {"gradients": lambda *given: tuple([2 * one for one in part] for part in pair(*given))}
    assert mistaken(names | wrong) == ""


def right() -> types.ModuleType:
    rung = types.ModuleType("rung")
    exec(FINISHED, rung.__dict__)
    return rung


def test_the_case_that_is_asked_tells_all_mistakes_apart() -> None:
    given = [one["on"][CASE] for one in convolutions()["mistakes"]]
    assert all(given)
    for i, one in enumerate(given):
        for other in given[:i]:
            assert one.keys() != other.keys() or any(
                disagreement(one[name], other[name]) > 1e-3 for name in one if name != "raises"
            )


NAMED = {  # what is to be mended, and the statement that is marked, where a number shows it
    "filters-not-turned-on-the-way-back": (
        "overlay",
        EDITS["filters-not-turned-on-the-way-back"][1],
    ),
    "pool-gradient-to-all-four": ("unpool", ""),
    "bias-gradient-averaged-over-places": ("gradients", "delta[l].mean(axis=0)"),
    "patches-side-by-side": ("see", ""),
}


@pytest.mark.slow
@pytest.mark.parametrize("slug", NAMED)
def test_an_exercise_with_a_mistake_has_its_name_and_function(slug: str, tmp_path: Path) -> None:
    function, statement = NAMED[slug]
    report = groundup.check(finished(tmp_path, slug))
    assert report.verdict == "wrong"
    assert f"Fix {function} first: " in str(report)
    assert [one.slug for one in report.mistakes] == [slug]
    assert [statement in one.place.marked for one in report.wrong_values] == [True] * bool(
        statement
    )
    points = {one["function"] for one in report.as_json()["points"] if not one["points"]}
    assert points == {function}


@pytest.mark.slow
@pytest.mark.parametrize("step", ["2", "k"])
def test_patches_that_are_missing_are_counted(step: str, tmp_path: Path) -> None:
    old, new = EDITS["patches-side-by-side"]
    file = finished(tmp_path, "")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(old, new.replace("::k", f"::{step}")), encoding="utf-8")
    report = groundup.check(file)
    assert [one.slug for one in report.mistakes] == ["patches-side-by-side"]
    assert "Fix see first: it gives 1 row instead of 4. The patches lie several" in str(report)
    assert "ValueError" not in str(report)


@pytest.mark.slow
def test_loops_and_other_helpers_are_right_too(tmp_path: Path) -> None:
    file = finished(tmp_path, "")
    text = file.read_text(encoding="utf-8")
    own = text[: text.index("def see(")] + LOOPS + text[text.index("def feedforward(") :]
    file.write_text(own, encoding="utf-8")
    report = groundup.check(file)
    assert report, str(report)
    assert {one["points"] for one in report.as_json()["points"]} == {1}
