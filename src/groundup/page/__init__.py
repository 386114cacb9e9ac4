"""The page in which one draws a digit and sees the network decide.

preprocessing.py turns what was drawn into the 28×28 pixels that the network takes.
"""
