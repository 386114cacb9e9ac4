"""What a program computes, as a graph: every number has an id, and all arithmetic is on a tape.

Nothing here knows what a network is. Read `tape.py` (ids, values, operations) first, then
`memory.py` (the ids beside an array's own memory, so that views, slices and in-place writes need no
operation of their own), `arrays.py` and `scalars.py` (arrays and floats that carry ids),
`operations.py` (the arithmetic and its derivatives), `differentiation.py` (reverse mode over the
tape) and `replay.py` (the same tape with other leaves). `rewriting.py`, `calls.py` and `runs.py`
put a learner's program on a tape.
"""
