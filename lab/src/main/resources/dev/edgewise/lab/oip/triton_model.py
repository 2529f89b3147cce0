"""An ONNX model behind Triton's Python backend: requests of one batch are put together, run once, and taken apart."""

import json
import os
import sys

# The stub's own search path has none of the environment's packages.
sys.path.insert(0, os.environ["EDGEWISE_LAB_PACKAGES"])

import numpy as np
import onnxruntime
import triton_python_backend_utils as pb


class TritonPythonModel:
    def initialize(self, args):
        config = json.loads(args["model_config"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        file = os.path.join(args["model_repository"], args["model_version"], "model.onnx")
        self.session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        self.inputs = [one["name"] for one in config["input"]]
        self.outputs = [one["name"] for one in config["output"]]
        self.batched = config["max_batch_size"] > 0

    def execute(self, requests):
        taken = [{n: self.given(r, n) for n in self.inputs} for r in requests]
        if len(taken) == 1 or not self.batched:
            return [self.answer(self.session.run(self.outputs, one)) for one in taken]
        ends = np.cumsum([len(one[self.inputs[0]]) for one in taken])[:-1]
        whole = self.session.run(self.outputs, {n: np.concatenate([one[n] for one in taken]) for n in self.inputs})
        return [self.answer(part) for part in zip(*(np.split(out, ends) for out in whole))]

    @staticmethod
    def given(request, name):
        array = pb.get_input_tensor_by_name(request, name).as_numpy()
        # ONNX Runtime takes texts; of bytes it would take what Python prints of them.
        return np.array([one.decode() for one in array.flat], dtype=object).reshape(array.shape) if array.dtype == object else array

    def answer(self, values):
        return pb.InferenceResponse([pb.Tensor(n, v) for n, v in zip(self.outputs, values)])
