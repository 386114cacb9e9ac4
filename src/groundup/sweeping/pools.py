"""Who computes the rounds: processes of this machine, a Dask cluster, or any executor.

A pool that breaks is made anew, so what is handed on is not an executor but how one is made.
"""

from __future__ import annotations

import importlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from groundup.errors import UserError

__all__ = ["Pool", "cluster", "of_executor", "processes"]

AT_ONCE = 32  # rounds handed to an executor that does not say how many workers it has


class Pool(NamedTuple):
    """An executor, how many rounds it is given at a time, and how it is ended at once."""

    executor: Executor
    width: int
    stop: Callable[[], object]


class Workers(ProcessPoolExecutor):
    """Processes that a Ctrl-C in their terminal does not reach, not even while they begin: what
    is blocked when one begins, which a submission may bring about, stays blocked in it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if not hasattr(signal, "pthread_sigmask"):  # Windows
            return super().submit(fn, *args, **kwargs)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(fn, *args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def processes(workers: int) -> Pool:
    """That many processes of this machine. They end when this one does, however it ends."""
    ours, theirs = multiprocessing.Pipe(duplex=True)
    executor = Workers(
        workers, multiprocessing.get_context("spawn"), initializer=_serve, initargs=(theirs,)
    )

    def stop() -> None:
        ours.close()
        executor.shutdown(wait=False, cancel_futures=True)

    return Pool(executor, workers, stop)


def _serve(life: Connection) -> None:
    """In a worker: no Ctrl-C of its own, one thread for BLAS, and an end with its coordinator."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for library in ("OPENBLAS", "MKL", "OMP"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")

    def watch() -> None:
        try:
            life.recv()
        except (EOFError, OSError):
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def cluster(address: str) -> Pool:
    """A Dask cluster: the address of its scheduler, as tcp://10.0.0.1:8786, or module:function of
    something that makes a `distributed.Client`.

    Raises UserError where Dask is missing, or nobody answers there.
    """
    logging.getLogger("distributed.client").disabled = True  # what it says is said below
    try:
        client = _connected(address) if "://" in address else _made(address)
    except UserError:
        raise
    except (OSError, ValueError) as error:
        raise UserError(
            f"--cluster {address}: no scheduler answered ({error}); start one with dask scheduler"
        ) from None
    if not hasattr(client, "get_executor"):
        raise UserError(
            f"--cluster {address}: expected a distributed.Client, but it made {client!r:.60}"
        )
    executor = client.get_executor(pure=False, retries=2)
    threads = sum(client.nthreads().values())

    def stop() -> None:
        logging.getLogger("tornado.application").disabled = True  # what is under way ends with it
        client.close(timeout=5)

    return Pool(executor, 2 * threads or AT_ONCE, stop)


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise UserError(
            "a cluster needs Dask's distributed, which is not installed; install it with "
            "pip install 'groundup[cluster]'"
        ) from None
    return Client(address)


def _made(address: str) -> Any:
    module, _, name = address.partition(":")
    sys.path.insert(0, "")  # the current folder, which a command does not look in by itself
    try:
        make = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise UserError(
            f"--cluster must be tcp://HOST:PORT, or module:function that makes a Client, not "
            f"{address}: {error}"
        ) from None
    finally:
        sys.path.remove("")
    return make()


def of_executor(executor: Executor) -> Pool:
    """An executor that is somebody's own, who also ends it."""
    return Pool(executor, getattr(executor, "_max_workers", AT_ONCE), lambda: None)
