"""What the names of arguments say: the only table of names in checking/."""

from __future__ import annotations

import re
from functools import cache

from groundup.checking.calling.languages import in_english

COUNT = r"(n|num|no|nb|number|size|dim|len|count|d(?=_))"  # dout is no count
COST = r"cost|loss|criterion|objective|error_?(fn|func|function)"
SIDE = r"_?(dim|size|nodes|neurons|units|features|channels|count)s?(_|$)"
PAIRS = r"^train(ing)?(_?data)?$|^(?!(x|y|t|inputs?|images?|targets?|labels?)_)(.*_)?batch(_|$)"
EACH = r"(size|dim|node|unit|neuron|width|structure|shape|config)"
# The first pattern that fits a name wins, in small letters with underscores. Words between bars are
# whole parts of a name: `a|b` in the second column fits `a`, `x_a` and `b_x`.
ROLES = (
    ("held out", "test|testing|val|valid|validation|eval|evaluation|dev|monitor", ""),
    ("path", "dir", r"path|file|folder"),
    ("flag", "log|early", r"verbose|print|plot|show|debug|display|quiet|shuffle|^is_"),
    ("seed", "rng", r"seed|random_state"),
    ("momentum", "", r"momentum|^mu$|^beta_?\d?$|^gamma$"),
    ("l2", "reg", r"^l[12]|_l[12]$|lam(bda|da|bd|b)?_?\d?$|lmb|decay|penalty|regulari"),
    ("keep", "", r"keep"),
    ("drop", "", r"drop"),
    ("threshold", "goal", r"^tol|tolerance|threshold|target_error|eps(ilon)?$|(min|max)_error"),
    ("eta", "lr|eta|alpha|rate|lrate|stepsize|step_size|speed", r"learn|rate$"),
    ("input shape", "", r"(^|_)in(put)?_?shape$"),
    ("n_in", "", rf"(^|_)in(put)?s?(_?layer)?{SIDE}|^{COUNT}_?(of_)?(in|inputs?|features?)$"),
    ("n_out", "", rf"(^|_)out(put)?s?(_?layer)?{SIDE}"),
    ("n_out", "", rf"^{COUNT}_?(of_)?(out|outputs?|classes|labels)$"),
    ("hidden layers", "", rf"(^|_){COUNT}_?(of_)?hidden_?layers$|^hidden_?layers?_?count$"),
    ("hidden sizes", "hiddens", r"hidden_?(layers|layer_sizes|sizes|dims)$"),
    ("n_hidden", "", r"hidden_?layer_?size$"),
    ("layers", "", rf"^({COUNT}_(of_)?layers|layers?_?(count|num|number)|depth)$"),
    ("sizes", "", rf"layers?_?{EACH}|{EACH}s?_?(of|per|in|for)?_?(each)?_?layer"),
    ("sizes", "arch|architecture|topology|layout|widths|sizes|dims|structure|nouts",
     r"^nn_|^network$"),
    ("sizes", "", r"^(size|layers?|shape|units|neurons|nodes|config|struct)$"),
    ("m", "batch_size|batchsize|bs|chunk|n_samples", r"^(mini_?)?batch(_num)?$|^sample_?size$|^m$"),
    ("epochs", "laps|runs", r"epoch|iter|rounds|times|passes|cycles|loops|steps$|repeat"),
    ("bias", "", r"^bias(es)?$"),
    ("every", "", r"every|interval|freq"),
    ("n_hidden", "h|nh", r"hid"),
    ("pairs", "pairs|samples|examples|data_set|dataset|patterns", PAIRS),
    ("activation", "act|sigma|sigmoid|phi|func|fn", r"activ|nonlin|squash|transfer"),
    ("cost", "", COST),
    ("optimiser", "opt", r"optim|solver|updater"),
    ("grad", "dvalues|upstream", r"(^|_)(grads?|gradients?|d_?out(put)?s?|deltas?|d[a-z])(_|$)"),
    ("out", "al|guess|logits|scores", r"hat|pred|(^|_)(out(put)?s?|probs?)$"),
    ("one-hot", "one_?hot", ""),
    ("y", "y|ys|t|ts|target|targets|label|labels|truth|true|expected|desired|answer|answers|correct"
     "|wanted|actual|output|outputs|classes|teacher|response", r"^y"),
    ("x", "x|xs|i|u|v|p|a|a0|row|inp|input|inputs|feature|features|data|image|images|sample|pixels"
     "|point|points|observations|instance|vector|record|example|signal|values", r"^x"),
    ("n_in", "", r"^n_?(in|i|x)$|fan_in"),
    ("n_out", "", r"^n_?(out|o|y|k)$|class|categor"),
)  # fmt: skip
WIDTHS = (  # of what is a number of neurons, to go by its use
    ("n_hidden", "h|nh|n_h", r"hid|hdim"),
    ("n_out", "o|y|k|c|n_o|n_y|no|ny|nout", r"out|class|label|targ|categor"),
    ("n_in", "in|i|x|d|n_i|n_x|ni|nx|nin", r"(^|_)in|feat|vis"),
    ("n_hidden", "", r"units|neurons|nodes"),
    ("n_in", "", r"^n$|dim"),
)
PARAMETER = re.compile(r"(ws?|weights?|thetas?|bs?|bias|biases)(_?\d|[a-z]|_[a-z]+)?")


