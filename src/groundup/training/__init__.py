"""Training: one loop of stochastic gradient descent, whatever computes the steps.

options.py says what can be chosen, and checks.py what makes no sense; loop.py goes through the
epochs; steps.py has an engine or a rung take an epoch's steps; record.py says what an epoch did;
schedules.py changes the learning rate; balance.py lets classes count alike; run.py remembers the
best; checkpoints.py writes down where a run stands, so that it can be resumed; recipes.py has whole
ways of training by name.
"""

from groundup.training.loop import DivergedError, Resumed, epochs, fit, resume
from groundup.training.options import NAMES, Options
from groundup.training.record import History, Record

__all__ = [
    "NAMES",
    "DivergedError",
    "History",
    "Options",
    "Record",
    "Resumed",
    "epochs",
    "fit",
    "resume",
]
