"""Digits as people draw them on the page, made from MNIST's, and what a network says of them.

Read on in conditions.py (what the digits go through), distortions.py, redrawing.py (from MNIST to
the canvas and back), hand.py (by other hands), others.py (what is no digit), verdicts.py (what the
page would say), thinning.py and tracing.py (from pixels to strokes), bulk.py (the page's
preprocessing, many at a time). `python -m bench.drawing` measures with it, and
`python -m scripts.default_model` trains with it.
"""
