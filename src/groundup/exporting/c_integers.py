"""The functions of the C header: integers.py in C, which reads its tables by macros."""

from __future__ import annotations

from groundup import shapes
from groundup.exporting.c_tables import buffers
from groundup.exporting.integers import LIMITS, Integers, Layer
from groundup.network import Network

UNUSED = """\
#ifdef __GNUC__
#define @MAYBE_UNUSED __attribute__((unused)) /* not every program calls all of it */
#else
#define @MAYBE_UNUSED
#endif
"""

PLACE = """\
/* Where the tables lie: where const data do, and on AVR in flash. For another place define @FLASH
   before this file is read: __attribute__((section(".tables"))), say. If that place is not read as
   memory is, define three more: @INT8(table, i), which reads a table's byte i, and @INT32 and
   @FLOAT, which read its number i. */
#if defined __AVR__ && !defined @FLASH
#include <avr/pgmspace.h>
#define @FLASH PROGMEM
#ifdef __AVR_HAVE_ELPM__ /* flash beyond 64 KiB */
#define @INT8(table, i) ((int8_t)pgm_read_byte_far(pgm_get_far_address(table) + (i)))
#define @INT32(table, i) ((int32_t)pgm_read_dword_far(pgm_get_far_address(table) + 4 * (i)))
#define @FLOAT(table, i) pgm_read_float_far(pgm_get_far_address(table) + 4 * (i))
#else
#define @INT8(table, i) ((int8_t)pgm_read_byte((const int8_t *)(table) + (i)))
#define @INT32(table, i) ((int32_t)pgm_read_dword((table) + (i)))
#define @FLOAT(table, i) pgm_read_float((table) + (i))
#endif
#endif
#ifndef @FLASH
#define @FLASH
#endif
#ifndef @INT8
#define @INT8(table, i) ((const int8_t *)(table))[i]
#define @INT32(table, i) (table)[i]
#define @FLOAT(table, i) (table)[i]
#endif
"""

QUANTISE = """\
/* Turns features, as they are in the data, into the bytes that @predict takes. NaN becomes 0, which
   stands for the mean; what is more than 4 deviations away, or infinite, becomes -127 or 127. */
@MAYBE_UNUSED static void @quantise(const float x[@INPUTS], @input q[@INPUTS]) {{
    for (int k = 0; k < @INPUTS; k++) {{
        float f = (x[k] - @FLOAT(@mean, k)) / @FLOAT(@scale, k) * {factor} + 0.5f;
        int end = f >= 127 ? 127 : f <= -127 ? -127 : 0; /* 0 for NaN, too */
        q[k] = (@input)(f > -127 && f < 127 ? (int)f - ((int)f > f) : end);
    }}
}}
"""

SCALED = """\
static int @scaled(int32_t sum, int32_t multiplier, int shift, int least) {
    int64_t product = (int64_t)sum * multiplier, half = (int64_t)1 << (shift - 1);
    product = product < 0 ? -((half - product) >> shift) : (product + half) >> shift;
    return product < least ? least : product > 127 ? 127 : (int)product;
}
"""

LAYER = """\
    for (int j = 0; j < {n_out}; j++) {{
        int32_t sum = @INT32(@b{l}, j);
        for (int k = 0; k < {n_in}; k++)
            sum += (int32_t)@INT8(@w{l}, (int32_t)j * {n_in} + k) * {a}[k];
{result}
    }}
"""

CONVOLUTION = """\
    for (int row = 0; row < {side}; row++)
        for (int column = 0; column < {side}; column++)
            for (int j = 0; j < {n_out}; j++) {{
                int32_t most = 0;
                for (int p = 0; p < 4; p++) {{ /* the four that are pooled */
                    int first = (2 * row + p / 2) * {wide} + (2 * column + p % 2) * {c};
                    int32_t sum = @INT32(@b{l}, j);
                    for (int i = 0; i < {k}; i++)
                        for (int t = 0; t < {across}; t++)
                            sum += (int32_t)@INT8(@w{l}, ((int32_t)j * {k} + i) * {across} + t)
                                   * {a}[first + i * {wide} + t];
                    if (p == 0 || sum > most) most = sum;
                }}
                {result}
            }}
"""

