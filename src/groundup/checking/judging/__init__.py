"""What a tape says about a program: which numbers are its parameters, what its cost is, and whether
its steps go down that cost.

`parameters.py` finds what moves, `costs.py` what it ought to make smaller, `fits.py` holds the
steps against reverse mode, `mistakes.py` looks for the first wrong value, and `judgement.py` says
the verdict, as facts: words are made of them elsewhere. `agreement.py` has all tolerances.
"""
