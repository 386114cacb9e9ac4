"""How right a network is on drawings, and on digits that are not where or as MNIST has them.

`python -m bench.drawing` measures; __main__.py says how, showing.py prints. What the digits go
through is in scripts/drawings.
"""
