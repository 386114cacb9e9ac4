"""Whether a known form of code may be taken for what the learner wrote, or it is to be watched."""

from __future__ import annotations

import ast

import numpy as np

from groundup.checking.loading import cells
from groundup.checking.loading.sources import readable
from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.loading.training import sums
from groundup.checking.model.declared import Declared
from groundup.checking.model.offered import Offered
from groundup.checking.reading.adaptation import probe_for
from groundup.checking.reading.choice import Choice, Search, choose
from groundup.checking.reading.copies import copied
from groundup.checking.reading.findings import alike
from groundup.checking.reading.forms.plausibility import quiet
from groundup.checking.reading.lent_l2 import LEFT_OUT, LENT, NO_FACTORS, factors_of_decay, is_decay
from groundup.checking.reading.unnamed_costs import with_own_cost


def searched(offered: Offered, declared: Declared) -> tuple[Search, str]:
    """The best reading, with a factor of L2 where the code takes one that nobody declared; and what
    is to be said of one that is left out."""
    factors = factors_of_decay(offered)
    if declared.l2 or not factors:
        return chosen_with_cost(offered, declared), ""
    search = chosen_with_cost(offered, declared, LENT)
    if search.choice and is_decay(search.choice):
        return search, ""
    search = chosen_with_cost(offered, declared)
    return search, LEFT_OUT if {*factors} - NO_FACTORS else ""


def chosen_with_cost(offered: Offered, declared: Declared, lent: float = 0.0) -> Search:
    search = choose(offered, declared, lent)
    if search.choice is not None:
        search.choice = with_own_cost(search.choice, tree_of(offered))
    return search


def tree_of(offered: Offered) -> ast.Module:
    """Empty where its text is not to be had."""
    files = offered.cells or (offered.file,)
    _, tree, _ = readable("\n".join(map(cells.text_of, files)))
    return tree if isinstance(tree, ast.Module) else ast.Module([], [])


def fits(search: Search) -> bool:
    """Whether a form was found whose outputs, or else whose gradients, show that it was not
    misread. What takes samples one at a time and takes batches too may treat these otherwise; what
    piles up may be set back to 0 while it trains."""
    choice = search.choice
    if choice is None:
        return False
    if choice.learner.masks:
        return True  # masks are given to nothing that is only watched
    if piles_up(choice) or of_doubtful_labels(choice):
        return False
    if choice.score.outputs:
        return True
    return choice.score.perfect and not (choice.learner.one_by_one and search.batches)


def of_doubtful_labels(choice: Choice) -> bool:
    """Whether it was given numbers of classes, its outputs are no softmax's, and no gradient is
    right: broadcasting may have let through what it takes for one column of targets."""
    last = choice.settings.activations[-1]
    return "targets" in choice.learner.conventions and last != "softmax" and not choice.score.share


def refuses_batches(search: Search, offered: Offered) -> bool:
    """Whether code that is written for whole batches raises on each, and is wrong on one sample at
    a time, which broadcasting lets through."""
    choice = search.choice
    if choice is None or search.batch_raised is None or choice.score.perfect:
        return False
    learner = choice.learner
    return learner.one_by_one and learner.trains and sums(tree_of(offered), learner.places["dw"])


def piles_up(choice: Choice) -> bool:
    """Whether a second gradient has the first still in it."""
    probe = probe_for(choice.learner, choice.probe, choice.settings)
    batch = probe.batches[0]
    try:
        with quiet():
            trial = choice.learner.start(probe)
            first = [np.array(dw) for dw in trial.answers(copied(batch)).dw or []]
            second = trial.answers(copied(batch)).dw
    except RAISED:
        return False
    twice = len(first) == len(second or []) and alike([2.0 * dw for dw in first], second)
    return twice and any(dw.any() for dw in first)
