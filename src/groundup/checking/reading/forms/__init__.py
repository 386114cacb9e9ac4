"""Forms in which people write a network: a module each, whose `find` yields `Learner`s."""
