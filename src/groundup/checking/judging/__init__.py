"""What a tape says about a program: which numbers are its parameters, what its cost is, and whether
its steps go down that cost.

`chains.py` and `parameters.py` find what moves, `flow.py` what comes from it, and `costs.py` what
it ought to make smaller. `fits.py`, `gradients.py` and `trials.py` hold the steps against reverse
mode, `probes.py` from other numbers too and `corners.py` at a ReLU's 0, `standstill.py` finds what
ought to move, and `mistakes.py` the first wrong value; `blocks.py` and `given.py` do so for
gradients that no step is taken with. `judgement.py` says the verdict, as the facts of
`verdicts.py`: words are made of them elsewhere. What speaks against steps that go down is in
`objections.py` (with `penalties.py`, `scales.py` and `coverage.py`), what is said of those that do
not in `disagreement.py`. `totals.py` is about costs that are worked out at another time.
`barriers.py` says where reverse mode ends, and `agreement.py` has all tolerances.
"""
