"""What runs the trainer's steps: the C kernel, its reference in NumPy, or JAX's devices.

All are an `Engine` (engine.py), which is given a `Task`, so whoever trains takes one or the other:

    engine = engines.load(engines.fastest())
    cost = engine.run(Task(w, b, activations, x=x, cost="quadratic", y=y, batch_size=10, eta=3.0))
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING, Any

from groundup.errors import UserError

if TYPE_CHECKING:
    from groundup.engines.engine import Engine

ENGINES = ("kernel", "numpy", "devices")


def fastest() -> str:
    """The name of the fastest engine that is here: "kernel", or "numpy" where it is not built."""
    from groundup.engines import kernel

    return "kernel" if kernel.available() else "numpy"


def description() -> str:
    """The fastest engine and, of the kernel, the variant that suits this processor."""
    from groundup.engines import kernel

    return f"kernel ({kernel.variants()[0]})" if kernel.available() else "numpy"


class EngineMissingError(UserError, ImportError):
    """An engine that needs something which is not here."""


def require_jax() -> None:
    """Raises ImportError where JAX is missing, without the second that importing it takes."""
    if importlib.util.find_spec("jax") is None:
        raise EngineMissingError(
            "the engine devices needs JAX, which is not here; install it with "
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
