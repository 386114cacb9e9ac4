/* The way back through layers that convolve.

   Of each four z, pooling lets one through, and where the activation is flat even that one's delta is 0; so of
   the deltas before pooling at least three of four are 0, with ReLU more than four of five. As with pixels, what
   is not 0 is listed, and nothing else is multiplied: by filter, for its dw is the sum of what its deltas saw; and by
   place, for what is seen there gets back the sum of the filters' runs. */

/* Where, in the numbers of the picture, what each of four z saw begins, from the first's on. */
static void places_of_four(const Filters *f, int32_t place[4]) {
    int64_t row = f->side * f->channels;
    for (int i = 0; i < 4; i++) place[i] = (int32_t)((i / 2) * row + (i % 2) * f->channels);
}

/* Whether a number is not 0, nor -0, by its bits: that is quicker than a comparison that has to know of NaN. */
INLINE int is_lit(real number) {
    bits pattern;
    memcpy(&pattern, &number, sizeof pattern);
    return pattern << 1 != 0;
}

/* The pooled columns of row y whose four see anything but the margins of the picture. */
static Share seen_columns(const Filters *f, const Edges *edges, int64_t y) {
    if (!edges) return (Share){0, f->pooled};
    int64_t first = f->side, end = 0;
    for (int64_t row = 2 * y; row <= 2 * y + f->k; row++) {
        if (edges[row].first >= edges[row].end) continue;
        if (edges[row].first < first) first = edges[row].first;
        if (edges[row].end > end) end = edges[row].end;
    }
    first = first > f->k ? (first - f->k + 1) / 2 : 0; /* 2 * x + k >= first, and 2 * x < end */
    end = (end + 1) / 2 < f->pooled ? (end + 1) / 2 : f->pooled;
    return (Share){first, end};
}

/* The pooled places that see more than margins. Returns how many. */
static int64_t seen_places(const Filters *f, const Edges *edges, Seen *seen) {
    Seen *next = seen;
    for (int64_t y = 0; y < f->pooled; y++) {
        Share columns = seen_columns(f, edges, y);
        for (int64_t x = columns.first; x < columns.last; x++)
            *next++ = (Seen){(int32_t)((y * f->pooled + x) * f->count),
                             (int32_t)(2 * (y * f->side + x) * f->channels)};
    }
    return next - seen;
}

/* Of one filter, at those places. An entry is written before it is known not to be 0, then counted. */
APART int64_t list_seen(const Seen *seen, int64_t places, const real *delta, const uint8_t *largest,
                        const int32_t four[4], Entry *entry) {
    Entry *const first = entry;
    for (const Seen *end = seen + places; seen < end; seen++) {
        *entry = (Entry){seen->picture + four[largest[seen->at]], delta[seen->at]};
        entry += is_lit(delta[seen->at]);
    }
    return entry - first;
}

static void list_by_filter(const Layer *layer, int64_t s, int64_t slot, const Edges *edges, Seen *seen) {
    const Filters *f = &layer->filters;
    const int64_t all = f->pooled * f->pooled + 1, places = seen_places(f, edges, seen);
    int32_t four[4];
    places_of_four(f, four);
    for (int64_t o = 0; o < f->count; o++)
        f->lits[slot * f->count + o] =
            (int32_t)list_seen(seen, places, layer->delta + s * layer->stride + o,
                               f->largest + s * layer->stride + o, four, f->lit + (slot * f->count + o) * all);
}

/* Each filter's deltas of a sample, added up. */
static void sum_deltas(const Layer *layer, int64_t s, int64_t slot) {
    const Filters *f = &layer->filters;
    const real *restrict delta = layer->delta + s * layer->stride;
    real *restrict sums = f->sums + slot * f->count;
    memset(sums, 0, (size_t)f->count * sizeof(real));
    for (int64_t i = 0; i < f->pooled * f->pooled; i++, delta += f->count)
        for (int64_t o = 0; o < f->count; o++) sums[o] += delta[o];
}

