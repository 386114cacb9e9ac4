"""Neural network exercise: cost function on unrolled parameters (hand-written digits)."""
import numpy as np
import scipy.io
from scipy.optimize import minimize


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_gradient(z):
    return sigmoid(z) * (1 - sigmoid(z))


def nn_cost_function(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lam):
    split = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:split].reshape(hidden_layer_size, input_layer_size + 1)
    Theta2 = nn_params[split:].reshape(num_labels, hidden_layer_size + 1)
    m = X.shape[0]
    Y = np.eye(num_labels)[y]

    a1 = np.hstack([np.ones((m, 1)), X])
    z2 = a1 @ Theta1.T
    a2 = np.hstack([np.ones((m, 1)), sigmoid(z2)])
    z3 = a2 @ Theta2.T
    h = sigmoid(z3)

    J = np.sum(-Y * np.log(h) - (1 - Y) * np.log(1 - h)) / m
    J += lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    d3 = h - Y
    d2 = (d3 @ Theta2[:, 1:]) * sigmoid_gradient(z2)
    Theta1_grad = d2.T @ a1 / m
    Theta2_grad = d3.T @ a2 / m
    Theta1_grad[:, 1:] += lam / m * Theta1[:, 1:]
    Theta2_grad[:, 1:] += lam / m * Theta2[:, 1:]
    return J, np.concatenate([Theta1_grad.ravel(), Theta2_grad.ravel()])


def rand_initialize_weights(l_in, l_out):
    epsilon = 0.12
    return np.random.rand(l_out, l_in + 1) * 2 * epsilon - epsilon


if __name__ == "__main__":
    mat = scipy.io.loadmat('ex4data1.mat')
    X, y = mat['X'], mat['y'].ravel() % 10
    start = np.concatenate([rand_initialize_weights(400, 25).ravel(), rand_initialize_weights(25, 10).ravel()])
    result = minimize(nn_cost_function, start, args=(400, 25, 10, X, y, 1.0), jac=True,
                      method='CG', options={'maxiter': 50})
    print(result.fun)
