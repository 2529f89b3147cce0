"""Triton's own description of the service, as a descriptor set on standard output: grpc-js needs one."""

import sys

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from tritonclient.grpc import model_config_pb2, service_pb2

files = FileDescriptorSet()
for file in (model_config_pb2, service_pb2):
    file.DESCRIPTOR.CopyToProto(files.file.add())
sys.stdout.buffer.write(files.SerializeToString())
