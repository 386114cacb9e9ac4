/* Predictor: a network packed once, for being asked about one sample at a time. A call
   takes about as long as Python needs to make it. */

#include "fields.h"

#include <string.h>

typedef struct {
    PyObject_HEAD
    Arguments arguments; /* holds sizes, activations and kernel, and borrows no arrays */
    void *network;
    void *out;
} Predictor;

/* Predictor(variant, task): copies of the task's w and b as they are now. */
static PyObject *create(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    const char *variant;
    PyObject *object;
    (void)keywords;
    if (!PyArg_ParseTuple(args, "sO", &variant, &object)) return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Predictor *self = (Predictor *)allocate(type, 0);
    if (!self) return NULL;
    Arguments *arguments = &self->arguments;
    Task *task = &arguments->task;
    if (!take_network(arguments, variant, object, 0)) {
        Py_DECREF(self);
        return NULL;
    }
    task->batch_size = task->count = task->threads = 1;
    self->network = arguments->kernel->prepare(task);
    self->out = PyMem_Calloc((size_t)task->sizes[task->layers], sizeof(double));
    while (arguments->borrowed > 0) PyBuffer_Release(&arguments->views[--arguments->borrowed]);
    Py_CLEAR(arguments->held);
    if (!self->network || !self->out) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}

static void destroy(PyObject *object) {
    Predictor *self = (Predictor *)object;
    PyTypeObject *type = Py_TYPE(object);
    if (self->network) self->arguments.kernel->release(self->network);
    PyMem_Free(self->out);
    give_back(&self->arguments);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(object);
    Py_DECREF(type);
}

/* Whether a row of floats or doubles has no NaN and nothing infinite. (All of it is looked at: that
   becomes vectors, and an early end does not.) */
static int is_finite(const void *row, int64_t count, int is_float) {
    const uint32_t *f = row, f_most = 0x7f800000; /* the exponent of what is no finite number */
    const uint64_t *d = row, d_most = 0x7ff0000000000000;
    int bad = 0;
    if (is_float)
        for (int64_t i = 0; i < count; i++) bad |= (f[i] & f_most) == f_most;
    else
        for (int64_t i = 0; i < count; i++) bad |= (d[i] & d_most) == d_most;
    return !bad;
}

/* Fills self->out for one row, of bytes or of the network's numbers; 0: refused. */
static int ask(Predictor *self, PyObject *x) {
    Arguments *arguments = &self->arguments;
    Task *task = &arguments->task;
    Py_buffer view;
    if (PyObject_GetBuffer(x, &view, PyBUF_ND | PyBUF_FORMAT)) return 0;
    const char *format = view.format ? view.format : "B";
    int is_bytes = !strcmp(format, "B");
    int fits = (is_bytes || !strcmp(format, arguments->number)) &&
               view.itemsize == (is_bytes ? 1 : *arguments->number == 'f' ? 4 : 8) &&
               view.len == (Py_ssize_t)task->sizes[0] * view.itemsize &&
               (uintptr_t)view.buf % (size_t)view.itemsize == 0;
    int64_t inputs = task->sizes[0];
    int good = fits && (is_bytes || is_finite(view.buf, inputs, *arguments->number == 'f'));
    if (good) arguments->kernel->predict(self->network, view.buf, is_bytes, self->out);
    else if (fits) PyErr_SetString(PyExc_ValueError, "x: expected finite numbers");
    else
        PyErr_Format(PyExc_ValueError, "x: expected %lld numbers of type uint8 or %s, got %zd of format '%s'",
                     (long long)inputs, *arguments->number == 'f' ? "float32" : "float64",
                     view.itemsize ? view.len / view.itemsize : 0, format);
    PyBuffer_Release(&view);
    return good;
}

static PyObject *label(PyObject *object, PyObject *x) {
    Predictor *self = (Predictor *)object;
    if (!ask(self, x)) return NULL;
    int64_t outputs = self->arguments.task.sizes[self->arguments.task.layers], best = 0;
    const float *f = self->out;
    const double *d = self->out;
    int is_float = *self->arguments.number == 'f';
    for (int64_t j = 1; j < outputs; j++)
        if (is_float ? f[j] > f[best] : d[j] > d[best]) best = j;
    return PyLong_FromLongLong(best);
}

static PyObject *feedforward(PyObject *object, PyObject *const *arguments, Py_ssize_t count) {
    Predictor *self = (Predictor *)object;
    if (count != 2) {
        PyErr_SetString(PyExc_TypeError, "feedforward(x, out) takes two arrays");
        return NULL;
    }
    if (!ask(self, arguments[0])) return NULL;
    Arguments *own = &self->arguments;
    int64_t outputs = own->task.sizes[own->task.layers];
    void *out = borrow(own, arguments[1], own->number, NO_ROWS, outputs, 1, "out", -1);
    if (out) memcpy(out, self->out, (size_t)last_view(own)->len);
    while (own->borrowed > 0) PyBuffer_Release(&own->views[--own->borrowed]);
    if (!out) return NULL;
    Py_INCREF(arguments[1]);
    return arguments[1];
}

static PyMethodDef methods[] = {
    {"label", label, METH_O, "The index of the largest output for one row of inputs."},
    {"feedforward", (PyCFunction)(void (*)(void))feedforward, METH_FASTCALL,
     "feedforward(x, out): fills out with the outputs for one row of inputs, and returns it."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_new, create}, {Py_tp_dealloc, destroy}, {Py_tp_methods, methods}, {0, NULL},
};

PyType_Spec predictor_spec = {
    .name = "groundup.engines._native.Predictor",
    .basicsize = sizeof(Predictor),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = slots,
};
