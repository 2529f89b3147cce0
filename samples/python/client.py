"""Calls the sample service Vision from Python: nothing in here knows Edgewise, only gRPC.

    client.py ADDRESS PICTURE…

ADDRESS is a gateway's gRPC port (127.0.0.1:7443) or an agent's (127.0.0.1:7501). The modules
vision_pb2 and vision_pb2_grpc were made by grpcio-tools from the .proto that the Java build wrote.
"""

import pathlib
import sys

import grpc
from dev.edgewise.samples.vision import vision_pb2, vision_pb2_grpc
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from google.rpc import status_pb2
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

SERVICE = "dev.edgewise.samples.vision.Vision"

# The deadline travels with the call: Edgewise picks a node that makes it. Edgewise's own wishes are
# metadata; a label can only be raised.
DEADLINE_SECONDS = 10
METADATA = [("edgewise-label", "internal")]


def told(faces):
    where = ", ".join(f"{f.box.w}×{f.box.h} at ({f.box.x}, {f.box.y})" for f in faces.faces)
    return f"{len(faces.faces)} face(s), score {faces.score:.3f}" + (f": {where}" if where else "")


def with_stubs(channel, frames):
    """One call a picture; who answered, and the id for `edgewise explain`, are in the trailers."""
    vision = vision_pb2_grpc.VisionStub(channel)
    for frame in frames:
        request = vision_pb2.VisionDetectRequest(frame=frame)
        answer, call = vision.detect.with_call(request, timeout=DEADLINE_SECONDS, metadata=METADATA)
        trailers = dict(call.trailing_metadata())
        by = f", by {trailers['edgewise-node']}" if "edgewise-node" in trailers else ""
        print(f"stub        {frame.name}: {told(answer.result)}{by}")


def with_a_stream(channel, frames):
    """One call for all pictures, an answer for each as soon as it is there."""
    vision = vision_pb2_grpc.VisionStub(channel)
    request = vision_pb2.VisionBrowseRequest(frames=frames)
    for answer in vision.browse(request, timeout=DEADLINE_SECONDS):
        finding = answer.result
        what = finding.problem if finding.HasField("problem") else told(finding.faces)
        print(f"stream      {finding.picture}: {what}")


def with_reflection(channel, frames):
    """Without any generated code: the server tells what it has."""
    server = ProtoReflectionDescriptorDatabase(channel)
    print(f"reflection  services: {', '.join(sorted(server.get_services()))}")
    detect = DescriptorPool(server).FindServiceByName(SERVICE).FindMethodByName("detect")
    request = GetMessageClass(detect.input_type)()
    request.frame.name = frames[0].name
    request.frame.encoded = frames[0].encoded
    call = channel.unary_unary(
        f"/{SERVICE}/{detect.name}",
        request_serializer=type(request).SerializeToString,
        response_deserializer=GetMessageClass(detect.output_type).FromString,
    )
    answer = call(request, timeout=DEADLINE_SECONDS)
    print(f"reflection  {frames[0].name}: {told(answer.result)}")


def with_a_fault(channel):
    """An exception that the Java method declares comes as a message of its own."""
    broken = vision_pb2.Frame(name="broken.png", encoded=b"no picture")
    try:
        vision_pb2_grpc.VisionStub(channel).detect(
            vision_pb2.VisionDetectRequest(frame=broken), timeout=DEADLINE_SECONDS
        )
        sys.exit("a broken picture was taken for one")
    except grpc.RpcError as error:
        trailers = dict(error.trailing_metadata())
        status = status_pb2.Status.FromString(trailers["grpc-status-details-bin"])
        fault = vision_pb2.UnreadablePicture()
        if not status.details[0].Unpack(fault):
            sys.exit(f"not an UnreadablePicture: {status}")
        print(f"fault       {trailers['edgewise-code']}, {fault.picture}: {error.details()}")


def main():
    address, *pictures = sys.argv[1:]
    frames = [
        vision_pb2.Frame(name=path.name, encoded=path.read_bytes())
        for path in map(pathlib.Path, pictures)
    ]
    with grpc.insecure_channel(address) as channel:
        grpc.channel_ready_future(channel).result(timeout=DEADLINE_SECONDS)
        with_stubs(channel, frames)
        with_a_stream(channel, frames)
        with_reflection(channel, frames)
        with_a_fault(channel)


if __name__ == "__main__":
    main()
