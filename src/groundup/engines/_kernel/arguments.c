/* See arguments.h. */

#include "fields.h"
#include "variants.h"

#include <string.h>

const char *const activation_names[] = {"sigmoid", "tanh", "relu", "linear", "softmax", "exponential", NULL};
const char *const cost_names[] = {"quadratic", "cross-entropy", "poisson", NULL};
const char *const optimiser_names[] = {"sgd", "momentum", "nesterov", "adam", NULL};

/* The variant asked for by name, or with an empty name the best that runs here. */
static int choose_kernel(Arguments *arguments, const char *name) {
    const Variant *variant = find_variant(name);
    if (!variant) {
        PyErr_Format(PyExc_ValueError, "no variant '%s' of the kernel runs on this processor", name);
        return 0;
    }
    arguments->kernel = *arguments->number == 'f' ? variant->of_float : variant->of_double;
    return 1;
}

/* The shape that w[l] must have where all sizes and sides are known. Returns its axes. */
static int shape_of_w(const Task *task, int l, int64_t shape[MOST_AXES]) {
    int64_t side = task->sides[l], pooled = task->sides[l + 1];
    shape[0] = task->sizes[l + 1];
    shape[1] = task->sizes[l];
    if (!pooled) return 2;
    shape[0] /= pooled * pooled;
    shape[1] /= side * side;
    shape[2] = shape[3] = side - 2 * pooled + 1;
    return 4;
}

/* Arrays like w (or like b), a layer each, into `places`, `step` apart. */
static int borrow_layers(Arguments *arguments, PyObject *arrays, int like_w, const char *name,
                         void **places, int step) {
    PyObject *tuple = sequence(arguments, arrays, arguments->task.layers, name);
    for (int l = 0; tuple && l < arguments->task.layers; l++) {
        int64_t shape[MOST_AXES];
        int axes = shape_of_w(&arguments->task, l, shape);
        places[l * step] = borrow_shape(arguments, PyTuple_GetItem(tuple, l), arguments->number,
                                        like_w ? axes : 1, shape, 1, name, l);
        if (!places[l * step]) return 0;
    }
    return tuple != NULL;
}

/* The parts of a task */

static int too_large(int64_t size) {
    if (size >= 1 && size <= INT32_MAX) return 0;
    PyErr_Format(PyExc_ValueError, "w: expected layers of 1 to %d neurons, got %lld", INT32_MAX, (long long)size);
    return 1;
}

/* Layers that convolve, up to the first whose w has not four axes: their w and b. Returns how many, or -1. */
static int take_filters(Arguments *arguments, PyObject *w, PyObject *b, int writable) {
    Task *task = &arguments->task;
    int64_t channels = ANY;
    int l = 0;
    for (; l < task->layers && axes_of(PyTuple_GetItem(w, l)) == MOST_AXES; l++) {
        const int64_t wanted[MOST_AXES] = {ANY, channels, ANY, ANY};
        task->w[l] = borrow_shape(arguments, PyTuple_GetItem(w, l), arguments->number, MOST_AXES, wanted, writable,
                                  "w", l);
        if (!task->w[l]) return -1;
        const Py_ssize_t *shape = last_view(arguments)->shape;
        for (int axis = 0; axis < MOST_AXES; axis++)
            if (too_large(shape[axis])) return -1;
        if (shape[2] != shape[3]) {
            PyErr_Format(PyExc_ValueError, "w[%d]: expected square filters, got some of %zd by %zd", l, shape[2],
                         shape[3]);
            return -1;
        }
        channels = shape[0];
        arguments->sizes[l] = shape[1]; /* channels, until the sides are known */
        arguments->sides[l] = shape[2]; /* and k */
        task->b[l] = borrow(arguments, PyTuple_GetItem(b, l), arguments->number, NO_ROWS, channels, writable, "b", l);
        if (!task->b[l]) return -1;
    }
    if (l < task->layers) return l;
    PyErr_Format(PyExc_ValueError, "w[%d]: expected (n_out, n_in) in the last layer, which does not convolve", l - 1);
    return -1;
}

