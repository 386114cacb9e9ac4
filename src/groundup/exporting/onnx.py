"""ONNX, by the package of that name (the extra `onnx`): raw inputs in, outputs and labels out.

Pixels come as uint8, features as double, (n, n_0) each, as they stand in the data; what prepares
them is in the graph. `outputs` (n, n_L) are in the network's dtype, a regression's in double in the
units of its targets; `label` (n,) is there where there are classes. The metadata has the
description, schema and all, and the known answer.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

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
            "writing ONNX needs the package onnx, which is not here; install it with "
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
        self.inputs = [helper.make_tensor_value_info("x", kind, ["n", network.sizes[0]])]
        a = "x"
        if schema.pixels:
            a = self.node("Cast", a, to=types.DOUBLE)
            a = self.node("Div", a, self.constant("largest", np.array(float(schema.largest))))
        else:
            a = self.node("Sub", a, self.constant("mean", np.array(schema.mean)))
            a = self.node("Div", a, self.constant("scale", np.array(schema.scale)))
        a = self.node("Cast", a, to=own)
        for l, (w, b) in enumerate(zip(network.w, network.b, strict=True)):
            a = self.node(
                "Gemm", a, self.constant(f"w.{l}", w), self.constant(f"b.{l}", b), transB=1
            )
            if name := OPERATORS.get(network.activations[l]):
                a = self.node(name, a, axis=1) if name == "Softmax" else self.node(name, a)
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

    def node(self, operator: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Another operator; the name of its result."""
        output = output or f"t{len(self.nodes)}"
        self.nodes.append(self.helper.make_node(operator, inputs, [output], **attributes))
        return output

    def constant(self, name: str, array: np.ndarray) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name
