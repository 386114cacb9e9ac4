/* See arguments.h. */

#include "arguments.h"

#include <string.h>

static const struct {
    const char *name;
    const Kernel *of_float, *of_double;
} variants[] = {
#ifdef HAVE_VARIANTS
    {"avx512", &kernel_avx512_float, &kernel_avx512_double},
    {"avx2", &kernel_avx2_float, &kernel_avx2_double},
#endif
    {"baseline", &kernel_baseline_float, &kernel_baseline_double},
};
enum { VARIANTS = sizeof variants / sizeof *variants };

int variant_runs_here(const char *name) {
#ifdef HAVE_VARIANTS
    __builtin_cpu_init();
    if (!strcmp(name, "avx512"))
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512vbmi2") && variant_runs_here("avx2");
    if (!strcmp(name, "avx2"))
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
               __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
               __builtin_cpu_supports("popcnt");
#endif
    return !strcmp(name, "baseline");
}

/* The variant asked for by name, or with an empty name the best that runs here. */
static int choose_kernel(Arguments *arguments, const char *name) {
    for (int i = 0; i < VARIANTS; i++)
        if ((!*name || !strcmp(name, variants[i].name)) && variant_runs_here(variants[i].name)) {
            int is_float = arguments->number[0] == 'f';
            arguments->kernel = is_float ? variants[i].of_float : variants[i].of_double;
            return 1;
        }
    PyErr_Format(PyExc_ValueError, "no variant '%s' of the kernel runs on this processor", name);
    return 0;
}

static const char *spelled(const char *format) {
    switch (*format) {
    case 'f': return "float32";
    case 'd': return "float64";
    case 'B': return "uint8";
    default: return "int64";
    }
}

static int same_format(const char *given, const char *wanted) {
    if (*wanted == 'q') /* 64-bit integers have two names */
        return !strcmp(given, "q") || (sizeof(long) == 8 && !strcmp(given, "l"));
    return !strcmp(given, wanted);
}

static void *refuse(const Py_buffer *view, const char *format, Py_ssize_t count, int writable,
                    const char *name, int layer) {
    char where[64], wanted[32] = "some";
    if (layer < 0) PyOS_snprintf(where, sizeof where, "%s", name);
    else PyOS_snprintf(where, sizeof where, "%s[%d]", name, layer);
    if (count >= 0) PyOS_snprintf(wanted, sizeof wanted, "%lld", (long long)count);
    PyErr_Format(PyExc_ValueError, "%s: expected %s numbers of type %s in C order%s, got %zd of format '%s'%s",
                 where, wanted, spelled(format), writable ? ", writable" : "",
                 view->itemsize ? view->len / view->itemsize : 0, view->format ? view->format : "B",
                 view->readonly ? ", read-only" : "");
    return NULL;
}

void *borrow(Arguments *arguments, PyObject *object, const char *format, Py_ssize_t count,
             int writable, const char *name, int layer) {
    Py_buffer *views = PyMem_Realloc(arguments->views, (size_t)(arguments->borrowed + 1) * sizeof *views);
    if (!views) return PyErr_NoMemory();
    arguments->views = views;
    Py_buffer *view = &views[arguments->borrowed];
    if (PyObject_GetBuffer(object, view, PyBUF_ND | PyBUF_STRIDES | PyBUF_FORMAT)) return NULL;
    arguments->borrowed++;
    if (!same_format(view->format ? view->format : "B", format) || !PyBuffer_IsContiguous(view, 'C') ||
        (count >= 0 && view->len / view->itemsize != count) || (writable && view->readonly) ||
        (uintptr_t)view->buf % (size_t)view->itemsize)
        return refuse(view, format, count, writable, name, layer);
    return view->buf ? view->buf : (void *)format; /* an empty array may lie nowhere */
}

static Py_ssize_t length_of_last(const Arguments *arguments) {
    const Py_buffer *view = &arguments->views[arguments->borrowed - 1];
    return view->len / view->itemsize;
}

/* The format of an array; "" if it is none. */
static char format_of(PyObject *object) {
    Py_buffer view;
    if (PyObject_GetBuffer(object, &view, PyBUF_ND | PyBUF_STRIDES | PyBUF_FORMAT)) {
        PyErr_Clear();
        return 0;
    }
    char format = !view.format ? 'B' : view.format[1] ? 0 : view.format[0];
    PyBuffer_Release(&view);
    return format;
}

