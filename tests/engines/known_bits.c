/* What every build of the kernel must give, whatever compiled it and whatever system it runs on:
   prints for each variant that runs here, type of number, optimiser and share of inputs that are
   not 0 the checksum of what test_kernel_bits.py trains, too. */

#include "variants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LAYERS = 2, SAMPLES = 230, INPUTS = 300, HIDDEN = 520, OUTPUTS = 10 };
static const int64_t sizes[] = {INPUTS, HIDDEN, OUTPUTS};

static void *allocate(size_t count, size_t size) {
    void *block = calloc(count, size);
    if (!block) exit(2);
    return block;
}

static uint32_t mixed(uint32_t i) {
    i *= 2654435761u;
    return (i ^ i >> 15) * 2246822519u;
}

/* Numbers between -0.125 and 0.125 that both types hold exactly. */
static void *numbers(int64_t count, int is_float) {
    void *block = allocate((size_t)count, 8);
    for (int64_t i = 0; i < count; i++) {
        double number = (mixed((uint32_t)i) >> 12) / 4194304.0 - 0.125;
        if (is_float) ((float *)block)[i] = (float)number;
        else ((double *)block)[i] = number;
    }
    return block;
}

static uint32_t checksum(uint32_t sum, const void *block, size_t length) { /* as zlib.crc32 */
    sum = ~sum;
    for (size_t i = 0; i < length; i++) {
        sum ^= ((const unsigned char *)block)[i];
        for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320u : 0);
    }
    return ~sum;
}

static uint32_t trained(const Kernel *kernel, int is_float, int optimiser, unsigned percent) {
    static uint8_t x[SAMPLES * INPUTS];
    static int64_t labels[SAMPLES];
    static const int activations[] = {TANH, SIGMOID};
    static const double dropout[] = {0.25, 0};
    static const uint64_t streams[] = {7, 0};
    for (int i = 0; i < SAMPLES * INPUTS; i++)
        x[i] = mixed((uint32_t)i) % 100 < percent ? (uint8_t)(mixed((uint32_t)i) >> 24) : 0;
    for (int i = 0; i < SAMPLES; i++) labels[i] = i % OUTPUTS;
    void *w[LAYERS], *b[LAYERS], *state_w[2 * LAYERS] = {0}, *state_b[2 * LAYERS] = {0};
    for (int l = 0; l < LAYERS; l++) {
        w[l] = numbers(sizes[l] * sizes[l + 1], is_float);
        b[l] = numbers(sizes[l + 1], is_float);
        if (optimiser == SGD) continue;
        state_w[2 * l] = allocate((size_t)(sizes[l] * sizes[l + 1]), 8);
        state_b[2 * l] = allocate((size_t)sizes[l + 1], 8);
    }
    Task task = {.layers = LAYERS, .sizes = sizes, .w = w, .b = b, .activations = activations, .x = x,
                 .x_is_bytes = 1, .cost = QUADRATIC, .labels = labels, .batch_size = 100, .eta = 0.05,
                 .l2 = 1e-3, .optimiser = optimiser, .momentum = 0.9, .state_w = state_w,
                 .state_b = state_b, .dropout = dropout, .dropout_streams = streams, .threads = 3,
                 .count = SAMPLES};
    if (kernel->run(&task) != RAN) exit(3);
    double cost = task.cost_sum / task.weight_sum;
    uint32_t sum = checksum(0, &cost, sizeof cost);
    size_t size = is_float ? sizeof(float) : sizeof(double);
    for (int l = 0; l < LAYERS; l++) {
        sum = checksum(sum, w[l], (size_t)(sizes[l] * sizes[l + 1]) * size);
        sum = checksum(sum, b[l], (size_t)sizes[l + 1] * size);
        free(w[l]), free(b[l]), free(state_w[2 * l]), free(state_b[2 * l]);
    }
    return sum;
}

int main(void) {
    static const char *const optimisers[] = {"sgd", "momentum", "nesterov"};
    for (const Variant *variant = variants; variant->name; variant++)
        for (int is_float = 0; runs_here(variant) && is_float < 2; is_float++)
            for (int optimiser = SGD; optimiser <= NESTEROV; optimiser++)
                for (unsigned percent = 20; percent <= 100; percent += 80)
                    printf("%s %s %s %u %08x\n", variant->name, is_float ? "float32" : "float64",
                           optimisers[optimiser], percent,
                           (unsigned)trained(is_float ? variant->of_float : variant->of_double, is_float,
                                             optimiser, percent));
    return 0;
}
