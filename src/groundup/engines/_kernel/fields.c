/* See fields.h. */

#include "fields.h"

#include <string.h>

PyObject *hold(Arguments *arguments, PyObject *object) {
    if (!object) return NULL;
    if (!arguments->held) arguments->held = PyList_New(0);
    int failed = !arguments->held || PyList_Append(arguments->held, object);
    Py_DECREF(object);
    return failed ? NULL : object; /* the list keeps it alive */
}

PyObject *field(Arguments *arguments, PyObject *object, const char *name) {
    return hold(arguments, PyObject_GetAttrString(object, name));
}

/* A sequence as a tuple, which nobody changes. */
PyObject *sequence(Arguments *arguments, PyObject *object, Py_ssize_t count, const char *name) {
    PyObject *tuple = object ? hold(arguments, PySequence_Tuple(object)) : NULL;
    if (tuple && count != ANY && PyTuple_Size(tuple) != count) {
        PyErr_Format(PyExc_ValueError, "%s: expected %zd, got %zd", name, count, PyTuple_Size(tuple));
        return NULL;
    }
    return tuple;
}

int take_whole(Arguments *arguments, PyObject *task, const char *name, int64_t least, int64_t *place) {
    PyObject *number = field(arguments, task, name);
    *place = number ? PyLong_AsLongLong(number) : 0;
    if (PyErr_Occurred()) return 0;
    if (*place >= least) return 1;
    PyErr_Format(PyExc_ValueError, "%s: expected %lld or more, got %lld", name, (long long)least,
                 (long long)*place);
    return 0;
}

int take_number(Arguments *arguments, PyObject *task, const char *name, double *place) {
    PyObject *number = field(arguments, task, name);
    *place = number ? PyFloat_AsDouble(number) : 0;
    return !PyErr_Occurred();
}

int take_flag(Arguments *arguments, PyObject *task, const char *name, int *place) {
    PyObject *flag = field(arguments, task, name);
    *place = flag ? PyObject_IsTrue(flag) : -1;
    return *place >= 0;
}

/* The place of a name in a table, or -1. */
int take_name(PyObject *name, const char *const *names, const char *what) {
    const char *given = name && PyUnicode_Check(name) ? PyUnicode_AsUTF8AndSize(name, NULL) : NULL;
    for (int i = 0; given && names[i]; i++)
        if (!strcmp(given, names[i])) return i;
    if (!PyErr_Occurred()) PyErr_Format(PyExc_ValueError, "%s: there is none called %R", what, name);
    return -1;
}

/* Arrays */

static const char *spelled(const char *format) {
    switch (*format) {
    case 'f': return "float32";
    case 'd': return "float64";
    case 'B': return "uint8";
    case 'i': return "int32";
    default: return "int64";
    }
}

static Py_ssize_t size_of(const char *format) {
    return *format == 'B' ? 1 : *format == 'f' || *format == 'i' ? 4 : 8;
}

static int same_format(const char *given, const char *wanted) {
    if (*wanted == 'q') /* 64-bit integers have two names */
        return !strcmp(given, "q") || (sizeof(long) == 8 && !strcmp(given, "l"));
    return !strcmp(given, wanted);
}

const Py_buffer *last_view(const Arguments *arguments) {
    return &arguments->views[arguments->borrowed - 1];
}

static void *refuse(const Py_buffer *view, const char *format, int axes, const int64_t *shape, int writable,
                    const char *name, int layer) {
    char where[64], all[128];
    int end = 0;
    if (layer < 0) PyOS_snprintf(where, sizeof where, "%s", name);
    else PyOS_snprintf(where, sizeof where, "%s[%d]", name, layer);
    for (int axis = 0; axis < axes; axis++) { /* of at most MOST_AXES, which have room */
        char length[32] = "n";
        if (shape[axis] >= 0) PyOS_snprintf(length, sizeof length, "%lld", (long long)shape[axis]);
        end += PyOS_snprintf(all + end, sizeof all - (size_t)end, "%s%s", axis ? ", " : "", length);
    }
    PyErr_Format(PyExc_ValueError, "%s: expected %s of shape (%s%s) in C order%s, got %zd bytes of format '%s'%s",
                 where, spelled(format), all, axes == 1 ? "," : "", writable ? ", writable" : "", view->len,
                 view->format ? view->format : "B", view->readonly ? ", read-only" : "");
    return NULL;
}

void *borrow_shape(Arguments *arguments, PyObject *object, const char *format, int axes, const int64_t *shape,
                   int writable, const char *name, int layer) {
    Py_buffer *views = PyMem_Realloc(arguments->views, (size_t)(arguments->borrowed + 1) * sizeof *views);
    if (!views) return PyErr_NoMemory();
    arguments->views = views;
    Py_buffer *view = &views[arguments->borrowed];
    if (!object || PyObject_GetBuffer(object, view, PyBUF_ND | PyBUF_STRIDES | PyBUF_FORMAT)) return NULL;
    arguments->borrowed++;
    int fits = same_format(view->format ? view->format : "B", format) && view->itemsize == size_of(format) &&
               view->ndim == axes && PyBuffer_IsContiguous(view, 'C') && !(writable && view->readonly) &&
               (uintptr_t)view->buf % (size_t)view->itemsize == 0;
    for (int axis = 0; fits && axis < axes; axis++) fits = shape[axis] == ANY || view->shape[axis] == shape[axis];
    if (!fits) return refuse(view, format, axes, shape, writable, name, layer);
    return view->buf ? view->buf : (void *)format; /* an empty array may lie nowhere */
}

void *borrow(Arguments *arguments, PyObject *object, const char *format, int64_t rows,
             int64_t columns, int writable, const char *name, int layer) {
    const int64_t shape[2] = {rows, columns};
    int flat = rows == NO_ROWS;
    return borrow_shape(arguments, object, format, 2 - flat, shape + flat, writable, name, layer);
}

int axes_of(PyObject *object) {
    Py_buffer view;
    if (!object || PyObject_GetBuffer(object, &view, PyBUF_ND | PyBUF_STRIDES | PyBUF_FORMAT)) {
        PyErr_Clear();
        return 0;
    }
    int axes = view.ndim;
    PyBuffer_Release(&view);
    return axes;
}

char format_of(PyObject *object) {
    Py_buffer view;
    if (!object || PyObject_GetBuffer(object, &view, PyBUF_ND | PyBUF_STRIDES | PyBUF_FORMAT)) {
        PyErr_Clear();
        return 0;
    }
    char format = !view.format ? 'B' : view.format[0] && view.format[1] ? 0 : view.format[0];
    PyBuffer_Release(&view);
    return format;
}
