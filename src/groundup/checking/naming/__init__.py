"""Which rule of the chain rule a program breaks, and where.

`turns.py` takes a step apart; `roles.py` finds for which number on the way forwards each error
stands, right or wrong; `pullback.py` and `slips.py` hold it against what the chain rule gives from
the learner's own errors above it. The rules are in `slopes.py`, `products.py`, `sums.py`,
`outputs.py` and `scales.py`: each gives, for entries of the catalogue, the numbers that they would
lead to. `naming.py` says which of them came.
"""