/* Pictures from the last one, of `outputs` numbers, back to the first: how large filters find them. */
static int take_sides(Arguments *arguments, int filters, int64_t channels, int64_t outputs) {
    int64_t *sizes = arguments->sizes, *sides = arguments->sides, side = 0;
    while (side * side * channels < outputs) side++; /* at most 46341 times */
    if (side * side * channels != outputs) {
        PyErr_Format(PyExc_ValueError, "w[%d]: expected inputs for a square picture of %lld channels, got %lld",
                     filters, (long long)channels, (long long)outputs);
        return 0;
    }
    sides[filters] = side;
    for (int l = filters - 1; l >= 0; l--) {
        sides[l] += 2 * side - 1;
        side = sides[l];
        if (side > 46340 || side * side * sizes[l] > INT32_MAX) {
            PyErr_Format(PyExc_ValueError, "w[%d]: expected pictures of at most %d numbers, got %lld by %lld pixels",
                         l, INT32_MAX, (long long)side, (long long)side);
            return 0;
        }
        sizes[l] *= side * side;
    }
    return 1;
}

/* Each w[l] wants as many inputs as there are outputs below it, or of the layer below that convolves as many
   channels. */
static int take_parameters(Arguments *arguments, PyObject *w, PyObject *b, int writable) {
    Task *task = &arguments->task;
    int filters = take_filters(arguments, w, b, writable);
    int64_t inputs = ANY;
    if (filters < 0) return 0;
    int64_t channels = filters ? last_view(arguments)->shape[0] : 0; /* as many as biases */
    for (int l = filters; l < task->layers; l++) {
        task->w[l] = borrow(arguments, PyTuple_GetItem(w, l), arguments->number, ANY, inputs, writable, "w", l);
        if (!task->w[l]) return 0;
        const Py_ssize_t *shape = last_view(arguments)->shape;
        if (too_large(shape[0]) || too_large(shape[1])) return 0;
        arguments->sizes[l] = shape[1];
        arguments->sizes[l + 1] = inputs = shape[0];
        task->b[l] = borrow(arguments, PyTuple_GetItem(b, l), arguments->number, NO_ROWS, inputs, writable, "b", l);
        if (!task->b[l]) return 0;
    }
    return !filters || take_sides(arguments, filters, channels, arguments->sizes[filters]);
}

static int take_activations(Arguments *arguments, PyObject *names) {
    int layers = arguments->task.layers;
    for (int l = 0; l < layers; l++) {
        int number = take_name(PyTuple_GetItem(names, l), activation_names, "activations");
        if (number < 0) return 0;
        if (number >= SOFTMAX && l < layers - 1) {
            PyErr_Format(PyExc_ValueError, "activations[%d]: %s is for the last layer", l, activation_names[number]);
            return 0;
        }
        arguments->activations[l] = number;
    }
    return 1;
}

int take_network(Arguments *arguments, const char *variant, PyObject *object, int writable) {
    Task *task = &arguments->task;
    task->optimiser = NONE;
    PyObject *w = sequence(arguments, field(arguments, object, "w"), ANY, "w");
    if (!w) return 0;
    Py_ssize_t layers = PyTuple_Size(w);
    if (layers < 1 || layers > 10000) {
        PyErr_Format(PyExc_ValueError, "w: expected 1 to 10000 arrays, got %zd", layers);
        return 0;
    }
    task->layers = (int)layers;
    PyObject *b = sequence(arguments, field(arguments, object, "b"), layers, "b");
    PyObject *names = b ? sequence(arguments, field(arguments, object, "activations"), layers, "activations") : NULL;
    if (!names) return 0;
    arguments->number = format_of(PyTuple_GetItem(w, 0)) == 'd' ? "d" : "f";
    arguments->sizes = PyMem_Calloc((size_t)layers + 1, sizeof(int64_t));
    arguments->sides = PyMem_Calloc((size_t)layers + 1, sizeof(int64_t));
    arguments->activations = PyMem_Calloc((size_t)layers, sizeof(int));
    task->w = PyMem_Calloc((size_t)layers * 2, sizeof(void *));
    if (!arguments->sizes || !arguments->sides || !arguments->activations || !task->w) return PyErr_NoMemory() != NULL;
    task->b = task->w + layers;
    task->sizes = arguments->sizes;
    task->sides = arguments->sides;
    task->activations = arguments->activations;
    return choose_kernel(arguments, variant) && take_activations(arguments, names) &&
           take_parameters(arguments, w, b, writable);
}

