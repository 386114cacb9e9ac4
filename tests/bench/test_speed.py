"""The benchmark's figures mean what it says they do, and its workers train alike."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module

import numpy as np
import pytest
from rich.console import Console

from bench import report
from bench.cases import CASES, EPOCH, Bar, Case, operations, shapes
from bench.figures import Line, Spread, judge, lines, odd_ones, ratios, spread
from bench.peers import PEERS, book, kernel, missing, webassembly
from bench.peers import numpy as batched
from bench.problem import Problem, cost, make
from bench.processes import ROOT, Measured, environment
from bench.worker import timed
from groundup.engines.kernel import available
from scripts import javascript

SMALL = Case("small", (784, 12, 10), ("kernel", "numpy"), {"numpy": Bar(2, 4)}, samples=200)


@pytest.fixture(scope="module", params=[False, True], ids=["digits", "dense"])
def problem(request: pytest.FixtureRequest) -> Problem:
    return make(SMALL._replace(dense=request.param))


def test_a_spread_is_median_least_and_most() -> None:
    assert spread([3.0, 1.0, 2.0]) == (2.0, 1.0, 3.0)


def test_a_ratio_is_taken_within_each_round() -> None:
    assert ratios([2.0, 40.0, 6.0], [1.0, 10.0, 2.0]) == (3.0, 2.0, 4.0)


def test_a_floor_passes_from_its_own_number_on_and_a_goal_is_a_share() -> None:
    assert judge(2.0, Bar(2, 4)) == (2, True, 4, 0.5, False)
    assert not judge(1.99, Bar(2, 4)).passed
    assert judge(3.0, Bar(2)).share is None
    assert judge(1.1, Bar(1.2, 1.1, at_most=True)) == (1.2, True, 1.1, 1.0, True)
    assert not judge(1.21, Bar(1.2, at_most=True)).passed


def test_operations_are_those_of_the_three_products_of_a_step() -> None:
    assert operations((5, 3)) == 2 * 15 + 2 * 15  # no delta is wanted below the first layer
    assert operations((5, 3, 2)) == 4 * 15 + 6 * 6


def test_operations_of_a_convolution_leave_out_what_pooling_makes_0() -> None:
    sizes, sides = (36 * 3, 4 * 7, 2), (6, 2, 0)  # 6x6x3-7c3p2-2
    assert shapes(sizes, sides) == [(7, 3, 3, 3), (2, 28)]
    each = 2 * 7 * 27  # at one place
    assert operations(sizes, sides) == each * 16 + each * 4 + 6 * 56


def test_lines_judge_every_peer_and_put_the_limit_last() -> None:
    seconds = {"kernel": [1.0, 2.0, 1.0], "limit": [0.5, 0.2, 0.4], "numpy": [3.0, 5.0, 3.5]}
    ours, numpy, limit = lines(
        SMALL, Measured(seconds, dict.fromkeys(seconds, 100.0), {"kernel": 0.1, "numpy": 0.1})
    )
    assert (ours.peer, ours.ratio, ours.verdict) == ("kernel", None, None)
    assert numpy.ratio == (3.0, 2.5, 3.5)
    assert numpy.verdict == (2, True, 4, 0.75, False)
    work = EPOCH * operations(SMALL.sizes)
    assert limit.seconds.median == pytest.approx(work * 0.2 / (2 * 1024**3 * 10))


def test_another_cost_is_noticed() -> None:
    one = Line("kernel", spread([1.0]), None, None, None, 0.1)
    assert odd_ones([one, one._replace(peer="numpy", cost=0.1001)]) == []
    assert odd_ones([one, one._replace(peer="jax", cost=0.2)]) == ["jax"]
    assert odd_ones([one, one._replace(peer="jax", cost=float("nan"))]) == ["jax"]
    assert odd_ones([one, one._replace(peer="scikit", cost=0.2)]) == []  # it trains otherwise


@pytest.fixture
def example() -> report.Report:
    ratio = Spread(3.0, 2.5, 3.5)
    found = [
        Line("kernel", Spread(0.0332, 0.03, 0.04), None, None, 90.4, 0.1),
        Line("numpy", Spread(0.1, 0.09, 0.11), ratio, judge(3.0, Bar(2, 4)), 250.0, 0.1),
        Line("jax", Spread(0.1, 0.09, 0.11), ratio, judge(3.0, Bar(3.5, 3)), 250.0, 0.1),
    ]
    return report.Report(
        "2025-01-01", "a machine", (0.5, 1.0), {"numpy": "2"}, 7, [(SMALL, found)], 230.0,
        ["Left out: PyTorch, eager, for torch is not installed."],
    )  # fmt: skip


def test_the_page_says_floors_goals_memory_and_who_is_missing(example: report.Report) -> None:
    page = report.markdown(example)
    assert "| groundup | 33.2 ms |  | 30.0–40.0 ms |  |  | 90 |" in page
    assert "| NumPy, batched | 100 ms | 3.00× | 2.50–3.50× | 2× passed | 4× (75%) | 250 |" in page
    assert "3.5× MISSED | 3× reached" in page
    assert "1 of 2 floors passed; 1 of 2 goals reached" in page
    assert "230 MB (floor: under 220 MB, MISSED)" in page
    assert "torch is not installed" in page
    assert "load 0.50 before and 1.00 after" in page


def test_the_table_fits_a_terminal_of_80_letters(example: report.Report) -> None:
    console = Console(width=80)
    with console.capture() as capture:
        console.print(report.table(*example.rows[0]))
    text = capture.get()
    assert "…" not in text
    assert "4× (75%)" in text
    assert "250" in text


def test_the_json_has_every_verdict(example: report.Report) -> None:
    read = json.loads(json.dumps(report.plain(example)))
    (row,) = read["rows"]
    assert [line["peer"] for line in row["lines"]] == ["kernel", "numpy", "jax"]
    assert row["lines"][1]["verdict"] == judge(3.0, Bar(2, 4))._asdict()
    assert (read["floors_passed"], read["floors"]) == (1, 2)
    assert read["training_peak_passed"] is False


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1.534, "1.53 s"), (12.34, "12.3 s"), (1234.0, "1,234 s"), (0.0332, "33.2 ms")],
)
def test_durations_have_three_digits(seconds: float, words: str) -> None:
    assert report.duration(seconds) == words


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cases_are_whole_batches_and_name_known_peers(case: Case) -> None:
    assert case.samples % case.batch_size == 0
    assert case.peers[0] == "kernel"
    assert set(case.bars) <= set(case.peers) <= set(PEERS)


def test_workers_get_their_threads_and_nothing_that_slows_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Nehalem")
    variables = environment(1)
    assert variables["OPENBLAS_NUM_THREADS"] == variables["OMP_NUM_THREADS"] == "1"
    assert "XLA_FLAGS" in variables
    assert "OPENBLAS_CORETYPE" not in variables


def test_who_starts_the_workers_stays_small() -> None:
    code = "import sys, bench.speed; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not {"numpy", "torch", "jax", "sklearn"} & set(run.stdout.split())


def test_who_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.peers.find_spec", lambda module: None)
    assert missing("onnx") == ["onnx", "onnxruntime"]


def test_a_program_and_a_processor_can_be_missing_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.peers.features", lambda: {"sse2"})
    assert missing("avx2") == ["a processor with AVX2"]
    monkeypatch.setattr("shutil.which", lambda program: None)
    assert missing("firefox") == ["firefox-esr"]
    monkeypatch.setattr("shutil.which", lambda program: program == "firefox" or None)
    assert missing("firefox") == []


def test_a_turn_is_scaled() -> None:
    assert timed(lambda: None, 0.0)() == 0.0


@pytest.mark.skipif(not available(), reason="the kernel was not built")
def test_numpy_and_kernel_workers_train_to_the_same_weights(problem: Problem) -> None:
    theirs, ours = batched.build(problem), kernel.build(problem)
    for _ in range(2):
        batched.epoch(theirs)
        kernel.epoch(ours)
    assert_alike(kernel.parameters(ours), batched.parameters(theirs))
    assert cost(problem, *kernel.parameters(ours)) < cost(problem, problem.w, problem.b)


@pytest.mark.skipif(bool(javascript.missing("node")), reason=javascript.missing("node"))
def test_webassembly_and_numpy_train_to_the_same_weights(
    problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BENCH_BROWSER", "node")
    theirs, ours = batched.build(problem), webassembly.build(problem)
    webassembly.epochs(ours, 2)
    for _ in range(2):
        batched.epoch(theirs)
    assert_alike(webassembly.parameters(ours), batched.parameters(theirs))


def test_the_book_and_numpy_train_to_the_same_weights(problem: Problem) -> None:
    theirs, ours = book.build(problem), batched.build(problem)
    book.epoch(theirs)
    batched.epoch(ours)
    assert_alike(batched.parameters(ours), book.parameters(theirs))


@pytest.mark.frameworks
@pytest.mark.skipif(not available(), reason="the kernel was not built")
@pytest.mark.parametrize("peer", ["torch_pictures", "jax_pictures"])
def test_peers_train_convolutions_to_the_same_weights(peer: str) -> None:
    if missing(peer):
        pytest.skip(f"{missing(peer)} is not installed")
    module = import_module(f"bench.peers.{peer}")
    case = next(case for case in CASES if peer in case.peers)
    problem = make(case).part(3 * case.batch_size)
    theirs, ours = module.build(problem), kernel.build(problem)
    module.epoch(theirs)
    kernel.epoch(ours)
    assert_alike(kernel.parameters(ours), module.parameters(theirs))
    assert cost(problem, *kernel.parameters(ours)) < cost(problem, problem.w, problem.b)


def assert_alike(ours: tuple[list, list], theirs: tuple[list, list]) -> None:
    for own, other in zip(ours[0] + ours[1], theirs[0] + theirs[1], strict=True):
        assert own.dtype == other.dtype == np.float32
        np.testing.assert_allclose(own, other, rtol=1e-4, atol=1e-5)
