/* Where everything lies during a call: weights in panels (kernel.h draws them), and one
   row a sample for what a batch computes. Rows are padded to whole panels with zeros. */

typedef struct {
    int64_t inputs, outputs;
    int width;       /* vectors in a panel */
    int64_t panel;   /* numbers in a row of a panel: width * LANES */
    int64_t panels;
    int64_t stride;  /* numbers from one sample's row to the next, >= panels * panel */
    int activation;
    real *w, *w_state[2]; /* (panels, inputs, panel) */
    real *b, *b_state[2]; /* (stride,) */
    real *a;              /* (batch, stride): z, then f(z) */
    real *delta;          /* (batch, stride): f'(z), then d cost / d z */
    real *lanes;          /* delta with samples side by side: (groups, panels * panel, group) */
    Filters filters;      /* if it convolves: what is said of w then is true of filters.across */
} Layer;

/* Neighbouring inputs in a block, and vectors of their rows that are summed at once; rows that then
   learn at once; and how many samples of a batch are too few for blocks. */
enum { BLOCK = 4, STRIP = ROOMY ? 4 : 2, LIT_ROWS = 32, SMALL = 64 };

/* A pair that lights any of a block's inputs: all its values there, and where its rows of delta are. */
typedef struct {
    real value[2][BLOCK];
    int64_t place;
} Lit;

typedef struct {
    Task *task;
    Layer *layers;
    int64_t capacity; /* samples in the largest batch */

    real *x;          /* dense inputs, (batch, x_stride) */
    int64_t x_stride;
    uint16_t *pixel; /* (batch/2, list_stride): inputs that are not 0 in a pair of samples … */
    real *value;     /* … and both values of each, (batch/2, 2, list_stride); no lists, NULL, … */
    int64_t *listed; /* … for more than 65536 inputs. (batch/2,): length of each list */
    int64_t list_stride;
    int32_t *wide;   /* instead of pixel, where x is sparse: it may have more inputs */
    int64_t widest;  /* numbers in a row of such an x, at most */
    uint8_t *kept;   /* (batch, list_stride): those values while they are bytes */
    int was_dense;   /* the batch before was: this one is counted before it is listed */
    real *nothing;   /* (n_0,): zeros, the partner of an odd sample */

    Lit *lit;         /* (n_0/BLOCK, batch/2): the lists by block of inputs (sparse.h), or NULL and … */
    Entry *column;    /* … (n_0, batch): by input … */
    int32_t *entries; /* (n_0,): … and how many each has */
    int64_t *from;    /* (n_0,): where x is sparse, the place of each one's first: they follow each other */

    int sample_width; /* vectors of samples in a group, for the backward product */
    int64_t group, groups; /* numbers in a group: sample_width * LANES */

    real *y;        /* (batch, stride of the last layer) */
    double *cost;   /* (batch,) */
    uint8_t *right; /* (batch,): 1 where the largest output is the target's */
    real **scratch; /* for each thread */

    int convolutions;        /* layers that convolve, the first ones … */
    Workplace *workplaces;   /* … for each thread, what they need … */
    int64_t listed_pictures; /* … and how many samples' deltas are listed before they are added to dw */

    void **memory; /* all that was allocated */
    int allocated, failed;
} Network;

/* One batch: samples first … first + size - 1 of the order. */
typedef struct {
    int64_t first, size;
    double weight;
} Batch;

enum { BACK_ROWS = 48, BACK_PANELS = 4, ALIGNMENT = 64 };

/* How wide to make panels of `vectors`: a width that wastes little, best for tiles first. */
static int choose_width(int64_t vectors) {
    static const int widths[] = {4, 6, 5, 3, 8, 7};
    if (vectors <= WIDTH_LIMIT) return (int)vectors;
    int best = 0;
    int64_t least = INT64_MAX;
    for (int i = 0; i < (ROOMY ? 6 : 4); i++) {
        int64_t waste = (vectors + widths[i] - 1) / widths[i] * widths[i] - vectors;
        if (waste * 32 <= vectors) return widths[i];
        if (waste < least) {
            least = waste;
            best = widths[i];
        }
    }
    return best;
}

/* Rows a multiple of 4096 bytes apart would all want the same few places in the cache. */
static int64_t spread(int64_t stride) {
    return stride * (int64_t)sizeof(real) % 2048 ? stride : stride + ALIGNMENT / (int64_t)sizeof(real);
}

