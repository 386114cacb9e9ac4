"""What the names of arguments say: the only table of names in checking/."""

from __future__ import annotations

import re
from functools import cache

from groundup.checking.names.languages import in_english

COUNT = r"(n|num|no|nb|number|size|dim|len|count|d)"
# The first pattern that fits a name wins, in small letters with underscores.
ROLES = (
    ("held out", r"(^|_)(test|testing|val|valid|validation|eval|evaluation|dev|monitor)(_|$)"),
    ("path", r"path|file|folder|(^|_)dir(_|$)"),
    (
        "flag",
        r"verbose|print|plot|show|debug|display|quiet|early|shuffle|(^|_)log(_|$)|^is_|animate",
    ),
    ("seed", r"seed|random_state|(^|_)rng(_|$)"),
    ("momentum", r"momentum|^mu$|^beta_?\d?$|^gamma$"),
    ("l2", r"^l[12]|_l[12]$|lam(b?da)?_?\d?$|lmb|(^|_)reg|decay|penalty|weight_decay"),
    ("keep", r"keep"),
    ("drop", r"drop"),
    (
        "threshold",
        r"^tol|tolerance|threshold|goal|target_error|eps(ilon)?$|min_error|max_error|desired_error",
    ),
    ("eta", r"(^|_)(lr|eta|alpha|rate|lrate|step_?size|learn\w*|n_?rate|speed)(_|$)|rate$"),
    (
        "hidden layers",
        rf"(^|_){COUNT}_?(of_)?hidden_?layers$|^hidden_?layers?_?(count|num|number)$",
    ),
    ("hidden sizes", r"hidden_?(layers|sizes|dims|units|nodes|neurons)$|^hiddens$"),
    ("layers", rf"^({COUNT}_(of_)?layers|layers?_?(count|num|number)|depth)$"),
    (
        "sizes",
        r"layer_?s?_?(size|dim|node|unit|neuron|width|structure|shape|config)|(size|dim|node"
        r"|unit|neuron|width)s?_?(of|per|in|for)?_?(each)?_?layer|^(sizes?|dims?|layers?|arch\w*"
        r"|topology|struct\w*|shape|units|neurons|nodes|network|nn_?\w*|layout|widths|config)$"
        r"|_(sizes|dims|arch\w*|structure|topology)$",
    ),
    (
        "m",
        r"batch_?size|(^|_)(batch_?num|bs|chunk|n_?samples|num_?examples|n_?batch|mini_?batch_?size)$"
        r"|^sample_?size$|(^|_)size_of_batch|^m$|^minibatch$",
    ),
    ("epochs", r"epoch|iter|rounds|times|passes|cycles|loops|steps$|^runs$|repeat|n_?train$|laps"),
    ("every", r"every|interval|freq|step_to|decay_steps"),
    ("n_hidden", r"hid|^(n_?)?h(_?size|_?dim|\d)?$|^n_?h\d?$|^(num_?)?(units|neurons|nodes)$"),
    (
        "pairs",
        r"(^|_)(mini_?batch|training_?data|train_?data|pairs|samples|examples|data_?set|patterns|batch)$"
        r"|^(train|training)$|^data_?(train|set)$",
    ),
    ("activation", r"activ|nonlin|(^|_)act(_|$)|squash|transfer|^(sigma|sigmoid|phi|func?|fn)$"),
    ("cost", r"cost|loss|criterion|objective|error_?(fn|func|function)"),
    ("optimiser", r"optim|solver|^opt$|updater"),
    ("out", r"hat|pred|(^|_)(out(put)?s?|al|probs?|guess|logits|scores?)$"),
    (
        "y",
        r"^(y\d?|ys|t|ts|d|to)$|(^|_)(y|targets?|labels?|truth|true|expected|desired|answers?|correct|wanted"
        r"|actual|outputs?|classes|one_?hot|teacher|response)(_|$)|^[yt]_",
    ),
    (
        "x",
        r"^(x\d?|xs|a0?|ti|i|row|inp|u|v|p)$|(^|_)(x|inputs?|features?|data|images?|sample|pixels|points?"
        r"|observations?|instance|vector|record|example|signal|vals|values)(_|$)|^x",
    ),
    ("n_in", r"^(n_?)?(in|i|x|d|inp|features)(_|$)"),
    ("n_out", r"^(n_?)?(out|o|y|k|c)(_|$)|class|categories"),
)
WIDTHS = (  # of what is a number of neurons, to go by its use
    ("n_hidden", r"hid|(^|_)(nh|n_?h|h)(_|\d|$)"),
    ("n_out", r"out|class|label|targ|(^|_)(o|y|k|c|n_?o|n_?y|no|ny)(_|\d|$)|categor"),
    ("n_in", r"in|feat|(^|_)(i|x|d|n|n_?i|n_?x|ni|nx|vis\w*)(_|\d|$)|dim"),
)  # fmt: skip


def snake(name: str) -> str:
    """`learningRate`, `X_train` and `_eta` as learning_rate, x_train and eta."""
    spaced = re.sub(r"([a-z0-9])([A-Z][a-z])", r"\1_\2", in_english(name))
    return re.sub(r"_+", "_", spaced).strip("_").lower()


@cache
def role(name: str) -> str:
    """What an argument called `name` is for; "" where that says nothing."""
    plain = snake(name)
    return next((found for found, pattern in ROLES if re.search(pattern, plain)), "")


@cache
def width(name: str) -> str:
    """Of which layer a number of neurons is."""
    plain = snake(name)
    return next((found for found, pattern in WIDTHS if re.search(pattern, plain)), "")


def without_held_out(name: str) -> str:
    """`y` for `y_test`."""
    return re.sub(ROLES[0][1], "_", snake(name)).strip("_") or "data"


def preferred(words: list[str]) -> str:
    """Of several words for one thing, the plainest."""
    plain = r"(?i)^(sigmoid|logistic|tanh|mse|quadratic|sgd|gd|gradient_?descent|plain\w*)$"
    return next((one for one in words if re.search(plain, one)), words[0])
