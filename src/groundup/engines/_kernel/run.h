/* A call: batch after batch, in as many threads as pay. */

/* Numbers too small to be written normally (subnormals) are handled at a hundredth of the
   speed by some processors. They are taken as 0 while this thread is in here, and the
   thread's mode is put back on the way out. */
#if defined(__x86_64__)
#include <xmmintrin.h>
typedef unsigned Mode;
static Mode flush_subnormals(void) {
    Mode mode = _mm_getcsr();
    _mm_setcsr(mode | 0x8040);
    return mode;
}
static void restore_mode(Mode mode) { _mm_setcsr(mode); }
#else
typedef int Mode;
static Mode flush_subnormals(void) { return 0; }
static void restore_mode(Mode mode) { (void)mode; }
#endif

typedef struct {
    Network *network;
    int stop; /* written by thread 0 after a step, read by all after they have met */
} Run;

static Batch batch_at(const Task *task, int64_t first, int64_t size) {
    int64_t left = task->count - first;
    Batch batch = {first, left < size ? left : size, 0};
    for (int64_t s = 0; s < batch.size; s++) batch.weight += sample_weight(task, first + s);
    return batch;
}

/* Adds up the batch's costs, in the order of its samples. */
static void count_costs(const Network *n, Batch batch) {
    Task *task = n->task;
    for (int64_t s = 0; s < batch.size; s++) {
        double weight = sample_weight(task, batch.first + s);
        if (weight != 0) task->cost_sum += weight * n->cost[s];
    }
    task->weight_sum += batch.weight;
}

static double multiplications(const Task *task) { /* of a batch, one way */
    double products = 0;
    for (int l = 0; l < task->layers; l++) products += (double)task->sizes[l] * (double)task->sizes[l + 1];
    return products * (double)task->batch_size;
}

/* Small steps take microseconds each, and looking at the clock takes its time too. */
static int64_t steps_between_pulses(const Task *task) {
    return 1 + (int64_t)(4e6 / (multiplications(task) + 1));
}

static int keep_going(Task *task, Team *team, Mode mode) {
    restore_mode(mode);
    int going = !task->pulse || task->pulse(task);
    count_members(team);
    flush_subnormals();
    return going;
}

static void train(void *context, Team *team, int thread) {
    Run *run = context;
    Network *n = run->network;
    Task *task = n->task;
    int64_t steps = task->state_steps, quiet = steps_between_pulses(task), since_pulse = quiet;
    double whole = task->optimiser == GRADIENT ? batch_at(task, 0, task->count).weight : 0;
    Mode mode = flush_subnormals();
    meet(team); /* everyone has read `steps` */
    for (int64_t first = 0; first < task->count; first += task->batch_size) {
        Batch batch = batch_at(task, first, task->batch_size);
        if (thread == 0) task->done = first + batch.size;
        if (batch.weight == 0) continue; /* it has nothing to teach, and nobody waits */
        Rule rule = make_rule(task, whole ? whole : batch.weight, steps++);
        step(n, batch, &rule, team, thread);
        if (thread == 0) {
            count_costs(n, batch);
            task->state_steps = steps;
            if (++since_pulse > quiet) {
                since_pulse = 0;
                run->stop = !keep_going(task, team, mode);
            }
        }
        meet(team);
        if (run->stop) break;
    }
    restore_mode(mode);
}

static void write_outputs(const Network *n, Batch batch, Share samples) {
    const Task *task = n->task;
    const Layer *last = &n->layers[task->layers - 1];
    int64_t start = samples.first * last->stride;
    if (last->activation != SOFTMAX)
        activate(last->activation, last->a + start, last->delta + start,
                 (samples.last - samples.first) * last->stride);
    for (int64_t s = samples.first; s < samples.last; s++) {
        real *a = last->a + s * last->stride;
        if (last->activation == SOFTMAX) softmax(a, last->outputs);
        memcpy((real *)task->out + (batch.first + s) * last->outputs, a,
               (size_t)last->outputs * sizeof(real));
    }
}

/* Forward only, and then either outputs or costs. */
static void answer(Network *n, Batch batch, Team *team, int thread) {
    int inputs = read_inputs(n, batch, team, thread);
    for (int l = 0; l < n->task->layers; l++) {
        forward(n, l, batch, inputs, team, thread);
        meet(team);
    }
    Share samples = share_samples(batch, team, thread);
    if (n->task->out) write_outputs(n, batch, samples);
    else judge(n, batch, samples);
    meet(team);
}

static void answer_all(void *context, Team *team, int thread) {
    Run *run = context;
    Network *n = run->network;
    Task *task = n->task;
    Mode mode = flush_subnormals();
    for (int64_t first = 0; first < task->count; first += task->batch_size) {
        Batch batch = batch_at(task, first, task->batch_size);
        answer(n, batch, team, thread);
        if (thread == 0) {
            if (!task->out) {
                count_costs(n, batch);
                for (int64_t s = 0; s < batch.size; s++) task->right += n->right[s];
            }
            task->done = first + batch.size;
            run->stop = !keep_going(task, team, mode);
        }
        meet(team);
        if (run->stop) break;
    }
    restore_mode(mode);
}

/* Threads pay where a batch is millions of multiplications; they meet a dozen times. */
static int useful_threads(const Task *task) {
    if (multiplications(task) < 4e6) return 1;
    return task->threads < MOST_THREADS ? task->threads : MOST_THREADS;
}

static int run(Task *task) {
    if (task->batch_size > task->count) task->batch_size = task->count;
    if (task->count == 0) return RAN;
    int threads = useful_threads(task);
    Run run = {open_network(task, task->batch_size, threads), 0};
    if (!run.network) return OUT_OF_MEMORY;
    work_together(threads, task->optimiser == NONE ? answer_all : train, &run);
    if (task->optimiser != NONE) return_parameters(run.network);
    close_network(run.network);
    return run.stop ? STOPPED : RAN;
}

static void *prepare(Task *task) { return open_network(task, 1, 1); }

static void predict_alone(void *context, Team *team, int thread) {
    Mode mode = flush_subnormals();
    answer(context, (Batch){0, 1, 1}, team, thread);
    restore_mode(mode);
}

static void predict(void *network, const void *x, int x_is_bytes, void *out) {
    Task *task = ((Network *)network)->task;
    task->x = x;
    task->x_is_bytes = x_is_bytes;
    task->out = out;
    work_together(1, predict_alone, network);
}

static void release(void *network) { close_network(network); }
