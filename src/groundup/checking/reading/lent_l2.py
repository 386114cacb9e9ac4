"""L2 of code that takes its factor from whoever calls it, and is lent one to see what it does.

What is called so may be for something else. So a factor counts only if all that it adds to a
gradient is a multiple of weights, or what it adds to a cost is one of their squares.
"""

from __future__ import annotations

from dataclasses import replace

from groundup.checking.loading.objects import functions_of
from groundup.checking.loading.tracebacks import RAISED, theirs
from groundup.checking.model.answers import Observation, Probe
from groundup.checking.model.offered import Offered
from groundup.checking.names import arguments, roles
from groundup.checking.reading import chance
from groundup.checking.reading.adaptation import probe_for
from groundup.checking.reading.choice import Choice
from groundup.checking.reading.findings import alike
from groundup.checking.reading.forms.plausibility import quiet
from groundup.checking.reading.learner import Step
from groundup.checking.reading.watching.steps.penalties import (
    ROUNDING,
    near,
    share,
    shares,
    squares,
)

LENT = 0.3
LEFT_OUT = "left out: say --l2 to check it"
NO_FACTORS = {"decay"}  # where it is none of L2: it may be a learning rate's


def factors_of_decay(offered: Offered) -> list[str]:
    """Arguments that may be a factor of L2, which is 0 where nobody declares one."""
    return [
        roles.plain(one.name)
        for thing in offered.names.values()
        for function in functions_of(thing)
        if theirs(function.__code__.co_filename)
        for one in arguments.parameters(function)
        if roles.means(one.name, "l2")
    ]


def is_decay(choice: Choice) -> bool:
    """Whether the factor that is lent does what one of L2 does."""
    probe = probe_for(choice.learner, choice.probe, choice.settings)
    try:
        with quiet():
            on = answered(choice, probe)
            off = answered(choice, replace(probe, settings=probe.settings._replace(lent=0.0)))
    except RAISED:
        return False
    with_it, without = on.calls[0], off.calls[0]
    found, costs = shares(on, off), (with_it.cost or 0.0, without.cost or 0.0)
    if found is None or not alike(with_it.outputs, without.outputs):
        return False
    every = [*found[0], *found[1]]
    if abs(costs[0] - costs[1]) > ROUNDING * abs(costs[0]):
        return is_of_squares(on, costs[0] - costs[1])
    if any(map(any, every)):
        return not any(one.of_signs for one in every)
    return is_in_step(choice, probe)


def is_in_step(choice: Choice, probe: Probe) -> bool:
    """Whether all that it adds to a step is a multiple of weights, or takes one off."""
    bare = replace(probe, settings=probe.settings._replace(lent=0.0))
    try:
        with quiet():
            steps = [stepped(choice, one) for one in (probe, bare)]
    except RAISED:
        return False
    on, off = ([*one[0], *one[1]] if one else [] for one in steps)
    parts = zip(off, on, [*probe.w, *probe.b], strict=False)
    found = [share(*each) for each in parts if len({one.shape for one in each}) == 1]
    added = [one for one in found if one]
    return (
        bool(on)
        and len(added) == len(on)
        and any(map(any, added))
        and not any(one.of_signs for one in added)
    )


def stepped(choice: Choice, probe: Probe) -> Step | None:
    trial = choice.learner.start(probe)
    chance.seed()
    return trial.step(probe.batches[0])


def answered(choice: Choice, probe: Probe) -> Observation:
    trial = choice.learner.start(probe)
    chance.seed()
    return Observation(probe, [trial.answers(probe.batches[0])])


def is_of_squares(on: Observation, added: float) -> bool:
    """Whether what is added to a cost is that much of Σw², in one of the forms of L2."""
    m = len(on.probe.batches[0].x)
    forms = [number * m**power for number in (1.0, 2.0, 0.5) for power in (0, -1, 1)]
    given = [on.probe.settings.lent * squares(on, biases) for biases in (False, True)]
    return any(near(added, form * one) for form in forms for one in given)
