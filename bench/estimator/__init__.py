"""groundup's MLPClassifier and MLPRegressor beside scikit-learn's.

    python -m bench.estimator [--quick] [--full] [--only TEXT] [--threads N]

From the repository's root, with `pip install '.[bench]'`. It prints a table and writes
docs/estimators.md. Read on in cases.py (what is measured and asked), data.py (the samples),
worker.py (a library in a process of its own) and report.py.
"""
