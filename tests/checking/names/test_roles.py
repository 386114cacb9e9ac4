"""Names of arguments, results and functions are understood as people mean them."""

from __future__ import annotations

import pytest

from groundup.checking.names.roles import ROLES, Role, kind, means, quantity, role


@pytest.mark.parametrize(
    ("meant", "names"),
    [
        ("w", "w W weights Ws theta"),
        ("b", "b biases bias"),
        ("x", "x X inputs inputs_list X_train xi a0"),
        ("y", "y Y targets t labels y_true expected target_vector"),
        ("eta", "eta lr learning_rate learningRate alpha l_rate"),
        ("l2", "l2 lmbda lam lambda_ weight_decay reg"),
        ("pairs", "mini_batch training_data"),
        ("epochs", "epochs n_epochs iterations"),
        ("network", "network params parameters layers nn"),
    ],
)
def test_arguments(meant: str, names: str) -> None:
    for name in names.split():
        assert role(name) == Role(meant), name


def test_numbered_arguments() -> None:
    assert role("W2") == Role("w", 2)
    assert role("b_1") == Role("b", 1)
    assert role("a1") == Role("a", 1)
    assert role("frobnicate") is None


@pytest.mark.parametrize(
    ("meant", "names"),
    [
        ("dw", "nabla_w dw dW grads_W weight_gradients gradW dL_dw dJdW delta_w w_grad d_weights"),
        ("db", "nabla_b db dB bias_grad delta_nabla_b dbias grad_biases"),
        ("delta", "delta deltas errors dZ output_delta hidden_errors"),
        ("cost", "loss cost"),
        ("outputs", "output y_hat predictions"),
        ("w", "output_weights weights_out hidden_layer_weights out_w second_weights"),
        ("b", "output_bias bias_output output_layer_biases hidden_b hid_bias"),
        ("skip", "velocity_w v_dw prev_dw"),
    ],
)
def test_results(meant: str, names: str) -> None:
    for name in names.split():
        assert quantity(name) == (meant, None), name


def test_numbered_results() -> None:
    assert quantity("dW2") == ("dw", 2)
    assert quantity("w1_grad") == ("dw", 1)
    assert quantity("dLdb1") == ("db", 1)


@pytest.mark.parametrize(
    ("meant", "names"),
    [
        ("gradient", "backprop backward compute_gradients backward_propagate_error grad backProp"),
        ("outputs", "feedforward forward predict query forward_propagate __call__ feedForward"),
        ("step", "update_mini_batch train fit SGD sgd_step gradient_descent train_network learn"),
        ("cost", "cost loss mse cross_entropy_loss compute_cost"),
        ("sigma", "sigmoid tanh relu leaky_relu softmax activation"),
        ("sigma_prime", "sigmoid_prime dsigmoid d_relu relu_derivative sigmoid_der tanh_grad"),
        ("cost_prime", "cost_derivative mse_prime loss_gradient"),
        (None, "main load_data one_hot shuffle"),
    ],
)
def test_functions(meant: str | None, names: str) -> None:
    for name in names.split():
        assert kind(name) == meant, name


def test_a_name_says_one_role_by_itself() -> None:
    names = [name for listed in ROLES.values() for name in listed.partition("|")[0].split()]
    assert sorted(names) == sorted(set(names))


def test_a_name_may_be_for_what_is_wanted() -> None:
    assert role("batch") == Role("pairs")
    assert means("batch", "x")
    assert means("X_batch", "x")
    assert not means("batch", "y")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("wh w_hidden hidden_weights w_ih weightsInputHidden", ("w", 0)),
        ("wout w_o output_weights who weights_hidden_output", ("w", 1)),
        ("bh bias_h hid_bias", ("b", 0)),
        ("bout b_o output_bias", ("b", 1)),
    ],
)
def test_weights_and_biases_of_two_layers(names: str, expected: tuple[str, int]) -> None:
    assert {role(name) for name in names.split()} == {expected}


def test_what_only_saves_or_shows_does_not_train() -> None:
    assert [kind(name) for name in ("save_training_log", "plot_loss", "train_and_plot")] == [
        None,
        None,
        "step",
    ]


def test_what_puts_gradients_back_to_zero_finds_none() -> None:
    names = ("zero_grad", "zeroGradients", "reset_gradients", "clear_grads")
    assert [kind(name) for name in names] == [None] * 4
