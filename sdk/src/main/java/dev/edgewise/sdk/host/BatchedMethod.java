package dev.edgewise.sdk.host;

import dev.edgewise.annotations.Label;
import dev.edgewise.sdk.spi.BodyMethod;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.CallMerging;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.WireWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A method over a list, whose calls are put together: the list is taken apart into items, of which
 * each waits in the lane of its label, shape, and the call's other arguments.
 */
final class BatchedMethod<B, R extends @Nullable Object> {
  private final B body;
  private final MethodDefinition<R> definition;
  private final BodyMethod.Handler<B, R> handler;
  private final CallMerging.Merged<One, Object> merged;
  private final Shapes shapes = new Shapes();

  BatchedMethod(B body, BodyMethod.Unary<B, R> method, CallMerging merging) {
    this.body = body;
    this.definition = method.definition();
    this.handler = method.handler();
    this.merged = merging.open(definition.contract(), this::run);
  }

  /** Whether the arguments have items that could run with others. */
  boolean takes(Object[] arguments) {
    OptionalInt at = at(arguments);
    return at.isPresent() && !((List<?>) arguments[at.getAsInt()]).isEmpty();
  }

  /**
   * The encoded result for one call, on this thread; throws as {@link HostedBody#call} says.
   *
   * @param arguments that this {@linkplain #takes takes}
   */
  Message answer(Object[] arguments, CallContext context) throws FaultThrown, InterruptedException {
    R result;
    try {
      result = call(arguments, context);
    } catch (CallMerging.BodyThrew e) {
      throw Thrown.failure(definition, e.thrown());
    }
    return Outgoing.encode(definition, result, "The result");
  }

  private R call(Object[] arguments, CallContext context)
      throws CallMerging.BodyThrew, InterruptedException {
    int at = at(arguments).orElseThrow();
    ByteBuffer others = others(arguments, at);
    List<CallMerging.Item<One>> items = new ArrayList<>();
    for (Object value : (List<?>) arguments[at]) {
      items.add(
          new CallMerging.Item<>(
              new One(value, arguments, at, Thread.currentThread().getContextClassLoader()),
              new Lane(context.label(), others, shapes.of(value)),
              context));
    }
    return result(merged.call(items));
  }

  /** The method returns a list: the compiler's processor has seen to that. */
  @SuppressWarnings("unchecked")
  private R result(List<Object> results) {
    return (R) results;
  }

  private List<Object> run(List<CallMerging.Item<One>> items) throws Exception {
    One first = items.get(0).value();
    Object[] arguments = first.arguments.clone();
    List<Object> values = new ArrayList<>(items.size());
    List<CallContext> contexts = new ArrayList<>();
    for (CallMerging.Item<One> item : items) {
      values.add(item.value().value);
      if (!contexts.contains(item.context())) {
        contexts.add(item.context());
      }
    }
    arguments[first.at] = values;
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(first.loader);
    try {
      R results = CallContext.joined(contexts).run(() -> handler.handle(body, arguments));
      return results instanceof List<?> list ? new ArrayList<>(list) : List.of();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** A list that cannot be absent is the only argument that decodes to one. */
  private static OptionalInt at(Object[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof List) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private ByteBuffer others(Object[] arguments, int at) {
    if (arguments.length == 1) {
      return ByteBuffer.allocate(0);
    }
    Object[] rest = arguments.clone();
    rest[at] = List.of();
    return WireWriter.encode(definition.request(), rest).contiguous();
  }

  /** An item, with the call that it came in. */
  static final class One {
    private final Object value;
    private final Object[] arguments;
    private final int at;
    private final @Nullable ClassLoader loader;

    One(Object value, Object[] arguments, int at, @Nullable ClassLoader loader) {
      this.value = value;
      this.arguments = arguments;
      this.at = at;
      this.loader = loader;
    }
  }

  /** What must be equal; its words say nothing of what is in the arguments. */
  private record Lane(Label label, ByteBuffer others, List<Object> shapes) {
    @Override
    public String toString() {
      return label
          + (shapes.isEmpty() ? "" : " " + shapes)
          + (others.hasRemaining() ? " arguments of " + others.remaining() + " bytes" : "");
    }
  }
}
