/* The first half of a step: inputs to lists or rows, then layer by layer z = w·a + b,
   a = f(z), and f'(z) for the way back. */

/* This thread's samples; pairs stay together. */
static Share share_samples(Batch batch, Team *team, int thread) {
    Share pairs = share(pairs_of(batch), team, thread);
    return (Share){2 * pairs.first, 2 * pairs.last < batch.size ? 2 * pairs.last : batch.size};
}

/* List what is not 0, or where that is too much (say so), lay the inputs out densely. A dense
   batch mostly follows another, so after one it is counted first, which is quicker. */
static int read_inputs(Network *n, Batch batch, Team *team, int thread) {
    if (n->convolutions) return DENSE_INPUTS; /* which read their own (convolution.h) */
    Share mine = share_samples(batch, team, thread);
    int counted = n->was_dense;
    list_pairs(n, batch, mine, counted);
    meet(team);
    int dense = is_dense(n, batch);
    if (thread == 0) n->was_dense = dense;
    if (!dense && counted) {
        meet(team); /* everyone has added up the counts */
        list_pairs(n, batch, mine, 0);
        meet(team);
    }
    if (!dense) return SPARSE;
    for (int64_t s = mine.first; s < mine.last; s++) copy_inputs(n, batch, s);
    meet(team);
    return DENSE_INPUTS;
}

/* z = w·a + b for one panel of a layer and some samples. The sum is cut where the panel's
   rows fill half the second cache, so that every sample finds them there. */
static void forward_panel(const Layer *layer, const real *a, int64_t a_stride, int64_t panel,
                          Share samples) {
    const int64_t block = 131072 / (layer->panel * (int64_t)sizeof(real));
    const real *w = layer->w + panel * layer->panel * layer->inputs;
    for (int64_t first = 0; first < layer->inputs; first += block) {
        int64_t left = layer->inputs - first;
        multiply((Product){.a = a + samples.first * a_stride + first, .a_row = a_stride, .a_step = 1,
                           .b = w + first * layer->panel, .b_step = layer->panel,
                           .c = layer->a + samples.first * layer->stride + panel * layer->panel,
                           .c_row = layer->stride,
                           .steps = left < block ? left : block, .times = 1, .keep = 1, .gain = 1},
                 samples.last - samples.first, layer->width);
    }
}

/* Layer l's z, and, but for the last layer, its a and f'(z). */
static void forward(const Network *n, int l, Batch batch, int inputs, Team *team, int thread) {
    const Layer *layer = &n->layers[l];
    if (layer->filters.count) {
        convolve(n, l, batch, share(batch.size, team, thread), thread);
        return;
    }
    int by_panel = layer->panels >= team_size(team);
    Share panels = by_panel ? share(layer->panels, team, thread) : (Share){0, layer->panels};
    Share samples = by_panel ? (Share){0, batch.size} : share_samples(batch, team, thread);
    int64_t first = panels.first * layer->panel;
    int64_t count = (panels.last - panels.first) * layer->panel;
    for (int64_t s = samples.first; s < samples.last; s++)
        memcpy(layer->a + s * layer->stride + first, layer->b + first, (size_t)count * sizeof(real));
    for (int64_t panel = panels.first; panel < panels.last; panel++) {
        if (l == 0 && inputs == SPARSE)
            for (int64_t s = samples.first; s < samples.last; s += 2) {
                if (n->task->optimiser == NONE && panel == 0) /* else while w[0] learns; tiles need no help */
                    ask_ahead(n, batch.first + batch.size + s, 2, 0, layer->inputs);
                forward_listed(n, panel, s / 2);
            }
        else
            forward_panel(layer, l ? n->layers[l - 1].a : n->x, l ? n->layers[l - 1].stride : n->x_stride,
                          panel, samples);
    }
    if (l + 1 < n->task->layers) activate_hidden(n, l, batch, samples, first, count);
}
