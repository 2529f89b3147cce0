"""Triton's client with its defaults: by_tritonclient.py GATEWAY_GRPC GATEWAY_HTTP AGENT_GRPC."""

import queue
import sys

import numpy as np
import tritonclient.grpc as by_grpc
import tritonclient.http as by_http

from checks import Checks

ARRAY = np.array([[1, 2, 3], [4, 5, 6.5]], dtype=np.float32)
LINE = 2 * ARRAY + 1
# An empty one, and letters outside ASCII. (ONNX Runtime's strings are texts: other bytes do not survive it.)
TEXTS = np.array([b"one", b"", "größe 靴".encode()], dtype=np.object_)
HALF = np.array([0.5, -2, 65504], dtype=np.float16)
TYPES = {"float32": "FP32", "float16": "FP16", "object": "BYTES", "int32": "INT32"}


def tensor(kind, array, name="x", **how):
    given = kind.InferInput(name, list(array.shape), TYPES[array.dtype.name])
    given.set_data_from_numpy(array, **how)
    return given


def texts(array):
    # From JSON the client makes strings of them, from raw tensors bytes.
    return [one if isinstance(one, bytes) else one.encode() for one in array]


def common(checks, kind, client):
    """What both forms of the client do."""
    check, refused = checks.check, checks.refused
    text = {"as_json": True} if kind is by_grpc else {}

    def infer(model, array, **how):
        return client.infer(model, [tensor(kind, array)], **how)

    check("live and ready", lambda: client.is_server_live() and client.is_server_ready())
    check("the model is ready, by version too", lambda: client.is_model_ready("line") and client.is_model_ready("line", "1"))
    check("an unknown model is not ready", lambda: client.is_model_ready("nobody") is False)
    extensions = client.get_server_metadata(**text)["extensions"]
    for name in ("binary_tensor_data", "parameters", "model_repository", "statistics", "model_configuration"):
        check(f"extension {name} is told", name in extensions)
    metadata = client.get_model_metadata("line", **text)
    check("metadata has versions, a list", metadata["versions"] == ["1"])
    check("metadata has -1 where a size is open", [int(n) for n in metadata["inputs"][0]["shape"]][0] == -1)
    check("metadata has the types", client.get_model_metadata("words", **text)["inputs"][0]["datatype"] == "BYTES")
    config = client.get_model_config("line", **text)
    config = config.get("config", config)
    check("the configuration tells the largest batch and the dims", "max_batch_size" in config and "input" in config)
    check("a named model is counted", lambda: "model_stats" in client.get_inference_statistics("line", **text))
    check("all models are counted", lambda: "model_stats" in client.get_inference_statistics(**text))
    check("the repository lists the models", lambda: "words" in str(client.get_model_repository_index(**text)))
    check("a load of a model that is there", lambda: client.load_model("half") is None)

    check("FP32, the defaults both ways", lambda: np.array_equal(infer("line", ARRAY).as_numpy("y"), LINE))
    check("BYTES", lambda: texts(infer("words", TEXTS).as_numpy("y")) == list(TEXTS))
    check("FP16", lambda: np.array_equal(infer("half", HALF).as_numpy("y"), HALF))
    named = [kind.InferRequestedOutput("y")]
    check("an output that is named", lambda: np.array_equal(infer("line", ARRAY, outputs=named).as_numpy("y"), LINE))
    first = [kind.InferRequestedOutput("y", class_count=1)]
    check("classes", lambda: infer("line", ARRAY, outputs=first).as_numpy("y").reshape(-1)[0] == b"7.000000:2")
    check("the newest version by its number", lambda: infer("line", ARRAY, model_version="1").as_numpy("y") is not None)
    check("priority and timeout", lambda: infer("line", ARRAY, priority=1, timeout=10_000_000).as_numpy("y") is not None)
    check("a parameter of one's own", lambda: infer("line", ARRAY, parameters={"mine": "yes"}).as_numpy("y") is not None)

    def identity():
        answer = infer("line", ARRAY, request_id="17").get_response()
        return (answer["id"] if isinstance(answer, dict) else answer.id) == "17"

    check("the id comes back", identity)
    not_found, invalid = ("404", "400") if kind is by_http else ("NOT_FOUND", "INVALID_ARGUMENT")
    refused("an unknown model says which there are", lambda: infer("nobody", ARRAY), not_found, "nobody", "line")
    refused("an unknown version", lambda: infer("line", ARRAY, model_version="77"), not_found, "no such version")
    refused("a batch of none", lambda: infer("line", ARRAY[:0]), invalid, "empty")
    refused("a wrong shape", lambda: infer("line", ARRAY[:, :2]), invalid)
    refused("a wrong type", lambda: infer("line", ARRAY.astype(np.int32)), invalid)
    refused("a wrong name", lambda: client.infer("line", [tensor(kind, ARRAY, name="z")]), invalid, "z")
    refused("an output that there is not", lambda: infer("line", ARRAY, outputs=[kind.InferRequestedOutput("q")]), invalid, "lacks an output")


