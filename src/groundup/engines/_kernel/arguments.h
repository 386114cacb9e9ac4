/* From Python's objects to a Task: arrays are borrowed, and checked, before anything runs. */

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
    char number[2]; /* "f" or "d", as the buffer protocol names them */
    int64_t *sizes;
    int *activations;
    double *dropout;
    uint64_t *dropout_stream;
    int64_t *steps; /* the caller's count, one number */
    Py_buffer *views;
    int borrowed;
} Arguments;

/* Each returns 0 with a Python exception set, or fills in its part of `arguments`. */
int take_network(Arguments *arguments, const char *variant, PyObject *sizes, PyObject *activations,
                 PyObject *w, PyObject *b, int writable);
int take_state(Arguments *arguments, PyObject *w_state, PyObject *b_state);
int take_data(Arguments *arguments, PyObject *x, PyObject *y, PyObject *sample_weights, PyObject *order);
int take_dropout(Arguments *arguments, PyObject *dropout, PyObject *streams);
int take_steps(Arguments *arguments, PyObject *steps);
int take_outputs(Arguments *arguments, PyObject *out);
void give_back(Arguments *arguments);

/* The array in `object` if it is `count` numbers of `format` (any number where count is -1)
   in C order. `name` with `layer` in brackets, unless that is -1, says which it is. */
void *borrow(Arguments *arguments, PyObject *object, const char *format, Py_ssize_t count,
             int writable, const char *name, int layer);

int variant_runs_here(const char *name);

#endif
