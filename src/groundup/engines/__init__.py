"""What runs the trainer's steps: the C kernel, its reference in NumPy, or JAX's devices.

All are an `Engine` (engine.py), which is given a `Task`, so whoever trains takes one or the other:

    engine = engines.load(engines.fastest())
    cost = engine.run(Task(w, b, activations, x=x, cost="quadratic", y=y, batch_size=10, eta=3.0))
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from typing import TYPE_CHECKING, Any

from groundup.errors import UserError

if TYPE_CHECKING:
    from groundup.engines.engine import Engine

ENGINES = ("kernel", "numpy", "devices")


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def fastest() -> str:
    """The name of the fastest engine that is here: "kernel", or "numpy" where it is not built."""
    from groundup.engines import kernel

    return "kernel" if kernel.available() else "numpy"


def description() -> str:
    """The fastest engine and, of the kernel, the variant that runs."""
    from groundup.engines import kernel

    return f"kernel ({kernel.variant()})" if kernel.available() else "numpy"


def computing(name: str) -> dict[str, str]:
    """What computes in this process where `name` is the engine, or a rung: by name, all that its
    last bits depend on. Raises ImportError as `load` does."""
    from groundup.engines import arithmetic, kernel

    if name == "kernel":
        return {"kernel": kernel.variant()}
    found = {"BLAS": arithmetic.blas(), "SIMD": arithmetic.extensions()}
    if name == "devices":
        require_jax()
        os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")  # asking takes no memory
        import jax

        kinds = sorted(device.device_kind for device in jax.devices())
        found |= {"JAX": jax.__version__, "devices": ", ".join(kinds)}
    return found


class EngineMissingError(UserError, ImportError):
    """An engine that needs something which is not here."""


def require_jax() -> None:
    """Raises ImportError where JAX is missing, without the second that importing it takes."""
    if importlib.util.find_spec("jax") is None:
        raise EngineMissingError(
            "the engine devices needs JAX, which is not installed; install it with "
            "pip install 'groundup[devices]', or take --engine auto"
        )


def load(name: str) -> Engine:
    """The engine called `name`, one of ENGINES. Raises ImportError where the kernel is asked for
    and was not built, or devices where JAX is missing; it says what to do."""
    if name == "devices":
        require_jax()
    engine: Any = importlib.import_module(f"groundup.engines.{name}")
    if name == "kernel":
        engine.require()
    return engine