def snake(name: str) -> str:
    """`learningRate`, `X_train` and `_eta` as learning_rate, x_train and eta."""
    spaced = re.sub(r"([a-z0-9])([A-Z][a-z])", r"\1_\2", in_english(name))
    return re.sub(r"_+", "_", spaced).strip("_").lower()


@cache
def role(name: str) -> str:
    """What an argument called `name` is for; "" where that says nothing."""
    return first_of(ROLES, snake(name))


@cache
def width(name: str) -> str:
    """Of which layer a number of neurons is."""
    return first_of(WIDTHS, snake(name))


def is_parameter(name: str) -> bool:
    """Whether it is called like the weights or the biases of a layer, as W1."""
    return len(name) > 1 and PARAMETER.fullmatch(snake(name)) is not None


def is_derivative(name: str) -> bool:
    return re.search(r"prime|deriv", snake(name)) is not None


def is_cost(name: str) -> bool:
    """Whether a function is called like one for a cost."""
    return re.search(COST, snake(name)) is not None


def is_reset(name: str) -> bool:
    """Whether a method is called like one that makes gradients zero."""
    return re.search(r"zero|reset|clear", snake(name)) is not None


def is_test_case(name: str) -> bool:
    """Whether a function is called like one that gives an exercise its numbers."""
    return re.search(r"(^|_)test_?cases?(_|$)", snake(name)) is not None


def first_of(table: tuple[tuple[str, str, str], ...], name: str) -> str:
    return next((found for found, words, pattern in table if fits(name, words, pattern)), "")


def fits(name: str, words: str, pattern: str) -> bool:
    whole = rf"(^|_)({words})(_|\d*$)"
    return bool((words and re.search(whole, name)) or (pattern and re.search(pattern, name)))


def without_held_out(name: str) -> str:
    """`y` for `y_test`."""
    words = ROLES[0][1]
    return re.sub(rf"(^|_)({words})(_|$)", "_", snake(name)).strip("_") or "data"


PLAIN = (
    r"(?i)^(sigmoid|logistic|tanh|mse|mean_?squared\w*|quadratic\w*|sgd|gd|\w*descent|plain\w*)$"
)


def is_plain(name: str) -> bool:
    """Whether it is called like the plainest of several for one thing."""
    return re.search(PLAIN, name) is not None


def preferred(words: list[str], softmax: bool = False) -> list[str]:
    """The likeliest first: a sigmoid, or a softmax."""
    first = is_softmax if softmax else is_sigmoid
    return sorted(words, key=lambda one: (not first(one), not is_plain(one)))


def is_sigmoid(word: str) -> bool:
    return re.search(r"(?i)^(sigm|logistic$)", word) is not None


def is_softmax(word: object) -> bool:
    return isinstance(word, str) and word.lower() == "softmax"
