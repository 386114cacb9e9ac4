"""A sweep knows what it measured: what computed, and which samples. Others are refused by name."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from groundup import Sweep, engines, read_sweep, sweep
from groundup.data import Data
from groundup.engines import arithmetic, kernel
from groundup.errors import UserError
from groundup.sweeping.provenance import refuse_other_versions, remedy, versions
from groundup.sweeping.samples import read_and_kept

from .conftest import AtOnce

SPACE = {"sizes": "2-6-2", "label": "way", "eta": {"log_range": [0.1, 2.0]}}
needs_kernel = pytest.mark.skipif(not kernel.available(), reason="the kernel was not built")
needs_openblas = pytest.mark.skipif(arithmetic.blas() == "unknown", reason="it is no OpenBLAS")


def write_table(path: Path, seed: int = 0) -> Path:
    rows = np.random.default_rng(seed).normal(size=(200, 2))
    lines = [f"{a},{b},{'up' if a > b else 'down'}" for a, b in rows]
    path.write_text("a,b,way\n" + "\n".join(lines) + "\n")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_table(tmp_path / "points.csv")


def run(table: Path | Data, out: Path, **changes) -> Sweep:
    arguments = {"trials": 3, "halving": (1, 2), "out": out, "executor": AtOnce()} | changes
    space = arguments.pop("space", SPACE)
    return sweep(space, table, **arguments)


class Second(AtOnce):
    """One worker at first, then another: something is changed before each round but the first."""

    def __init__(self, change) -> None:
        self.change, self.rounds = change, 0

    def submit(self, fn, /, *args, **kwargs):
        self.rounds += 1
        if self.rounds > 1:
            self.change()
        return super().submit(fn, *args, **kwargs)


def forget(out: Path) -> None:
    """As if it had been killed before the last of its rounds."""
    with sqlite3.connect(out) as file:
        file.execute("delete from rounds where round = 1")


@needs_kernel
def test_a_worker_with_another_variant_of_the_kernel_is_refused(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    best = kernel.variants()[0]
    if best == "baseline":
        pytest.skip("this processor has but one variant")
    worker = Second(lambda: monkeypatch.setenv("GROUNDUP_KERNEL", "baseline"))
    out = tmp_path / "a.db"
    with pytest.raises(UserError) as refused:
        run(table, out, trials=1, executor=worker)
    said = str(refused.value)
    assert f"a worker (process {os.getpid()} on " in said
    assert f"kernel is baseline here, and was {best}; start it with GROUNDUP_KERNEL={best}" in said
    assert said.endswith(f"; what was found is in {out}: run the same command again to go on")
    monkeypatch.delenv("GROUNDUP_KERNEL")
    assert run(table, out, trials=1).digest == run(table, tmp_path / "b.db", trials=1).digest


@needs_kernel
def test_a_sweep_does_not_go_on_with_another_variant(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kernel.variants() == ["baseline"]:
        pytest.skip("this processor has but one variant")
    monkeypatch.setenv("GROUNDUP_KERNEL", "baseline")
    run(table, out := tmp_path / "a.db")
    assert read_sweep(out).about["versions"]["kernel"] == "baseline"
    forget(out)
    monkeypatch.delenv("GROUNDUP_KERNEL")
    with pytest.raises(UserError, match=r"a\.db: .*and was baseline; .*GROUNDUP_KERNEL=baseline$"):
        run(table, out)
    monkeypatch.setenv("GROUNDUP_KERNEL", "baseline")  # which is the remedy that it names
    assert run(table, out).finished


@needs_kernel
def test_the_kernels_remedy_works_between_unlike_machines(monkeypatch) -> None:
    monkeypatch.setattr(kernel, "variants", lambda: ["avx2", "baseline"])
    assert remedy("kernel", "baseline", "avx2") == "start it with GROUNDUP_KERNEL=baseline"
    assert remedy("kernel", "avx512", "avx2") == (
        "its processor does not run avx512: begin again, in another file, with "
        "GROUNDUP_KERNEL=avx2 for all workers and for the sweep itself"
    )


def test_other_data_on_one_worker_are_refused(table: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        run(table, tmp_path / "a.db", executor=Second(lambda: other_in_a_new_process(table)))
    said = str(refused.value)
    assert "a worker (process " in said
    assert f"expected the samples that the sweep began with, but in {table} the training" in said
    assert "then, 140 (CRC-32 " in said
    assert "put the same data there, or begin again" in said


def other_in_a_new_process(table: Path) -> None:
    """What a process has read, it keeps."""
    write_table(table, seed=1)
    read_and_kept.cache_clear()


def test_data_changed_between_two_runs_are_refused(table: Path, tmp_path: Path) -> None:
    run(table, out := tmp_path / "a.db")
    whole = read_sweep(out).digest
    forget(out)
    write_table(table, seed=1)
    with pytest.raises(UserError, match=r"a\.db: expected the samples .*points\.csv the training"):
        run(table, out)
    write_table(table)
    assert run(table, out).digest == whole


def test_a_worker_that_read_the_data_for_an_earlier_sweep_reads_what_has_changed(
    table: Path, tmp_path: Path
) -> None:
    before = run(table, tmp_path / "a.db")
    write_table(table, seed=1)
    assert run(table, tmp_path / "b.db").digest != before.digest


def test_other_validation_samples_are_others_too(some: Data, tmp_path: Path) -> None:
    space = {"sizes": "784-5-10"}
    run(some, out := tmp_path / "a.db", space=space, executor=AtOnce())
    forget(out)
    other = some._replace(validation=some.test)
    with pytest.raises(UserError, match="the validation samples are not the same"):
        run(other, out, space=space, executor=AtOnce())


def test_each_way_to_read_the_data_has_a_fingerprint(table: Path, tmp_path: Path) -> None:
    space = SPACE | {"split_seed": {"choices": [0, 1]}}
    found = run(table, out := tmp_path / "a.db", space=space, trials=8, halving=(1,), executor=1)
    assert len(found.about["samples"]) == 2
    assert len({json.dumps(samples) for samples in found.about["samples"].values()}) == 2
    assert run(table, out, space=space, trials=8, halving=(1,)).digest == found.digest


def test_a_file_of_an_older_groundup_is_shown_but_does_not_go_on(
    table: Path, tmp_path: Path
) -> None:
    digest = run(table, out := tmp_path / "a.db").digest
    with sqlite3.connect(out) as file:
        file.execute("delete from sweep where name = 'samples'")
    with pytest.raises(UserError, match=r"an older groundup began this sweep.*name another file"):
        run(table, out)
    assert read_sweep(out).digest == digest


def test_a_file_without_results_is_nobodys(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.db"
    with pytest.raises(UserError):
        run(table, out, space=SPACE | {"sizes": "3-5-2"})
    assert run(table, out).finished


@needs_openblas
@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("BLAS", {"OPENBLAS_CORETYPE": "Nehalem"}),
        ("SIMD", {"NPY_DISABLE_CPU_FEATURES": arithmetic.extensions()}),
    ],
)
def test_what_numpy_chose_is_named(name: str, environment: dict[str, str]) -> None:
    here = versions("numpy")
    if name == "BLAS" and here["processor"] not in ("x86_64", "AMD64"):
        pytest.skip("Nehalem is a core of x86-64")
    if name == "SIMD" and not here["SIMD"]:
        pytest.skip("there is none to leave out")
    code = "import json; from groundup.sweeping.provenance import versions\n"
    said = subprocess.run(
        [sys.executable, "-c", code + "print(json.dumps(versions('numpy')))"],
        env=os.environ | environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    began = json.loads(said.stdout)
    assert {other for other in here if here[other] != began[other]} == {name}
    [(variable, value)] = environment.items()
    with pytest.raises(UserError, match=f"expected what the sweep began with, but {name} is"):
        refuse_other_versions(began, here)
    assert variable in remedy(name, began[name], here[name])
    if name == "SIMD":
        assert f"{variable}='{' '.join(sorted(value.split()))}'" in remedy(name, "", here[name])


def test_remedies_for_unlike_processors() -> None:
    older, newer = "OpenBLAS 0.3.31, core Nehalem", "OpenBLAS 0.3.31, core SkylakeX"
    assert "start it with OPENBLAS_CORETYPE=SkylakeX, or, where" in remedy("BLAS", newer, older)
    assert "begin again, in another file, with OPENBLAS_" in remedy("BLAS", newer, older)
    assert "install the same NumPy" in remedy("BLAS", newer, "unknown")
    assert remedy("SIMD", "A", "A B C") == "start it with NPY_DISABLE_CPU_FEATURES='B C'"
    assert remedy("SIMD", "A B", "A C") == (
        "begin again, in another file, with NPY_DISABLE_CPU_FEATURES='B C' for all workers and for "
        "the sweep itself"
    )


@pytest.mark.slow
@needs_openblas
def test_numpys_digest_does_not_depend_on_how_many_threads_blas_has(tmp_path: Path) -> None:
    """As in a library or in a Dask worker, which do not begin as the command does."""
    code = (
        "import sys, groundup\n"
        "from groundup.data import load_data\n"
        "if __name__ == '__main__':\n"
        "    space = {'sizes': '784-16-10', 'limit': 1000, 'dtype': 'float32'}\n"
        "    print(groundup.sweep(space, trials=1, halving=(1,), executor=1, engine='numpy',\n"
        "                         out=sys.argv[1]).digest)\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code)
    digests = {
        subprocess.run(
            [sys.executable, script, tmp_path / f"{threads}.db"],
            env=os.environ | {"OPENBLAS_NUM_THREADS": threads},
            capture_output=True, text=True, check=True,
        ).stdout
        for threads in "12"
    }  # fmt: skip
    assert len(digests) == 1


@needs_openblas
def test_blas_has_its_threads_again_when_the_last_has_left() -> None:
    get, put = (arithmetic._openblas(f"{verb}_num_threads") for verb in ("get", "set"))
    before = get()
    try:
        put(2)
        with arithmetic.one_thread:
            with arithmetic.one_thread:
                assert get() == 1
            assert get() == 1
        assert get() == 2
    finally:
        put(before)


def test_what_computes_is_named_for_every_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"BLAS", "SIMD"} == engines.computing("numpy").keys()
    if kernel.available():
        monkeypatch.setenv("GROUNDUP_KERNEL", "baseline")
        assert engines.computing("kernel") == {"kernel": "baseline"}
        assert engines.description() == "kernel (baseline)"
