"""ONNX, by the package of that name (the extra `onnx`): raw inputs in, outputs and labels out.

Pixels come as uint8, features as double, (n, n_0) each, as they stand in the data; what prepares
them is in the graph. `outputs` (n, n_L) are in the network's dtype, a regression's in double in the
units of its targets; `label` (n,) is there where there are classes. The metadata has the
description, schema and all, and the known answer.

For convolutions, rows become pictures, (n, channels, rows, columns), and rows again after the last
pool. They compute in single precision, for which alone runtimes have Conv: of a float64 network,
numbers are cast before the first and after the last.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from groundup import shapes
from groundup.errors import UserError
from groundup.exporting.proof import known, schema_of
from groundup.network import Network

OPSET, IR = 17, 8  # of 2022, which every current runtime reads
OPERATORS = {"sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "Relu", "softmax": "Softmax"}


def as_onnx(network: Network) -> bytes:
    """An ONNX model. Raises UserError where the package is missing."""
    try:
        import onnx
        from onnx import TensorProto, helper
    except ImportError:
        raise UserError(
            "writing ONNX needs the package onnx, which is not installed; install it with "
            "pip install 'groundup[onnx]'"
        ) from None
    graph = _Graph(helper, TensorProto, network)
    made = helper.make_graph(
        graph.nodes, "groundup", graph.inputs, graph.outputs, initializer=graph.constants
    )
    model = helper.make_model(
        made, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="groundup"
    )
    model.ir_version = IR
    said = network.description() | {"schema": schema_of(network).as_dict()}
    helper.set_model_props(
        model,
        {name: json.dumps(value) for name, value in said.items()}
        | {"known": json.dumps(known(network))},
    )
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString()


class _Graph:
    def __init__(self, helper: Any, types: Any, network: Network) -> None:
        self.helper, self.nodes, self.constants = helper, [], []
        schema = schema_of(network)
        kind = types.UINT8 if schema.pixels else types.DOUBLE
        own = types.FLOAT if network.dtype == np.float32 else types.DOUBLE
        count = sum(w.ndim == 4 for w in network.w)
        self.inputs = [helper.make_tensor_value_info("x", kind, ["n", network.sizes[0]])]
        a = "x"
        if schema.pixels:
            a = self.node("Cast", a, to=types.DOUBLE)
            a = self.node("Div", a, self.constant("largest", np.array(float(schema.largest))))
        else:
            a = self.node("Sub", a, self.constant("mean", np.array(schema.mean)))
            a = self.node("Div", a, self.constant("scale", np.array(schema.scale)))
        a = self.node("Cast", a, to=types.FLOAT if count else own)
        a = self.pictures(a, network) if count else a
        for l in range(count):
            a = self.convolved(a, network, l)
        if count:
            a = self.node("Flatten", self.node("Transpose", a, perm=[0, 2, 3, 1]), axis=1)
            a = self.node("Cast", a, to=own) if own != types.FLOAT else a
        for l in range(count, len(network.w)):
            w, b = self.constant(f"w.{l}", network.w[l]), self.constant(f"b.{l}", network.b[l])
            a = self.activated(self.node("Gemm", a, w, b, transB=1), network.activations[l])
        if schema.regression:
            own = types.DOUBLE
            a = self.node("Cast", a, to=own)
            a = self.node("Mul", a, self.constant("target_scale", np.array(schema.target_scale)))
            a = self.node("Add", a, self.constant("target_mean", np.array(schema.target_mean)))
        self.node("Identity", a, output="outputs")
        self.outputs = [helper.make_tensor_value_info("outputs", own, ["n", network.sizes[-1]])]
        if not schema.regression:
            self.node("ArgMax", "outputs", output="label", axis=1, keepdims=0)
            self.outputs.append(helper.make_tensor_value_info("label", types.INT64, ["n"]))

    def pictures(self, a: str, network: Network) -> str:
        """Rows as pictures, (n, channels, rows, columns)."""
        side, channels = shapes.sides(network.shapes)[0], network.shapes[0][1]
        shape = self.constant("picture", np.array([-1, side, side, channels], np.int64))
        return self.node("Transpose", self.node("Reshape", a, shape), perm=[0, 3, 1, 2])

    def convolved(self, a: str, network: Network, l: int) -> str:
        """What layer l, a convolution with its pool, makes of pictures."""
        w, b = (_single(arrays[l], l) for arrays in (network.w, network.b))
        z = self.node("Conv", a, self.constant(f"w.{l}", w), self.constant(f"b.{l}", b))
        z = self.node("MaxPool", z, kernel_shape=[2, 2], strides=[2, 2])
        return self.activated(z, network.activations[l])

    def activated(self, z: str, activation: str) -> str:
        operator = OPERATORS.get(activation)
        if operator is None:  # linear
            return z
        return self.node(operator, z, axis=1) if operator == "Softmax" else self.node(operator, z)

    def node(self, operator: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Another operator; the name of its result."""
        output = output or f"t{len(self.nodes)}"
        self.nodes.append(self.helper.make_node(operator, inputs, [output], **attributes))
        return output

    def constant(self, name: str, array: np.ndarray) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name


def _single(array: np.ndarray, l: int) -> np.ndarray:
    """In single precision. Raises UserError where a number is too large for it."""
    with np.errstate(over="ignore"):
        narrow = array.astype(np.float32)
    if (np.isinf(narrow) & np.isfinite(array)).any():
        raise UserError(
            f"ONNX convolves in single precision, which ends at {np.finfo(np.float32).max:.2g}, "
            f"and convolution {l} of this network has larger weights; export it as .npz or .c"
        )
    return narrow
