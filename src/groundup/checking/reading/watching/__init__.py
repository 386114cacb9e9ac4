"""Reading by watching: a program is run, and what it does to its numbers tells what they are.

The program's source is rewritten so that every binding, loop and call passes by a `Recorder`
(`rewriting`, `recording`). Its numbers are found wherever it keeps them (`state`); those that a
turn of a loop, or a call, changes and that the program builds on are its parameters (`stepping`).
What it computed from them in flight shows how they fit together (`layers`, `flight`). Data flow and
shapes decide all this, and names only which numbers are targets or a rate. The right gradients are
looked at for one thing: which cost to assume where nothing in the program tells it.
"""
