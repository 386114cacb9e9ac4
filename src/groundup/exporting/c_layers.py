"""The layers of the C file: z = w a + b, and the activations, as C99 has them."""

from __future__ import annotations

from groundup.network import Network

ACTIVATIONS = {
    "sigmoid": """\
static void @sigmoid(double *z, int n) {
    for (int j = 0; j < n; j++) {
        double e = exp(-fabs(z[j]));
        z[j] = (z[j] >= 0 ? 1 : e) / (1 + e);
    }
}
""",
    "tanh": """\
static void @tanh(double *z, int n) {
    for (int j = 0; j < n; j++) z[j] = tanh(z[j]);
}
""",
    "relu": """\
static void @relu(double *z, int n) {
    for (int j = 0; j < n; j++) z[j] = z[j] > 0 ? z[j] : 0;
}
""",
    "softmax": """\
static void @softmax(double *z, int n) {
    double most = z[0], sum = 0;
    for (int j = 1; j < n; j++) most = z[j] > most ? z[j] : most;
    for (int j = 0; j < n; j++) sum += z[j] = exp(z[j] - most);
    for (int j = 0; j < n; j++) z[j] /= sum;
}
""",
}
"""linear is not there: it leaves z as it is."""

LAYER = """\
/* z = w a + b, for w of n_out rows of n_in */
static void @layer(const {real} *w, const {real} *b, const double *a, double *z,
                   int n_in, int n_out) {{
    for (int j = 0; j < n_out; j++) {{
        double sum = b[j];
        for (int k = 0; k < n_in; k++) sum += w[(long)j * n_in + k] * a[k];
        z[j] = sum;
    }}
}}
"""


def functions(network: Network, real: str) -> list[str]:
    """The functions that `steps` call; weights are of the type `real`."""
    used = [name for name in dict.fromkeys(network.activations) if name in ACTIVATIONS]
    return [*(ACTIVATIONS[name] for name in used), LAYER.format(real=real)]


def steps(network: Network) -> list[str]:
    """Statements that take a prepared input in a to the last layer's outputs in a; z and swap are
    there for them, a and z as wide as the widest layer."""
    lines = []
    for l, name in enumerate(network.activations):
        n_in, n_out = network.sizes[l], network.sizes[l + 1]
        lines.append(f"    @layer(@w{l}, @b{l}, a, z, {n_in}, {n_out});")
        if name in ACTIVATIONS:
            lines.append(f"    @{name}(z, {n_out});")
        lines.append("    swap = a, a = z, z = swap;")
    return lines
