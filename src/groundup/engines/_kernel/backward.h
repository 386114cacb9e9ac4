/* The second half of a step: delta from layer to layer, and weights that learn on the way. */

/* delta[l-1] for input rows first … first+rows-1 of layer l, w[l] still as it was. The
   product has samples side by side, so w is read number by number, where it lies. */
static void back_rows(const Network *n, int l, Batch batch, int64_t first, int64_t rows, real *back) {
    const Layer *layer = &n->layers[l], *below = &n->layers[l - 1];
    int64_t padded = layer->panels * layer->panel;
    for (int64_t group = 0; group * n->group < batch.size; group++) {
        memset(back, 0, (size_t)(rows * n->group) * sizeof(real));
        for (int64_t panel = 0, together; panel < layer->panels; panel += together) {
            int64_t unit = panel * layer->panel, full = (layer->outputs - unit) / layer->panel;
            together = full > BACK_PANELS ? BACK_PANELS : full > 1 ? full : 1;
            multiply((Product){.a = layer->w + unit * layer->inputs + first * layer->panel,
                               .a_row = layer->panel, .a_step = 1,
                               .a_jump = (layer->inputs - 1) * layer->panel,
                               .b = layer->lanes + (group * padded + unit) * n->group,
                               .b_step = n->group, .c = back, .c_row = n->group,
                               .steps = full ? layer->panel : layer->outputs - unit,
                               .times = together, .keep = 1, .gain = 1},
                     rows, n->sample_width);
        }
        int64_t s0 = group * n->group, samples = batch.size - s0 < n->group ? batch.size - s0 : n->group;
        real *delta = below->delta + s0 * below->stride + first;
        for (int64_t s = 0; s < samples; s++)
            for (int64_t i = 0; i < rows; i++) delta[s * below->stride + i] *= back[i * n->group + s];
        if (first + rows == layer->inputs) /* the padding learns nothing */
            for (int64_t s = 0; s < samples; s++)
                for (int64_t i = rows; first + i < below->stride; i++) delta[s * below->stride + i] = 0;
        if (!below->lanes) continue;
        real *lanes = below->lanes + (group * below->panels * below->panel + first) * n->group;
        for (int64_t i = 0; i < rows; i++)
            for (int64_t s = 0; s < samples; s++) lanes[i * n->group + s] = delta[s * below->stride + i];
    }
}

/* w[l] of input rows first … first+rows-1 learns. SGD changes it straight from registers. */
static void update_rows(const Network *n, int l, Batch batch, const Rule *rule, int64_t panel,
                        int64_t first, int64_t rows, real *scratch) {
    const Layer *layer = &n->layers[l];
    int sgd = rule->optimiser == SGD;
    int64_t start = panel * layer->panel * layer->inputs + first * layer->panel;
    if (!sgd) memset(scratch, 0, (size_t)(rows * layer->panel) * sizeof(real));
    multiply((Product){.a = (l ? n->layers[l - 1].a : n->x) + first, .a_row = 1,
                       .a_step = l ? n->layers[l - 1].stride : n->x_stride,
                       .b = layer->delta + panel * layer->panel, .b_step = layer->stride,
                       .c = sgd ? layer->w + start : scratch, .c_row = layer->panel,
                       .steps = batch.size, .times = 1,
                       .keep = sgd ? 1 - rule->eta * rule->l2 : 0,
                       .gain = sgd ? -rule->eta * rule->mean : 1},
             rows, layer->width);
    if (!sgd) learn_weights(layer, rule, start, scratch, rows * layer->panel);
}

static void update_biases(const Network *n, int l, Batch batch, const Rule *rule, Share panels,
                          real *scratch) {
    const Layer *layer = &n->layers[l];
    for (int64_t panel = panels.first; panel < panels.last; panel++) {
        int64_t start = panel * layer->panel;
        for (int64_t j = 0; j < layer->panel; j += LANES) {
            vec sum = {0};
            for (int64_t s = 0; s < batch.size; s++)
                sum += *(const vec *)(layer->delta + s * layer->stride + start + j);
            *(vec *)(scratch + j) = sum;
        }
        real *m = layer->b_state[0], *v = layer->b_state[1];
        learn(rule, 0, scratch, layer->b + start, m ? m + start : NULL, v ? v + start : NULL, layer->panel);
    }
}

static void back_and_update(const Network *n, int l, Batch batch, const Rule *rule, Team *team, int thread) {
    const Layer *layer = &n->layers[l];
    real *scratch = n->scratch[thread];
    Share blocks = share((layer->inputs + BACK_ROWS - 1) / BACK_ROWS, team, thread);
    for (int64_t block = blocks.first; block < blocks.last; block++) {
        int64_t first = block * BACK_ROWS, left = layer->inputs - first;
        int64_t rows = left < BACK_ROWS ? left : BACK_ROWS;
        back_rows(n, l, batch, first, rows, scratch);
        for (int64_t panel = 0; panel < layer->panels; panel++)
            update_rows(n, l, batch, rule, panel, first, rows, scratch);
    }
    update_biases(n, l, batch, rule, share(layer->panels, team, thread), scratch);
}

/* Which update of sparse inputs is quicker (measured; see sparse.h). A row of four long vectors or
   more is loaded and stored again for every pair only at the speed of the second cache. */
static int wants_gather(const Network *n, Batch batch, const Rule *rule) {
    int64_t vectors = n->layers[0].width * n->layers[0].panels;
    return rule->optimiser != SGD || batch.size * vectors > (ROOMY && vectors >= 4 ? 100 : 1500);
}

static void update_inputs(const Network *n, Batch batch, const Rule *rule, int inputs, Team *team, int thread) {
    const Layer *layer = &n->layers[0];
    Share panels = share(layer->panels, team, thread);
    real *scratch = n->scratch[thread];
    for (int64_t panel = panels.first; panel < panels.last; panel++) {
        if (inputs == DENSE_INPUTS)
            for (int64_t first = 0; first < layer->inputs; first += BACK_ROWS) {
                int64_t left = layer->inputs - first, rows = left < BACK_ROWS ? left : BACK_ROWS;
                if (panel == 0) ask_ahead(n, batch.first + batch.size, batch.size, first, rows);
                update_rows(n, 0, batch, rule, panel, first, rows, scratch);
            }
        else if (wants_gather(n, batch, rule))
            gather(n, batch, rule, panel, scratch);
        else
            scatter(n, batch, rule, panel);
    }
    update_biases(n, 0, batch, rule, panels, scratch);
}
