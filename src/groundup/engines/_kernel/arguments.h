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
    int64_t *sizes, *sides, *order, *labels;
    void *weights; /* of samples, copied */
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

#endif
