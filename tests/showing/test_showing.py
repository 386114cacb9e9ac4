"""What notebooks show: whole pictures, escaped words, and nothing that breaks."""

from __future__ import annotations

import base64
import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from groundup import Network, evaluate, evaluate_regression, fit, load_data
from groundup.showing import charts, live, markup
from groundup.showing.png import grid, png, shades


def pictures(html: str) -> list[bytes]:
    return [base64.b64decode(data) for data in re.findall(r"base64,([^\"]+)\"", html)]


def charts_in(html: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", html)]


@pytest.mark.parametrize("shape", [(5, 7), (5, 7, 3), (1, 1)])
def test_a_png_is_the_pixels(shape):
    image = pytest.importorskip("PIL.Image")
    pixels = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    assert (np.asarray(image.open(io.BytesIO(png(pixels)))) == pixels).all()


def test_weights_are_red_above_0_blue_below_and_black_where_they_are_none():
    red, white, blue, black = shades(np.array([[2.0, 0.0, -2.0, np.nan]]))[0]
    assert red[0] > red[2]
    assert blue[2] > blue[0]
    assert white.tolist() == [255] * 3
    assert black.tolist() == [0] * 3


def test_curves_are_lines_through_the_points_and_leave_out_what_is_not_finite():
    (svg,) = charts_in(charts.curves({"a": [(1, 1.0), (2, float("nan")), (3, 2.0)]}, "t < u"))
    (line,) = svg.findall("polyline")
    (x0, y0), (x1, y1) = (map(float, pair.split(",")) for pair in line.attrib["points"].split())
    assert x0 < x1
    assert y0 > y1  # upwards
    assert svg.attrib["aria-label"] == "t < u: a"
    assert charts.curves({"a": [(1, float("inf"))]}, "t") == ""
    assert charts_in(charts.curves({"a": [(1, 5.0)]}, "t"))[0].find("circle") is not None


def test_a_network_shows_weights_and_curves(few):
    network = Network([784, 30, 10])
    history = fit(network, few.train, few.validation, epochs=2)
    html = network._repr_html_()
    assert len(pictures(html)) == 24 + 1  # of 30 neurons' weights, and the second layer's
    assert "… and 6 more" in html
    assert len(charts_in(html)) == 2
    assert len(charts_in(history._repr_html_())) == 2
    assert "<table>" in history._repr_html_()
    assert "<table>" in history[0]._repr_html_()
    assert list(history) == history[:]


ANY = [
    [1, 1], [3, 2], [100, 2], "8x8x3-2", "2x2-1c1p2-1", "6x6x3-2c3p2-3", "6x6x2-2c3p2-3",
    "450x450-1c449p2-2", "6x6x70-1c3p2-2", "8x8x3-3c3p2-30c2p2-3",
]  # fmt: skip


@pytest.mark.parametrize("sizes", ANY, ids=str)
def test_any_network_shows_itself(sizes):
    network = Network(sizes)
    network.w[0][0, 0] = np.nan
    network.w[-1][:] = 0
    tiles = [min(len(w), 24) if w.ndim == 4 else 1 for w in network.w]
    assert len(pictures(network._repr_html_())) >= sum(tiles)


def pixels(picture: bytes) -> np.ndarray:
    image = pytest.importorskip("PIL.Image")
    return np.asarray(image.open(io.BytesIO(picture))).astype(int)


def test_filters_are_pictures_and_those_of_many_channels_are_grids_of_them():
    network = Network("14x14-2c3p2-30c3p2-3")
    html = network._repr_html_()
    assert "w[0], 2 × 1 × 3 × 3, " in html
    assert "w[1], 30 × 2 × 3 × 3, " in html
    assert "… and 6 more" in html
    shown = pictures(html)
    assert len(shown) == 2 + 24 + 1
    assert (pixels(shown[1]) == shades(network.w[0][1, 0])).all()
    grid = pixels(shown[2 + 5])
    assert grid.shape == (3, 3 + 1 + 3, 3)
    one = shades(network.w[1][5])  # one scale for both channels
    assert (grid[:, :3] == one[0]).all()
    assert (grid[:, 3] == 128).all()
    assert (grid[:, 4:] == one[1]).all()


def test_of_large_filters_and_many_channels_the_first_are_shown():
    many, large = Network("6x6x70-1c3p2-2"), Network("450x450-1c449p2-2")
    assert pixels(pictures(many._repr_html_())[0]).shape == (8 * 4 - 1, 8 * 4 - 1, 3)
    assert pixels(pictures(large._repr_html_())[0]).shape == (400, 400, 3)


def test_filters_of_red_green_and_blue_have_their_colours():
    network = Network("6x6x3-1c3p2-4c1p2-3")
    network.w[0][:] = 0
    network.w[0][0, :, 1, 2] = 0.5, -0.5, 0.25
    first = pixels(pictures(network._repr_html_())[0])
    assert first.shape == (3, 3, 3)
    assert first[1, 2].tolist() == [255, 0, 191]
    assert (np.delete(first.reshape(9, 3), 5, axis=0) == 128).all()


def test_five_tiles_are_a_grid_of_three_columns_with_lines_between_them_and_a_white_place():
    tiles = np.arange(5, dtype=np.uint8).reshape(5, 1, 1, 1) * np.ones((1, 2, 1, 3), np.uint8)
    made = grid(tiles)[..., 0]
    line = [128] * 5
    above, below = [0, 128, 1, 128, 2], [3, 128, 4, 128, 255]
    assert made.tolist() == [above, above, line, below, below]


@pytest.mark.parametrize("n", range(1, 12))
def test_a_grids_empty_places_are_white_to_its_edge_whatever_the_number(n):
    made = grid(np.zeros((n, 2, 3, 3), np.uint8))[..., 0]
    places = ((made.shape[0] + 1) // 3) * ((made.shape[1] + 1) // 4)
    assert (made == 0).sum() == 6 * n
    width = 4 * (places - n) - 1  # no lines between them
    assert (made == 255).sum() == (2 * width if places > n else 0)
    assert (made[-2:, -max(width, 1) :] == 255).all() == (places > n)


def test_data_show_samples_and_escape_their_names(digits):
    assert len(pictures(digits._repr_html_())) == 12
    x = np.random.default_rng(0).normal(size=(40, 2))
    html = load_data((x, np.array(["<b>", "&"])[np.arange(40) % 2]))._repr_html_()
    assert "&lt;b&gt;" in html
    assert "<b>&" not in html
    regression = load_data((x, x[:, 0]))._repr_html_()
    assert f"{load_data((x, x[:, 0])).train.y[0, 0]:.4g}" in regression


def test_an_evaluation_shows_its_confusion_matrix(few):
    network = Network([784, 10])
    result = evaluate(network, few.test)
    html = result._repr_html_()
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html.partition("precision")[0])
    counts = [int(cell or 0) for cell in cells]
    rows = np.array(counts).reshape(10, 11)
    assert (rows[:, 1:] == result.confusion).all()
    assert f"{result.accuracy:.2%}" in html


def test_an_evaluation_shows_the_scores_of_each_class_and_the_curve_of_two():
    network = Network([2, 2])
    y = np.arange(40) % 2
    result = evaluate(network, (np.random.default_rng(0).normal(size=(40, 2)), y))
    html = result._repr_html_()
    scores = re.findall(r"<td[^>]*>(.*?)</td>", html.partition("precision")[2])
    for k, row in enumerate(np.array(scores).reshape(3, 5)[:2]):
        each = (result.scores.precision, result.scores.recall, result.scores.f1)
        assert row.tolist() == [str(k), "20", *(f"{measure[k]:.3f}" for measure in each)]
    (curve,) = charts_in(html)
    assert curve.attrib["aria-label"] == f"AUC {result.auc:.3f}: ROC"
    one_class = evaluate(network, (np.zeros((3, 2)), np.zeros(3, int)))
    assert one_class.auc is None
    assert charts_in(one_class._repr_html_()) == []


def test_a_regression_shows_a_point_a_sample():
    x = np.random.default_rng(0).normal(size=(60, 2))
    data = load_data((x, x[:, 0]))
    network = Network([2, 4, 1], ["tanh", "linear"])
    fit(network, data.train, epochs=2, eta=0.1)
    (svg,) = charts_in(evaluate_regression(network, data.test)._repr_html_())
    assert len(svg.findall("circle")) == len(data.test.x)


def test_words_cannot_become_markup():
    html = markup.block(markup.words("<script>"), markup.table(["<i>"], [["</td>"]]))
    assert "<script>" not in html
    assert "&lt;i&gt;" in html
    assert "&lt;/td&gt;" in html


def test_outside_of_notebooks_nothing_is_shown(monkeypatch):
    shown = live.Live()
    assert not shown.here
    shown.update(lambda: pytest.fail("nobody looks"))


def test_a_live_picture_is_shown_a_few_times_and_at_last(monkeypatch):
    seen: list[str] = []
    monkeypatch.setattr(live, "_jupyter", lambda: seen.append)
    shown = live.Live()
    for i in range(1000):
        shown.update(lambda i=i: str(i))
    shown.update(lambda: "last", last=True)
    assert seen[0] == "0"
    assert seen[-1] == "last"
    assert len(seen) < 20


def test_fit_shows_progress_where_somebody_looks(few, monkeypatch):
    seen: list[str] = []
    monkeypatch.setattr(live, "_jupyter", lambda: seen.append)
    records = fit(Network([784, 10]), few.train, few.validation, epochs=3)
    assert len(records) == 3
    assert 'value="3' in seen[-1]
    assert "epoch 3 of 3" in seen[-1]
    count = len(seen)
    fit(Network([784, 10]), few.train, epochs=1, progress=lambda done: None)
    assert len(seen) == count
