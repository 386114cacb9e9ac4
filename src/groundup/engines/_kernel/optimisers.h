/* Optimisers: what a row of weights does with its row of dw. Plain loops, made vectors by
   the compiler. Each is given the sum over the batch's samples, `sum`, and makes of it
   the mean g, with l2*w where weights are decayed (biases are not). */

typedef struct {
    int optimiser;
    real mean; /* 1 / (weight of the batch) */
    real eta, l2, momentum, beta1, beta2, epsilon;
    real correction1, correction2; /* Adam's 1 / (1 - beta^t) */
} Rule;

static Rule make_rule(const Task *task, double weight, int64_t steps) {
    double t = (double)(steps + 1), share = task->l2_shared ? weight : 1;
    double raw = task->epsilon_hat ? sqrt(1 - pow(task->beta2, t)) : 1;
    return (Rule){
        .optimiser = task->optimiser,
        .mean = (real)(1 / weight),
        .eta = (real)task->eta,
        .l2 = (real)(task->l2 / share),
        .momentum = (real)task->momentum,
        .beta1 = (real)task->beta1,
        .beta2 = (real)task->beta2,
        .epsilon = (real)(task->epsilon / raw),
        .correction1 = task->optimiser == ADAM ? (real)(1 / (1 - pow(task->beta1, t))) : 1,
        .correction2 = task->optimiser == ADAM ? (real)(1 / (1 - pow(task->beta2, t))) : 1,
    };
}

static void learn(const Rule *rule, real l2, const real *restrict sum, real *restrict w,
                  real *restrict m, real *restrict v, int64_t count) {
    const Rule r = *rule;
    switch (r.optimiser) {
    case SGD:
        for (int64_t i = 0; i < count; i++) w[i] = fused(-r.eta, fused(r.mean, sum[i], l2 * w[i]), w[i]);
        break;
    case MOMENTUM:
        for (int64_t i = 0; i < count; i++) {
            real g = fused(r.mean, sum[i], l2 * w[i]);
            m[i] = fused(r.momentum, m[i], flushed(-r.eta * g));
            w[i] += m[i];
        }
        break;
    case NESTEROV:
        for (int64_t i = 0; i < count; i++) {
            real g = fused(r.mean, sum[i], l2 * w[i]);
            m[i] = fused(-r.eta, g, flushed(r.momentum * m[i]));
            w[i] += fused(-r.eta, g, r.momentum * m[i]);
        }
        break;
    case ADAM:
        for (int64_t i = 0; i < count; i++) {
            real g = fused(r.mean, sum[i], l2 * w[i]);
            m[i] = fused(r.beta1, m[i], flushed((1 - r.beta1) * g));
            v[i] = fused(r.beta2, v[i], flushed((1 - r.beta2) * (g * g)));
            w[i] -= r.eta * (m[i] * r.correction1) / (BY_TYPE(sqrtf, sqrt)(v[i] * r.correction2) + r.epsilon);
        }
        break;
    case GRADIENT:
        for (int64_t i = 0; i < count; i++) m[i] += fused(r.mean, sum[i], l2 * w[i]);
        break;
    }
}

/* Lets `count` weights of a layer, from place `start` on, learn from the sums of theirs. */
static void learn_weights(const Layer *layer, const Rule *rule, int64_t start, const real *sum,
                          int64_t count) {
    real *m = layer->w_state[0], *v = layer->w_state[1];
    learn(rule, rule->l2, sum, layer->w + start, m ? m + start : NULL, v ? v + start : NULL, count);
}
