"""What is recorded of a run of rewritten source: the numbers in all places that keep some."""
