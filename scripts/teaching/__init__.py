"""A lesson on backprop, and the notebooks of otter and nbgrader that are made of it."""
