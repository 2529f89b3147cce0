"""Writes the small models that the tests run, into ../resources/models. Needs Debian's python3-onnx.

    /usr/bin/python3 make.py
"""
import os

import numpy
from onnx import TensorProto, helper, numpy_helper

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "models")


def value(name, kind, shape):
    return helper.make_tensor_value_info(name, kind, shape)


def save(name, nodes, inputs, outputs, initializers=()):
    graph = helper.make_graph(nodes, name, inputs, outputs, initializer=list(initializers))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 16)])
    model.ir_version = 8
    with open(os.path.join(FOLDER, name + ".onnx"), "wb") as file:
        file.write(model.SerializeToString())


F, I = TensorProto.FLOAT, TensorProto.INT64
os.makedirs(FOLDER, exist_ok=True)

# y = 2 x + 1 for any number of rows of three.
save(
    "line",
    [helper.make_node("Mul", ["x", "two"], ["double"]), helper.make_node("Add", ["double", "one"], ["y"])],
    [value("x", F, ["batch", 3])],
    [value("y", F, ["batch", 3])],
    [numpy_helper.from_array(numpy.array(v, numpy.float32), n) for n, v in (("two", 2), ("one", 1))],
)
# Two inputs of two types; an output whose size no one can tell beforehand.
save(
    "where",
    [helper.make_node("NonZero", ["mask"], ["places"]), helper.make_node("Add", ["a", "a"], ["twice"])],
    [value("mask", TensorProto.BOOL, ["n"]), value("a", I, [2])],
    [value("places", I, [1, "found"]), value("twice", I, [2])],
)
# Each type comes back as it went in.
for name, kind in (
    ("float16", TensorProto.FLOAT16),
    ("bfloat16", TensorProto.BFLOAT16),
    ("float64", TensorProto.DOUBLE),
    ("int8", TensorProto.INT8),
    ("uint8", TensorProto.UINT8),
    ("int16", TensorProto.INT16),
    ("int32", TensorProto.INT32),
    ("int64", TensorProto.INT64),
    ("bool", TensorProto.BOOL),
    ("bytes", TensorProto.STRING),
    ("uint16", TensorProto.UINT16),
):
    save("same_" + name, [helper.make_node("Identity", ["x"], ["y"])], [value("x", kind, ["n"])], [value("y", kind, ["n"])])
# An operation that nobody knows.
unknown = helper.make_node("Frobnicate", ["x"], ["y"], domain="nobody")
graph = helper.make_graph([unknown], "unknown", [value("x", F, [1])], [value("y", F, [1])])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 16), helper.make_opsetid("nobody", 1)])
model.ir_version = 8
with open(os.path.join(FOLDER, "unknown.onnx"), "wb") as file:
    file.write(model.SerializeToString())