NAME_OF = """\
/* Copies the name of a class, from wherever it lies. */
@MAYBE_UNUSED static void @name_of(int label, char name[@NAME_BYTES]) {
    for (int i = 0; i < @NAME_BYTES; i++)
        name[i] = (char)@INT8(@class_names, label * @NAME_BYTES + i);
}
"""

RESTORE = """\
/* Sums as outputs in their units */
@MAYBE_UNUSED static void @restore(const int32_t sums[@OUTPUTS], float outputs[@OUTPUTS]) {
    for (int j = 0; j < @OUTPUTS; j++)
        outputs[j] = (float)sums[j] * @FLOAT(@unit, j) + @FLOAT(@zero, j);
}
"""

SELF_TEST = """\
/* 1 where the known input has its known sums, else 0 */
@MAYBE_UNUSED static int @self_test(void) {
    @input x[@INPUTS];
    int32_t sums[@OUTPUTS];
    for (int k = 0; k < @INPUTS; k++) x[k] = (@input)@INT8(@known_input, k);
    @predict(x, sums);
    for (int j = 0; j < @OUTPUTS; j++)
        if (sums[j] != @INT32(@known_sums, j)) return 0;
    return 1;
}

#ifdef SELF_TEST
#include <stdio.h>
int main(void) {
    int passed = @self_test();
    puts(passed ? "the known answer is right" : "the known answer is WRONG");
    return !passed;
}
#endif
#endif
"""


def predict(network: Network, integers: Integers) -> str:
    """The function, and what it calls."""
    classes, last = not network.regression, len(integers.layers) - 1
    words = "; returns the number of the largest" if classes else ""
    body = [f"    static int8_t a{i + 1}[{size}];\n" for i, size in enumerate(buffers(network))]
    body += ["    int best = 0;\n"] if classes else []
    for l, layer in enumerate(integers.layers):
        a = f"a{(l - 1) % 2 + 1}" if l else "x"
        if layer.w.ndim == 4:
            body.append(_convolved(network, layer, l, a))
            continue
        if l < last:
            result = f"        a{l % 2 + 1}[j] = (int8_t){_byte(layer, l, 'sum')};"
        else:
            result = "        sums[j] = sum;"
            result += "\n        if (sum > sums[best]) best = j;" if classes else ""
        n_in, n_out = network.sizes[l], network.sizes[l + 1]
        body.append(LAYER.format(l=l, n_in=n_in, n_out=n_out, a=a, result=result))
    body += ["    return best;\n"] if classes else []
    kind = "int" if classes else "void"
    return (
        (f"{SCALED}\n" if last else "")
        + f"/* Writes the sums of the last layer{words}. */\n"
        + f"@MAYBE_UNUSED static {kind} @predict(const @input x[@INPUTS], "
        + f"int32_t sums[@OUTPUTS]) {{\n{''.join(body)}}}\n"
    )


def _byte(layer: Layer, l: int, total: str) -> str:
    """What layer l makes of a sum."""
    byte = f"@scaled({total}, @INT32(@m{l}, j), {layer.shift}, {layer.least})"
    return f"@INT8(@{layer.activation}, {byte} + 128)" if layer.activation in LIMITS else byte


def _convolved(network: Network, layer: Layer, l: int, a: str) -> str:
    """Layer l, a convolution, of the pictures in a."""
    (n_out, c, k, _), sides = layer.w.shape, shapes.sides(network.shapes)
    place = f"(row * {sides[l + 1]} + column) * {n_out} + j"
    return CONVOLUTION.format(
        l=l,
        a=a,
        side=sides[l + 1],
        wide=sides[l] * c,
        across=k * c,
        n_out=n_out,
        c=c,
        k=k,
        result=f"a{l % 2 + 1}[{place}] = (int8_t){_byte(layer, l, 'most')};",
    )
