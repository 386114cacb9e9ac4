/* Activations and costs: plain loops over numbers, which the compiler turns into vectors.

   The library's exp would be called number by number and cost more than the rest of a
   small step, so exp, tanh and log1p are written out here: each a reduction to a short
   interval and there a power series, exact to a unit or two in the last place. */

#if REAL_IS_FLOAT
enum { MANTISSA = 23, BIAS = 127 };
#define ROUNDER 12582912.0f /* 1.5 * 2^23: adding it rounds to an integer, in the low bits */
#define LN2_HIGH 0.693359375f
#define LN2_LOW -2.12194440e-4f
#define LOWEST -87.0f /* exp is normal, and so is its inverse, between the two */
#define HIGHEST 87.0f
#else
enum { MANTISSA = 52, BIAS = 1023 };
#define ROUNDER 6755399441055744.0
#define LN2_HIGH 6.93147180369123816490e-01
#define LN2_LOW 1.90821492927058770002e-10
#define LOWEST -708.0
#define HIGHEST 708.0
#endif
#define LOG2_E ((real)1.4426950408889634)
#define OVER(n) ((real)(1.0 / (n)))

INLINE real clamp(real x) { /* NaN stays NaN */
    x = x < LOWEST ? LOWEST : x;
    return x > HIGHEST ? HIGHEST : x;
}

/* e^r - 1 for |r| <= ln(2)/2: r + r^2/2! + r^3/3! + … */
INLINE real series(real r) {
#if REAL_IS_FLOAT
    real sum = OVER(5040);
#else
    real sum = OVER(6227020800);
    sum = sum * r + OVER(479001600);
    sum = sum * r + OVER(39916800);
    sum = sum * r + OVER(3628800);
    sum = sum * r + OVER(362880);
    sum = sum * r + OVER(40320);
    sum = sum * r + OVER(5040);
#endif
    sum = sum * r + OVER(720);
    sum = sum * r + OVER(120);
    sum = sum * r + OVER(24);
    sum = sum * r + OVER(6);
    sum = sum * r + OVER(2);
    return sum * (r * r) + r;
}

/* Splits e^x into 2^k * (1 + p), p the result. */
INLINE real split_exp(real x, real *power) {
    real rounded = x * LOG2_E + ROUNDER;
    bits pattern;
    memcpy(&pattern, &rounded, sizeof pattern);
    pattern = (pattern << MANTISSA) + ((bits)BIAS << MANTISSA);
    memcpy(power, &pattern, sizeof pattern);
    real k = rounded - ROUNDER;
    return series((x - k * (real)LN2_HIGH) - k * (real)LN2_LOW);
}

INLINE real exponential(real x) {
    real power, p = split_exp(clamp(x), &power);
    return power * p + power;
}

/* Exactly 0 where e^-z would overflow, as it is exactly 1 on the other side. */
INLINE real sigmoid(real z) { return z < LOWEST ? (real)0 : 1 / (1 + exponential(-z)); }

/* With m = e^(-2|z|) - 1, tanh |z| = -m / (2 + m): no digits lost where z is small. */
INLINE real hyperbolic_tangent(real z) {
    real size = z < 0 ? -z : z;
    real power, p = split_exp(clamp(-2 * size), &power);
    real m = power * p + (power - 1);
    real t = -m / (2 + m);
    return z < 0 ? -t : t;
}

/* log(1 + e) for 0 <= e <= 1: 2 * (s + s^3/3 + s^5/5 + …), s = e / (2 + e) <= 1/3. */
INLINE real log_1_plus(real e) {
    real s = e / (2 + e), q = s * s;
#if REAL_IS_FLOAT
    real sum = OVER(17);
#else
    real sum = OVER(35);
    sum = sum * q + OVER(33);
    sum = sum * q + OVER(31);
    sum = sum * q + OVER(29);
    sum = sum * q + OVER(27);
    sum = sum * q + OVER(25);
    sum = sum * q + OVER(23);
    sum = sum * q + OVER(21);
    sum = sum * q + OVER(19);
    sum = sum * q + OVER(17);
#endif
    sum = sum * q + OVER(15);
    sum = sum * q + OVER(13);
    sum = sum * q + OVER(11);
    sum = sum * q + OVER(9);
    sum = sum * q + OVER(7);
    sum = sum * q + OVER(5);
    sum = sum * q + OVER(3);
    return 2 * (sum * q * s + s);
}

