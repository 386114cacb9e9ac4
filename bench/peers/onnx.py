"""onnxruntime: the same network as a graph of Gemm and Sigmoid. It predicts only."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any

from bench.problem import Array, Problem

onnx: Any = import_module("onnx")
onnxruntime: Any = import_module("onnxruntime")


def predictor(problem: Problem) -> tuple[Any, list[dict[str, Array]]]:
    """Rows are what `InferenceSession.run` wants: {"a0": (1, n_0)}."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = problem.case.threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        graph(problem).SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return partial(session.run, None), [{"a0": row[None]} for row in problem.inputs()]


def graph(problem: Problem) -> Any:
    helper, from_array = onnx.helper, onnx.numpy_helper.from_array
    nodes, arrays = [], []
    for l, (w, b) in enumerate(zip(problem.w, problem.b, strict=True)):
        arrays += [from_array(w, f"w{l}"), from_array(b, f"b{l}")]
        nodes += [
            helper.make_node("Gemm", [f"a{l}", f"w{l}", f"b{l}"], [f"z{l}"], transB=1),
            helper.make_node("Sigmoid", [f"z{l}"], [f"a{l + 1}"]),
        ]
    last, real = len(problem.w), onnx.TensorProto.FLOAT
    first, sizes = "a0", problem.case.sizes
    inputs = [helper.make_tensor_value_info(first, real, [1, sizes[0]])]
    outputs = [helper.make_tensor_value_info(f"a{last}", real, [1, sizes[-1]])]
    made = helper.make_graph(nodes, "network", inputs, outputs, arrays)
    opsets = [helper.make_opsetid("", 13)]
    return helper.make_model(made, opset_imports=opsets, ir_version=8)  # old, so read everywhere