/* By place, for some rows of pooled ones. */
APART void list_by_place(const Layer *layer, int64_t s, Share rows, Workplace *work) {
    const Filters *f = &layer->filters;
    const int64_t four[4] = {0, 1, f->wide, f->wide + 1};
    int64_t start = s * layer->stride + rows.first * f->pooled * f->count;
    const real *delta = layer->delta + start;
    const uint8_t *largest = f->largest + start;
    memset(work->lits, 0, (size_t)((rows.last - rows.first) * 2 * f->wide) * sizeof *work->lits);
    for (int64_t y = 0; y < rows.last - rows.first; y++)
        for (int64_t x = 0; x < f->pooled; x++)
            for (int64_t o = 0; o < f->count; o++, delta++, largest++) {
                int64_t place = 2 * y * f->wide + 2 * x + four[*largest];
                int32_t count = work->lits[place];
                work->lit[place * (f->count + 1) + count] = (Entry){(int32_t)o, *delta};
                work->lits[place] = count + is_lit(*delta);
            }
}

/* to += sum of value * run of w, V vectors wide, and H halves. */
INLINE void add_runs(const int V, const int H, const Entry *entry, const Entry *end, const real *w, int64_t w_row,
                     real *to) {
    vec sum[WIDEST];
    half last;
    UNROLL for (int v = 0; v < V; v++) sum[v] = *(const vec_anywhere *)(to + v * LANES);
    if (H) last = *(const half_anywhere *)(to + V * LANES);
    for (; entry < end; entry++) {
        const real *run = w + entry->place * w_row;
        UNROLL for (int v = 0; v < V; v++)
            sum[v] = multiply_add(entry->value - (vec){0}, *(const vec *)(run + v * LANES), sum[v]);
        if (H) last = multiply_add_half(entry->value, *(const half *)(run + V * LANES), last);
    }
    UNROLL for (int v = 0; v < V; v++) *(vec_anywhere *)(to + v * LANES) = sum[v];
    if (H) *(half_anywhere *)(to + V * LANES) = last;
}

/* What those listed give back to what they saw, a strip of `width` vectors of its row i. They are gone through
   column by column: neighbours in a row overlap, and a processor waits where it reads what it has just
   written otherwise. */
APART void give_back_runs(const Filters *f, const real *w, Share rows, const Workplace *work, int64_t i,
                          int64_t start, int width, int last_is_half) {
    real *back = work->back + (2 * rows.first + i) * f->side * f->channels + start;
    for (int64_t x = 0; x < f->wide; x++)
        for (int64_t y = 0, place = x; y < 2 * (rows.last - rows.first); y++, place += f->wide) {
            if (!work->lits[place]) continue;
            const Entry *entry = work->lit + place * (f->count + 1), *end = entry + work->lits[place];
            real *to = back + (y * f->side + x) * f->channels;
#define OF(V, H) add_runs(V, H, entry, end, w + i * f->run_stride + start, f->k * f->run_stride, to)
#define CALL(V)                                \
    if (HALVES && last_is_half) OF(V - 1, 1); \
    else OF(V, 0)
            BY_WIDTH(width, CALL)
#undef CALL
#undef OF
        }
}

/* delta of the layer below, for one sample. */
static void back_one_picture(const Network *n, int l, int64_t s, Workplace *work) {
    const Layer *layer = &n->layers[l], *below = &n->layers[l - 1];
    const Filters *f = &layer->filters;
    int64_t vectors = f->run_stride / LANES;
    memset(work->back, 0, (size_t)layer->inputs * sizeof(real));
    for (int64_t first = 0; first < f->pooled; first += f->together) {
        Share rows = {first, first + f->together < f->pooled ? first + f->together : f->pooled};
        list_by_place(layer, s, rows, work);
        for (int64_t start = 0, strips = (vectors + WIDEST - 1) / WIDEST, width; strips > 0; strips--) {
            width = (vectors - start + strips - 1) / strips;
            for (int64_t i = 0; i < f->k; i++)
                give_back_runs(f, layer->w, rows, work, i, start * LANES, (int)width,
                               strips == 1 && HALF_FULL(f->run));
            start += width;
        }
    }
    real *delta = below->delta + s * below->stride;
    for (int64_t i = 0; i < layer->inputs; i++) delta[i] *= work->back[i];
}

