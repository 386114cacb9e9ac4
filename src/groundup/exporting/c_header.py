"""A C header for microcontrollers: 8-bit integers, nothing to link, no memory of the heap."""

from __future__ import annotations

import numpy as np

from groundup.data.samples import Samples
from groundup.errors import UserError
from groundup.exporting.c_source import input_words
from groundup.exporting.c_text import array, check_size, comment, strings
from groundup.exporting.integers import (
    FARTHEST,
    Integers,
    accuracy,
    input_bytes,
    quantised,
    sums,
)
from groundup.exporting.proof import known_input, schema_of
from groundup.network import Network

UNUSED = """\
#ifdef __GNUC__
#define MAYBE_UNUSED __attribute__((unused)) /* not every program calls all of it */
#else
#define MAYBE_UNUSED
#endif
"""
SCALED = """\
static int32_t scaled(int32_t sum, int32_t multiplier, int shift) {
    int64_t product = (int64_t)sum * multiplier, half = (int64_t)1 << (shift - 1);
    return (int32_t)(product < 0 ? -((half - product) >> shift) : (product + half) >> shift);
}
"""
QUANTISE = """\
/* Features as they stand in the data, as the bytes that predict takes. */
MAYBE_UNUSED static void quantise(const float x[INPUTS], input q[INPUTS]) {{
    for (int k = 0; k < INPUTS; k++) {{
        float f = (x[k] - mean[k]) / scale[k] * {factor} + 0.5f;
        int whole = f < -127 ? -127 : f > 127 ? 127 : (int)f;
        if (whole > f) whole--;
        q[k] = (input)(whole < -127 ? -127 : whole);
    }}
}}
"""
TAIL = """\
/* 1 where the known input has its known sums, else 0 */
MAYBE_UNUSED static int self_test(void) {
    int32_t sums[OUTPUTS];
    predict(known_input, sums);
    for (int j = 0; j < OUTPUTS; j++)
        if (sums[j] != known_sums[j]) return 0;
    return 1;
}

#ifdef SELF_TEST
#include <stdio.h>
int main(void) {
    int passed = self_test();
    puts(passed ? "the known answer is right" : "the known answer is WRONG");
    return !passed;
}
#endif
#endif
"""


def as_header(network: Network, train: Samples, test: Samples) -> tuple[bytes, str]:
    """A C header, and how good it is in words. Training samples show how large numbers become; test
    samples judge. Raises UserError where it cannot be told in integers."""
    check_size(network)
    if not len(train.x) or not len(test.x):
        raise UserError("8-bit integers are judged on samples; name data with some to test with")
    integers = quantised(network, train.x[:1000])
    right, own = accuracy(network, integers, test)
    count = len(test.x)
    words = (
        f"{right / count:.2%} of {count:,} test samples right in 8-bit integers, "
        f"{own / count:.2%} in {network.dtype.name}"
    )
    return _text(network, integers, words).encode(), words


def _text(network: Network, integers: Integers, words: str) -> str:
    schema = schema_of(network)
    kind = "int8_t" if integers.signed else "uint8_t"
    names = [schema.name(label) for label in range(network.sizes[-1])]
    lines = [
        f"A {'-'.join(map(str, network.sizes))} network, written by groundup export: {words}.",
        f"Input: {input_words(schema)}"
        + ("; quantise turns them into predict's bytes." if integers.signed else "."),
        *(f"    x[{i}]: {comment(name)}" for i, name in enumerate(schema.features)),
        "predict returns the number of the class, whose name class_names has; a sum is its score:",
        f"times {integers.output_scale:.6g} it is about what the last layer adds up.",
        "cc -x c -DSELF_TEST FILE && ./a.out says whether its known answer is right.",
    ]
    parts = [
        "/* " + "\n   ".join(lines).replace("×", "x") + " */",
        "#ifndef GROUNDUP_MODEL_H\n#define GROUNDUP_MODEL_H\n#include <stdint.h>\n",
        UNUSED,
        f"#define INPUTS {network.sizes[0]}\n#define OUTPUTS {network.sizes[-1]}",
        f"typedef {kind} input;\n",
        "MAYBE_UNUSED " + strings("class_names", names),
    ]
    if integers.signed:
        for name in ("mean", "scale"):
            parts.append(array("float", name, np.array(getattr(schema, name), np.float32)))
        parts.append(QUANTISE.format(factor=f"{127 / FARTHEST}f"))
    for l, layer in enumerate(integers.layers):
        parts += [array("int8_t", f"w{l}", layer.w), array("int32_t", f"b{l}", layer.b)]
        if len(layer.multiplier):
            parts.append(array("int32_t", f"m{l}", layer.multiplier))
        if layer.table is not None:
            parts.append(array("int8_t", f"t{l}", layer.table))
    x = input_bytes(network, known_input(network)[np.newaxis])
    parts += [array("input", "known_input", x), array("int32_t", "known_sums", sums(integers, x))]
    parts += [SCALED if len(integers.layers) > 1 else "", _predict(network, integers), TAIL]
    return "\n".join(part for part in parts if part)


def _predict(network: Network, integers: Integers) -> str:
    body = []
    a, sizes = "x", network.sizes
    for l, layer in enumerate(integers.layers):
        last = l == len(integers.layers) - 1
        if not last:
            body.append(f"    static int8_t a{l + 1}[{sizes[l + 1]}];")
        body += [
            f"    for (int j = 0; j < {sizes[l + 1]}; j++) {{",
            f"        int32_t sum = b{l}[j];",
            f"        for (int k = 0; k < {sizes[l]}; k++)",
            f"            sum += (int32_t)w{l}[(int32_t)j * {sizes[l]} + k] * {a}[k];",
        ]
        if last:
            body += ["        sums[j] = sum;", "        if (sum > sums[best]) best = j;"]
        else:
            body.append(f"        sum = scaled(sum, m{l}[j], {layer.shift});")
            least = 0 if layer.table is None else -128
            body.append(f"        sum = sum < {least} ? {least} : sum > 127 ? 127 : sum;")
            byte = "(int8_t)sum" if layer.table is None else f"t{l}[sum + 128]"
            body.append(f"        a{l + 1}[j] = {byte};")
        body.append("    }")
        a = f"a{l + 1}"
    return "\n".join(
        [
            "/* Writes the sums of the last layer; returns the number of the largest. */",
            "MAYBE_UNUSED static int predict(const input x[INPUTS], int32_t sums[OUTPUTS]) {",
            "    int best = 0;",
            *body,
            "    return best;",
            "}",
            "",
        ]
    )
