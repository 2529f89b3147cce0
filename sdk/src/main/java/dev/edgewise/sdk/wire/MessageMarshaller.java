package dev.edgewise.sdk.wire;

import dev.edgewise.sdk.spi.Message;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Messages as the bytes that they are: codecs run above gRPC, once a call, and the same bytes serve
 * a retry. Both directions tell gRPC the length, so that one buffer of the right size is enough.
 */
public enum MessageMarshaller implements MethodDescriptor.Marshaller<Message> {
  INSTANCE;

  private static final int COPIED_AT_ONCE = 16 * 1024;

  @Override
  public InputStream stream(Message message) {
    return new Parts(message.parts());
  }

  @Override
  public Message parse(InputStream stream) {
    try {
      if (!(stream instanceof KnownLength)) {
        return Message.of(stream.readAllBytes());
      }
      int length = stream.available();
      byte[] bytes = new byte[length];
      if (stream.readNBytes(bytes, 0, length) != length) {
        throw Status.INTERNAL
            .withDescription("a message shorter than its length")
            .asRuntimeException();
      }
      return Message.of(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The descriptor of a unary method by its full name, for client and server alike. */
  public static MethodDescriptor<Message, Message> unary(String fullName) {
    return method(MethodDescriptor.MethodType.UNARY, fullName);
  }

  /** The descriptor of a method of any type. */
  public static MethodDescriptor<Message, Message> method(
      MethodDescriptor.MethodType type, String fullName) {
    return MethodDescriptor.<Message, Message>newBuilder()
        .setType(type)
        .setFullMethodName(fullName)
        .setRequestMarshaller(INSTANCE)
        .setResponseMarshaller(INSTANCE)
        .build();
  }

  /** Hands gRPC the parts of a message, one after the other. */
  private static final class Parts extends InputStream implements KnownLength, Drainable {
    private final List<ByteBuffer> parts;
    private int part;

    Parts(List<ByteBuffer> parts) {
      this.parts = parts;
    }

    private boolean atEnd() {
      while (part < parts.size() && !parts.get(part).hasRemaining()) {
        part++;
      }
      return part == parts.size();
    }

    @Override
    public int available() {
      int left = 0;
      for (int i = part; i < parts.size(); i++) {
        left += parts.get(i).remaining();
      }
      return left;
    }

    @Override
    public int read() {
      return atEnd() ? -1 : parts.get(part).get() & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (atEnd()) {
        return length == 0 ? 0 : -1;
      }
      int count = Math.min(length, parts.get(part).remaining());
      parts.get(part).get(into, offset, count);
      return count;
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      int drained = available();
      byte[] copied = null;
      for (; !atEnd(); part++) {
        ByteBuffer bytes = parts.get(part);
        if (bytes.hasArray()) {
          target.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
          continue;
        }
        copied = copied == null ? new byte[Math.min(bytes.remaining(), COPIED_AT_ONCE)] : copied;
        while (bytes.hasRemaining()) {
          int count = Math.min(bytes.remaining(), copied.length);
          bytes.get(copied, 0, count);
          target.write(copied, 0, count);
        }
      }
      return drained;
    }
  }
}