/* Some samples of a batch, which have slots in the lists: their deltas, down to the first layer's. */
static void list_pictures(const Network *n, Share block, Team *team, int thread) {
    Share slots = share(block.last - block.first, team, thread);
    for (int64_t slot = slots.first; slot < slots.last; slot++)
        for (int l = n->convolutions - 1; l >= 0; l--) {
            const Layer *layer = &n->layers[l];
            int64_t s = block.first + slot;
            list_by_filter(layer, s, slot, l ? NULL : layer->filters.edges + s * layer->filters.side,
                           n->workplaces[thread].seen);
            sum_deltas(layer, s, slot);
            if (l > 0) back_one_picture(n, l, s, &n->workplaces[thread]);
        }
}

/* What a filter's listed deltas saw, in some samples. */
typedef struct {
    const real *picture;
    int64_t stride, row; /* from a sample's to the next, and from a row of it to the next */
    const Entry *lit;
    int64_t lit_stride;
    const int32_t *lits;
    int64_t lits_stride, samples;
} Sight;

/* dw += sum of value * run of the picture: for G rows, V vectors wide, and H halves. */
INLINE void sum_runs(const int G, const int V, const int H, Sight sight, real *dw, int64_t dw_row) {
    vec sum[5][WIDEST];
    half last[5];
    UNROLL for (int g = 0; g < G; g++) {
        UNROLL for (int v = 0; v < V; v++) sum[g][v] = *(const vec *)(dw + g * dw_row + v * LANES);
        if (H) last[g] = *(const half *)(dw + g * dw_row + V * LANES);
    }
    for (int64_t s = 0; s < sight.samples; s++) {
        const Entry *entry = sight.lit, *end = entry + *sight.lits;
        for (; entry < end; entry++) {
            const real *run = sight.picture + entry->place;
            vec value = entry->value - (vec){0};
            UNROLL for (int g = 0; g < G; g++, run += sight.row) {
                UNROLL for (int v = 0; v < V; v++)
                    sum[g][v] = multiply_add(value, *(const vec_anywhere *)(run + v * LANES), sum[g][v]);
                if (H) last[g] = multiply_add_half(entry->value, *(const half_anywhere *)(run + V * LANES), last[g]);
            }
        }
        sight.picture += sight.stride;
        sight.lit += sight.lit_stride;
        sight.lits += sight.lits_stride;
    }
    UNROLL for (int g = 0; g < G; g++) {
        UNROLL for (int v = 0; v < V; v++) *(vec *)(dw + g * dw_row + v * LANES) = sum[g][v];
        if (H) *(half *)(dw + g * dw_row + V * LANES) = last[g];
    }
}

/* A function for each number of rows and of vectors, of which the last is whole or half. */
#define RUNS(G, V)                                                                           \
    static void runs_##G##x##V(const Sight *sight, real *dw, int64_t dw_row, int last_is_half) { \
        if (G * V > ACCUMULATORS && G > 1) return;                                           \
        if (HALVES && last_is_half) sum_runs(G, V - 1, 1, *sight, dw, dw_row);                \
        else sum_runs(G, V, 0, *sight, dw, dw_row);                                           \
    }
#define RUNS_OF(V) RUNS(1, V) RUNS(2, V) RUNS(3, V) RUNS(4, V) RUNS(5, V)
RUNS_OF(1) RUNS_OF(2) RUNS_OF(3) RUNS_OF(4) RUNS_OF(5) RUNS_OF(6) RUNS_OF(7) RUNS_OF(8)
#define RUN_ROW(V) {runs_1x##V, runs_2x##V, runs_3x##V, runs_4x##V, runs_5x##V}
static void (*const sums_of_runs[WIDEST][5])(const Sight *, real *, int64_t, int) = {
    RUN_ROW(1), RUN_ROW(2), RUN_ROW(3), RUN_ROW(4), RUN_ROW(5), RUN_ROW(6), RUN_ROW(7), RUN_ROW(8)};

