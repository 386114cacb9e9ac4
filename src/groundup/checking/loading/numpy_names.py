"""Names that NumPy no longer has, and that programs written before 2024 use."""

from __future__ import annotations

import numpy as np

OLDER = {
    "float": float,
    "int": int,
    "object": object,
    "complex": complex,
    "str": str,
    "float_": np.float64,
    "Inf": np.inf,
    "Infinity": np.inf,
    "NaN": np.nan,
    "product": np.prod,
    "cumproduct": np.cumprod,
    "alltrue": np.all,
    "sometrue": np.any,
    "row_stack": np.vstack,
}


def restore() -> None:
    """Puts back those that are not there, for this process; they mean what they meant."""
    for name, meaning in OLDER.items():
        if name not in vars(np):
            setattr(np, name, meaning)
