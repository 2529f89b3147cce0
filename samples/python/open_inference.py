"""Models of a fleet by the Open Inference Protocol, with a client that we did not write: tritonclient.

    open_inference.py HOST:HTTP_PORT HOST:GRPC_PORT MODEL INPUT SIZE

HOST:HTTP_PORT is the gateway's page, HOST:GRPC_PORT the gateway or an agent; MODEL takes an FP32 tensor INPUT
of shape [-1, SIZE]. Uses the clients with their defaults and prints a line for each trap that they set.
"""

import sys

import numpy as np
import tritonclient.grpc as by_grpc
import tritonclient.http as by_http
from tritonclient.utils import InferenceServerException

checks = 0


def check(what, ok):
    global checks
    print(("ok " if ok else "not ok ") + what, flush=True)
    if not ok:
        sys.exit(1)
    checks += 1


def tensor(kind, name, array, **how):
    given = kind.InferInput(name, list(array.shape), "FP32")
    given.set_data_from_numpy(array, **how)
    return given


def refused(what, call, status):
    try:
        call()
    except InferenceServerException as e:
        check(f"{what}: {e.status()}", status in str(e.status()))
        return
    check(what, False)


def both(kind, client, model, name, array):
    check("live and ready", client.is_server_live() and client.is_server_ready())
    check("the model is ready", client.is_model_ready(model))
    check("an unknown one is not", not client.is_model_ready("nobody"))
    as_json = {"as_json": True} if kind is by_grpc else {}
    server = client.get_server_metadata(**as_json)
    check("extensions are told", "binary_tensor_data" in server["extensions"])
    metadata = client.get_model_metadata(model, **as_json)
    check("open sizes are -1", int(metadata["inputs"][0]["shape"][0]) == -1)
    config = client.get_model_config(model, **as_json)
    check("the configuration is told", "max_batch_size" in str(config))
    output = metadata["outputs"][0]["name"]
    result = client.infer(model, [tensor(kind, name, array)], request_id="17")
    got = result.as_numpy(output)
    check("an inference with the defaults, raw both ways", got is not None and got.shape[0] == array.shape[0])
    response = result.get_response()
    check("the id comes back", (response["id"] if isinstance(response, dict) else response.id) == "17")
    named = client.infer(model, [tensor(kind, name, array)], outputs=[kind.InferRequestedOutput(output)])
    check("an output that is named", np.array_equal(named.as_numpy(output), got))
    check("statistics are told", "model_stats" in str(client.get_inference_statistics(model, **as_json)))
    check("the repository is listed", model in str(client.get_model_repository_index(**as_json)))
    client.load_model(model)
    check("a load of a model that is there", True)
    return output, got


def main():
    http_at, grpc_at, model, name, size = sys.argv[1:]
    array = np.arange(2 * int(size), dtype=np.float32).reshape(2, int(size)) / 100

    http = by_http.InferenceServerClient(http_at)
    output, first = both(by_http, http, model, name, array)
    plain = http.infer(
        model,
        [tensor(by_http, name, array, binary_data=False)],
        outputs=[by_http.InferRequestedOutput(output, binary_data=False)],
    )
    check("JSON both ways gives the same", np.allclose(plain.as_numpy(output), first, rtol=1e-6))
    for packing in ("gzip", "deflate"):
        packed = http.infer(
            model,
            [tensor(by_http, name, array)],
            request_compression_algorithm=packing,
            response_compression_algorithm=packing,
        )
        check(packing + " both ways", np.array_equal(packed.as_numpy(output), first))
    refused("HTTP, an unknown model", lambda: http.infer("nobody", [tensor(by_http, name, array)]), "404")
    http.close()

    grpc = by_grpc.InferenceServerClient(grpc_at)
    output, second = both(by_grpc, grpc, model, name, array)
    check("gRPC and HTTP give the same", np.allclose(first, second, rtol=1e-6))
    refused("gRPC, an unknown model", lambda: grpc.infer("nobody", [tensor(by_grpc, name, array)]), "NOT_FOUND")
    large = np.zeros((4096, int(size)), dtype=np.float32)
    check("a large batch", grpc.infer(model, [tensor(by_grpc, name, large)]).as_numpy(output).shape[0] == 4096)
    grpc.close()
    print(f"{checks} checks")


main()
