/* Answers for a batch that nobody learns from: forward only, and then the outputs, or the costs and
   who is right. A thread answers its batches alone, in memory of its own, beside the others. */

/* Where the largest of the numbers is, the first of them; -1 where one is not a number. */
static int64_t largest_of(const real *numbers, int64_t count) {
    int64_t best = 0;
    for (int64_t j = 0; j < count; j++) {
        if (numbers[j] != numbers[j]) return -1;
        if (numbers[j] > numbers[best]) best = j;
    }
    return best;
}

/* Costs, and who is right, of samples that nobody learns from. */
static void judge(const Network *n, Batch batch, Share samples) {
    const Layer *last = &n->layers[n->task->layers - 1];
    for (int64_t s = samples.first; s < samples.last; s++) read_targets(n, batch, s);
    output_costs(n, samples);
    for (int64_t s = samples.first; s < samples.last; s++) {
        int64_t wanted = n->task->labels ? n->task->labels[batch.first + s]
                                         : largest_of(n->y + s * last->stride, last->outputs);
        n->right[s] = wanted >= 0 && largest_of(last->a + s * last->stride, last->outputs) == wanted;
    }
    clear_targets(n, batch, samples);
}

static void write_outputs(const Network *n, Batch batch) {
    const Task *task = n->task;
    const Layer *last = &n->layers[task->layers - 1];
    if (last->activation != SOFTMAX) activate(last->activation, last->a, last->delta, batch.size * last->stride);
    for (int64_t s = 0; s < batch.size; s++) {
        real *a = last->a + s * last->stride;
        if (last->activation == SOFTMAX) softmax(a, last->outputs);
        memcpy((real *)task->out + (batch.first + s) * last->outputs, a,
               (size_t)last->outputs * sizeof(real));
    }
}

static void answer(Network *n, Batch batch) {
    Team *alone = team_of_one();
    int inputs = read_inputs(n, batch, alone, 0);
    for (int l = 0; l < n->task->layers; l++) forward(n, l, batch, inputs, alone, 0);
    if (n->task->out) write_outputs(n, batch);
    else judge(n, batch, share_samples(batch, alone, 0));
}
