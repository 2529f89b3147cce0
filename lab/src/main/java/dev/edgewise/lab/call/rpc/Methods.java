package dev.edgewise.lab.call.rpc;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;

/** What protoc's plugin for gRPC would write of a service of these messages. */
final class Methods {
  static final String SERVICE = "dev.edgewise.lab.call.Bare";

  static final MethodDescriptor<Octets, Octets> BYTES =
      unary("Bytes", Octets.getDefaultInstance(), Octets.getDefaultInstance());
  static final MethodDescriptor<Numbers, Numbers> DOUBLED =
      unary("Doubled", Numbers.getDefaultInstance(), Numbers.getDefaultInstance());
  static final MethodDescriptor<Nothing, Cost> SPENT =
      unary("Spent", Nothing.getDefaultInstance(), Cost.getDefaultInstance());

  private Methods() {}

  private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> unary(
      String name, Q request, A answer) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setSampledToLocalTracing(true)
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(answer))
        .build();
  }
}
