"""A learner's code in a process of its own, and programs in any language."""
