"""KServe's client with its defaults: by_kserve.py GATEWAY_GRPC GATEWAY_HTTP AGENT_GRPC."""

import asyncio
import logging
import sys

import grpc
import numpy as np
from kserve import InferenceGRPCClient, InferenceRESTClient, InferInput, InferRequest
from kserve.inference_client import RESTConfig
from kserve.protocol.grpc import grpc_predict_v2_pb2 as messages
from kserve.protocol.grpc.grpc_predict_v2_pb2_grpc import GRPCInferenceServiceStub
from kserve.protocol.infer_type import RequestedOutput

from checks import Checks

ARRAY = np.array([[1, 2, 3], [4, 5, 6.5]], dtype=np.float32)
LINE = 2 * ARRAY + 1
WORDS = np.array([b"one", b"", "größe 靴".encode()], dtype=np.object_)
HALF = np.array([0.5, -2, 65504], dtype=np.float16)
TYPES = {"float32": "FP32", "float16": "FP16", "object": "BYTES"}


def request(model, array, binary, outputs=None):
    given = InferInput("x", list(array.shape), TYPES[array.dtype.name])
    given.set_data_from_numpy(array, binary_data=binary)
    return InferRequest(model, [given], request_id="17", request_outputs=outputs)


def texts(output):
    return [one if isinstance(one, bytes) else one.encode() for one in output.as_numpy().tolist()]


async def infers(checks, infer):
    """What both forms of the client do; infer takes a model's name and a request."""

    async def one(what, model, array, binary, same, outputs=None):
        try:
            answer = await infer(model, request(model, array, binary, outputs))
            checks.check(what, answer.id == "17" and same(answer.outputs[0]))
        except Exception as e:  # whatever a client throws is a finding
            checks.check(f"{what} [{type(e).__name__}: {e}]".replace("\n", " "), False)

    for binary in (True, False):
        form = "raw" if binary else "typed"
        await one(f"FP32, {form}, and its id", "line", ARRAY, binary, lambda y: np.array_equal(y.as_numpy(), LINE))
        await one(f"BYTES, {form}", "words", WORDS, binary, lambda y: texts(y) == list(WORDS))
    raw = [RequestedOutput("y", {"binary_data": True})]
    await one("FP16, raw", "half", HALF, True, lambda y: np.array_equal(y.as_numpy(), HALF), raw)
    await one("an output that is named", "line", ARRAY, True, lambda y: np.array_equal(y.as_numpy(), LINE), raw)


async def refused(checks, what, call, *words):
    try:
        await call
    except Exception as e:
        said = f"{type(e).__name__}: {e}".replace("\n", " ")
        checks.check(what, all(word in said for word in words)) or print(f"  it said {said}", file=sys.stderr)
        return
    checks.check(what + " (it was not refused)", False)


async def rest(checks, at):
    base = f"http://{at}"
    # The first protocol, its default, has no tensors.
    async with InferenceRESTClient(RESTConfig(protocol="v2")) as client:
        checks.check("live, by the body's key", await client.is_server_live(base) is True)
        checks.check("ready, by the body's key", await client.is_server_ready(base) is True)
        checks.check("the model is ready", await client.is_model_ready(base, "line") is True)
        checks.check("an unknown model is not", await client.is_model_ready(base, "nobody") is False)
        await infers(checks, lambda model, asked: client.infer(base, asked, model_name=model))
        plain = {"inputs": [{"name": "x", "shape": [1, 3], "datatype": "FP32", "data": [1, 2, 3]}]}
        answer = await client.infer(base, plain, model_name="line")
        checks.check("a dictionary", answer.outputs[0].data == [3, 5, 7])
        asked = request("nobody", ARRAY, True)
        await refused(checks, "an error's text is in the exception", client.infer(base, asked, "nobody"), "404", "unknown model: 'nobody'")


async def by_grpc(checks, at, agent):
    async with InferenceGRPCClient(at) as client:
        checks.check("live", await client.is_server_live())
        checks.check("ready", await client.is_server_ready())
        checks.check("the model is ready", await client.is_model_ready("line"))
        checks.check("an unknown model is not", await client.is_model_ready("nobody") is False)
        await infers(checks, lambda model, asked: client.infer(asked))
        await refused(checks, "an unknown model", client.infer(request("nobody", ARRAY, True)), "NOT_FOUND", "nobody")
    async with grpc.aio.insecure_channel(at) as channel:
        stub = GRPCInferenceServiceStub(channel)
        loaded = await stub.RepositoryModelLoad(messages.RepositoryModelLoadRequest(model_name="half"))
        checks.check("RepositoryModelLoad", loaded is not None)
        unload = stub.RepositoryModelUnload(messages.RepositoryModelUnloadRequest(model_name="half"))
        if agent:
            checks.check("RepositoryModelUnload", await unload is not None)
            await stub.RepositoryModelLoad(messages.RepositoryModelLoadRequest(model_name="half"))
        else:
            await refused(checks, "RepositoryModelUnload is refused", unload, "UNIMPLEMENTED")


def main():
    # It logs each error that it then throws.
    logging.disable(logging.CRITICAL)
    gateway_grpc, gateway_http, agent_grpc = sys.argv[1:]
    failed = 0
    for who, run in (
        ("kserve HTTP, gateway", lambda c: rest(c, gateway_http)),
        ("kserve gRPC, gateway", lambda c: by_grpc(c, gateway_grpc, False)),
        ("kserve gRPC, agent", lambda c: by_grpc(c, agent_grpc, True)),
    ):
        checks = Checks(who)
        checks.check("to the end", lambda: asyncio.run(run(checks)) is None)
        failed += checks.failed
    sys.exit(1 if failed else 0)


main()