/* Zeroed, aligned memory for rows * columns things, freed by `close_network`. After a
   failure it returns NULL, and goes on doing so. */
static void *allocate(Network *n, int64_t rows, int64_t columns, size_t size) {
    if (n->failed) return NULL;
    n->failed = 1;
    if (rows && (uint64_t)columns > (SIZE_MAX / 2 - 2 * ALIGNMENT) / size / (uint64_t)rows) return NULL;
    char *block = take_memory((size_t)rows * (size_t)columns * size + 2 * ALIGNMENT);
    if (!block) return NULL;
    n->memory[n->allocated++] = block;
    n->failed = 0;
    return block + ALIGNMENT - (uintptr_t)block % ALIGNMENT;
}

static real *numbers(Network *n, int64_t rows, int64_t columns) {
    return allocate(n, rows, columns, sizeof(real));
}

/* Python's w[j][i] to packed panels, or back; in small squares, since one of the two is
   walked across its rows, and only a few rows at a time stay in the cache. */
static void repack(const Layer *layer, real *packed, real *w, int to_packed) {
    enum { SQUARE = 32 };
    int64_t inputs = layer->inputs, outputs = layer->outputs, panel = layer->panel;
    for (int64_t first = 0; first < outputs; first += panel)
        for (int64_t i0 = 0; i0 < inputs; i0 += SQUARE)
            for (int64_t j = first; j < first + panel && j < outputs; j++) {
                real *inside = packed + first * inputs + (j - first), *row = w + j * inputs;
                for (int64_t i = i0; i < i0 + SQUARE && i < inputs; i++)
                    if (to_packed) inside[i * panel] = row[i];
                    else row[i] = inside[i * panel];
            }
}

static void pack(const Layer *layer, const real *w, real *packed) {
    if (layer->filters.count) repack_filters(&layer->filters, packed, (real *)w, 1);
    else repack(layer, packed, (real *)w, 1);
}

static void unpack(const Layer *layer, const real *packed, real *w) {
    if (layer->filters.count) repack_filters(&layer->filters, (real *)packed, w, 0);
    else repack(layer, (real *)packed, w, 0);
}

static size_t biases_of(const Layer *layer) { /* in bytes */
    return (size_t)(layer->filters.count ? layer->filters.count : layer->outputs) * sizeof(real);
}

/* Packs a layer's parameters, or takes those that another network has packed. */
static void open_parameters(Network *n, int l, const Network *packed) {
    const Task *task = n->task;
    Layer *layer = &n->layers[l];
    if (packed) {
        layer->w = packed->layers[l].w;
        layer->b = packed->layers[l].b;
        return;
    }
    int64_t padded = layer->panels * layer->panel;
    const Filters *f = &layer->filters;
    int64_t rows = f->count ? f->count : layer->inputs, row = f->count ? f->k * f->run_stride : padded;
    layer->w = numbers(n, rows, row);
    layer->b = numbers(n, 1, layer->stride);
    for (int s = 0; s < 2; s++)
        if (task->state_w && task->state_w[2 * l + s]) {
            layer->w_state[s] = numbers(n, rows, row);
            layer->b_state[s] = numbers(n, 1, layer->stride);
        }
    if (n->failed) return;
    pack(layer, task->w[l], layer->w);
    memcpy(layer->b, task->b[l], biases_of(layer));
    for (int s = 0; s < 2; s++)
        if (layer->w_state[s]) {
            pack(layer, task->state_w[2 * l + s], layer->w_state[s]);
            memcpy(layer->b_state[s], task->state_b[2 * l + s], biases_of(layer));
        }
    if (f->count) lay_across(f, layer->w, layer->panel, (Share){0, f->count});
}

/* What a layer that convolves needs beside what all need. */
static void open_filters(Network *n, Layer *layer, const Network *packed, int l) {
    Filters *f = &layer->filters;
    if (packed) f->across = packed->layers[l].filters.across;
    else f->across = numbers(n, f->k * f->run, layer->panels * layer->panel);
    f->largest = allocate(n, n->capacity, layer->stride, 1);
    if (l == 0) f->edges = allocate(n, n->capacity, f->side, sizeof *f->edges);
    if (n->task->optimiser == NONE) return;
    f->dw = numbers(n, f->count, f->k * f->run_stride);
    f->db = numbers(n, 1, f->count);
    f->lit = allocate(n, n->listed_pictures * f->count, f->pooled * f->pooled + 1, sizeof *f->lit);
    f->lits = allocate(n, n->listed_pictures, f->count, sizeof *f->lits);
    f->sums = numbers(n, n->listed_pictures, f->count);
}

