"""What names say: of arguments, of results, of functions.

`role` is what an argument is for, `quantity` what a result is, `kind` what a function does. All
know the names that people use; None means that a name says nothing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from groundup.checking.names.languages import in_english

# What arguments are called, as a name reads without case and underscores. Before the bar, names
# that say it by themselves, each of one role; after it, those that say it where that is wanted:
# `batch` is pairs, but inputs beside targets, or the number of samples.
ROLES = {
    "w": "w ws weights weight theta thetas weightmatrices wts weightslist",
    "b": "b bs biases bias biasvectors biaseslist",
    "network": "network net nn model layers params parameters weightsandbiases | param weights "
    "theta wb p w paramsvalues paramvalues paramdict paramsdict parametersdict "
    "weightsdict",
    "x": "x xs inputs input inputdata inputslist inputlist data features a0 image images "
    "xi xtrain xsample datax xbatch batchx xb traininginputs trainx inputvector inputarray row inp "
    "trainingsetinputs traindatax inputarr inputsarray "
    "feature | sample xdata samples batch",
    "y": "y ys targets target t label labels targetslist targetlist expected desired ytrue "
    "truth yi ytrain ysample datay outdata ybatch batchy yb outputslist trainingoutputs trainy "
    "targetoutput targetvector expectedoutput desiredoutput labelsbatch onehot yonehot correct "
    "answer answers targetsbatch expectedoutputs desiredoutputs targetoutputs targetarray "
    "labelarray labelsarray labellist labelslist trainlabels traintargets traininglabels "
    "trainingtargets trainingsetoutputs correctoutput correctoutputs | true actual groundtruth "
    "tbatch trueys "
    "ytarget wanted",
    "pairs": "minibatch batch trainingdata pairs samples examples traindata dataset sample",
    "out": "aout aoutput output outputs o out yhat ypred prediction predictions pred al "
    "outputactivations finaloutputs probs predicted outputarray outputdata outputvector | yp "
    "ypredicted preds p probabilities score scores logits estimate a activations yest netoutput "
    "finaloutput guess",
    "z": "z zs preactivations weightedinputs zlist zvalues zh zhidden",
    "a": "alist hs as activationslist layeroutputs avalues ah ahidden",
    "cache": "cache caches memory forwardcache saved | store stored intermediates history "
    "values fwd activations layeroutputs state forwardresult cached",
    "eta": "eta lr learningrate alpha rate lrate learnrate stepsize epsilon | learning",
    "l2": "l2 l2penalty lmbda lambda lamda lam lambd reg regularization weightdecay wd reglambda "
    "lamb l2reg decay | regstrength regularizer",
    "momentum": "momentum momentumrate momentumcoefficient momentumfactor | mu",
    "n": "n ntrain total ntotal trainingsize",
    "m": "m batchsize minibatchsize nsamples | n numsamples nexamples numexamples size "
    "samples batch minibatch nbatch",
    "epochs": "epochs iterations nepochs numepochs niter iters niterations numiterations nepoch "
    "epoch maxiter steps trainingiterations passes npasses numpasses maxepochs nsteps numsteps",
    "activation": "activation activations act acts activationname hiddenactivation activationfn "
    "nonlinearity activationfunction activationfunctions",
    "output_activation": "outputactivation finalactivation outactivation lastactivation",
    "cost": "cost loss costname lossname costfunction lossfunction costfn lossfn",
    "masks": "mask masks dropoutmask dropoutmasks",
    "dw": "dw dws nablaw gradw gradsw weightgradients wgrads gradientsw weightsgrad "
    "dweights weightgrads gradientw gw",
    "db": "db dbs nablab gradb gradsb biasgradients bgrads gradientsb biasesgrad dbiases "
    "biasgrads gradientb gb",
    "grads": "grads gradients grad gradient | derivatives g gradsvalues gradvalues gradsdict "
    "gradientsdict",
    "sizes": "sizes layersizes layersdims layerdims architecture archi topology nnarchitecture "
    "dims netdims networkdims layerssizes shape structure units numneurons "
    "| neurons layerdimensions dimensions nunits layout networkshape netshape networksizes "
    "layernodes widths nodesperlayer neuronsperlayer unitsperlayer",
    "quiet": "verbose printevery debug show plot printcost log",
    "seed": "seed randomstate rng randomseed",
    "grad": "| grad gradient dout doutput doutputs dvalues outputgradient outputgrad "
    "gradoutput gradout outputerror error upstream upstreamgrad upstreamgradient da "
    "dy dl delta err dldy dlda dz losgrad lossgrad lossgradient dloss g errorgradient "
    "gradients outgrad dnext deltas accumgrad gradinput",
    "keep": "| keepprob keep",
    "parts": "| layers modules layerlist listoflayers",
    "training": "| training train istraining istrain trainflg",
    "slope": "| slope negativeslope leak alpha leakslope",
}
CERTAIN = {name: role for role, names in ROLES.items() for name in names.partition("|")[0].split()}
POSSIBLE = {role: frozenset(names.replace("|", " ").split()) for role, names in ROLES.items()}
SINGLE_LETTERS = {"X": "x", "Y": "y", "W": "w", "B": "b", "T": "y", "A": "a", "Z": "z"}


class Role(NamedTuple):
    name: str  # one of ROLES
    layer: int | None = None  # "w2" is the second of the weights: layer 1


def snake(name: str) -> str:
    """`learningRate`, `X_train` and `_eta` as learning_rate, x_train and eta."""
    spaced = re.sub(r"([a-z0-9])([A-Z][a-z])", r"\1_\2", in_english(name))
    return re.sub(r"_+", "_", spaced).strip("_").lower()


def plain(name: str) -> str:
    """Small letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", in_english(name).lower())


