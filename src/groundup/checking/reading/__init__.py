"""From somebody's code to its numbers: which reading of it is right, and what it answers."""
