"""A report in words: for the terminal and for notebooks."""
