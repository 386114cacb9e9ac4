/* The last rung: a whole epoch of training in one call.

   The rung below multiplies whole batches with NumPy. Its arithmetic is the
   processor's best, but every line of it makes a temporary, walks over memory
   once more, and multiplies by pixels that are 0. Four ideas remove that.

   1. Fusion. A step (forward, backward, update) runs start to end here, and an
      epoch is a loop over steps: no Python in between, and `dw` is never stored:
      the sum that would become it is still in registers when the weight that it
      changes is loaded, changed and stored.

   2. Register tiles. All three products of a step are one loop (tiles.h):

            forward    z      += a      . w      a sum over inputs
            backward   back   += w      . delta  a sum over outputs
            update     dw     += a      . delta  a sum over samples

      An accumulator is a vector register, `LANES` numbers wide. A tile of R x V
      of them stays in registers for the whole sum; each step of the sum loads V
      vectors and R single numbers and does R x V multiply-adds:

                              V vectors, side by side
                           +--------+--------+--------+
                           |   b[k] : one row of b     |
                           +--------+--------+--------+
               a[0][k] ->  |  acc   |  acc   |  acc   |
               a[1][k] ->  |  acc   |  acc   |  acc   |  R rows
               a[2][k] ->  |  acc   |  acc   |  acc   |
                           +--------+--------+--------+

      To make every `b` a stretch of consecutive memory, weights live here input by
      input (the transpose of what Python holds) and in panels V vectors wide:

            w[l], 5 inputs, 2 panels:   panel 0     panel 1
                               input 0  0  1  2  3  20 21 22 23    numbered in the
                               input 1  4  5  6  7  24 25 26 27    order in which
                               ...      ...         ...            they are stored
                               input 4  16 17 18 19 36 37 38 39

      They are packed once at the start of a call and unpacked at its end.

   3. Zero-skipping. 81 % of MNIST's pixels are 0, and 0*w adds nothing, nor does
      0*delta change a weight. Each pair of samples becomes a list of the pixels that
      either lights (scan.h), and only their rows of w[0] are touched (sparse.h). That
      is exact, not an approximation. Batches that are mostly not 0 take the tiles.

      Layers that convolve (filters.h) are the same ideas again. Pictures lie so that the
      register tile convolves them as it is, and blank margins are left out (convolution.h).
      On the way back pooling makes three of four deltas 0, ReLU more of them; what is not
      is listed, and only that is multiplied (convolution_back.h).

   4. No temporaries. Buffers are sized once a call. Pixels stay 8-bit in memory and
      are scaled when they are listed; z becomes a where it lies; the slope f'(z) that
      goes with it becomes delta where it lies.

   Order of reading: step.h (a step, in words), tiles.h, sparse.h; then forward.h, output.h,
   backward.h, which use them; filters.h, convolution.h, convolution_back.h; activations.h,
   optimisers.h, scan.h, layout.h. All that is compiled once for each variant of the processor
   and each type of number, by the small files x_y.c through body.h; run.h loops over steps, or
   over batches that are only answered (answer.h). variants.c knows which of them run here; threads.c has threads meet; memory.c
   keeps some of it from call to call; module.c, predictor.c, arguments.c and fields.c speak with Python, ../_wasm/exports.c with JavaScript.

   The same bits come out however many threads there are: threads divide results among
   themselves, never a sum, so every sum has one order. */

#ifndef GROUNDUP_KERNEL_H
#define GROUNDUP_KERNEL_H

#include <stddef.h>
#include <stdint.h>

#include "compiler.h"

/* Their names, in this order, are in arguments.c. */
enum { SIGMOID, TANH, RELU, LINEAR, SOFTMAX, EXPONENTIAL }; /* the last two for outputs only */
enum { QUADRATIC, CROSS_ENTROPY, POISSON };
enum { SGD, MOMENTUM, NESTEROV, ADAM, GRADIENT, NONE }; /* GRADIENT adds dw to state 0 and leaves w
                                                          alone; NONE learns nothing at all */
enum { RAN, OUT_OF_MEMORY, STOPPED };

/* One call: the fields of engines/engine.py's Task, by the same names; below them, what comes of
   it. `void` stands for arrays of the kernel's type of number. */
typedef struct Task {
    int layers;
    const int64_t *sizes; /* layers + 1 of them: n_0 … n_L */
    const int64_t *sides; /* layers + 1: a[l] is a picture of so many rows and columns, or 0: it is none; layer l
                             convolves where sides[l + 1] is not 0; NULL: none does */
    void **w, **b;        /* w[l] (n_out, n_in), or (n_out, c, k, k) where it convolves; b[l] (n_out,) */
    const int *activations;
    const void *x; /* (n, n_0); or where `starts` is not NULL, of all rows the numbers that are not 0 … */
    const int64_t *starts;  /* … (n + 1,): row r has those from starts[r] on, until starts[r + 1] … */
    const int32_t *columns; /* … and these are their inputs, in ascending order in each row */
    int64_t numbers;        /* in x, then */
    int x_is_bytes;
    int cost;
    const int64_t *labels; /* y as labels (count,), in the order of learning, or NULL and then … */
    const void *targets;   /* … y as targets (n, n_L), or NULL where only outputs are wanted */
    const int64_t *order;  /* (count,) rows of x in the order of learning, or NULL: as they come */
    const void *sample_weights; /* (n,) or NULL */
    int64_t batch_size;
    double eta, l2;
    int l2_shared; /* l2 is divided by the weight of each step's samples */
    int optimiser;
    double momentum, beta1, beta2, epsilon;
    int epsilon_hat; /* epsilon is added to sqrt(v) before v is corrected */
    void **state_w, **state_b; /* 2 for each layer; NULL where the optimiser has none */
    int64_t state_steps; /* taken before this call, and, when it returns, after it; Adam counts them */
    const double *dropout;           /* a probability for each layer, the last 0 */
    const uint64_t *dropout_streams; /* a stream for each layer */
    int dropout_as_is;               /* what stays counts as it is, and not 1/(1-p) times */
    int threads;
    int (*pulse)(struct Task *task); /* progress, and Ctrl-C: called between steps, in the caller's
                                        thread; 0 stops */
    void *context;                   /* for pulse */

    int64_t count;               /* samples of this call */
    void *out;                   /* (count, n_L) where outputs are wanted, else NULL */
    int64_t done;                /* samples so far */
    double cost_sum, weight_sum; /* of their costs, and of their weights */
    int64_t right;               /* samples whose largest output is the target's, where none learn */
} Task;

/* What each variant offers for each type of number. */
typedef struct {
    int (*run)(Task *task); /* learns, measures or fills task->out: RAN, OUT_OF_MEMORY or STOPPED */
    void *(*prepare)(Task *task); /* a network packed for `predict`, or NULL: out of memory */
    void (*predict)(void *network, const void *x, int x_is_bytes, void *out);
    void (*release)(void *network);
} Kernel;

extern const Kernel kernel_baseline_float, kernel_baseline_double;
#if HAVE_VARIANTS
extern const Kernel kernel_avx2_float, kernel_avx2_double;
extern const Kernel kernel_avx512_float, kernel_avx512_double;
#endif

#endif