/* A list of `count` arrays, sizes as `layer_size` says, into `places`, `step` apart. */
static int borrow_layers(Arguments *arguments, PyObject *list, int weights, int writable,
                         const char *name, void **places, int step) {
    const int64_t *sizes = arguments->sizes;
    if (!PyList_Check(list) || PyList_Size(list) != arguments->task.layers) {
        PyErr_Format(PyExc_ValueError, "%s: expected a list of %d arrays, one a layer", name,
                     arguments->task.layers);
        return 0;
    }
    for (int l = 0; l < arguments->task.layers; l++) {
        Py_ssize_t count = (Py_ssize_t)(weights ? sizes[l] * sizes[l + 1] : sizes[l + 1]);
        places[l * step] = borrow(arguments, PyList_GetItem(list, l), arguments->number, count,
                                  writable, name, l);
        if (!places[l * step]) return 0;
    }
    return 1;
}

int take_network(Arguments *arguments, const char *variant, PyObject *sizes, PyObject *activations,
                 PyObject *w, PyObject *b, int writable) {
    Task *task = &arguments->task;
    Py_ssize_t layers = PyList_Check(activations) ? PyList_Size(activations) : 0;
    if (layers < 1 || layers > 10000 || !PyList_Check(sizes) || PyList_Size(sizes) != layers + 1 ||
        !PyList_Check(w) || PyList_Size(w) != layers) {
        PyErr_SetString(PyExc_ValueError, "expected a list of sizes, one longer than that of activations");
        return 0;
    }
    task->layers = (int)layers;
    arguments->sizes = PyMem_Calloc((size_t)layers + 1, sizeof(int64_t));
    arguments->activations = PyMem_Calloc((size_t)layers, sizeof(int));
    task->w = PyMem_Calloc((size_t)layers * 2, sizeof(void *));
    if (!arguments->sizes || !arguments->activations || !task->w) return PyErr_NoMemory() != NULL;
    task->b = task->w + layers;
    task->sizes = arguments->sizes;
    task->activations = arguments->activations;
    for (Py_ssize_t l = 0; l <= layers; l++) {
        arguments->sizes[l] = PyLong_AsLongLong(PyList_GetItem(sizes, l));
        if (l < layers) arguments->activations[l] = (int)PyLong_AsLong(PyList_GetItem(activations, l));
        if (PyErr_Occurred()) return 0;
        if (arguments->sizes[l] < 1 || arguments->sizes[l] > INT32_MAX) {
            PyErr_Format(PyExc_ValueError, "sizes[%zd]: expected 1 or more, got %lld", l,
                         (long long)arguments->sizes[l]);
            return 0;
        }
    }
    arguments->number[0] = format_of(PyList_GetItem(w, 0)) == 'd' ? 'd' : 'f';
    return choose_kernel(arguments, variant) && borrow_layers(arguments, w, 1, writable, "w", task->w, 1) &&
           borrow_layers(arguments, b, 0, writable, "b", task->b, 1);
}

/* Lists of `states` lists of arrays; none for plain SGD. */
int take_state(Arguments *arguments, PyObject *w_state, PyObject *b_state) {
    Task *task = &arguments->task;
    Py_ssize_t needed = task->optimiser == SGD ? 0 : task->optimiser == ADAM ? 2 : 1;
    if (!PyList_Check(w_state) || !PyList_Check(b_state) || PyList_Size(w_state) != needed ||
        PyList_Size(b_state) != needed) {
        PyErr_Format(PyExc_ValueError, "state: expected %zd lists of arrays for w and for b", needed);
        return 0;
    }
    task->w_state = PyMem_Calloc((size_t)task->layers * 4, sizeof(void *));
    if (!task->w_state) return PyErr_NoMemory() != NULL;
    task->b_state = task->w_state + 2 * task->layers;
    for (Py_ssize_t s = 0; s < needed; s++)
        if (!borrow_layers(arguments, PyList_GetItem(w_state, s), 1, 1, "state of w", task->w_state + s, 2) ||
            !borrow_layers(arguments, PyList_GetItem(b_state, s), 0, 1, "state of b", task->b_state + s, 2))
            return 0;
    return 1;
}

static int within(const int64_t *numbers, int64_t count, int64_t limit, const char *name) {
    for (int64_t i = 0; i < count; i++)
        if (numbers[i] < 0 || numbers[i] >= limit) {
            PyErr_Format(PyExc_ValueError, "%s[%lld]: expected 0 to %lld, got %lld", name, (long long)i,
                         (long long)limit - 1, (long long)numbers[i]);
            return 0;
        }
    return 1;
}

