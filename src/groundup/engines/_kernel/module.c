/* groundup.engines._native: what engines/kernel.py calls. A call gets its Task as one object, whose
   fields arguments.c reads; only what could make the kernel read or write where it must not is
   checked there again. */

#include "fields.h"
#include "variants.h"

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
static int run_task(Arguments *arguments, PyObject *object) {
    Pulse beat = {field(arguments, object, "progress"), NULL, seconds()};
    if (!beat.progress) return 0;
    arguments->task.pulse = pulse;
    arguments->task.context = &beat;
    beat.state = PyEval_SaveThread();
    int ended = arguments->kernel->run(&arguments->task);
    PyEval_RestoreThread(beat.state);
    if (arguments->steps) *arguments->steps = arguments->task.state_steps;
    if (ended == OUT_OF_MEMORY) PyErr_NoMemory();
    return ended == RAN;
}

/* Samples computed at once where nobody takes steps, whatever the threads: threads share those that
   gradients are added up of, and have those that are only answered to themselves. */
enum { GRADIENT_BATCH = 256, ANSWER_BATCH = 64, PICTURE_BATCH = 32 };

/* Fewer where layers convolve: what one of them makes of a picture is thousands of numbers. */
static void take_at_once(Task *task, int64_t samples) {
    task->batch_size = task->sides[0] && samples > PICTURE_BATCH ? PICTURE_BATCH : samples;
}

static PyObject *py_run(PyObject *module, PyObject *args) {
    (void)module;
    const char *variant;
    PyObject *task, *state, *result = NULL;
    Arguments arguments = {0};
    if (!PyArg_ParseTuple(args, "sOO", &variant, &task, &state)) return NULL;
    if (take_network(&arguments, variant, task, 1) && take_inputs(&arguments, task) &&
        take_targets(&arguments, task) && take_learning(&arguments, task, state) && run_task(&arguments, task))
        result = Py_BuildValue("dd", arguments.task.cost_sum, arguments.task.weight_sum);
    give_back(&arguments);
    return result;
}

static PyObject *py_gradients(PyObject *module, PyObject *args) {
    (void)module;
    const char *variant;
    PyObject *task, *sums, *result = NULL;
    Arguments arguments = {0};
    if (!PyArg_ParseTuple(args, "sOO", &variant, &task, &sums)) return NULL;
    int ran = take_network(&arguments, variant, task, 0) && take_inputs(&arguments, task) &&
              take_targets(&arguments, task) && take_state(&arguments, sums, 1);
    arguments.task.optimiser = GRADIENT;
    if (ran) take_at_once(&arguments.task, GRADIENT_BATCH);
    if (ran && run_task(&arguments, task))
        result = Py_BuildValue("dd", arguments.task.cost_sum, arguments.task.weight_sum);
    give_back(&arguments);
    return result;
}

static PyObject *py_evaluate(PyObject *module, PyObject *args) {
    (void)module;
    const char *variant;
    PyObject *task, *result = NULL;
    Arguments arguments = {0};
    if (!PyArg_ParseTuple(args, "sO", &variant, &task)) return NULL;
    int taken = take_network(&arguments, variant, task, 0) && take_inputs(&arguments, task) &&
                take_targets(&arguments, task);
    if (taken) take_at_once(&arguments.task, ANSWER_BATCH);
    if (taken && run_task(&arguments, task))
        result = Py_BuildValue("ddL", arguments.task.cost_sum, arguments.task.weight_sum,
                               (long long)arguments.task.right);
    give_back(&arguments);
    return result;
}

static PyObject *py_feedforward(PyObject *module, PyObject *args) {
    (void)module;
    const char *variant;
    PyObject *task, *out;
    Arguments arguments = {0};
    if (!PyArg_ParseTuple(args, "sOO", &variant, &task, &out)) return NULL;
    int ran = take_network(&arguments, variant, task, 0) && take_inputs(&arguments, task) &&
              take_outputs(&arguments, out);
    if (ran) take_at_once(&arguments.task, ANSWER_BATCH);
    ran = ran && run_task(&arguments, task);
    give_back(&arguments);
    if (!ran) return NULL;
    Py_RETURN_NONE;
}

static PyObject *py_variants(PyObject *module, PyObject *unused) {
    (void)module, (void)unused;
    PyObject *list = PyList_New(0);
    for (const Variant *variant = variants; list && variant->name; variant++) {
        PyObject *name = runs_here(variant) ? PyUnicode_FromString(variant->name) : NULL;
        if (name && PyList_Append(list, name)) Py_CLEAR(list);
        Py_XDECREF(name);
    }
    return list;
}

static PyMethodDef functions[] = {
    {"run", py_run, METH_VARARGS, "run(variant, task, state): steps; (sum of weighted costs, sum of weights)."},
    {"gradients", py_gradients, METH_VARARGS, "gradients(variant, task, sums): adds dw and db to the sums; returns as run does."},
    {"evaluate", py_evaluate, METH_VARARGS, "evaluate(variant, task): the same sums, and the number right."},
    {"feedforward", py_feedforward, METH_VARARGS, "feedforward(variant, task, out): fills `out` with outputs."},
    {"variants", py_variants, METH_NOARGS, "Names of the variants that this processor runs, best first."},
    {NULL, NULL, 0, NULL},
};

extern PyType_Spec predictor_spec;

/* A table of names as a tuple of the module. */
static int add_names(PyObject *module, const char *called, const char *const *names) {
    Py_ssize_t count = 0;
    while (names[count]) count++;
    PyObject *tuple = PyTuple_New(count);
    for (Py_ssize_t i = 0; tuple && i < count; i++) {
        PyObject *name = PyUnicode_FromString(names[i]);
        if (!name || PyTuple_SetItem(tuple, i, name)) Py_CLEAR(tuple);
    }
    int failed = !tuple || PyModule_AddObjectRef(module, called, tuple);
    Py_XDECREF(tuple);
    return failed ? -1 : 0;
}

static int fill_module(PyObject *module) {
    PyObject *type = PyType_FromSpec(&predictor_spec);
    if (!type) return -1;
    int failed = PyModule_AddObjectRef(module, "Predictor", type);
    Py_DECREF(type);
    return failed || add_names(module, "ACTIVATIONS", activation_names) || add_names(module, "COSTS", cost_names) ||
                   add_names(module, "OPTIMISERS", optimiser_names)
               ? -1
               : 0;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, fill_module}, {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, .m_name = "_native", .m_doc = "The training kernel in C.",
    .m_methods = functions, .m_slots = slots,
};

PyMODINIT_FUNC PyInit__native(void) { return PyModuleDef_Init(&definition); }
