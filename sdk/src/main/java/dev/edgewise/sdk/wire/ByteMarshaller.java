package dev.edgewise.sdk.wire;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Messages as the bytes that they are: codecs run above gRPC, once a call, and the same bytes serve
 * a retry. Both directions tell gRPC the length, so that one buffer of the right size is enough.
 */
public enum ByteMarshaller implements MethodDescriptor.Marshaller<byte[]> {
  INSTANCE;

  @Override
  public InputStream stream(byte[] value) {
    // gRPC knows the length of this class.
    return new ByteArrayInputStream(value);
  }

  @Override
  public byte[] parse(InputStream stream) {
    try {
      if (!(stream instanceof KnownLength)) {
        return stream.readAllBytes();
      }
      int length = stream.available();
      byte[] bytes = new byte[length];
      if (stream.readNBytes(bytes, 0, length) != length) {
        throw Status.INTERNAL
            .withDescription("a message shorter than its length")
            .asRuntimeException();
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The descriptor of a unary method by its full name, for client and server alike. */
  public static MethodDescriptor<byte[], byte[]> unary(String fullName) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(fullName)
        .setRequestMarshaller(INSTANCE)
        .setResponseMarshaller(INSTANCE)
        .build();
  }
}
