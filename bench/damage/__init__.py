"""Damaged model and data files: each is refused in a sentence, or was not really damaged.

subjects.py makes whole files of every kind and says how each is read; changes.py damages them;
verdicts.py reads what came of it and judges that; `python -m bench.damage` does it thousands of
times and prints a table.
"""
