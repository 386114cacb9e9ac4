/* The turn of a step: outputs against targets give each sample's cost, and the first delta. */

/* Targets of sample s as a row of n->y, which is all 0 where there are labels. */
static void read_targets(const Network *n, Batch batch, int64_t s) {
    const Task *task = n->task;
    const Layer *last = &n->layers[task->layers - 1];
    real *y = n->y + s * last->stride;
    if (task->labels) {
        y[task->labels[batch.first + s]] = 1;
    } else {
        int64_t row = row_of(task, batch.first + s);
        memcpy(y, (const real *)task->targets + row * last->outputs,
               (size_t)last->outputs * sizeof(real));
    }
}

static double sample_weight(const Task *task, int64_t position) {
    return task->sample_weights ? ((const real *)task->sample_weights)[row_of(task, position)] : 1;
}

/* The last layer's z to a, and each sample's cost, for rows of n->y already filled. */
static void output_costs(const Network *n, Share samples) {
    const Task *task = n->task;
    const Layer *last = &n->layers[task->layers - 1];
    int64_t start = samples.first * last->stride;
    int64_t count = (samples.last - samples.first) * last->stride;
    real *a = last->a + start, *y = n->y + start, *delta = last->delta + start;
    double *cost = n->cost + samples.first;
    if (task->cost == CROSS_ENTROPY && last->activation == SIGMOID) {
        sigmoid_cross_entropy(a, y, delta, count); /* in delta's place, which comes later */
        for (int64_t i = 0; i < count; i += last->stride, cost++) {
            *cost = 0;
            for (int64_t j = 0; j < last->outputs; j++) *cost += delta[i + j];
        }
    } else if (task->cost == POISSON) {
        for (int64_t i = 0; i < count; i += last->stride, cost++) {
            *cost = 0;
            for (int64_t j = 0; j < last->outputs; j++) {
                real z = a[i + j];
                a[i + j] = exponential(z);
                *cost += poisson_cost(z, a[i + j], y[i + j]);
            }
        }
        return;
    } else if (task->cost == CROSS_ENTROPY) {
        for (int64_t i = 0; i < count; i += last->stride, cost++) {
            *cost = 0;
            double whole = 0;
            for (int64_t j = 0; j < last->outputs; j++) {
                if (y[i + j] != 0) *cost -= (double)y[i + j] * a[i + j];
                whole += y[i + j];
            }
            *cost += whole * softmax(a + i, last->outputs);
        }
        return;
    }
    activate(last->activation, a, delta, count);
    if (task->cost == QUADRATIC)
        for (int64_t i = 0; i < count; i += last->stride, cost++) {
            real squares = 0;
            for (int64_t j = 0; j < last->outputs; j++)
                squares = fused(a[i + j] - y[i + j], a[i + j] - y[i + j], squares);
            *cost = 0.5 * squares;
        }
}

/* delta[L-1] = a - y, times f'(z) for the quadratic cost, times the sample's weight. */
static void output_delta(const Network *n, Batch batch, Share samples) {
    const Task *task = n->task;
    const Layer *last = &n->layers[task->layers - 1];
    for (int64_t s = samples.first; s < samples.last; s++) {
        const real *a = last->a + s * last->stride, *y = n->y + s * last->stride;
        real *delta = last->delta + s * last->stride;
        real weight = (real)sample_weight(task, batch.first + s);
        for (int64_t j = 0; j < last->stride; j += LANES) {
            vec error = weight * (*(const vec *)(a + j) - *(const vec *)(y + j));
            if (task->cost == QUADRATIC) error *= *(const vec *)(delta + j);
            *(vec *)(delta + j) = error;
        }
        for (int64_t j = last->outputs; j < last->stride; j++) delta[j] = 0; /* padding learns nothing */
        if (last->lanes) {
            real *lane = last->lanes + s / n->group * (n->group * last->panels * last->panel) + s % n->group;
            for (int64_t j = 0; j < last->outputs; j++) lane[j * n->group] = delta[j];
        }
    }
}

/* What `read_targets` has written of labels. */
static void clear_targets(const Network *n, Batch batch, Share samples) {
    const Task *task = n->task;
    int64_t stride = n->layers[task->layers - 1].stride;
    if (task->labels)
        for (int64_t s = samples.first; s < samples.last; s++)
            n->y[s * stride + task->labels[batch.first + s]] = 0;
}

static void output(const Network *n, Batch batch, Team *team, int thread) {
    Share samples = share_samples(batch, team, thread);
    for (int64_t s = samples.first; s < samples.last; s++) read_targets(n, batch, s);
    output_costs(n, samples);
    output_delta(n, batch, samples);
    clear_targets(n, batch, samples);
}
