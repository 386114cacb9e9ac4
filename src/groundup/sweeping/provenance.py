"""What a sweep's numbers come from, beside its space and seed: versions, what computes, samples.

Whoever computes compares these with what the sweep began with. Where they are others, it refuses,
says which, and what to do; that holds for machines that are unlike, too.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib.metadata import version

from groundup import engines
from groundup.errors import UserError
from groundup.training.checkpoints import Fingerprint, differences

__all__ = ["refuse_other_samples", "refuse_other_versions", "versions"]

ANEW = "begin again, in another file, with {} for all workers and for the sweep itself"


def versions(engine: str) -> dict[str, str]:
    """What the numbers depend on, beside parameters and data, by name."""
    return {
        "groundup": version("groundup"),
        "numpy": version("numpy"),
        "processor": platform.machine(),
        **engines.computing(engine),
    }


def refuse_other_versions(began: Mapping[str, str], here: Mapping[str, str]) -> None:
    """Raises UserError where this process would give other bits than the sweep has."""
    others = [name for name in {**began, **here} if began.get(name) != here.get(name)]
    if others:
        pairs = [(name, began.get(name, "none"), here.get(name, "none")) for name in others]
        said = ", ".join(f"{name} is {now} here, and was {then}" for name, then, now in pairs)
        remedies = "; ".join(remedy(*pair) for pair in pairs)
        raise UserError(f"expected what the sweep began with, but {said}; {remedies}")


def refuse_other_samples(data: str, began: Fingerprint, here: Fingerprint) -> None:
    """Raises UserError where this process has read other samples than the sweep began with."""
    for words in differences(began, here):
        raise UserError(
            f"expected the samples that the sweep began with, but in {data} {words}; put the same "
            "data there, or begin again, in another file"
        )


def remedy(name: str, began: str, here: str) -> str:
    """What makes this process the same, or, where it cannot be, all others the same as it."""
    if name == "kernel" and "none" not in (began, here):
        return of_kernel(began, here)
    if name == "BLAS" and began.partition(", core ")[0] == here.partition(", core ")[0]:
        return of_blas(began.rpartition(" ")[2])
    if name == "SIMD":
        return of_extensions(set(began.split()), set(here.split()))
    if name == "processor":
        return "all processors must be of one kind"
    if name == "devices":
        return "give all the same devices, such as those of JAX_PLATFORMS=cpu"
    return f"install the same {'NumPy' if name == 'BLAS' else name} for all"


def of_kernel(began: str, here: str) -> str:
    from groundup.engines import kernel

    if began in kernel.variants():
        return f"start it with GROUNDUP_KERNEL={began}"
    return f"its processor does not run {began}: " + ANEW.format(f"GROUNDUP_KERNEL={here}")


def of_blas(core: str) -> str:
    common = "Haswell" if platform.machine() in ("x86_64", "AMD64") else "ARMV8"
    same = f"start it with OPENBLAS_CORETYPE={core}"
    if core == common:
        return same
    anew = ANEW.format(f"OPENBLAS_CORETYPE={common}")
    return f"{same}, or, where its processor does not run that, {anew}"


def of_extensions(began: set[str], here: set[str]) -> str:
    if began < here:
        return f"start it with NPY_DISABLE_CPU_FEATURES='{' '.join(sorted(here - began))}'"
    return ANEW.format(f"NPY_DISABLE_CPU_FEATURES='{' '.join(sorted(began ^ here))}'")
