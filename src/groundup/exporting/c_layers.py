"""The layers of the C file: z = w a + b, convolutions with their pool, and the activations, as C99
has them."""

from __future__ import annotations

import numpy as np

from groundup import shapes
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

CONVOLVE = """\
/* z = the largest in each 2 by 2 of w a + b. A picture has its pixels row by row and its channels
   in each pixel: a has c channels, z n_out and as many rows as columns, `side`; w has n_out filters
   of k rows of k pixels of c channels. */
static void @convolve(const {real} *w, const {real} *b, const double *a, double *z,
                      int c, int k, int side, int n_out) {{
    long across = k * c, wide = (2L * side + k - 1) * c; /* in a row of a filter; of a */
    for (long y = 0; y < 2 * side; y++)
        for (long x = 0; x < 2 * side; x++)
            for (long j = 0; j < n_out; j++) {{
                const {real} *filter = w + j * k * across;
                const double *seen = a + y * wide + x * c;
                double sum = b[j], *most = z + (y / 2 * side + x / 2) * n_out + j;
                for (long i = 0; i < k; i++)
                    for (long t = 0; t < across; t++)
                        sum += filter[i * across + t] * seen[i * wide + t];
                if ((y % 2 == 0 && x % 2 == 0) || sum > *most) *most = sum;
            }}
}}
"""


def functions(network: Network, real: str) -> list[str]:
    """The functions that `steps` call; weights are of the type `real`."""
    used = [name for name in dict.fromkeys(network.activations) if name in ACTIVATIONS]
    convolve = [CONVOLVE.format(real=real)] if network.convolutional else []
    return [*(ACTIVATIONS[name] for name in used), *convolve, LAYER.format(real=real)]


def laid_out(w: np.ndarray) -> np.ndarray:
    """A layer's weights in the order in which C reads them: a convolution's (n_out, k, k, c), as
    the pixels that it sees lie in a picture."""
    return w.transpose(0, 2, 3, 1) if w.ndim == 4 else w


def steps(network: Network) -> list[str]:
    """Statements that take a prepared input in a to the last layer's outputs in a; z and swap are
    there for them, a and z as wide as the widest layer."""
    lines, sides = [], shapes.sides(network.shapes)
    for l, name in enumerate(network.activations):
        n_in, n_out = network.sizes[l], network.sizes[l + 1]
        if sides[l + 1]:
            channels, c, k, _ = network.shapes[l]
            called = f"@convolve(@w{l}, @b{l}, a, z, {c}, {k}, {sides[l + 1]}, {channels})"
        else:
            called = f"@layer(@w{l}, @b{l}, a, z, {n_in}, {n_out})"
        lines.append(f"    {called};")
        if name in ACTIVATIONS:
            lines.append(f"    @{name}(z, {n_out});")
        lines.append("    swap = a, a = z, z = swap;")
    return lines