/* z becomes a = f(z) where it lies; slope becomes f'(z). */
static void activate(int activation, real *restrict z, real *restrict slope, int64_t count) {
    switch (activation) {
    case SIGMOID:
        for (int64_t i = 0; i < count; i++) {
            real a = sigmoid(z[i]);
            z[i] = a;
            slope[i] = a * (1 - a);
        }
        break;
    case TANH:
        for (int64_t i = 0; i < count; i++) {
            real a = hyperbolic_tangent(z[i]);
            z[i] = a;
            slope[i] = 1 - a * a;
        }
        break;
    case RELU: /* z < 0 and not z > 0 decides a, so that NaN is passed on */
        for (int64_t i = 0; i < count; i++) {
            slope[i] = z[i] > 0 ? (real)1 : (real)0;
            z[i] = z[i] < 0 ? (real)0 : z[i];
        }
        break;
    case EXPONENTIAL: /* whose slope nobody asks for: it cancels */
        for (int64_t i = 0; i < count; i++) z[i] = exponential(z[i]);
        break;
    default:
        for (int64_t i = 0; i < count; i++) slope[i] = 1;
    }
}

/* One sample's z becomes a; the largest z is taken out first, so no exp overflows.
   Returns log(sum of e^z). */
static double softmax(real *z, int64_t count) {
    real largest = z[0];
    for (int64_t i = 1; i < count; i++) largest = z[i] > largest ? z[i] : largest;
    for (int64_t i = 0; i < count; i++) z[i] = exponential(z[i] - largest);
    double sum = 0;
    for (int64_t i = 0; i < count; i++) sum += z[i];
    for (int64_t i = 0; i < count; i++) z[i] = flushed(z[i] * (real)(1 / sum));
    return (double)largest + log(sum);
}

/* -(y ln a + (1-y) ln(1-a)) with a = sigmoid(z), which is ln(1 + e^z) - y z, without
   ever taking the logarithm of an `a` that was rounded to 0 or 1. */
static void sigmoid_cross_entropy(const real *restrict z, const real *restrict y,
                                  real *restrict cost, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        real size = z[i] < 0 ? -z[i] : z[i];
        real positive = z[i] < 0 ? (real)0 : z[i];
        cost[i] = positive - y[i] * z[i] + log_1_plus(exponential(-size));
    }
}

/* y ln(y/a) - y + a with a = e^z, in which 0 ln 0 is 0. */
static double poisson_cost(double z, double a, double y) {
    return a - y * z + (y > 0 ? y * log(y) - y : 0);
}

/* Dropout: a unit stays with probability 1-p, and then counts `scale` times. Whether it stays is
   a hash (the finaliser of splitmix64) of stream, position and unit, so that anyone can tell
   without having drawn the numbers before it. */
static void drop_units(double p, real scale, uint64_t stream, uint64_t position, int64_t first_unit,
                       real *restrict a, real *restrict slope, int64_t count) {
    uint64_t threshold = (uint64_t)(p * 4294967296.0);
    uint64_t start = stream + (position << 32) + (uint64_t)first_unit;
    for (int64_t i = 0; i < count; i++) {
        uint64_t h = start + (uint64_t)i;
        h = (h ^ (h >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        h = (h ^ (h >> 27)) * UINT64_C(0x94D049BB133111EB);
        h = h ^ (h >> 31);
        real factor = (h >> 32) >= threshold ? scale : (real)0;
        a[i] *= factor;
        slope[i] *= factor;
    }
}

/* Activation and dropout of hidden units from `first` on, `count` of them. */
static void activate_hidden(const Network *n, int l, Batch batch, Share samples, int64_t first,
                            int64_t count) {
    const Layer *layer = &n->layers[l];
    const Task *task = n->task;
    int64_t start = samples.first * layer->stride + first;
    if (count == layer->stride) { /* whole rows: one stretch of memory */
        activate(layer->activation, layer->a + start, layer->delta + start,
                 (samples.last - samples.first) * count);
    } else {
        for (int64_t s = samples.first; s < samples.last; s++, start += layer->stride)
            activate(layer->activation, layer->a + start, layer->delta + start, count);
    }
    if (!task->dropout || task->dropout[l] == 0 || task->optimiser == NONE) return;
    double p = task->dropout[l], scale = task->dropout_as_is ? 1 : 1 / (1 - p);
    for (int64_t s = samples.first; s < samples.last; s++) {
        start = s * layer->stride + first;
        drop_units(p, (real)scale, task->dropout_streams[l], (uint64_t)(batch.first + s), first,
                   layer->a + start, layer->delta + start, count);
    }
}
