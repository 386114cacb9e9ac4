"""How right a network is on drawings, and on digits that are not where or as MNIST has them.

`python -m bench.drawing` measures; __main__.py says how. Read on in conditions.py (what the digits
go through), distortions.py, redrawing.py (from MNIST to the canvas and back), thinning.py and
tracing.py (from pixels to strokes), bulk.py (the page's preprocessing, many at a time).
"""
