"""Making code train that only defines things: what a program's functions and classes are called
with, so that they take steps on a tape.

`definitions.py` is what a program defines and who calls whom, `uses.py` what code does with an
argument, `roles.py` what its name says, `samples.py` made-up data in the forms that people use,
`arguments.py` what is given for an argument, `weights.py` parameters that are, `entries.py` what is
called, and `search.py` the search: one call after the other, until steps are seen. `methods.py`,
`stacks.py` and `costs.py` put layers together that nobody does, by what their methods do to
numbers, and `giving.py` calls what gives gradients alone. Nowhere else do names matter.
"""
