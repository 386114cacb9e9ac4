"""Measurements of groundup beside what else one could use; `python -m bench.speed` from the
repository's root. Not part of the package, and nothing in the package imports it."""