/* Numbers 0 to limit - 1, some of them or all, copied: nobody changes them while they are used. */
static int64_t *copy_of(const int64_t *numbers, const int64_t *places, int64_t count, int64_t limit, const char *name) {
    int64_t *copy = PyMem_Calloc((size_t)count + 1, sizeof *copy);
    if (!copy) return (int64_t *)PyErr_NoMemory();
    for (int64_t i = 0; i < count; i++) {
        int64_t place = places ? places[i] : i, number = copy[i] = numbers[place];
        if (number >= 0 && number < limit) continue;
        PyErr_Format(PyExc_ValueError, "%s[%lld]: expected 0 to %lld, got %lld", name, (long long)place,
                     (long long)limit - 1, (long long)number);
        PyMem_Free(copy);
        return NULL;
    }
    return copy;
}

/* x of which only what is not 0 is there. What it says of itself is asked again where it is used
   (scan.h): others may change it. */
static int take_sparse(Arguments *arguments, PyObject *x) {
    Task *task = &arguments->task;
    int64_t inputs;
    if (task->sides[0]) {
        PyErr_SetString(PyExc_ValueError, "x: expected whole pictures, for w[0] convolves, got sparse inputs");
        return 0;
    }
    if (!take_whole(arguments, x, "inputs", 1, &inputs)) return 0;
    if (inputs != task->sizes[0]) {
        PyErr_Format(PyExc_ValueError, "x: expected %lld inputs, got %lld", (long long)task->sizes[0],
                     (long long)inputs);
        return 0;
    }
    task->x = borrow(arguments, field(arguments, x, "numbers"), arguments->number, NO_ROWS, ANY, 0, "x.numbers", -1);
    if (!task->x) return 0;
    task->numbers = last_view(arguments)->shape[0];
    task->columns = borrow(arguments, field(arguments, x, "columns"), "i", NO_ROWS, task->numbers, 0, "x.columns", -1);
    task->starts = task->columns ? borrow(arguments, field(arguments, x, "starts"), "q", NO_ROWS, ANY, 0, "x.starts", -1)
                                 : NULL;
    if (!task->starts) return 0;
    arguments->rows = last_view(arguments)->shape[0] - 1;
    if (arguments->rows >= 0) return 1;
    PyErr_SetString(PyExc_ValueError, "x.starts: expected at least one number, got none");
    return 0;
}

static int take_rows(Arguments *arguments, PyObject *x) {
    Task *task = &arguments->task;
    if (PyObject_HasAttrString(x, "starts")) return take_sparse(arguments, x);
    task->x_is_bytes = format_of(x) == 'B';
    task->x = borrow(arguments, x, task->x_is_bytes ? "B" : arguments->number, ANY, task->sizes[0], 0, "x", -1);
    if (task->x) arguments->rows = last_view(arguments)->shape[0];
    return task->x != NULL;
}