def http(checks, at):
    client = by_http.InferenceServerClient(at)
    common(checks, by_http, client)
    check = checks.check

    def infer(model, array, output=None, binary=True, **how):
        wanted = None if output is None else [by_http.InferRequestedOutput("y", binary_data=output)]
        return client.infer(model, [tensor(by_http, array, binary_data=binary)], outputs=wanted, **how)

    parts = infer("line", ARRAY).get_response()["outputs"][0]
    check("no outputs named: the answer is binary", "data" not in parts and parts["parameters"]["binary_data_size"] == 24)
    for binary in (True, False):
        for output in (True, False):
            form = f"{'binary' if binary else 'JSON'} in, {'binary' if output else 'JSON'} out"
            check(form, lambda: np.array_equal(infer("line", ARRAY, output, binary).as_numpy("y"), LINE))
            check(form + ", BYTES", lambda: texts(infer("words", TEXTS, output, binary).as_numpy("y")) == list(TEXTS))
    for packing in ("gzip", "deflate"):
        both = {"request_compression_algorithm": packing, "response_compression_algorithm": packing}
        check(f"{packing} both ways", lambda: np.array_equal(infer("line", ARRAY, **both).as_numpy("y"), LINE))
    check("async_infer", lambda: np.array_equal(client.async_infer("line", [tensor(by_http, ARRAY)]).get_result().as_numpy("y"), LINE))
    large = np.ones((600_000, 3), dtype=np.float32)
    check("7 MB", lambda: infer("line", large).as_numpy("y").shape == large.shape)
    checks.refused("an unload at the gateway says what to do", lambda: client.unload_model("half"), "501")
    client.close()


def streams(checks, client):
    """What ModelStreamInfer is used for: many requests on one stream, answers in their order, an error is one answer."""
    check = checks.check
    done = queue.Queue()
    client.start_stream(callback=lambda result, error: done.put((result, error)))
    for i in range(100):
        client.async_stream_infer("line", [tensor(by_grpc, ARRAY + i)], request_id=str(i))
    answers = [done.get(timeout=60) for _ in range(100)]
    check("a stream: 100 answers, none an error", all(error is None for _, error in answers))
    check("a stream: in the order of the requests", [result.get_response().id for result, _ in answers] == [str(i) for i in range(100)])
    right = all(np.array_equal(result.as_numpy("y"), 2 * (ARRAY + i) + 1) for i, (result, _) in enumerate(answers))
    check("a stream: each request has its own answer", right)
    client.async_stream_infer("nobody", [tensor(by_grpc, ARRAY)], request_id="bad")
    client.async_stream_infer("line", [tensor(by_grpc, ARRAY)], enable_empty_final_response=True)
    result, error = done.get(timeout=60)
    check("a stream: an error says which models there are", error is not None and "nobody" in str(error) and "line" in str(error))
    result, error = done.get(timeout=60)
    check("a stream: an error does not end it", error is None and np.array_equal(result.as_numpy("y"), LINE))
    last = result.get_response().parameters["triton_final_response"].bool_param
    check("a stream: each answer is the last of its request", last and done.empty())
    client.stop_stream()
    client.start_stream(callback=lambda result, error: done.put((result, error)))
    client.stop_stream()
    check("a stream that carried nothing ends without an error", done.empty())


def grpc(checks, at, agent):
    client = by_grpc.InferenceServerClient(at)
    common(checks, by_grpc, client)
    check, refused = checks.check, checks.refused
    answer = client.infer("line", [tensor(by_grpc, ARRAY)]).get_response()
    check("the answer is raw", len(answer.raw_output_contents) == 1 and not answer.outputs[0].contents.fp32_contents)
    check("gzip", lambda: np.array_equal(client.infer("line", [tensor(by_grpc, ARRAY)], compression_algorithm="gzip").as_numpy("y"), LINE))
    refused("deflate is refused by name", lambda: client.infer("line", [tensor(by_grpc, ARRAY)], compression_algorithm="deflate"), "UNIMPLEMENTED", "deflate")
    check("a time limit of the client's", lambda: client.infer("line", [tensor(by_grpc, ARRAY)], client_timeout=30).as_numpy("y") is not None)
    done = queue.Queue()
    client.async_infer("line", [tensor(by_grpc, ARRAY)], callback=lambda result, error: done.put((result, error)))
    result, error = done.get(timeout=60)
    check("async_infer", error is None and np.array_equal(result.as_numpy("y"), LINE))
    streams(checks, client)
    large = np.ones((600_000, 3), dtype=np.float32)
    if agent:
        check("7 MB", lambda: client.infer("line", [tensor(by_grpc, large)]).as_numpy("y").shape == large.shape)
        check("an unload", lambda: client.unload_model("half") is None and not client.is_model_ready("half"))
        refused("a call of what is unloaded", lambda: client.infer("half", [tensor(by_grpc, HALF)]), "UNAVAILABLE")
        check("a load", lambda: client.load_model("half") is None and client.is_model_ready("half"))
        check("then it answers", lambda: np.array_equal(client.infer("half", [tensor(by_grpc, HALF)]).as_numpy("y"), HALF))
    else:
        refused("7 MB are more than the gateway's maxMessage", lambda: client.infer("line", [tensor(by_grpc, large)]), "RESOURCE_EXHAUSTED")
        refused("an unload at the gateway says what to do", lambda: client.unload_model("half"), "UNIMPLEMENTED")
    client.close()


def main():
    gateway_grpc, gateway_http, agent_grpc = sys.argv[1:]
    failed = 0
    for who, run in (
        ("tritonclient HTTP, gateway", lambda c: http(c, gateway_http)),
        ("tritonclient gRPC, gateway", lambda c: grpc(c, gateway_grpc, False)),
        ("tritonclient gRPC, agent", lambda c: grpc(c, agent_grpc, True)),
    ):
        checks = Checks(who)
        checks.check("to the end", lambda: run(checks) is None)
        failed += checks.failed
    sys.exit(1 if failed else 0)


main()
