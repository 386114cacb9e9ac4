"""Correct networks, each as one kind of learner would write it: what mistakes are planted in.

They are read as text, not imported: variants.py turns each into its relatives (another activation,
another cost, L2, dropout), and a planted mistake is a change of some of its lines.
"""
