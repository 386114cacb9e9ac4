"""C99 without dependencies: weights, `predict`, and a known answer by which it proves itself."""

from __future__ import annotations

import numpy as np

from groundup.data.schema import Schema
from groundup.errors import UserError
from groundup.exporting.c_text import array, check_size, comment, strings
from groundup.exporting.proof import known, schema_of
from groundup.network import Network

ACTIVATIONS = {
    "sigmoid": """\
static void sigmoid(double *z, int n) {
    for (int j = 0; j < n; j++) {
        double e = exp(-fabs(z[j]));
        z[j] = (z[j] >= 0 ? 1 : e) / (1 + e);
    }
}
""",
    "tanh": """\
static void hyperbolic(double *z, int n) {
    for (int j = 0; j < n; j++) z[j] = tanh(z[j]);
}
""",
    "relu": """\
static void relu(double *z, int n) {
    for (int j = 0; j < n; j++) z[j] = z[j] > 0 ? z[j] : 0;
}
""",
    "linear": "",
    "softmax": """\
static void softmax(double *z, int n) {
    double most = z[0], sum = 0;
    for (int j = 1; j < n; j++) most = z[j] > most ? z[j] : most;
    for (int j = 0; j < n; j++) sum += z[j] = exp(z[j] - most);
    for (int j = 0; j < n; j++) z[j] /= sum;
}
""",
}
NAMES = {"tanh": "hyperbolic"}

LAYER = """\
/* z = w a + b, for w of n_out rows of n_in */
static void layer(const {real} *w, const {real} *b, const double *a, double *z, int n_in, int n_out)
{{
    for (int j = 0; j < n_out; j++) {{
        double sum = b[j];
        for (int k = 0; k < n_in; k++) sum += w[(long)j * n_in + k] * a[k];
        z[j] = sum;
    }}
}}
"""

TAIL = """\
/* 1 where the known input has its known answer, else 0 */
int self_test(void) {{
    double outputs[OUTPUTS];
    predict(known_input, outputs);
    for (int j = 0; j < OUTPUTS; j++) {{
        double away = fabs(outputs[j] - known_outputs[j]);
        if (!(away <= {tolerance} * (1 + fabs(known_outputs[j])))) return 0;
    }}
    return 1;
}}

#ifdef SELF_TEST /* cc -std=c99 -DSELF_TEST FILE -lm && ./a.out */
#include <stdio.h>
int main(void) {{
    int right = self_test();
    puts(right ? "the known answer is right" : "the known answer is WRONG");
    return !right;
}}
#endif
"""


def as_c(network: Network) -> bytes:
    """A C file. Raises UserError where a weight is not finite, or there are too many."""
    check_size(network)
    if not all(np.isfinite(array).all() for array in (*network.w, *network.b)):
        raise UserError("C has no literal for NaN or infinity, and this network has such weights")
    schema = schema_of(network)
    real = "float" if network.dtype == np.float32 else "double"
    tolerance = "1e-5" if real == "float" else "1e-9"
    parts = [_head(network, schema), _constants(network, schema, real)]
    parts += [ACTIVATIONS[name] for name in dict.fromkeys(network.activations)]
    parts += [LAYER.format(real=real), _predict(network, schema), TAIL.format(tolerance=tolerance)]
    return "\n".join(part for part in parts if part).encode()


def input_words(schema: Schema) -> str:
    """What x must be, a line or two."""
    if schema.pixels:
        by = "×".join(map(str, schema.shape))
        colours = "; red, green, blue" if len(schema.shape) == 3 else ""
        return f"{by} pixels row by row{colours}, 0 to {schema.largest}"
    return f"{schema.inputs} features as they stand in the data"


def _head(network: Network, schema: Schema) -> str:
    sizes = "-".join(map(str, network.sizes))
    kind = "unsigned char" if schema.pixels else "double"
    prepared = "divided by that" if schema.pixels else "standardised"
    lines = [
        f"A {sizes} network ({', '.join(network.activations)}), written by groundup export.",
        f"Input: {input_words(schema)}; {prepared} here.",
    ]
    if schema.features:
        lines += [f"    x[{i}]: {comment(name)}" for i, name in enumerate(schema.features)]
    if schema.regression:
        lines.append(f"Outputs: {', '.join(map(comment, schema.targets))}, in their units.")
    else:
        lines += ["Outputs, one a class, are numbers as the network has them; class_names has"]
        lines += ["the names, and predict returns the number of the largest."]
    body = "\n   ".join(lines).replace("×", "x")
    return (
        f"/* {body} */\n\n#include <math.h>\n\n#define INPUTS {network.sizes[0]}\n"
        f"#define OUTPUTS {network.sizes[-1]}\ntypedef {kind} input;\n"
    )


def _constants(network: Network, schema: Schema, real: str) -> str:
    proof = known(network)
    parts = []
    if not schema.regression:
        names = [schema.name(label) for label in range(network.sizes[-1])]
        parts.append(strings("class_names", names).replace("static const", "const", 1))
    if not schema.pixels:
        parts += [array("double", name, getattr(schema, name)) for name in ("mean", "scale")]
    if schema.regression:
        for name in ("target_mean", "target_scale"):
            parts.append(array("double", name, getattr(schema, name)))
    for l, (w, b) in enumerate(zip(network.w, network.b, strict=True)):
        parts += [array(real, f"w{l}", w), array(real, f"b{l}", b)]
    parts.append(array("input", "known_input", proof["x"]))
    parts.append(array("double", "known_outputs", proof["outputs"]))
    return "\n".join(parts)


def _predict(network: Network, schema: Schema) -> str:
    widest = max(network.sizes)
    prepared = f"x[k] / {float(schema.largest)}" if schema.pixels else "(x[k] - mean[k]) / scale[k]"
    lines = [
        "/* The outputs of one input; returns the number of the largest. Not for two threads at",
        "   once: its two rows of numbers are static, which spares small stacks. */",
        "int predict(const input x[INPUTS], double outputs[OUTPUTS]) {",
        f"    static double one[{widest}], other[{widest}];",
        "    double *a = one, *z = other, *swap;",
        f"    for (int k = 0; k < INPUTS; k++) a[k] = {prepared};",
    ]
    for l, name in enumerate(network.activations):
        n_in, n_out = network.sizes[l], network.sizes[l + 1]
        lines.append(f"    layer(w{l}, b{l}, a, z, {n_in}, {n_out});")
        if name != "linear":
            lines.append(f"    {NAMES.get(name, name)}(z, {n_out});")
        lines.append("    swap = a, a = z, z = swap;")
    result = "a[j] * target_scale[j] + target_mean[j]" if schema.regression else "a[j]"
    lines += [
        "    int best = 0;",
        "    for (int j = 0; j < OUTPUTS; j++) {",
        f"        outputs[j] = {result};",
        "        if (outputs[j] > outputs[best]) best = j;",
        "    }",
        "    return best;",
        "}",
        "",
    ]
    return "\n".join(lines)
