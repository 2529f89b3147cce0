"""An agent's own models by the Open Inference Protocol, with tritonclient's gRPC client and its defaults.

    agent_models.py HOST:GRPC_PORT MODEL INPUT SIZE

MODEL takes an FP32 tensor INPUT of shape [-1, SIZE]. Prints a line for each thing that only the node itself can
tell or do: the true states of its models, why one is not there, loads and unloads, counts. Leaves the model loaded.
"""

import sys

import numpy as np
import tritonclient.grpc as triton
from tritonclient.utils import InferenceServerException

checks = 0


def check(what, ok):
    global checks
    print(("ok " if ok else "not ok ") + what, flush=True)
    if not ok:
        sys.exit(1)
    checks += 1


def refused(what, call, status):
    try:
        call()
    except InferenceServerException as e:
        check(f"{what}: {e.status()}, {e.message()}", status in str(e.status()))
        return
    check(what, False)


def main():
    at, model, name, size = sys.argv[1:]
    client = triton.InferenceServerClient(at)
    array = np.arange(2 * int(size), dtype=np.float32).reshape(2, int(size)) / 100
    given = triton.InferInput(name, list(array.shape), "FP32")
    given.set_data_from_numpy(array)

    def state():
        listed = client.get_model_repository_index(as_json=True).get("models", [])
        return {entry["name"]: entry for entry in listed}[model]

    check("live and ready", client.is_server_live() and client.is_server_ready())
    client.load_model(model)
    check("loaded: READY", state()["state"] == "READY")
    check("ready", client.is_model_ready(model))
    check("an unknown one is not ready", not client.is_model_ready("nobody"))
    shape = client.get_model_metadata(model, as_json=True)["inputs"][0]["shape"]
    check("open sizes are -1", int(shape[0]) == -1)
    config = client.get_model_config(model, as_json=True)["config"]
    check("the wait for a batch is told", "max_queue_delay_microseconds" in str(config))
    answer = client.infer(model, [given], request_id="17")
    output = answer.get_response().outputs[0].name
    check("an inference, raw both ways", answer.as_numpy(output).shape[0] == array.shape[0])
    check("the id comes back", answer.get_response().id == "17")

    def counts():
        stats = client.get_inference_statistics(model, as_json=True)["model_stats"][0]
        return int(stats["inference_stats"]["success"]["count"]), int(stats.get("last_inference", 0))

    before = counts()
    for _ in range(3):
        client.infer(model, [given])
    check("three more calls are counted", counts()[0] == before[0] + 3)
    check("the last call has its time", counts()[1] > 1_600_000_000_000)

    client.unload_model(model)
    check("unloaded: " + str(state()), state()["state"] == "UNAVAILABLE")
    check("not ready", not client.is_model_ready(model))
    refused("a call of it", lambda: client.infer(model, [given]), "UNAVAILABLE")
    refused("an unknown model", lambda: client.infer("nobody", [given]), "NOT_FOUND")
    refused("an unknown version", lambda: client.get_model_metadata(model, "77"), "NOT_FOUND")
    refused("a load of an unknown one", lambda: client.load_model("nobody"), "NOT_FOUND")
    refused("a load with a configuration", lambda: client.load_model(model, config="{}"), "INVALID_ARGUMENT")
    client.load_model(model)
    again = client.infer(model, [given])
    check("loaded again, it answers the same", np.array_equal(again.as_numpy(output), answer.as_numpy(output)))
    client.close()
    print(f"{checks} checks")


main()
