"""Reading by watching: a program is run, and what it does to its numbers tells what they are.

The program's source is rewritten so that every binding, loop and call passes by a `Recorder`
(`rewriting`, `recording`). Its numbers are found wherever it keeps them (`state`); those that a
turn of a loop, or a call, changes and that the program builds on are its parameters (`stepping`).
What it computed from them in flight shows how they fit together (`layers`, `flight`). No name is
needed for any of this, and the right gradients are never looked at.
"""
