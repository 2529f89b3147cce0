package dev.edgewise.sdk.wire;

import dev.edgewise.sdk.spi.Message;
import io.grpc.MethodDescriptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Descriptors of unary methods, made once each: gRPC keeps in them what it makes of their names.
 * Thread-safe.
 */
final class UnaryMethods {
  /** Those beyond are made anew each time: names may come from strangers. */
  private static final int MOST = 1_000;

  private final Map<String, MethodDescriptor<Message, Message>> known = new ConcurrentHashMap<>();

  /** The descriptor of a method by its full name. */
  MethodDescriptor<Message, Message> of(String fullName) {
    MethodDescriptor<Message, Message> descriptor = known.get(fullName);
    if (descriptor == null) {
      descriptor = MessageMarshaller.unary(fullName);
      if (known.size() < MOST) {
        known.put(fullName, descriptor);
      }
    }
    return descriptor;
  }
}