/* x (n, n_0); y labels (n,), targets (n, n_L) or None; sample_weights and order may be None. */
int take_data(Arguments *arguments, PyObject *x, PyObject *y, PyObject *sample_weights, PyObject *order) {
    Task *task = &arguments->task;
    int64_t inputs = task->sizes[0], outputs = task->sizes[task->layers];
    task->x_is_bytes = format_of(x) == 'B';
    task->x = borrow(arguments, x, task->x_is_bytes ? "B" : arguments->number, -1, 0, "x", -1);
    if (!task->x) return 0;
    Py_ssize_t rows = (Py_ssize_t)(length_of_last(arguments) / inputs);
    if (rows * inputs != length_of_last(arguments)) {
        PyErr_Format(PyExc_ValueError, "x: expected rows of %lld", (long long)inputs);
        return 0;
    }
    task->count = rows;
    if (y != Py_None && format_of(y) != arguments->number[0]) {
        task->labels = borrow(arguments, y, "q", rows, 0, "y", -1);
        if (!task->labels || !within(task->labels, rows, outputs, "y")) return 0;
    } else if (y != Py_None) {
        task->targets = borrow(arguments, y, arguments->number, (Py_ssize_t)(rows * outputs), 0, "y", -1);
        if (!task->targets) return 0;
    }
    if (sample_weights != Py_None) {
        task->sample_weights = borrow(arguments, sample_weights, arguments->number, rows, 0, "sample_weights", -1);
        if (!task->sample_weights) return 0;
    }
    if (order != Py_None) {
        task->order = borrow(arguments, order, "q", -1, 0, "order", -1);
        if (!task->order) return 0;
        task->count = length_of_last(arguments);
        if (!within(task->order, task->count, rows, "order")) return 0;
    }
    return 1;
}

int take_dropout(Arguments *arguments, PyObject *dropout, PyObject *streams) {
    Task *task = &arguments->task;
    if (dropout == Py_None) return 1;
    if (!PyList_Check(dropout) || PyList_Size(dropout) != task->layers || !PyList_Check(streams) ||
        PyList_Size(streams) != task->layers) {
        PyErr_Format(PyExc_ValueError, "dropout: expected %d probabilities and as many streams", task->layers);
        return 0;
    }
    arguments->dropout = PyMem_Calloc((size_t)task->layers, sizeof(double));
    arguments->dropout_stream = PyMem_Calloc((size_t)task->layers, sizeof(uint64_t));
    if (!arguments->dropout || !arguments->dropout_stream) return PyErr_NoMemory() != NULL;
    for (int l = 0; l < task->layers; l++) {
        double p = arguments->dropout[l] = PyFloat_AsDouble(PyList_GetItem(dropout, l));
        arguments->dropout_stream[l] = PyLong_AsUnsignedLongLong(PyList_GetItem(streams, l));
        if (PyErr_Occurred()) return 0;
        if (!(p >= 0 && p < 1)) {
            PyErr_Format(PyExc_ValueError, "dropout[%d]: expected 0 or more and less than 1", l);
            return 0;
        }
    }
    task->dropout = arguments->dropout;
    task->dropout_stream = arguments->dropout_stream;
    return 1;
}

int take_steps(Arguments *arguments, PyObject *steps) {
    arguments->steps = borrow(arguments, steps, "q", 1, 1, "steps", -1);
    if (!arguments->steps) return 0;
    arguments->task.steps = *arguments->steps;
    return 1;
}

int take_outputs(Arguments *arguments, PyObject *out) {
    Task *task = &arguments->task;
    Py_ssize_t count = (Py_ssize_t)(task->count * task->sizes[task->layers]);
    task->out = borrow(arguments, out, arguments->number, count, 1, "out", -1);
    return task->out != NULL;
}

void give_back(Arguments *arguments) {
    for (int i = 0; i < arguments->borrowed; i++) PyBuffer_Release(&arguments->views[i]);
    PyMem_Free(arguments->views);
    PyMem_Free(arguments->sizes);
    PyMem_Free(arguments->activations);
    PyMem_Free(arguments->dropout);
    PyMem_Free(arguments->dropout_stream);
    PyMem_Free(arguments->task.w);
    PyMem_Free(arguments->task.w_state);
}
