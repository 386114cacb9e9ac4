"""From a target to the names that its code defines.

`targets.parse` reads what is to be checked once, `surroundings.sources` says which files it is made
of, and `modules.load` runs it, changed on the way where somebody wants that.
"""
