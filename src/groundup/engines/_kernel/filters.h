/* A layer that convolves: its shapes, and the two ways in which its weights lie.

   A picture lies row by row; in a row, pixel by pixel; of a pixel, channel by channel. So of what a
   filter sees, k by k pixels, each row is one stretch of memory, a run of k * channels numbers, and
   the next filter to the right sees what begins `channels` numbers on:

       row y      … |r g b|r g b|r g b|r g b| …        k = 3, 3 channels:
       row y + 1  … |r g b|r g b|r g b|r g b| …        a run is 9 numbers
       row y + 2  … |r g b|r g b|r g b|r g b| …
                     `--- run 0, 1, 2 --´

   On the way there the sums are those of a dense layer whose inputs are the runs, one after the
   other; so the weights lie as there, filters side by side (`across`). On the way back numbers
   that are not 0 each go to, or come from, whole runs; so weights lie run by run (`w`, padded to
   whole vectors). The latter learn, and are then laid across again. */

/* Something that is not 0: which or where it is, and its value. */
typedef struct {
    int32_t place;
    real value;
} Entry;

/* The columns of a row of a picture from the first to the last that are not 0, and those after that one. */
typedef struct {
    int32_t first, end;
} Edges;

typedef struct {
    int64_t count, channels, k;     /* w is (count, channels, k, k); a count of 0: the layer is dense */
    int64_t side, wide, pooled;     /* rows and columns of what it sees, of z, and of z after pooling */
    int64_t run, run_stride;        /* numbers in a run: k * channels; and from one to the next in w */
    int64_t together;               /* pooled rows whose deltas go back together */
    real *across;                   /* (panels, k * run, panel): what sums on the way there read */
    real *dw, *db;                  /* (count, k, run_stride), (count,) */
    uint8_t *largest;               /* (batch, stride): which of its four z each of a comes from, row by row */
    Entry *lit;                     /* (listed, count, pooled² + 1): by filter, a sample's deltas that are not 0,
                                       and where what they saw begins … */
    int32_t *lits;                  /* … (listed, count): how many … */
    real *sums;                     /* … and (listed, count): their sums */
    Edges *edges;                   /* (batch, side), in the first layer: where rows of a picture begin and end */
} Filters;

/* A pooled place: where its numbers begin in what the layer puts out, and what the first of its four saw in the
   picture. */
typedef struct {
    int32_t at, picture;
} Seen;

/* A thread's own, for one picture after the other. */
typedef struct {
    real *z;       /* two rows of it, (2, wide, panels * panel) */
    real *back;    /* the error of what was seen */
    Entry *lit;    /* (together * 2 * wide, count + 1): by place in z, deltas that are not 0, and whose … */
    int32_t *lits; /* … and how many */
    Seen *seen;    /* (pooled²,) */
} Workplace;

static Filters shape_filters(const Task *task, int l) {
    Filters f = {.side = task->sides[l], .pooled = task->sides[l + 1]};
    f.count = task->sizes[l + 1] / (f.pooled * f.pooled);
    f.channels = task->sizes[l] / (f.side * f.side);
    f.wide = 2 * f.pooled;
    f.k = f.side - f.wide + 1;
    f.run = f.k * f.channels;
    f.run_stride = round_up(f.run, LANES);
    /* Their lists should stay in the first cache, while all that any weighs is gone through run by run. */
    f.together = 32768 / (int64_t)sizeof(Entry) / (2 * f.wide * (f.count + 1));
    f.together = f.together < 1 ? 1 : f.together > f.pooled ? f.pooled : f.together;
    return f;
}

/* Python's w[o][channel][i][j] to runs w[o][i][j * channels + channel], or back. */
static void repack_filters(const Filters *f, real *packed, real *w, int to_packed) {
    for (int64_t o = 0; o < f->count; o++)
        for (int64_t i = 0; i < f->k; i++)
            for (int64_t j = 0; j < f->k; j++)
                for (int64_t channel = 0; channel < f->channels; channel++) {
                    real *inside = packed + (o * f->k + i) * f->run_stride + j * f->channels + channel;
                    real *outside = w + ((o * f->channels + channel) * f->k + i) * f->k + j;
                    if (to_packed) *inside = *outside;
                    else *outside = *inside;
                }
}

/* Runs of some filters, as they have been learned, side by side. */
static void lay_across(const Filters *f, const real *w, int64_t panel, Share filters) {
    enum { SIDE_BY_SIDE = 16 };
    int64_t inputs = f->k * f->run, from = f->k * f->run_stride;
    for (int64_t first = filters.first, last; first < filters.last; first = last) {
        last = (first / SIDE_BY_SIDE + 1) * SIDE_BY_SIDE;
        if (last > (first / panel + 1) * panel) last = (first / panel + 1) * panel;
        if (last > filters.last) last = filters.last;
        real *to = f->across + first / panel * panel * inputs + first % panel;
        for (int64_t i = 0; i < f->k; i++)
            for (int64_t j = 0; j < f->run; j++, to += panel) {
                const real *weight = w + first * from + i * f->run_stride + j;
                for (int64_t o = 0; o < last - first; o++) to[o] = weight[o * from];
            }
    }
}
