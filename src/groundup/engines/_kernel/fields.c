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

static void *refuse(const Py_buffer *view, const char *format, int64_t rows, int64_t columns,
                    int writable, const char *name, int layer) {
    char where[64], shape[64], many[32] = "n", wide[32] = "n";
    if (layer < 0) PyOS_snprintf(where, sizeof where, "%s", name);
    else PyOS_snprintf(where, sizeof where, "%s[%d]", name, layer);
    if (rows >= 0) PyOS_snprintf(many, sizeof many, "%lld", (long long)rows);
    if (columns >= 0) PyOS_snprintf(wide, sizeof wide, "%lld", (long long)columns);
    if (rows == NO_ROWS) PyOS_snprintf(shape, sizeof shape, "(%s,)", wide);
    else PyOS_snprintf(shape, sizeof shape, "(%s, %s)", many, wide);
    PyErr_Format(PyExc_ValueError, "%s: expected %s of shape %s in C order%s, got %zd bytes of format '%s'%s",
                 where, spelled(format), shape, writable ? ", writable" : "", view->len,
                 view->format ? view->format : "B", view->readonly ? ", read-only" : "");
    return NULL;
}

void *borrow(Arguments *arguments, PyObject *object, const char *format, int64_t rows,
             int64_t columns, int writable, const char *name, int layer) {
    Py_buffer *views = PyMem_Realloc(arguments->views, (size_t)(arguments->borrowed + 1) * sizeof *views);
    if (!views) return PyErr_NoMemory();
    arguments->views = views;
    Py_buffer *view = &views[arguments->borrowed];
    if (!object || PyObject_GetBuffer(object, view, PyBUF_ND | PyBUF_STRIDES | PyBUF_FORMAT)) return NULL;
    arguments->borrowed++;
    int flat = rows == NO_ROWS, last = flat ? 0 : 1;
    int fits = same_format(view->format ? view->format : "B", format) && view->itemsize == size_of(format) &&
               view->ndim == last + 1 && PyBuffer_IsContiguous(view, 'C') && !(writable && view->readonly) &&
               (uintptr_t)view->buf % (size_t)view->itemsize == 0;
    if (!fits || (columns != ANY && view->shape[last] != columns) ||
        (!flat && rows != ANY && view->shape[0] != rows))
        return refuse(view, format, rows, columns, writable, name, layer);
    return view->buf ? view->buf : (void *)format; /* an empty array may lie nowhere */
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
