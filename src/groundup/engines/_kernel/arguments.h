/* From a Python Task (engines/engine.py) to the kernel's: arrays are borrowed, and checked, before
   anything runs. What Python could change meanwhile, in this or another thread, is copied. */

#ifndef GROUNDUP_ARGUMENTS_H
#define GROUNDUP_ARGUMENTS_H

#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030B0000
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "kernel.h"

typedef struct {
    Task task;
    const Kernel *kernel;
    const char *number; /* "f" or "d", as the buffer protocol names them */
    PyObject *held;     /* a list of all objects that were asked for */
    int64_t *sizes, *order, *labels;
    int *activations;
    double *dropout;
    uint64_t *dropout_streams;
    int64_t rows;   /* of x */
    int64_t *steps; /* the caller's count, one number */
    Py_buffer *views;
    int borrowed;
} Arguments;

extern const char *const activation_names[], *const cost_names[], *const optimiser_names[];

/* Each returns 0 with a Python exception set, or fills in its part of `arguments`. They come in
   this order. */
int take_network(Arguments *arguments, const char *variant, PyObject *task, int writable);
int take_inputs(Arguments *arguments, PyObject *task);
int take_targets(Arguments *arguments, PyObject *task);
int take_learning(Arguments *arguments, PyObject *task, PyObject *state);
int take_state(Arguments *arguments, PyObject *state, int needed); /* so many arrays for each of w */
int take_outputs(Arguments *arguments, PyObject *out);
void give_back(Arguments *arguments);

/* A field of a Python object, held until `give_back`; NULL with an exception set. */
PyObject *field(Arguments *arguments, PyObject *object, const char *name);

/* An array in C order, of numbers of `format`: a row of `columns`, or where rows is not NO_ROWS,
   as many rows of them. ANY allows any number. `name` with `layer` in brackets, unless that is -1,
   says which it is. NULL with an exception set. */
enum { ANY = -1, NO_ROWS = -2 };
void *borrow(Arguments *arguments, PyObject *object, const char *format, int64_t rows,
             int64_t columns, int writable, const char *name, int layer);

/* The array that was borrowed last. */
const Py_buffer *last_view(const Arguments *arguments);

int variant_runs_here(const char *name);

#endif
