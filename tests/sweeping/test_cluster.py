"""A sweep on Dask: the same digest, also when a worker is killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup import sweep
from groundup.data import Data
from groundup.errors import UserError
from groundup.sweeping import pools

from .conftest import AtOnce

distributed = pytest.importorskip("distributed")


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # those are Dask's
def test_one_digest_on_a_cluster_whose_worker_is_killed(space, some: Data, tmp_path: Path) -> None:
    here = sweep(
        space, some, trials=12, halving=(1, 2, 4), out=tmp_path / "a.db", executor=AtOnce()
    )
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as local,
        distributed.Client(local) as client,
    ):
        done = [0]

        def kill_one(number: int, epochs: int, results: object) -> None:
            done[0] += 1
            if done[0] == 3:
                next(iter(local.workers.values())).process.process._process.kill()

        there = sweep(
            space,
            some,
            trials=12,
            halving=(1, 2, 4),
            out=tmp_path / "b.db",
            executor=client.get_executor(pure=False, retries=2),
            progress=kill_one,
        )
    assert done[0] == 17
    assert there.digest == here.digest


@pytest.mark.parametrize(
    ("address", "words"),
    [("os:getcwd", "expected a distributed.Client"), ("tcp://", "no scheduler answered")],
)
def test_what_is_no_cluster_is_refused(address: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        pools.cluster(address)