/* x (n, n_0), and order, sample_weights and threads, which may be None. */
int take_inputs(Arguments *arguments, PyObject *object) {
    Task *task = &arguments->task;
    PyObject *x = field(arguments, object, "x"), *order = field(arguments, object, "order");
    PyObject *weights = field(arguments, object, "sample_weights");
    if (!x || !order || !weights || !take_rows(arguments, x)) return 0;
    int64_t rows = task->count = arguments->rows;
    if (weights != Py_None) {
        const void *given = borrow(arguments, weights, arguments->number, NO_ROWS, rows, 0, "sample_weights", -1);
        if (!given) return 0;
        /* Copied: threads that saw other weights would wait for each other at other batches. */
        size_t bytes = (size_t)last_view(arguments)->len;
        task->sample_weights = arguments->weights = PyMem_Malloc(bytes + 1);
        if (!arguments->weights) {
            PyErr_NoMemory();
            return 0;
        }
        memcpy(arguments->weights, given, bytes);
    }
    if (order != Py_None) {
        const int64_t *given = borrow(arguments, order, "q", NO_ROWS, ANY, 0, "order", -1);
        if (!given) return 0;
        task->count = last_view(arguments)->shape[0];
        task->order = arguments->order = copy_of(given, NULL, task->count, rows, "order");
        if (!task->order) return 0;
    }
    int64_t threads;
    if (!take_whole(arguments, object, "threads", 1, &threads)) return 0;
    task->threads = threads < INT32_MAX ? (int)threads : INT32_MAX;
    return 1;
}

/* cost and y: labels (n,) or targets (n, n_L). */
int take_targets(Arguments *arguments, PyObject *object) {
    Task *task = &arguments->task;
    int64_t outputs = task->sizes[task->layers], rows = arguments->rows;
    task->cost = take_name(field(arguments, object, "cost"), cost_names, "cost");
    if (task->cost < 0) return 0;
    int last = task->activations[task->layers - 1];
    int fits = task->cost == CROSS_ENTROPY ? last == SIGMOID || last == SOFTMAX
               : task->cost == POISSON     ? last == EXPONENTIAL
                                           : last < SOFTMAX;
    if (!fits) {
        PyErr_Format(PyExc_ValueError, "cost: %s does not go with %s outputs", cost_names[task->cost],
                     activation_names[last]);
        return 0;
    }
    PyObject *y = field(arguments, object, "y");
    if (!y) return 0;
    if (format_of(y) == *arguments->number) {
        task->targets = borrow(arguments, y, arguments->number, rows, outputs, 0, "y", -1);
        return task->targets != NULL;
    }
    const int64_t *labels = borrow(arguments, y, "q", NO_ROWS, rows, 0, "y", -1);
    if (!labels) return 0;
    task->labels = arguments->labels = copy_of(labels, task->order, task->count, outputs, "y");
    return task->labels != NULL;
}

/* Lists of lists of arrays, as many as are needed for each of w, and the count of steps. */
int take_state(Arguments *arguments, PyObject *state, int needed) {
    Task *task = &arguments->task;
    PyObject *w = sequence(arguments, field(arguments, state, "w"), needed, "state.w");
    PyObject *b = w ? sequence(arguments, field(arguments, state, "b"), needed, "state.b") : NULL;
    PyObject *steps = b ? field(arguments, state, "steps") : NULL;
    arguments->steps = steps ? borrow(arguments, steps, "q", NO_ROWS, 1, 1, "state.steps", -1) : NULL;
    if (!arguments->steps) return 0;
    task->state_steps = *arguments->steps;
    if (task->state_steps < 0 || task->state_steps > INT64_MAX - task->count) {
        PyErr_Format(PyExc_ValueError, "state.steps: no such number of steps: %lld", (long long)task->state_steps);
        return 0;
    }
    task->state_w = PyMem_Calloc((size_t)task->layers * 4, sizeof(void *));
    if (!task->state_w) return PyErr_NoMemory() != NULL;
    task->state_b = task->state_w + 2 * task->layers;
    for (int s = 0; s < needed; s++)
        if (!borrow_layers(arguments, PyTuple_GetItem(w, s), 1, "state.w", task->state_w + s, 2) ||
            !borrow_layers(arguments, PyTuple_GetItem(b, s), 0, "state.b", task->state_b + s, 2))
            return 0;
    return 1;
}