static void open_layer(Network *n, int l, const Network *packed) {
    const Task *task = n->task;
    Layer *layer = &n->layers[l];
    layer->inputs = task->sizes[l];
    layer->outputs = task->sizes[l + 1];
    layer->activation = task->activations[l];
    if (l < n->convolutions) layer->filters = shape_filters(task, l);
    int64_t side_by_side = layer->filters.count ? layer->filters.count : layer->outputs;
    layer->width = choose_width((side_by_side + LANES - 1) / LANES);
    layer->panel = (int64_t)layer->width * LANES;
    layer->panels = (side_by_side + layer->panel - 1) / layer->panel;
    int64_t padded = layer->panels * layer->panel;
    /* Pictures are read and written in whole vectors, the last of which goes beyond the row's end. */
    layer->stride = spread(layer->filters.count ? round_up(layer->outputs, LANES) + padded : padded);
    layer->a = numbers(n, n->capacity, layer->stride);
    layer->delta = numbers(n, n->capacity, layer->stride);
    if (layer->filters.count) open_filters(n, layer, packed, l);
    else if (task->optimiser != NONE && l > 0) layer->lanes = numbers(n, n->groups * n->group, padded);
    open_parameters(n, l, packed);
}

static int convolutions_of(const Task *task) {
    int layers = 0;
    while (task->sides && layers < task->layers && task->sides[layers + 1]) layers++;
    return layers;
}

static void open_workplace(Network *n, Workplace *place) {
    int64_t z = 0, inputs = 0, lit = 0, places = 0, pooled = 0;
    for (int l = 0; l < n->convolutions; l++) {
        const Layer *layer = &n->layers[l];
        const Filters *f = &layer->filters;
        int64_t two_rows = 2 * f->wide;
        if (two_rows * layer->panels * layer->panel > z) z = two_rows * layer->panels * layer->panel;
        if (f->pooled * f->pooled > pooled) pooled = f->pooled * f->pooled;
        if (l == 0) continue; /* there is nothing below */
        if (layer->inputs > inputs) inputs = layer->inputs;
        if (f->together * two_rows > places) places = f->together * two_rows;
        if (f->together * two_rows * (f->count + 1) > lit) lit = f->together * two_rows * (f->count + 1);
    }
    place->z = numbers(n, 1, z);
    if (n->task->optimiser == NONE) return;
    place->back = numbers(n, 1, inputs + LANES);
    place->lit = allocate(n, lit, 1, sizeof *place->lit);
    place->lits = allocate(n, places, 1, sizeof *place->lits);
    place->seen = allocate(n, pooled, 1, sizeof *place->seen);
}

static void close_network(Network *n) {
    if (!n) return;
    for (int i = 0; i < n->allocated; i++) give_memory(n->memory[i]);
    free(n->memory);
    free(n->layers);
    free(n->scratch);
    free(n->workplaces);
    free(n);
}

/* The most numbers that a row of sparse inputs has. */
static int64_t widest_row(const Task *task, int64_t rows) {
    int64_t widest = 0;
    for (int64_t position = 0; position < rows; position++) {
        const int64_t *start = task->starts + (task->order ? task->order[position] : position);
        int64_t first = start[0], last = start[1];
        if (first < 0 || last > task->numbers || first > last) continue; /* it has just been changed */
        if (last - first > widest) widest = last - first;
    }
    return widest < task->sizes[0] ? widest : task->sizes[0];
}

/* Lists for sparse inputs have room for what there is, and nothing is ever laid out densely. */
static void open_sparse_lists(Network *n) {
    const Task *task = n->task;
    int64_t inputs = task->sizes[0];
    n->widest = widest_row(task, task->count);
    n->list_stride = 2 * n->widest + 1;
    n->wide = allocate(n, n->capacity / 2, n->list_stride, sizeof *n->wide);
    n->value = numbers(n, n->capacity, n->list_stride);
    if (n->capacity * task->sizes[1] >= INT32_MAX / 2) n->failed = 1; /* places are int32 */
    if (task->optimiser == NONE) return;
    n->column = allocate(n, n->capacity, n->widest + 1, sizeof *n->column);
    n->entries = allocate(n, inputs, 1, sizeof *n->entries);
    n->from = allocate(n, inputs, 1, sizeof *n->from);
}

