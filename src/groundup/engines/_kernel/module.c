/* groundup.engines._native: what engines/kernel.py calls. Arguments come in the order and
   types that it gives them; only what could make the kernel read or write where it must
   not is checked here again. */

#include "arguments.h"

#include <time.h>

typedef struct {
    PyObject *progress; /* callable or None */
    PyThreadState *state;
    double last;
} Pulse;

static double seconds(void) {
    struct timespec now;
    timespec_get(&now, TIME_UTC);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Twenty times a second: is there a Ctrl-C, and does anyone want to know how far we are? */
static int pulse(Task *task) {
    Pulse *beat = task->context;
    double now = seconds();
    if (now >= beat->last && now < beat->last + 0.05) return 1;
    beat->last = now;
    PyEval_RestoreThread(beat->state);
    int going = PyErr_CheckSignals() == 0;
    if (going && beat->progress != Py_None) {
        PyObject *answer = PyObject_CallFunction(beat->progress, "L", (long long)task->done);
        going = answer != NULL;
        Py_XDECREF(answer);
    }
    beat->state = PyEval_SaveThread();
    return going;
}

/* Runs without the GIL. 0: an exception is set. */
static int run_task(Arguments *arguments, PyObject *progress) {
    Pulse beat = {progress, NULL, seconds()};
    arguments->task.pulse = pulse;
    arguments->task.context = &beat;
    beat.state = PyEval_SaveThread();
    int ended = arguments->kernel->run(&arguments->task);
    PyEval_RestoreThread(beat.state);
    if (arguments->steps) *arguments->steps = arguments->task.steps;
    if (ended == OUT_OF_MEMORY) PyErr_NoMemory();
    return ended == RAN;
}

static PyObject *py_train(PyObject *module, PyObject *args) {
    (void)module;
    const char *variant;
    PyObject *sizes, *activations, *w, *b, *w_state, *b_state, *steps, *x, *y, *sample_weights, *order;
    PyObject *dropout, *streams, *progress;
    Arguments arguments = {0};
    Task *task = &arguments.task;
    long long batch_size;
    if (!PyArg_ParseTuple(args, "sOOOOiiOOOOOOOL(dddddd)OOiO", &variant, &sizes, &activations, &w, &b,
                          &task->cost, &task->optimiser, &w_state, &b_state, &steps, &x, &y,
                          &sample_weights, &order, &batch_size, &task->eta, &task->l2, &task->momentum,
                          &task->beta1, &task->beta2, &task->epsilon, &dropout, &streams,
                          &task->threads, &progress))
        return NULL;
    task->batch_size = batch_size;
    PyObject *result = NULL;
    if (batch_size < 1 || task->threads < 1 || y == Py_None)
        PyErr_SetString(PyExc_ValueError, "expected y, and batch_size and threads of 1 or more");
    else if (take_network(&arguments, variant, sizes, activations, w, b, task->optimiser != GRADIENT) &&
             take_state(&arguments, w_state, b_state) && take_steps(&arguments, steps) &&
             take_data(&arguments, x, y, sample_weights, order) &&
             take_dropout(&arguments, dropout, streams) && run_task(&arguments, progress))
        result = Py_BuildValue("dd", task->cost_sum, task->weight_sum);
    give_back(&arguments);
    return result;
}

static PyObject *py_feedforward(PyObject *module, PyObject *args) {
    (void)module;
    const char *variant;
    PyObject *sizes, *activations, *w, *b, *x, *out;
    Arguments arguments = {.task = {.optimiser = -1, .batch_size = 96}};
    if (!PyArg_ParseTuple(args, "sOOOOOOi", &variant, &sizes, &activations, &w, &b, &x, &out,
                          &arguments.task.threads))
        return NULL;
    int ran = take_network(&arguments, variant, sizes, activations, w, b, 0) &&
              take_data(&arguments, x, Py_None, Py_None, Py_None) && take_outputs(&arguments, out) &&
              run_task(&arguments, Py_None);
    give_back(&arguments);
    if (!ran) return NULL;
    Py_RETURN_NONE;
}

static PyObject *py_variants(PyObject *module, PyObject *unused) {
    (void)module, (void)unused;
    static const char *const names[] = {"avx512", "avx2", "baseline"};
    PyObject *list = PyList_New(0);
    for (int i = 0; list && i < 3; i++) {
        PyObject *name = variant_runs_here(names[i]) ? PyUnicode_FromString(names[i]) : NULL;
        if (name && PyList_Append(list, name)) Py_CLEAR(list);
        Py_XDECREF(name);
    }
    return list;
}

static PyMethodDef functions[] = {
    {"train", py_train, METH_VARARGS, "One pass of steps; returns (sum of weighted costs, sum of weights)."},
    {"feedforward", py_feedforward, METH_VARARGS, "Fills `out` with the outputs for each row of x."},
    {"variants", py_variants, METH_NOARGS, "Names of the variants that this processor runs, best first."},
    {NULL, NULL, 0, NULL},
};

extern PyType_Spec predictor_spec;

static int fill_module(PyObject *module) {
    PyObject *type = PyType_FromSpec(&predictor_spec);
    if (!type) return -1;
    int failed = PyModule_AddObjectRef(module, "Predictor", type);
    Py_DECREF(type);
    return failed;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, fill_module}, {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, .m_name = "_native", .m_doc = "The training kernel in C.",
    .m_methods = functions, .m_slots = slots,
};

PyMODINIT_FUNC PyInit__native(void) { return PyModuleDef_Init(&definition); }
