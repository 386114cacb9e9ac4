"""Which rule a program breaks, where, and in which layers.

`naming.named(verdict)` is the way in. `turns.py` takes the first wrong step apart. `roles.py` finds
for which number on the way forwards each error stands, right or wrong (`tangents.py` is forward
mode). `pullback.py` and `slips.py` hold it against what the chain rule gives from the learner's own
errors above it, and `places.py` says where that is. The rules are in `slopes.py`, `products.py`,
`sums.py` and `outputs.py`: each gives, for entries of the catalogue, the numbers that they would
lead to; `names.py` says which of them came.
"""