static int take_dropout(Arguments *arguments, PyObject *object) {
    Task *task = &arguments->task;
    PyObject *dropout = field(arguments, object, "dropout"), *streams = field(arguments, object, "dropout_streams");
    if (!dropout || !streams) return 0;
    if (dropout == Py_None || streams == Py_None) return 1;
    dropout = sequence(arguments, dropout, task->layers, "dropout");
    streams = dropout ? sequence(arguments, streams, task->layers, "dropout_streams") : NULL;
    if (!streams) return 0;
    arguments->dropout = PyMem_Calloc((size_t)task->layers, sizeof(double));
    arguments->dropout_streams = PyMem_Calloc((size_t)task->layers, sizeof(uint64_t));
    if (!arguments->dropout || !arguments->dropout_streams) return PyErr_NoMemory() != NULL;
    for (int l = 0; l < task->layers; l++) {
        PyObject *stream = hold(arguments, PyNumber_Index(PyTuple_GetItem(streams, l)));
        double p = arguments->dropout[l] = PyFloat_AsDouble(PyTuple_GetItem(dropout, l));
        arguments->dropout_streams[l] = stream ? PyLong_AsUnsignedLongLong(stream) : 0;
        if (PyErr_Occurred()) return 0;
        if (!(p >= 0 && p < 1)) {
            PyErr_Format(PyExc_ValueError, "dropout[%d]: expected 0 or more and less than 1", l);
            return 0;
        }
    }
    task->dropout = arguments->dropout;
    task->dropout_streams = arguments->dropout_streams;
    return 1;
}

int take_learning(Arguments *arguments, PyObject *object, PyObject *state) {
    Task *task = &arguments->task;
    task->optimiser = take_name(field(arguments, object, "optimiser"), optimiser_names, "optimiser");
    if (task->optimiser < 0) return 0;
    int needed = task->optimiser == SGD ? 0 : task->optimiser == ADAM ? 2 : 1;
    return take_whole(arguments, object, "batch_size", 1, &task->batch_size) &&
           take_number(arguments, object, "eta", &task->eta) && take_number(arguments, object, "l2", &task->l2) &&
           take_flag(arguments, object, "l2_shared", &task->l2_shared) &&
           take_flag(arguments, object, "epsilon_hat", &task->epsilon_hat) &&
           take_flag(arguments, object, "dropout_as_is", &task->dropout_as_is) &&
           take_number(arguments, object, "momentum", &task->momentum) &&
           take_number(arguments, object, "beta1", &task->beta1) &&
           take_number(arguments, object, "beta2", &task->beta2) &&
           take_number(arguments, object, "epsilon", &task->epsilon) && take_dropout(arguments, object) &&
           take_state(arguments, state, needed);
}

/* Outputs go where nothing else of the call lies. */
int take_outputs(Arguments *arguments, PyObject *out) {
    Task *task = &arguments->task;
    task->out = borrow(arguments, out, arguments->number, task->count, task->sizes[task->layers], 1, "out", -1);
    if (!task->out) return 0;
    const Py_buffer *own = last_view(arguments);
    uintptr_t start = (uintptr_t)own->buf, end = start + (size_t)own->len;
    for (int i = 0; i < arguments->borrowed - 1; i++) {
        uintptr_t other = (uintptr_t)arguments->views[i].buf;
        if (start < other + (size_t)arguments->views[i].len && other < end) {
            PyErr_SetString(PyExc_ValueError, "out: expected memory of its own, got some that w, b or x lies in");
            return 0;
        }
    }
    return 1;
}

void give_back(Arguments *arguments) {
    for (int i = 0; i < arguments->borrowed; i++) PyBuffer_Release(&arguments->views[i]);
    PyMem_Free(arguments->views);
    PyMem_Free(arguments->sizes);
    PyMem_Free(arguments->sides);
    PyMem_Free(arguments->order);
    PyMem_Free(arguments->weights);
    PyMem_Free(arguments->labels);
    PyMem_Free(arguments->activations);
    PyMem_Free(arguments->dropout);
    PyMem_Free(arguments->dropout_streams);
    PyMem_Free(arguments->task.w);
    PyMem_Free(arguments->task.state_w);
    Py_XDECREF(arguments->held);
}
