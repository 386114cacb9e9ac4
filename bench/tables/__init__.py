"""Real tables, from a file to a model: `groundup train` beside scikit-learn on the same rows.

    python -m bench.tables [--quick] [--only TEXT]

From the repository's root, with `pip install '.[bench]'`. It prints a table and writes
docs/tables.md. Read on in sets.py (the tables, and where they are from), models.py (how each side
learns from one), judging.py (what came of it) and report.py.
"""
