"""SciPy's L-BFGS-B is the oracle: the same steps to the same points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import optimize

from groundup.estimators.line_search import LineSearch, Point
from groundup.estimators.quasi_newton import minimise

LIMITS: dict[str, Any] = {"slope": 1e-5, "iterations": 200, "calls": 1000}
RNG = np.random.default_rng(0)
HILLS = RNG.normal(size=(40, 12))


def valley(x: np.ndarray) -> tuple[float, np.ndarray]:
    """Rosenbrock's."""
    return float(optimize.rosen(x)), optimize.rosen_der(x)


def bowl(x: np.ndarray) -> tuple[float, np.ndarray]:
    """Of curvatures from 1 to 10,000."""
    curvature = np.logspace(0, 4, len(x))
    return float(0.5 * curvature @ x**2), curvature * x


def logistic(x: np.ndarray) -> tuple[float, np.ndarray]:
    z = HILLS @ x - 1
    return float(np.logaddexp(0, z).sum() + 0.01 * x @ x), HILLS.T @ (
        1 / (1 + np.exp(-z))
    ) + 0.02 * x


def waves(x: np.ndarray) -> tuple[float, np.ndarray]:
    """Along which searches find more than one valley."""
    return float((x**2 / 50 - np.cos(3 * x)).sum()), x / 25 + 3 * np.sin(3 * x)


def flat(x: np.ndarray) -> tuple[float, np.ndarray]:
    """So flat at first that steps must become long."""
    return float(-np.exp(-((x / 30) ** 2)).sum()), 2 * x / 900 * np.exp(-((x / 30) ** 2))


FUNCTIONS = [valley, bowl, logistic, waves, flat]


def theirs(function: Any, x: np.ndarray, **options: Any) -> Any:
    limits = {"gtol": LIMITS["slope"], "maxiter": 200, "maxfun": 1000} | options
    return optimize.minimize(function, x, jac=True, method="L-BFGS-B", options=limits)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("iterations", [1, 2, 5, 15])
def test_every_point_on_the_way_is_scipys(function: Any, iterations: int) -> None:
    for start in (RNG.normal(size=12), 5 * RNG.normal(size=12)):
        expected = theirs(function, start, maxiter=iterations)
        limits: dict[str, Any] = LIMITS | {"iterations": iterations}
        found = minimise(function, start, **limits)
        assert found.iterations == expected.nit
        np.testing.assert_allclose(found.x, expected.x, rtol=1e-5, atol=1e-7)
        assert found.loss == pytest.approx(expected.fun, rel=1e-8, abs=1e-12)
        assert bool(found.problem) == (expected.status != 0)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_end_is_as_low_and_as_far_away(function: Any) -> None:
    start = RNG.normal(size=12)
    expected, found = theirs(function, start), minimise(function, start, **LIMITS)
    assert found.problem == ""
    assert abs(found.iterations - expected.nit) <= 2 + expected.nit / 10  # rounding differs
    assert found.loss == pytest.approx(expected.fun, rel=1e-6, abs=1e-6)


def test_a_start_without_a_slope_is_the_end() -> None:
    found = minimise(bowl, np.zeros(3), **LIMITS)
    assert (found.iterations, found.loss, found.problem) == (0, 0.0, "")


def test_the_limit_of_calls_ends_it_after_an_iteration() -> None:
    asked, limits = [], dict(LIMITS, calls=9)
    found = minimise(lambda x: (asked.append(x), valley(x))[1], np.zeros(9), **limits)
    assert found.problem.startswith("max_fun")
    assert len(asked) == theirs(valley, np.zeros(9), maxfun=9).nfev


@pytest.mark.parametrize("worst", [np.nan, np.inf])
def test_a_loss_that_is_no_number_is_not_entered(worst: float) -> None:
    def edge(x: np.ndarray) -> tuple[float, np.ndarray]:
        return (float(x @ x) if abs(x[0] - 3) < 1e-12 else worst), 2 * x

    found = minimise(edge, np.array([3.0, 0.0]), **LIMITS)
    assert found.x.tolist() == [3.0, 0.0]
    assert found.problem == "no step along the gradient is good enough"


def test_a_gradient_that_points_uphill_ends_it() -> None:
    found = minimise(lambda x: (float(x @ x), -2 * x), np.array([1.0, 2.0]), **LIMITS)
    assert found.iterations == 0
    assert found.problem


@pytest.mark.parametrize("first", [1e-3, 0.1, 1.0, 10.0, 1e3])
def test_a_search_ends_where_loss_and_slope_are_low_enough(first: float) -> None:
    def phi(step: float) -> Point:  # of Moré and Thuente's first example
        return Point(step, -step / (step**2 + 2), (step**2 - 2) / (step**2 + 2) ** 2)

    line, tried = LineSearch(phi(0), first), phi(0)
    for _ in range(20):
        tried = phi(line.next)
        if line.is_good(tried):
            break
    assert tried.phi <= 1e-3 * tried.step * -0.5
    assert abs(tried.dphi) <= 0.9 * 0.5