# `wh`, `bias_out`, `hidden_weights`, `w_ih`: of the first or the second of two layers.
WHAT = "(?P<what>w|weights?|b|bias|biases)"
WHICH = "(?:(?:i|input_)?(?:h|hid|hidden)|(?P<second>(?:h|hidden_)?(?:o|out|output)))"
OF_TWO_LAYERS = (f"{WHAT}_?{WHICH}", f"{WHICH}_{WHAT}")


def role(name: str) -> Role | None:
    """What an argument called `name` is for."""
    if name in SINGLE_LETTERS:
        return Role(SINGLE_LETTERS[name])
    word = plain(name)
    if word in CERTAIN:
        return Role(CERTAIN[word])
    numbered = re.fullmatch(r"([a-z]+)(\d)", word)
    if numbered and CERTAIN.get(numbered[1]) in ("w", "b", "dw", "db", "z"):
        return Role(CERTAIN[numbered[1]], int(numbered[2]))
    if numbered and numbered[1] == "a":
        return Role("a", int(numbered[2]))
    for pattern in OF_TWO_LAYERS:
        if found := re.fullmatch(pattern, snake(name)):
            return Role(found["what"][0], int(found["second"] is not None))
    return None


def means(name: str, role: str) -> bool:
    """Whether an argument called `name` may be for this."""
    return plain(name) in POSSIBLE[role]


# Names of results, whole or in part; the first pattern that fits wins.
PARAMETERS = {"w": "(w|ws|weights?|thetas?|kernel)", "b": "(b|bs|bias|biases|intercept)"}
OVER = r"^d_?(l|j|c|e|loss|cost|error)_?d_?"  # dJ/d…
SLOPE = "(d|g|grads?|gradients?|nabla|deltas?|del)"
SLOPES = "(nabla|grads?|gradients?|deltas?|updates?|adjustments?|primes?|derivatives?)"
GRADIENTS = tuple(
    (
        f"d{what}",
        f"^{SLOPE}_?{word}(_|$)|(^|_)(nabla|grads?|gradients?).*_{word}(_|$)"
        f"|(^|_){word}_?{SLOPES}(_|$)|((^|_)d|delta|grad|nabla)_?({long})",
    )
    for what, word, long in (
        ("w", PARAMETERS["w"], "weights?"),
        ("b", PARAMETERS["b"], "bias"),
    )
)
LAYER = r"(h|hidden|o|out|outputs?)(_layer)?"
QUANTITIES = (
    ("dw", f"{OVER}{PARAMETERS['w']}$"),
    ("db", f"{OVER}{PARAMETERS['b']}$"),
    ("delta", f"{OVER}(z|zs)$"),
    ("skip", r"(^|_)(v|m|s|velocity|momentum|vel|cache|prev|previous|old|moment|vw|vb|mw|mb)(_|$)"),
    *GRADIENTS,
    ("delta", r"(^|_)(deltas?|errors?|dz|dzs|err|errs)(_|$)"),
    ("cost", r"(^|_)(cost|loss|j|mse|error_total|total_error)(_|$)"),
    *((what, f"^{word}_{LAYER}$|^{LAYER}_{word}$") for what, word in PARAMETERS.items()),
    ("outputs", r"(^|_)(outputs?|out|y_?hat|y_?pred|predictions?|pred|probs?|a_?out|al)(_|$)"),
    *((what, f"(^|_){word}(_|$)") for what, word in PARAMETERS.items()),
)