static int64_t blocks_of(const Network *n) { return (n->task->sizes[0] + BLOCK - 1) / BLOCK; }

static void open_lists(Network *n) {
    const Task *task = n->task;
    int64_t inputs = task->sizes[0];
    n->x_stride = spread(round_up(inputs, LANES) + (n->convolutions ? LANES : 0));
    n->x = numbers(n, n->capacity, n->x_stride);
    if (n->convolutions) return; /* whose pictures lie there whole */
    if (inputs > 65536 || n->capacity * task->sizes[1] >= INT32_MAX / 2) return;
    n->list_stride = round_up(inputs, 64) + 64; /* scan.h writes whole vectors */
    n->pixel = allocate(n, n->capacity / 2, n->list_stride, sizeof *n->pixel);
    n->value = numbers(n, n->capacity, n->list_stride);
    n->kept = allocate(n, n->capacity, n->list_stride, 1);
    n->nothing = numbers(n, 1, inputs);
    if (task->optimiser == NONE) return;
    if (n->capacity > SMALL) n->lit = allocate(n, blocks_of(n), n->capacity / 2, sizeof *n->lit);
    else n->column = allocate(n, inputs, n->capacity, sizeof *n->column);
    n->entries = allocate(n, inputs, 1, sizeof *n->entries);
}

/* A task's network, packed (or beside what another has packed), with room for batches of `capacity`;
   NULL: out of memory. */
static Network *open_network(Task *task, int64_t capacity, int threads, const Network *packed) {
    Network *n = calloc(1, sizeof *n);
    if (!n) return NULL;
    capacity += capacity % 2; /* samples come in pairs */
    n->task = task;
    n->capacity = capacity;
    n->convolutions = convolutions_of(task);
    n->listed_pictures = 8 * threads < capacity ? 8 * threads : capacity;
    n->memory = calloc((size_t)(17 * task->layers + 18 + 6 * threads), sizeof *n->memory);
    n->layers = calloc((size_t)task->layers, sizeof *n->layers);
    n->scratch = calloc((size_t)threads, sizeof *n->scratch);
    n->workplaces = calloc((size_t)threads, sizeof *n->workplaces);
    n->failed = !n->memory || !n->layers || !n->scratch || !n->workplaces;

    int64_t vectors = (capacity + LANES - 1) / LANES;
    n->sample_width = choose_width(vectors);
    n->group = (int64_t)n->sample_width * LANES;
    n->groups = (capacity + n->group - 1) / n->group;
    n->listed = allocate(n, capacity / 2, 1, sizeof *n->listed);
    if (task->starts) open_sparse_lists(n);
    else open_lists(n);
    for (int l = 0; l < task->layers && !n->failed; l++) open_layer(n, l, packed);
    if (!n->failed) {
        n->y = numbers(n, capacity, n->layers[task->layers - 1].stride);
        n->cost = allocate(n, capacity, 1, sizeof *n->cost);
        n->right = allocate(n, capacity, 1, sizeof *n->right);
    }
    for (int t = 0; t < threads && !n->failed; t++)
        n->scratch[t] = numbers(n, BACK_ROWS, WIDEST * LANES > n->group ? WIDEST * LANES : n->group);
    for (int t = 0; t < threads && n->convolutions && !n->failed; t++) open_workplace(n, &n->workplaces[t]);
    if (n->failed) {
        close_network(n);
        return NULL;
    }
    return n;
}

/* Gives the caller what was learned. */
static void return_parameters(const Network *n) {
    const Task *task = n->task;
    for (int l = 0; l < task->layers; l++) {
        const Layer *layer = &n->layers[l];
        if (task->optimiser != GRADIENT) {
            unpack(layer, layer->w, task->w[l]);
            memcpy(task->b[l], layer->b, biases_of(layer));
        }
        for (int s = 0; s < 2; s++)
            if (layer->w_state[s]) {
                unpack(layer, layer->w_state[s], task->state_w[2 * l + s]);
                memcpy(task->state_b[2 * l + s], layer->b_state[s], biases_of(layer));
            }
    }
}
