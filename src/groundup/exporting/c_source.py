"""C99 without dependencies: weights, `predict`, and a known answer by which it proves itself.

Every name has the model's prefix (c_names.py), what only this file uses too: a program may link
several such files, or include them all in one.
"""

from __future__ import annotations

import numpy as np

from groundup.data.schema import Schema
from groundup.exporting import c_rows
from groundup.exporting.c_layers import functions, laid_out, steps
from groundup.exporting.c_names import prefixed
from groundup.exporting.c_text import array, check_weights, comment, heading, text
from groundup.exporting.proof import known, schema_of
from groundup.network import Network

DECLARATIONS = """\
/* Copy this into a file that calls it, from here ... */
#ifdef __cplusplus
extern "C" {{
#endif
#define @INPUTS {inputs}
#define @OUTPUTS {outputs}
typedef {kind} @input;
int @predict(const @input x[@INPUTS], double outputs[@OUTPUTS]);
{row}int @self_test(void);
{class_names}#ifdef __cplusplus
}}
#endif
/* ... to here. */
"""

PIXELS = "    for (int k = 0; k < @INPUTS; k++) a[k] = x[k] / {largest};"
FEATURES = """\
    for (int k = 0; k < @INPUTS; k++) {
        a[k] = (x[k] - @mean[k]) / @scale[k];
        if (isfinite(a[k])) continue;
        for (int j = 0; j < @OUTPUTS; j++) outputs[j] = NAN;
        return -1;
    }"""

PREDICT = """\
/* {words} Not for two
   threads at once: its two rows of numbers are static, which spares small stacks. */
int @predict(const @input x[@INPUTS], double outputs[@OUTPUTS]) {{
    static double one[{widest}], other[{widest}];
    double *a = one, *z = other, *swap;
{prepare}
{steps}
    int best = 0;
    for (int j = 0; j < @OUTPUTS; j++) {{
        outputs[j] = {result};
        if (outputs[j] > outputs[best]) best = j;
    }}
    return best;
}}
"""

SELF_TEST = """\
/* 1 where the known input has its known answer, else 0 */
int @self_test(void) {{
{rows}    double outputs[@OUTPUTS];
    @predict(@known_input, outputs);
    for (int j = 0; j < @OUTPUTS; j++) {{
        double away = fabs(outputs[j] - @known_outputs[j]);
        if (!(away <= {tolerance} * (1 + fabs(@known_outputs[j])))) return 0;
    }}
    return 1;
}}

#ifdef SELF_TEST /* cc -std=c99 -DSELF_TEST FILE -lm && ./a.out */
#include <stdio.h>
int main(void) {{
    int right = @self_test();
    puts(right ? "the known answer is right" : "the known answer is WRONG");
    return !right;
}}
#endif
"""


def as_c(network: Network, name: str) -> bytes:
    """A C file whose names begin with `name`. Raises UserError where a weight is not finite, or
    there are too many."""
    check_weights(network)
    schema = schema_of(network)
    real = "float" if network.dtype == np.float32 else "double"
    parts = [
        _head(network, schema),
        "#include <math.h>\n",
        _declarations(network, schema),
        *_constants(network, schema, real),
        *functions(network, real),
        _predict(network, schema),
        *c_rows.functions(schema, c_rows.DOUBLE),
        SELF_TEST.format(
            tolerance="1e-5" if real == "float" else "1e-9",
            rows=c_rows.PROVED if c_rows.takes_rows(schema) else "",
        ),
    ]
    return prefixed("\n".join(filter(None, parts)), name).encode()


def input_words(schema: Schema) -> str:
    """What x must be, a line or two."""
    if schema.pixels:
        by = "x".join(map(str, schema.shape))
        colours = "; red, green, blue" if schema.shape[2:] == (3,) else ""
        return f"{by} pixels row by row{colours}, 0 to {schema.largest}"
    if c_rows.takes_rows(schema):
        return f"{schema.inputs} features, which @prepare makes from a row of the table"
    return f"{schema.inputs} features as they are in the data"


def class_names(network: Network) -> list[str]:
    """The names of the classes, one an output."""
    schema = schema_of(network)
    return [schema.name(label) for label in range(network.sizes[-1])]


def _head(network: Network, schema: Schema) -> str:
    prepared = "divided by that" if schema.pixels else "standardised"
    activations = ", ".join(network.activations)
    lines = [
        f"A {network.layers} network ({activations}), written by groundup export.",
        f"Input: {input_words(schema)}; {prepared} here.",
        *(f"    x[{i}]: {comment(name)}" for i, name in enumerate(schema.features)),
    ]
    if schema.regression:
        lines.append(f"Outputs: {', '.join(map(comment, schema.targets))}, in their units.")
    else:
        lines += ["Outputs, one for each class, are what the network's last layer gives."]
        lines += ["@class_names has the names, and @predict returns the number of the largest."]
    return heading(lines)


def _declarations(network: Network, schema: Schema) -> str:
    return DECLARATIONS.format(
        inputs=network.sizes[0],
        outputs=network.sizes[-1],
        kind="unsigned char" if schema.pixels else "double",
        row=c_rows.struct(schema, c_rows.DOUBLE),
        class_names=""
        if schema.regression
        else "extern const char *const @class_names[@OUTPUTS];\n",
    )


def _constants(network: Network, schema: Schema, real: str) -> list[str]:
    parts = []
    if not schema.regression:
        names = ", ".join(map(text, class_names(network)))
        parts.append(f"const char *const @class_names[@OUTPUTS] = {{{names}}};\n")
    used = () if schema.pixels else ("mean", "scale")
    used += ("target_mean", "target_scale") if schema.regression else ()
    parts += [array("double", f"@{name}", getattr(schema, name)) for name in used]
    for l, (w, b) in enumerate(zip(network.w, network.b, strict=True)):
        parts += [array(real, f"@w{l}", laid_out(w)), array(real, f"@b{l}", b)]
    parts += c_rows.tables(schema)
    proof = known(network)
    parts.append(array("@input", "@known_input", proof["x"]))
    parts.append(array("double", "@known_outputs", proof["outputs"]))
    return parts


def _predict(network: Network, schema: Schema) -> str:
    words = "The outputs of one input; returns the number of the largest."
    if not schema.pixels:
        words = (
            "The outputs of one input; returns the number of the largest, or -1, the outputs NaN,"
            "\n   where a feature is not a finite number."
        )
    return PREDICT.format(
        words=words,
        widest=max(network.sizes),
        prepare=PIXELS.format(largest=float(schema.largest)) if schema.pixels else FEATURES,
        steps="\n".join(steps(network)),
        result="a[j] * @target_scale[j] + @target_mean[j]" if schema.regression else "a[j]",
    )
