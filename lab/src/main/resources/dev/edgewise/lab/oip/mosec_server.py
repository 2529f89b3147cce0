"""An ONNX model behind mosec: raw floats in, raw floats out. What it serves comes from the environment; arguments are mosec's own."""

import os

import numpy as np
import onnxruntime
from mosec import Server, Worker

MODEL, WIDTH = os.environ["EDGEWISE_LAB_MODEL"], int(os.environ["EDGEWISE_LAB_WIDTH"])


class Mlp(Worker):
    def __init__(self):
        super().__init__()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(MODEL, options, providers=["CPUExecutionProvider"])

    def deserialize(self, data):
        return np.frombuffer(data, dtype=np.float32).reshape(-1, WIDTH)

    # With batches of one mosec hands over one item, not a list.
    def forward(self, data):
        return self.session.run(None, {"x": data})[0]

    def serialize(self, data):
        return data.tobytes()


if __name__ == "__main__":
    server = Server()
    server.append_worker(Mlp, num=1, max_batch_size=1)
    server.run()
