/* The register tile: c = keep * c + gain * (a . b), for R rows of c, V vectors wide.

   a is read number by number: row r, step k at a[r * a_row + k * a_step], where one of the
   two is 1. b is read by vectors: step k at b + k * b_step. Where a is w, panels follow each
   other: after `steps` steps a jumps by a_jump and goes on, `times` times in all. Every result
   is one sum in the order of the steps, whatever tile it falls in. */

typedef struct {
    const real *a;
    int64_t a_row, a_step;
    const real *b;
    int64_t b_step;
    real *c;
    int64_t c_row;
    int64_t steps, times, a_jump;
    real keep, gain;
} Product;

/* What is written to c could, for all the compiler knows, be the product's own description;
   so that is copied into registers first. */
INLINE void fill_tile(const int R, const int V, const Product *p, int64_t a_row, int64_t a_step) {
    vec sum[8][WIDEST];
    const real *a = p->a, *b = p->b;
    const real keep = p->keep, gain = p->gain;
    const int64_t b_step = p->b_step, c_row = p->c_row;
    real *c = p->c;
    UNROLL for (int r = 0; r < R; r++)
        UNROLL for (int v = 0; v < V; v++) sum[r][v] = (vec){0};
    for (int64_t time = 0; time < p->times; time++, a += p->a_jump)
        for (int64_t k = 0; k < p->steps; k++, a += a_step, b += b_step)
            UNROLL for (int v = 0; v < V; v++) {
                vec column = *(const vec *)(b + v * LANES);
                if (R > 1) IN_REGISTER(column);
                UNROLL for (int r = 0; r < R; r++)
                    sum[r][v] = multiply_add(a[r * a_row] - (vec){0}, column, sum[r][v]);
            }
    UNROLL for (int r = 0; r < R; r++, c += c_row)
        UNROLL for (int v = 0; v < V; v++) {
            vec *place = (vec *)(c + v * LANES);
            *place = multiply_add(gain - (vec){0}, sum[r][v], keep * *place);
        }
}

/* A function for each size of tile that fits the registers. */
#define TILE(R, V)                                                       \
    static void tile_##R##x##V(const Product *p) {                       \
        if (R * V > ACCUMULATORS && R > 1) return;                       \
        if (p->a_step == 1) fill_tile(R, V, p, p->a_row, 1);             \
        else fill_tile(R, V, p, 1, p->a_step);                           \
    }
#define TILES(V) TILE(1, V) TILE(2, V) TILE(3, V) TILE(4, V) TILE(5, V) TILE(6, V) TILE(7, V) TILE(8, V)
TILES(1) TILES(2) TILES(3) TILES(4) TILES(5) TILES(6) TILES(7) TILES(8)

#define ROW(V) \
    {tile_1x##V, tile_2x##V, tile_3x##V, tile_4x##V, tile_5x##V, tile_6x##V, tile_7x##V, tile_8x##V}
static void (*const tiles[WIDEST][8])(const Product *) = {ROW(1), ROW(2), ROW(3), ROW(4),
                                                          ROW(5), ROW(6), ROW(7), ROW(8)};

/* `rows` rows of c, `width` vectors wide, in tiles of nearly equal heights; leaves p at their end. */
INLINE void multiply_by(void (*const fill[8])(const Product *), Product *p, int64_t rows, int width) {
    int64_t most = ACCUMULATORS / width;
    most = most > 8 ? 8 : most < 1 ? 1 : most;
    for (int64_t left = (rows + most - 1) / most; left > 0; left--) {
        int64_t height = (rows + left - 1) / left;
        fill[height - 1](p);
        p->a += height * p->a_row;
        p->c += height * p->c_row;
        rows -= height;
    }
}

static void multiply(Product p, int64_t rows, int width) { multiply_by(tiles[width - 1], &p, rows, width); }

#if HALVES

/* The same with half a vector at the end, where a_step is 1: filters are often few. */
INLINE void fill_tile_and_half(const int R, const int V, const Product *p) {
    vec sum[8][WIDEST];
    half last[8];
    const real *a = p->a, *b = p->b;
    const real keep = p->keep, gain = p->gain;
    const int64_t a_row = p->a_row, b_step = p->b_step, c_row = p->c_row;
    real *c = p->c;
    UNROLL for (int r = 0; r < R; r++) {
        last[r] = (half){0};
        UNROLL for (int v = 0; v < V; v++) sum[r][v] = (vec){0};
    }
    for (int64_t time = 0; time < p->times; time++, a += p->a_jump)
        for (int64_t k = 0; k < p->steps; k++, a++, b += b_step) {
            UNROLL for (int v = 0; v < V; v++) {
                vec column = *(const vec *)(b + v * LANES);
                if (R > 1) IN_REGISTER(column);
                UNROLL for (int r = 0; r < R; r++)
                    sum[r][v] = multiply_add(a[r * a_row] - (vec){0}, column, sum[r][v]);
            }
            half column = *(const half *)(b + V * LANES);
            if (R > 1) IN_REGISTER(column);
            UNROLL for (int r = 0; r < R; r++) last[r] = multiply_add_half(a[r * a_row], column, last[r]);
        }
    UNROLL for (int r = 0; r < R; r++, c += c_row) {
        UNROLL for (int v = 0; v < V; v++) {
            vec *place = (vec *)(c + v * LANES);
            *place = multiply_add(gain - (vec){0}, sum[r][v], keep * *place);
        }
        half *place = (half *)(c + V * LANES);
        *place = multiply_add_half(gain, last[r], keep * *place);
    }
}

#define HALF_TILE(R, V)                                                      \
    static void half_tile_##R##x##V(const Product *p) {                      \
        if (R * (V + 1) <= ACCUMULATORS || R == 1) fill_tile_and_half(R, V, p); \
    }
#define HALF_TILES(V)                                                                         \
    HALF_TILE(1, V) HALF_TILE(2, V) HALF_TILE(3, V) HALF_TILE(4, V) HALF_TILE(5, V) HALF_TILE(6, V) \
    HALF_TILE(7, V) HALF_TILE(8, V)
HALF_TILES(0) HALF_TILES(1) HALF_TILES(2) HALF_TILES(3) HALF_TILES(4) HALF_TILES(5) HALF_TILES(6) HALF_TILES(7)

#define HALF_ROW(V)                                                                          \
    {half_tile_1x##V, half_tile_2x##V, half_tile_3x##V, half_tile_4x##V,                     \
     half_tile_5x##V, half_tile_6x##V, half_tile_7x##V, half_tile_8x##V}
static void (*const half_tiles[WIDEST][8])(const Product *) = {
    HALF_ROW(0), HALF_ROW(1), HALF_ROW(2), HALF_ROW(3), HALF_ROW(4), HALF_ROW(5), HALF_ROW(6), HALF_ROW(7)};
#endif

/* The same for so many columns, which fill no more than WIDEST vectors. */
static void multiply_columns(Product p, int64_t rows, int64_t columns) {
    int width = (int)((columns + LANES - 1) / LANES);
#if HALVES
    if (HALF_FULL(columns)) {
        multiply_by(half_tiles[width - 1], &p, rows, width);
        return;
    }
#endif
    multiply_by(tiles[width - 1], &p, rows, width);
}
