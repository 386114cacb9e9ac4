/* A call: batch after batch, in as many threads as pay. */

/* Numbers too small to be written normally (subnormals) are handled at a hundredth of the
   speed by some processors. They are taken as 0 while this thread is in here, and the
   thread's mode is put back on the way out. */
#if IS_X86
typedef unsigned Mode; /* MXCSR; 0x8000 takes results as 0, 0x40 what is read */
static Mode read_mode(void) { return _mm_getcsr(); }
static void restore_mode(Mode mode) { _mm_setcsr(mode); }
enum { FLUSH = 0x8040 };
#elif HAVE_NEON
typedef uint64_t Mode; /* FPCR; its bit 24 is both */
static Mode read_mode(void) {
    Mode mode;
    __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
    return mode;
}
static void restore_mode(Mode mode) { __asm__ volatile("msr fpcr, %0" : : "r"(mode) : "memory"); }
enum { FLUSH = 1 << 24 };
#else
typedef int Mode;
static Mode read_mode(void) { return 0; }
static void restore_mode(Mode mode) { (void)mode; }
enum { FLUSH = 0 };
#endif

static Mode flush_subnormals(void) {
    Mode mode = read_mode();
    restore_mode(mode | FLUSH);
    return mode;
}

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

/* Adds up the costs of the batch's samples, in their order. */
static void count_costs(Task *task, const double *cost, Batch batch) {
    for (int64_t s = 0; s < batch.size; s++) {
        double weight = sample_weight(task, batch.first + s);
        if (weight != 0) task->cost_sum += weight * cost[s];
    }
    task->weight_sum += batch.weight;
}

static double multiplications(const Task *task) { /* of a batch, one way */
    double products = 0;
    for (int l = 0; l < task->layers; l++) {
        double each = (double)task->sizes[l]; /* for every one of z, of which pooling keeps a fourth */
        if (l < convolutions_of(task)) {
            Filters f = shape_filters(task, l);
            each = 4.0 * (double)(f.k * f.run);
        }
        products += each * (double)task->sizes[l + 1];
    }
    return products * (double)task->batch_size;
}

/* Small batches take microseconds each, and looking at the clock takes its time too. */
static int64_t batches_between_pulses(const Task *task, double products) {
    return 1 + (int64_t)(products / (multiplications(task) + 1));
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
    int64_t steps = task->state_steps, quiet = batches_between_pulses(task, 4e6), since_pulse = quiet;
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
            count_costs(task, n->cost, batch);
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

/* Threads pay where there are millions of multiplications between two meetings. */
static int useful_threads(const Task *task, double products) {
    if (products < 4e6) return 1;
    return task->threads < MOST_THREADS ? task->threads : MOST_THREADS;
}

static int run_steps(Task *task) {
    int threads = useful_threads(task, multiplications(task));
    Run run = {open_network(task, task->batch_size, threads, NULL), 0};
    if (!run.network) return OUT_OF_MEMORY;
    work_together(threads, train, &run);
    return_parameters(run.network);
    close_network(run.network);
    return run.stop ? STOPPED : RAN;
}

/* A call that learns nothing: each thread's network, and every sample's cost and whether it is right. */
typedef struct {
    Task *task;
    Network *networks[MOST_THREADS];
    double *cost;
    uint8_t *right;
    int stop; /* written by thread 0 while all others wait */
} Answers;

/* Threads take batches in turns until a round is over, and rest while Python is called. */
static void answer_all(void *context, Team *team, int thread) {
    Answers *answers = context;
    Task *task = answers->task;
    Network *n = answers->networks[thread];
    int64_t size = task->batch_size, batches = (task->count + size - 1) / size;
    int64_t round = team_size(team) * batches_between_pulses(task, 4e8);
    Mode mode = flush_subnormals();
    for (int64_t last = round; !answers->stop; last += round) {
        for (int64_t turn; (turn = take_turn(team)) < last && turn < batches;) {
            n->cost = answers->cost + turn * size;
            n->right = answers->right + turn * size;
            answer(n, batch_at(task, turn * size, size));
        }
        meet(team);
        if (thread == 0) {
            start_turns(team, last);
            task->done = last < batches ? last * size : task->count;
            answers->stop = !keep_going(task, team, mode);
        }
        meet(team);
        if (last >= batches) break;
    }
    restore_mode(mode);
}

static int open_answers(Answers *answers, int threads) {
    Task *task = answers->task;
    Network **networks = answers->networks;
    for (int t = 0; t < threads; t++)
        if (!(networks[t] = open_network(task, task->batch_size, 1, networks[0]))) return 0;
    answers->cost = allocate(networks[0], task->count, 1, sizeof *answers->cost);
    answers->right = allocate(networks[0], task->count, 1, sizeof *answers->right);
    return answers->right != NULL;
}

static void count_answers(const Answers *answers) {
    Task *task = answers->task;
    count_costs(task, answers->cost, batch_at(task, 0, task->done));
    for (int64_t s = 0; s < task->done; s++) task->right += answers->right[s];
}

static int run_answers(Task *task) {
    int64_t batches = (task->count + task->batch_size - 1) / task->batch_size;
    int threads = useful_threads(task, (double)batches * multiplications(task));
    if (threads > batches) threads = (int)batches;
    Answers answers = {.task = task};
    int opened = open_answers(&answers, threads);
    if (opened) {
        work_together(threads, answer_all, &answers);
        if (!task->out) count_answers(&answers);
    }
    for (int t = threads - 1; t >= 0; t--) close_network(answers.networks[t]);
    return !opened ? OUT_OF_MEMORY : answers.stop ? STOPPED : RAN;
}

static int run(Task *task) {
    if (task->batch_size > task->count) task->batch_size = task->count;
    if (task->count == 0) return RAN;
    return task->optimiser == NONE ? run_answers(task) : run_steps(task);
}

static void *prepare(Task *task) { return open_network(task, 1, 1, NULL); }

static void predict(void *network, const void *x, int x_is_bytes, void *out) {
    Task *task = ((Network *)network)->task;
    task->x = x;
    task->x_is_bytes = x_is_bytes;
    task->out = out;
    Mode mode = flush_subnormals();
    answer(network, (Batch){0, 1, 1});
    restore_mode(mode);
}

static void release(void *network) { close_network(network); }
