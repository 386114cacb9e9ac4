"""Making code train that only defines things: what a program's functions and classes are called
with, so that they take steps on a tape.

`syntax.py` reads a program's text, `definitions.py` is what it defines and who calls whom,
`uses.py` what code does with an argument, `roles.py` what its name says, and `meanings.py` what it
is for. `samples.py` is made-up data in the forms that people use, `settings.py` what a program
gives itself, `weights.py` parameters that are made up, `things.py` its own objects, and
`arguments.py` what is given for an argument. `offer.py` is what there is to be called, `entries.py`
what of it may train, in which `order.py`, and `search.py` the search: one call after the other,
until steps are seen. `methods.py`, `stacks.py` and `costs.py` put layers together that nobody does,
by what their methods do to numbers. `giving.py` calls what gives gradients alone, `engines.py`
numbers that send them back themselves, and `gradients.py` looks for the right way. Nowhere else do
names matter.
"""