@cache
def quantity(name: str) -> tuple[str | None, int | None]:
    """What a result called `name` is, and its number where it has one: `dW2` is ("dw", 2)."""
    plain = snake(name)
    number = re.search(r"(\d+)$", plain)
    stem = plain[: number.start()].strip("_") if number else plain
    inner = re.search(r"(\d+)", stem)
    if not number and inner:  # w1_grad
        number, stem = inner, re.sub(r"\d+", "", stem)
    found = next((kind for kind, pattern in QUANTITIES if re.search(pattern, stem)), None)
    return found, int(number[1]) if number else None


def parameter_of(name: str) -> str | None:
    """ "w" or "b" where `name` is that of weights or biases."""
    what = quantity(name)[0]
    return what if what in PARAMETERS else None


def gradient_of(name: str, inside: str = "") -> str | None:
    """ "w" or "b" where `name` is that of a gradient, in a dict or object called `inside`."""
    what = quantity(name)[0]
    if what in PARAMETERS and plain(inside).startswith(("grad", "nabla")):
        return what
    return {"dw": "w", "db": "b"}.get(what or "")


KINDS = (  # the first pattern that fits wins
    (
        "sigma_prime",
        r"(prime|deriv|derivative|grad|gradient|backward|_d|d)_?(of_)?(sigmoid|tanh|relu|activation|act|leaky_?relu)"
        r"|(sigmoid|tanh|relu|sigma|activation|act|logistic|af)_?(prime|deriv|derivative|derivate|grad|gradient|d|backward|der|back)(_|$)"
        r"|^d_?(sigmoid|tanh|relu|leaky_?relu|sigma|act|activation)|^(f|g)_?prime$",
    ),
    (
        "cost_prime",
        r"(cost|loss|mse|error|cross_?entropy)_?(derivative|prime|grad(?!s)|gradient(?!s)|deriv|backward)|^d_?(cost|loss|mse)$",
    ),
    (
        "sigma",
        r"^(sigmoid|tanh|relu|leaky_?relu|softmax|sigma|logistic|act|activation|activate|expit|lrelu|"
        r"stable_softmax|activation_function|nonlin)$",
    ),
    (
        "gradient",
        r"back_?prop|backward|(^|_)grads?(_|$)|gradient(?!_descent)|backpropagat|derivatives|nabla|backpass",
    ),
    (
        "step",
        r"update|(^|_)step|train|add_?evidence|(^|_)fit(_|$)|learn|sgd|optimi[sz]e|gradient_descent|(^|_)apply",
    ),
    (
        "outputs",
        r"feed_?forward|forward|predict|(^|_)query(_|$)|propagate|(^|_)run(_|$)|think|__call__|output|classify|infer",
    ),
    ("cost", r"cost|loss|(^|_)(mse|error|cross_entropy|nll|bce)(_|$)|mean_squared"),
)


IDLE = ("set_", "save_", "load_", "plot_", "print_", "show_", "zero_", "reset_", "clear_")


def kind(name: str) -> str | None:
    """What a function called `name` does: gives a gradient, outputs, a cost, takes a step, …"""
    plain = name if name == "__call__" else snake(name)
    if plain.startswith(IDLE):
        return None
    return next((found for found, pattern in KINDS if re.search(pattern, plain)), None)
