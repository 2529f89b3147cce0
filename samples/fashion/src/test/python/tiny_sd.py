"""Writes a model in the layout of a Stable Diffusion ONNX export with tiny random weights.

  tiny_sd.py FOLDER   (src/test/resources/tiny-sd; the tokenizer in it is that of serving's tests)
"""

import json
import math
import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OUT = pathlib.Path(sys.argv[1])
VOCABULARY, LENGTH, HIDDEN, CHANNELS, SIDE = 530, 77, 8, 4, 8
random = np.random.default_rng(6)


def weight(name, *shape, scale=0.3):
    return numpy_helper.from_array((random.standard_normal(shape) * scale).astype(np.float32), name)


def save(part, nodes, inputs, outputs, weights, config=None):
    (OUT / part).mkdir(parents=True, exist_ok=True)
    graph = helper.make_graph(nodes, part, inputs, outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 16)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, str(OUT / part / "model.onnx"))
    if config:
        (OUT / part / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def value(name, kind, shape):
    return helper.make_tensor_value_info(name, kind, shape)


F, node = TensorProto.FLOAT, helper.make_node
save("text_encoder",
     [node("Gather", ["table", "input_ids"], ["looked_up"]),
      node("Add", ["looked_up", "places"], ["last_hidden_state"]),
      node("ReduceMean", ["last_hidden_state"], ["pooler_output"], axes=[1], keepdims=0)],
     [value("input_ids", TensorProto.INT32, ["batch", "sequence"])],
     [value("pooler_output", F, ["batch", HIDDEN]),
      value("last_hidden_state", F, ["batch", "sequence", HIDDEN])],
     [weight("table", VOCABULARY, HIDDEN, scale=1), weight("places", LENGTH, HIDDEN)])
save("unet",
     [node("Conv", ["sample", "kernel", "bias"], ["seen"], pads=[1, 1, 1, 1]),
      node("ReduceMean", ["encoder_hidden_states"], ["told"], axes=[1], keepdims=0),
      node("MatMul", ["told", "listen"], ["heard"]),
      node("Unsqueeze", ["heard", "last"], ["heard4"]),
      node("Cast", ["timestep"], ["time"], to=F),
      node("Mul", ["time", "slow"], ["late"]),
      node("Add", ["seen", "heard4"], ["sum"]),
      node("Add", ["sum", "late"], ["all"]),
      node("Tanh", ["all"], ["out_sample"])],
     [value("sample", F, ["batch", "channels", "height", "width"]),
      value("timestep", TensorProto.INT64, ["steps"]),
      value("encoder_hidden_states", F, ["batch", "sequence", HIDDEN])],
     [value("out_sample", F, ["batch", CHANNELS, "height", "width"])],
     [weight("kernel", CHANNELS, CHANNELS, 3, 3), weight("bias", CHANNELS),
      weight("listen", HIDDEN, CHANNELS, scale=1),
      numpy_helper.from_array(np.array([2, 3], np.int64), "last"),
      numpy_helper.from_array(np.array([0.0005], np.float32), "slow")],
     {"in_channels": CHANNELS, "sample_size": SIDE})
save("vae_decoder",
     [node("ConvTranspose", ["latent_sample", "grow", "tint"], ["grown"], strides=[2, 2],
           kernel_shape=[2, 2]),
      node("Tanh", ["grown"], ["sample"])],
     [value("latent_sample", F, ["batch", CHANNELS, "height", "width"])],
     [value("sample", F, ["batch", 3, "tall", "wide"])],
     [weight("grow", CHANNELS, 3, 2, 2), weight("tint", 3)],
     {"block_out_channels": [8, 8], "scaling_factor": 0.5})
(OUT / "model_index.json").write_text(json.dumps({
    "_class_name": "OnnxStableDiffusionPipeline", "_diffusers_version": "0.27.2",
    "safety_checker": [None, None], "scheduler": ["diffusers", "PNDMScheduler"],
    "text_encoder": ["diffusers", "OnnxRuntimeModel"], "tokenizer": ["transformers", "CLIPTokenizer"],
    "unet": ["diffusers", "OnnxRuntimeModel"], "vae_decoder": ["diffusers", "OnnxRuntimeModel"]},
    indent=2) + "\n")
(OUT / "scheduler").mkdir(exist_ok=True)
CONFIG = {"_class_name": "PNDMScheduler", "beta_start": 0.00085, "beta_end": 0.012,
          "beta_schedule": "scaled_linear", "num_train_timesteps": 1000, "set_alpha_to_one": False,
          "skip_prk_steps": True, "steps_offset": 1, "clip_sample": False, "trained_betas": None}
(OUT / "scheduler" / "scheduler_config.json").write_text(json.dumps(CONFIG, indent=2) + "\n")
