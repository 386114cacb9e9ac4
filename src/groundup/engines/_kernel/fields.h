/* Fields of a Python object: numbers, names, sequences and arrays, each held until `give_back`, so that
   nobody can take it away meanwhile. What does not fit raises. */

#ifndef GROUNDUP_FIELDS_H
#define GROUNDUP_FIELDS_H

#include "arguments.h"

/* These return NULL, 0, or of `take_name` -1, with a Python exception set. */
PyObject *hold(Arguments *arguments, PyObject *object); /* a new reference, or NULL */
PyObject *field(Arguments *arguments, PyObject *object, const char *name);
PyObject *sequence(Arguments *arguments, PyObject *object, Py_ssize_t count, const char *name);
int take_whole(Arguments *arguments, PyObject *task, const char *name, int64_t least, int64_t *place);
int take_flag(Arguments *arguments, PyObject *task, const char *name, int *place);
int take_number(Arguments *arguments, PyObject *task, const char *name, double *place);
int take_name(PyObject *name, const char *const *names, const char *what);

/* An array in C order, of numbers of `format`, with `axes` axes of these lengths. ANY allows any
   number. `name` with `layer` in brackets, unless that is -1, says which it is. NULL with an
   exception set. */
enum { ANY = -1, NO_ROWS = -2, MOST_AXES = 4 };
void *borrow_shape(Arguments *arguments, PyObject *object, const char *format, int axes, const int64_t *shape,
                   int writable, const char *name, int layer);

/* The same: a row of `columns`, or where rows is not NO_ROWS, as many rows of them. */
void *borrow(Arguments *arguments, PyObject *object, const char *format, int64_t rows,
             int64_t columns, int writable, const char *name, int layer);

/* The array that was borrowed last. */
const Py_buffer *last_view(const Arguments *arguments);

/* The format of an array, and how many axes it has; 0, without an exception, if it is none. */
char format_of(PyObject *object);
int axes_of(PyObject *object);

#endif
