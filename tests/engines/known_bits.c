/* What every build of the kernel must give, whatever compiled it and whatever system it runs on:
   prints for each variant that runs here, type of number, optimiser and share of inputs that are
   not 0 the checksum of what test_kernel_bits.py trains, too; and so for a network that convolves. */

#include "variants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLES = 230, INPUTS = 300, OUTPUTS = 10, MOST_LAYERS = 3 };

typedef struct {
    const char *name; /* what comes before the share, in a line */
    int layers;
    int64_t sizes[MOST_LAYERS + 1], sides[MOST_LAYERS + 1];
    int64_t weights[MOST_LAYERS], biases[MOST_LAYERS];
    int activations[MOST_LAYERS];
} Net;

static const Net nets[] = {
    {"", 2, {INPUTS, 520, OUTPUTS}, {0}, {INPUTS * 520, 520 * OUTPUTS}, {520, OUTPUTS}, {TANH, SIGMOID}},
    {"pictures ", 3, {288, 500, 28, OUTPUTS}, {12, 5, 2, 0}, /* 12x12x2-20c3p2-7c2p2-10 */
     {20 * 2 * 9, 7 * 20 * 4, 28 * OUTPUTS}, {20, 7, OUTPUTS}, {TANH, TANH, SIGMOID}},
};

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

static uint32_t trained(const Kernel *kernel, const Net *net, int is_float, int optimiser, unsigned percent) {
    static uint8_t x[SAMPLES * INPUTS];
    static int64_t labels[SAMPLES];
    static const uint64_t streams[MOST_LAYERS] = {7};
    double dropout[MOST_LAYERS] = {0.25, net->layers > 2 ? 0.25 : 0};
    for (int i = 0; i < SAMPLES * net->sizes[0]; i++)
        x[i] = mixed((uint32_t)i) % 100 < percent ? (uint8_t)(mixed((uint32_t)i) >> 24) : 0;
    for (int i = 0; i < SAMPLES; i++) labels[i] = i % OUTPUTS;
    void *w[MOST_LAYERS], *b[MOST_LAYERS], *state_w[2 * MOST_LAYERS] = {0}, *state_b[2 * MOST_LAYERS] = {0};
    for (int l = 0; l < net->layers; l++) {
        w[l] = numbers(net->weights[l], is_float);
        b[l] = numbers(net->biases[l], is_float);
        if (optimiser == SGD) continue;
        state_w[2 * l] = allocate((size_t)net->weights[l], 8);
        state_b[2 * l] = allocate((size_t)net->biases[l], 8);
    }
    Task task = {.layers = net->layers, .sizes = net->sizes, .sides = net->sides[0] ? net->sides : NULL, .w = w,
                 .b = b, .activations = net->activations, .x = x,
                 .x_is_bytes = 1, .cost = QUADRATIC, .labels = labels, .batch_size = 100, .eta = 0.05,
                 .l2 = 1e-3, .optimiser = optimiser, .momentum = 0.9, .state_w = state_w,
                 .state_b = state_b, .dropout = dropout, .dropout_streams = streams, .threads = 3,
                 .count = SAMPLES};
    if (kernel->run(&task) != RAN) exit(3);
    double cost = task.cost_sum / task.weight_sum;
    uint32_t sum = checksum(0, &cost, sizeof cost);
    size_t size = is_float ? sizeof(float) : sizeof(double);
    for (int l = 0; l < net->layers; l++) {
        sum = checksum(sum, w[l], (size_t)net->weights[l] * size);
        sum = checksum(sum, b[l], (size_t)net->biases[l] * size);
        free(w[l]), free(b[l]), free(state_w[2 * l]), free(state_b[2 * l]);
    }
    return sum;
}

int main(void) {
    static const char *const optimisers[] = {"sgd", "momentum", "nesterov"};
    for (const Variant *variant = variants; variant->name; variant++)
        for (int is_float = 0; runs_here(variant) && is_float < 2; is_float++)
            for (int optimiser = SGD; optimiser <= NESTEROV; optimiser++)
                for (int net = 0; net < 2; net++)
                    for (unsigned percent = 20; percent <= 100; percent += 80)
                        printf("%s %s %s %s%u %08x\n", variant->name, is_float ? "float32" : "float64",
                               optimisers[optimiser], nets[net].name, percent,
                               (unsigned)trained(is_float ? variant->of_float : variant->of_double, &nets[net],
                                                 is_float, optimiser, percent));
    return 0;
}
