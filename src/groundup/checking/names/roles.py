"""What names say: of arguments, of results, of functions.

`role` is what an argument is for, `quantity` what a result is, `kind` what a function does. All
know the names that people use; None means that a name says nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

ROLES = {
    "w": "w ws weights weight theta thetas weight_matrices wts weights_list",
    "b": "b bs biases bias bias_vectors biases_list",
    "network": "network net nn model layers params parameters weights_and_biases",
    "x": "x xs inputs input input_data inputs_list input_list data features a0 image images xi "
    "x_i x_train x_batch batch_x xb training_inputs train_x input_vector input_array row "
    "inp feature",
    "y": "y ys targets target t label labels targets_list target_list expected desired y_true "
    "truth yi y_i y_train y_batch batch_y yb outputs_list training_outputs train_y "
    "target_output target_vector expected_output desired_output labels_batch one_hot "
    "y_onehot correct answer targets_batch expected_outputs",
    "pairs": "mini_batch minibatch batch training_data pairs samples examples train_data dataset "
    "sample",
    "out": "a_out a_output output outputs o out y_hat yhat y_pred prediction predictions pred al "
    "output_activations final_outputs probs predicted",
    "z": "z zs pre_activations weighted_inputs z_list z_values z_h z_hidden",
    "a": "a_list hs as_ activations_list layer_outputs a_values a_h a_hidden",
    "cache": "cache caches memory forward_cache saved",
    "eta": "eta lr learning_rate learningrate alpha rate l_rate learn_rate step_size epsilon",
    "l2": "l2 lmbda lambda_ lam lambd reg regularization weight_decay wd reg_lambda lamb l2_reg "
    "decay",
    "n": "n n_train total n_total training_size",
    "m": "m batch_size mini_batch_size n_samples",
    "epochs": "epochs iterations n_epochs num_epochs n_iter iters n_iterations num_iterations "
    "n_epoch epoch max_iter steps training_iterations",
    "activation": "activation activations act acts activation_name hidden_activation activation_fn "
    "nonlinearity activation_function activation_functions",
    "output_activation": "output_activation final_activation out_activation last_activation",
    "cost": "cost loss cost_name loss_name cost_function loss_function cost_fn loss_fn",
    "masks": "mask masks dropout_mask dropout_masks",
    "dw": "dw dws nabla_w grad_w grads_w weight_gradients w_grads gradients_w weights_grad "
    "dweights weight_grads gradient_w gw",
    "db": "db dbs nabla_b grad_b grads_b bias_gradients b_grads gradients_b biases_grad dbiases "
    "bias_grads gradient_b gb",
    "grads": "grads gradients grad gradient",
    "sizes": "sizes layer_sizes layers_dims layer_dims architecture topology nn_architecture dims "
    "layers_sizes shape structure units num_neurons",
    "quiet": "verbose print_every debug show plot print_cost log",
    "seed": "seed random_state rng random_seed",
}
ROLE_OF = {name: role for role, names in ROLES.items() for name in names.split()}
SINGLE_LETTERS = {"X": "x", "Y": "y", "W": "w", "B": "b", "T": "y", "A": "a", "Z": "z"}


class Role(NamedTuple):
    name: str  # one of ROLES
    layer: int | None = None  # "w2" is the second of the weights: layer 1


def snake(name: str) -> str:
    """`learningRate`, `X_train` and `_eta` as learning_rate, x_train and eta."""
    spaced = re.sub(r"([a-z0-9])([A-Z][a-z])", r"\1_\2", name)
    return re.sub(r"_+", "_", spaced).strip("_").lower()


def role(name: str) -> Role | None:
    """What an argument called `name` is for."""
    if name in SINGLE_LETTERS:
        return Role(SINGLE_LETTERS[name])
    plain = snake(name)
    if plain == "lambda":
        return Role("l2")
    if plain in ROLE_OF:
        return Role(ROLE_OF[plain])
    numbered = re.fullmatch(r"([a-z_]+?)_?(\d)", plain)
    if numbered and ROLE_OF.get(numbered[1]) in ("w", "b", "dw", "db", "z"):
        return Role(ROLE_OF[numbered[1]], int(numbered[2]))
    if numbered and numbered[1] == "a":
        return Role("a", int(numbered[2]))
    return None


# Names of results, whole or in part; the first pattern that fits wins.
QUANTITIES = (
    ("dw", r"^d_?(l|j|c|e|loss|cost|error)_?d_?(w|ws|weights?|theta)$"),
    ("db", r"^d_?(l|j|c|e|loss|cost|error)_?d_?(b|bs|bias|biases)$"),
    ("delta", r"^d_?(l|j|c|e|loss|cost|error)_?d_?(z|zs)$"),
    ("skip", r"(^|_)(v|m|s|velocity|momentum|vel|cache|prev|previous|old|moment|vw|vb|mw|mb)(_|$)"),
    (
        "dw",
        r"^(d|g)_?(w|ws|weights?|theta)$|delta_?w|(nabla|grads?|gradients?).*(_|^)(w|ws|weights?)(_|$)",
    ),
    (
        "db",
        r"^(d|g)_?(b|bs|bias|biases)$|delta_?b|(nabla|grads?|gradients?).*(_|^)(b|bs|bias(es)?)(_|$)",
    ),
    (
        "dw",
        r"(^|_)(w|ws|weights?)_(nabla|grads?|gradients?|deltas?|updates?|adjustments?)|^(weight|w)grads?$",
    ),
    ("db", r"(^|_)(b|bs|bias|biases)_(nabla|grads?|gradients?|deltas?|updates?)|^(bias|b)grads?$"),
    (
        "dw",
        r"^(d|grad|gradients?|nabla|delta|del)_?(weights?|w|ws)(_|$)|d_?weights?|grad_?w|nabla_?w|^gw$",
    ),
    (
        "db",
        r"^(d|grad|gradients?|nabla|delta|del)_?(bias|biases|b|bs)(_|$)|d_?bias|grad_?b|nabla_?b|^gb$",
    ),
    ("delta", r"(^|_)(deltas?|errors?|dz|dzs|err|errs)(_|$)"),
    ("cost", r"(^|_)(cost|loss|j|mse|error_total|total_error)(_|$)"),
    ("w", r"^(w|weights?)_(h|hidden|o|out|outputs?)$"),
    ("b", r"^(b|bias|biases)_(h|hidden|o|out|outputs?)$"),
    ("outputs", r"(^|_)(outputs?|out|y_?hat|y_?pred|predictions?|pred|probs?|a_?out|al)(_|$)"),
    ("w", r"(^|_)(w|ws|weights?|theta)(_|$)"),
    ("b", r"(^|_)(b|bs|bias|biases)(_|$)"),
)


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
        r"update|(^|_)step|train|(^|_)fit(_|$)|learn|sgd|optimi[sz]e|gradient_descent|(^|_)apply",
    ),
    (
        "outputs",
        r"feed_?forward|forward|predict|(^|_)query(_|$)|propagate|(^|_)run(_|$)|think|__call__|output|classify|infer",
    ),
    ("cost", r"cost|loss|(^|_)(mse|error|cross_entropy|nll|bce)(_|$)|mean_squared"),
)


def kind(name: str) -> str | None:
    """What a function called `name` does: gives a gradient, outputs, a cost, takes a step, …"""
    plain = name if name == "__call__" else snake(name)
    return next((found for found, pattern in KINDS if re.search(pattern, plain)), None)


def activation(name: str) -> str | None:
    """The activation that a function's or class's name tells; a leaky one with the usual slope."""
    plain = snake(name)
    if "leaky" in plain or "lrelu" in plain:
        return "leaky-relu 0.01"
    for known in ("sigmoid", "tanh", "relu", "softmax"):
        if known in plain:
            return known
    return "sigmoid" if plain in ("logistic", "expit") else None
