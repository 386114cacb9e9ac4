"""The pieces of `python -m bench.drawing`, and that the package's model meets its floors."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bench.drawing import __main__ as command
from groundup.data import Samples, load_data
from groundup.network import Network
from groundup.page.encoding import DEFAULT
from groundup.page.preprocessing import preprocess
from scripts.drawings import bulk, distortions
from scripts.drawings.bulk import preprocess_all
from scripts.drawings.conditions import CONDITIONS, KINDS, measured, rounded
from scripts.drawings.hand import barred, flagged, varied
from scripts.drawings.others import FONTS, LOWER, UNSEEN_FONTS, UPPER, letters, shapes
from scripts.drawings.redrawing import drawn, redrawn
from scripts.drawings.thinning import thin
from scripts.drawings.tracing import trace
from scripts.drawings.verdicts import limits, said_outright

DRAWINGS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "page" / "drawings.json").read_text(encoding="utf-8")
)
TEST = load_data().test
DIGITS = TEST.x[5000:5100]

place = st.floats(-0.5, 1.5)
strokes = st.lists(st.tuples(place, place), max_size=4)


def one_by_one(drawings: list[Any]) -> np.ndarray:
    images = [np.frombuffer(preprocess(drawing), np.uint8) for drawing in drawings]
    return np.array(images).reshape(-1, 784)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(strokes, max_size=3), max_size=3))
def test_many_drawings_at_once_have_the_reference_s_bytes(drawings: list[Any]) -> None:
    assert (preprocess_all(drawings) == one_by_one(drawings)).all()


def test_known_drawings_at_once_have_the_reference_s_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    drawings = [drawing["strokes"] for drawing in DRAWINGS]
    monkeypatch.setattr(bulk, "DRAWINGS", 7)
    monkeypatch.setattr(bulk, "SEGMENTS", 50)
    known = [list(base64.b64decode(drawing["pixels"])) for drawing in DRAWINGS]
    assert preprocess_all(drawings).tolist() == known


def test_redrawn_digits_have_the_reference_s_bytes() -> None:
    drawings = list(drawn(DIGITS[:5], 0))
    assert (redrawn(DIGITS[:5], 0) == one_by_one(drawings)).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e9])
def test_many_drawings_with_an_impossible_coordinate_are_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="expected coordinates"):
        preprocess_all([[[(0.1, 0.2)]], [[(0.1, bad)]]])


def test_drawings_stay_on_the_canvas() -> None:
    for drawing in drawn(DIGITS, 0):
        points = np.array([point for stroke in drawing for point in stroke])
        assert 0 <= points.min() <= points.max() <= 1


def test_a_thick_bar_is_thinned_to_a_line() -> None:
    ink = np.zeros((1, 15, 30), bool)
    ink[0, 5:10, 3:27] = True
    (line,) = thin(ink)
    assert (line.sum(axis=0) <= 1).all()
    assert line.sum() >= 18
    assert set(np.nonzero(line)[0]) == {7}


def test_thinning_does_not_depend_on_the_order_in_memory() -> None:
    ink = DIGITS.reshape(-1, 28, 28) > 100
    assert (thin(np.asfortranarray(ink)) == thin(ink)).all()


def test_thinning_keeps_a_hole_and_takes_no_line_apart() -> None:
    ink = np.zeros((1, 20, 20), bool)
    ink[0, 3:17, 3:17] = True
    ink[0, 8:12, 8:12] = False
    (ring,) = thin(ink)
    assert ring.sum() < 50
    (stroke,) = trace(ring)
    assert stroke[0] == stroke[-1]


def test_a_cross_is_four_strokes_and_a_dot_one() -> None:
    skeleton = np.zeros((20, 20), bool)
    skeleton[10, 2:18] = skeleton[2:18, 10] = True
    skeleton[0, 0] = True
    strokes = trace(skeleton)
    assert sorted(len(stroke) > 1 for stroke in strokes) == [False, True, True, True, True]
    ends = {tuple(stroke[-1]) for stroke in strokes} | {tuple(stroke[0]) for stroke in strokes}
    assert ends == {(0, 0), (2, 10), (17, 10), (10, 2), (10, 17), (10, 10)}


def test_shifting_moves_by_whole_pixels_up_to_the_limit() -> None:
    spot = np.zeros((300, 28, 28), np.uint8)
    spot[:, 14, 10] = 200
    moved = distortions.shifted(spot.reshape(300, 784), 2, seed=0).reshape(300, 28, 28)
    _, rows, columns = np.nonzero(moved)
    assert set(rows) == set(range(12, 17))
    assert set(columns) == set(range(8, 13))


def test_thinner_and_thicker_change_a_line_by_about_a_third() -> None:
    whole = distortions.ink(DIGITS)
    assert 0.6 < distortions.ink(distortions.thinner(DIGITS)) / whole < 0.8
    assert 1.2 < distortions.ink(distortions.thicker(DIGITS)) / whole < 1.4


def test_rotation_turns_evenly_up_to_its_limit() -> None:
    assert (distortions.rotated(DIGITS, 0, seed=0) == DIGITS).all()
    spots = np.zeros((300, 28, 28), np.uint8)
    spots[:, 13:15, 22:24] = 200  # to the right of the middle
    turned = distortions.rotated(spots.reshape(300, 784), 15, seed=0).reshape(300, 28, 28)
    way = np.arange(28) - 13.5
    x, y = (turned.sum(axis=1) * way).sum(axis=1), (turned.sum(axis=2) * way).sum(axis=1)
    degrees = np.degrees(np.arctan2(y, x))
    assert -15.5 < degrees.min() < -14
    assert 14 < degrees.max() < 15.5
    assert np.percentile(np.abs(degrees), 50) == pytest.approx(7.5, abs=1)


def test_redrawn_digits_have_about_as_much_ink() -> None:
    assert distortions.ink(redrawn(DIGITS, 0)) / distortions.ink(DIGITS) == pytest.approx(
        1, abs=0.1
    )


def test_the_model_in_the_package_is_what_the_page_will_have() -> None:
    network = Network.load(DEFAULT)
    assert all((array == of).all() for array, of in zip(network.w, rounded(network).w, strict=True))
    assert all((array == of).all() for array, of in zip(network.b, rounded(network).b, strict=True))
    half_precision = 2 * sum(array.size for array in (*network.w, *network.b))
    assert half_precision * 4 / 3 < 700_000  # in base64


def test_the_model_in_the_package_knows_the_known_drawings() -> None:
    drawings = [drawing for drawing in DRAWINGS if drawing["label"] is not None]
    x = preprocess_all([drawing["strokes"] for drawing in drawings])
    answers = dict(
        zip((d["name"] for d in drawings), Network.load(DEFAULT).predict(x), strict=True)
    )
    assert {name: int(answer) for name, answer in answers.items()} == {
        drawing["name"]: drawing["label"] for drawing in drawings
    }


def test_other_hands_stay_on_the_canvas_and_draw_another_line_each_time() -> None:
    for number, drawing in enumerate(drawn(DIGITS[:30], 0)):
        one, other = varied(drawing, 1, number), varied(drawing, 2, number)
        assert one == varied(drawing, 1, number) != other
        points = np.array([point for stroke in one for point in stroke])
        assert 0 <= points.min() <= points.max() <= 1
        assert len(one) == len(drawing)


def test_some_sevens_get_a_bar_through_their_stem() -> None:
    seven = [[(0.1, 0.1), (0.9, 0.1)], [(0.9, 0.1), (0.7, 0.4), (0.6, 0.5), (0.4, 0.9)]]
    *before, bar = barred(seven, 0, 3)
    assert before == seven
    (ax, ay), (bx, by) = bar
    assert ax < 0.65 < bx
    assert all(0.35 < y < 0.65 for y in (ay, by))


def test_some_ones_get_a_flag_and_most_of_those_a_foot() -> None:
    one = [[(0.5, 0.1), (0.5, 0.5), (0.5, 0.9)]]
    feet = 0
    for number in range(40):
        before, flag, *foot = flagged(one, 0, number)
        assert before == one[0]
        assert flag[1] == (0.5, 0.1)
        assert flag[0][0] < 0.5
        assert 0.1 < flag[0][1] < 0.5
        feet += len(foot)
        assert all(y == 0.9 for stroke in foot for _, y in stroke)
    assert 20 <= feet <= 36


def test_letters_and_shapes_fit_a_box_of_side_1_and_none_is_another() -> None:
    made = [*letters(FONTS), *shapes()]
    for strokes in made:
        points = np.array([point for stroke in strokes for point in stroke])
        assert 0 <= points.min() <= points.max() <= 1 + 1e-12
    assert len({str(strokes) for strokes in letters(FONTS[:1])}) == len(letters(FONTS[:1]))
    seen, unseen = (letters(fonts, UPPER + LOWER) for fonts in (FONTS, UNSEEN_FONTS))
    assert not {str(strokes) for strokes in seen} & {str(strokes) for strokes in unseen}


def test_said_outright_is_what_is_high_far_ahead_and_neither_dot_nor_scribble() -> None:
    low, close = limits()["LOW"], limits()["CLOSE"]
    line = np.full((4, 784), 0, np.uint8)
    line[:, :80] = 255
    line[3] = 255
    outputs = np.zeros((4, 10))
    outputs[:, 7] = [1.0, low - 0.01, 1.0, 1.0]
    outputs[2, 8] = 1.01 - close
    assert said_outright(line, outputs).tolist() == [True, False, False, False]


@pytest.mark.slow
def test_the_model_in_the_package_meets_its_floors() -> None:
    digits = Samples(TEST.x[5000:6500], TEST.y[5000:6500])
    rows = list(measured(Network.load(DEFAULT), digits, 0))
    names = [*(each.name for each in CONDITIONS), *(kind[0] for kind in KINDS)]
    assert [row.condition for row in rows] == names
    assert not [row for row in rows if not row.passed]


@pytest.mark.slow
def test_the_command_fails_where_a_floor_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, figures = tmp_path / "untrained.safetensors", tmp_path / "figures.json"
    Network([784, 5, 10], seed=1).save(model)
    monkeypatch.setattr(command, "QUICK", 20)
    app = command.typer.Typer()
    app.command()(command.drawing)
    arguments = ["--model", str(model), "--json", str(figures), "--quick"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert "MISSED" in result.output
    said = json.loads(figures.read_text(encoding="utf-8"))
    assert not said["passed"]
    assert said["digits"] == 20


def test_the_command_names_a_model_it_cannot_ask(tmp_path: Path) -> None:
    small = tmp_path / "small.safetensors"
    Network([4, 2]).save(small)
    app = command.typer.Typer()
    app.command()(command.drawing)
    for model in (small, tmp_path / "missing.safetensors"):
        result = CliRunner().invoke(app, ["--model", str(model), "--quick"])
        assert result.exit_code == 1
        assert result.exception is None or isinstance(result.exception, SystemExit)