/* A filter's dw, from some samples: in strips, and as many rows at once as the registers hold. */
static void add_to_filter(const Filters *f, Sight sight, real *dw) {
    int64_t vectors = f->run_stride / LANES;
    const real *picture = sight.picture;
    for (int64_t start = 0, strips = (vectors + WIDEST - 1) / WIDEST, width; strips > 0; strips--, start += width) {
        width = (vectors - start + strips - 1) / strips;
        int64_t most = ACCUMULATORS / width > 5 ? 5 : ACCUMULATORS / width, parts = (f->k + most - 1) / most;
        for (int64_t i = 0, rows; i < f->k; i += rows, parts--) {
            rows = (f->k - i + parts - 1) / parts;
            sight.picture = picture + i * sight.row + start * LANES;
            sums_of_runs[width - 1][rows - 1](&sight, dw + i * f->run_stride + start * LANES, f->run_stride,
                                              strips == 1 && HALF_FULL(f->run));
        }
    }
}

/* Adds some samples to dw and db of some filters. As many at a time as the first cache has room for. */
static void add_to_filters(const Network *n, int l, Share block, Share filters) {
    const Layer *layer = &n->layers[l];
    const Filters *f = &layer->filters;
    int64_t all = f->pooled * f->pooled + 1, stride = l ? n->layers[l - 1].stride : n->x_stride;
    int64_t most = 24576 / (layer->inputs * (int64_t)sizeof(real)), slots = block.last - block.first;
    if (most < 1) most = 1;
    for (int64_t slot = 0; slot < slots; slot += most)
        for (int64_t o = filters.first; o < filters.last; o++) {
            int64_t list = slot * f->count + o;
            Sight sight = {.picture = (l ? n->layers[l - 1].a : n->x) + (block.first + slot) * stride,
                           .stride = stride, .row = f->side * f->channels,
                           .lit = f->lit + list * all, .lit_stride = f->count * all,
                           .lits = f->lits + list, .lits_stride = f->count,
                           .samples = slots - slot < most ? slots - slot : most};
            add_to_filter(f, sight, f->dw + o * f->k * f->run_stride);
            for (int64_t i = 0; i < sight.samples; i++) f->db[o] += f->sums[list + i * f->count];
        }
}

/* Threads divide samples for the lists, and filters for dw: each is one sum, over all samples in their order. */
APART void back_through_pictures(const Network *n, Batch batch, Team *team, int thread) {
    for (Share block = {0, 0}; block.first < batch.size; block.first = block.last) {
        int64_t left = batch.size - block.first;
        block.last = block.first + (left < n->listed_pictures ? left : n->listed_pictures);
        list_pictures(n, block, team, thread);
        meet(team);
        for (int l = 0; l < n->convolutions; l++) {
            const Filters *f = &n->layers[l].filters;
            Share filters = share(f->count, team, thread);
            int64_t each = f->k * f->run_stride, count = filters.last - filters.first;
            if (block.first == 0) {
                memset(f->dw + filters.first * each, 0, (size_t)(count * each) * sizeof(real));
                memset(f->db + filters.first, 0, (size_t)count * sizeof(real));
            }
            add_to_filters(n, l, block, filters);
        }
        meet(team);
    }
}

APART void update_filters(const Network *n, const Rule *rule, Team *team, int thread) {
    for (int l = 0; l < n->convolutions; l++) {
        const Layer *layer = &n->layers[l];
        const Filters *f = &layer->filters;
        Share filters = share(f->count, team, thread);
        if (filters.first == filters.last) continue;
        for (int64_t run = filters.first * f->k; run < filters.last * f->k; run++) /* their padding stays 0 */
            learn_weights(layer, rule, run * f->run_stride, f->dw + run * f->run_stride, f->run);
        real *m = layer->b_state[0], *v = layer->b_state[1];
        int64_t first = filters.first;
        learn(rule, 0, f->db + first, layer->b + first, m ? m + first : NULL, v ? v + first : NULL,
              filters.last - first);
        if (rule->optimiser != GRADIENT) lay_across(f, layer->w, layer->panel, filters);
    }
}
