"""What is asked of a learner's code, what it answered, and what was found: plain data."""
