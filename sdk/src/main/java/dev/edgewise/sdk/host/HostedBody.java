package dev.edgewise.sdk.host;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Health;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.spi.BodyDefinition;
import dev.edgewise.sdk.spi.BodyMethod;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.CallMerging;
import dev.edgewise.sdk.spi.Dependencies;
import dev.edgewise.sdk.spi.Dependency;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.ServiceDefinition;
import dev.edgewise.sdk.spi.WireReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A body that has been built, and the way to its methods: bytes in, bytes out. Thread-safe as far
 * as the body is.
 *
 * <p>Agents and local mode call bodies through this same class, so that a body cannot tell where it
 * runs.
 */
public final class HostedBody implements AutoCloseable {
  private final Hosted<?> hosted;

  private HostedBody(Hosted<?> hosted) {
    this.hosted = hosted;
  }

  /**
   * Builds a body.
   *
   * @throws EdgewiseException with {@code BODY_NOT_BUILT} when its constructor throws, and whatever
   *     {@code dependencies} throws
   */
  public static HostedBody build(BodyDefinition<?> definition, Dependencies dependencies) {
    return build(definition, dependencies, new LoneCalls());
  }

  /**
   * Builds a body.
   *
   * @param merging puts calls of its batched methods together, apart from others where the body
   *     calls other services; stays the caller's
   * @throws EdgewiseException as above
   */
  public static HostedBody build(
      BodyDefinition<?> definition, Dependencies dependencies, CallMerging merging) {
    return new HostedBody(
        Hosted.build(
            definition, dependencies, waitsElsewhere(definition) ? merging.apart() : merging));
  }

  /** Who calls other services waits for them, and would keep a worker of the node idle. */
  private static boolean waitsElsewhere(BodyDefinition<?> body) {
    return body.dependencies().stream().anyMatch(Dependency.OfClient.class::isInstance);
  }

  /** The tier that the body is for. */
  public Tier tier() {
    return hosted.definition.tier();
  }

  /** The body's class. */
  public Class<?> type() {
    return hosted.definition.type();
  }

  /** The service that it is a body of. */
  public ServiceDefinition<?> service() {
    return hosted.definition.service();
  }

  /** The contracts of the methods that it offers. */
  public Collection<MethodContract> methods() {
    return hosted.methods.values().stream()
        .map(method -> method.definition().contract())
        .collect(Collectors.toUnmodifiableList());
  }

  /**
   * Runs a method with one result on this thread.
   *
   * @param fullName {@code service/method}
   * @param request the encoded request message
   * @throws EdgewiseException with {@code UNKNOWN_METHOD}, {@code BAD_REQUEST} when the request
   *     cannot be read, or {@code BODY_FAILED}, with the body's exception as its cause, when the
   *     body threw
   * @throws FaultThrown when the body threw an exception that the method declares
   * @throws InterruptedException when the body was interrupted, which is how a cancelled call ends
   */
  public Message call(String fullName, Message request, CallContext context)
      throws FaultThrown, InterruptedException {
    return hosted.call(fullName, request, context);
  }

  /**
   * Runs a streaming method on this thread, until its stream has no more items. The stream is
   * closed in any case, and its context is the current one while it is pulled.
   *
   * @param sink is told what comes
   * @throws EdgewiseException as {@link #call} says
   * @throws FaultThrown when the body threw an exception that the method declares, before its first
   *     item or after any
   * @throws InterruptedException when the body was interrupted, or {@code sink} wants no more
   */
  public void stream(String fullName, Message request, CallContext context, ItemSink sink)
      throws FaultThrown, InterruptedException {
    hosted.stream(fullName, request, context, sink);
  }

  /** Whether the body is {@link Health.Checked}. */
  public boolean tellsHealth() {
    return hosted.body instanceof Health.Checked;
  }

  /** How the body feels; a body that is not {@link Health.Checked} feels well. */
  public Health health() {
    return hosted.health();
  }

  /**
   * Closes the body when it is {@link AutoCloseable}.
   *
   * @throws EdgewiseException with {@code BODY_FAILED} when that throws
   */
  @Override
  public void close() {
    hosted.close();
  }

  /** Carries the body's type, so that the compiler checks what {@code ?} would hide. */
  private static final class Hosted<B> {
    private final BodyDefinition<B> definition;
    private final B body;
    private final Map<String, BodyMethod<B, ?>> methods;
    private final Map<String, BatchedMethod<B, ?>> batched = new HashMap<>();

    private Hosted(BodyDefinition<B> definition, B body, CallMerging merging) {
      this.definition = definition;
      this.body = body;
      this.methods = new LinkedHashMap<>();
      for (BodyMethod<B, ?> method : definition.methods()) {
        String name = method.definition().contract().fullName();
        methods.put(name, method);
        if (method instanceof BodyMethod.Unary<B, ?> unary
            && method.definition().contract().batched().isPresent()) {
          batched.put(name, new BatchedMethod<>(body, unary, merging));
        }
      }
    }

    static <B> Hosted<B> build(
        BodyDefinition<B> definition, Dependencies dependencies, CallMerging merging) {
      try {
        return new Hosted<>(definition, definition.create(dependencies), merging);
      } catch (EdgewiseException e) {
        throw e;
      } catch (Exception | LinkageError e) {
        throw EdgewiseException.of(
            ErrorCode.BODY_NOT_BUILT,
            "The constructor of "
                + definition.type().getName()
                + " failed: "
                + e
                + ". Its own stack trace follows; a missing class means that the service's jar"
                + " lacks a dependency.",
            e);
      }
    }

    Message call(String fullName, Message request, CallContext context)
        throws FaultThrown, InterruptedException {
      if (!(method(fullName) instanceof BodyMethod.Unary<B, ?> method)) {
        throw new IllegalArgumentException(fullName + " has a stream of results");
      }
      BatchedMethod<B, ?> together = batched.get(fullName);
      if (together != null) {
        Object[] arguments = arguments(method.definition(), request);
        if (together.takes(arguments)) {
          return together.answer(arguments, context);
        }
      }
      return call(method, request, context);
    }

    void stream(String fullName, Message request, CallContext context, ItemSink sink)
        throws FaultThrown, InterruptedException {
      if (!(method(fullName) instanceof BodyMethod.Streaming<B, ?> method)) {
        throw new IllegalArgumentException(fullName + " has one result");
      }
      stream(method, request, context, sink);
    }

    private BodyMethod<B, ?> method(String fullName) {
      BodyMethod<B, ?> method = methods.get(fullName);
      if (method == null) {
        throw EdgewiseException.of(
            ErrorCode.UNKNOWN_METHOD,
            definition.type().getName()
                + " does not offer "
                + fullName
                + ". It offers "
                + String.join(", ", methods.keySet())
                + ".");
      }
      return method;
    }

    private <R extends @Nullable Object> Message call(
        BodyMethod.Unary<B, R> method, Message request, CallContext context)
        throws FaultThrown, InterruptedException {
      Object[] arguments = arguments(method.definition(), request);
      R result;
      try {
        result = context.run(() -> method.handler().handle(body, arguments));
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
        throw Thrown.failure(method.definition(), e);
      }
      return Outgoing.encode(method.definition(), result, "The result");
    }

    private <R> void stream(
        BodyMethod.Streaming<B, R> method, Message request, CallContext context, ItemSink sink)
        throws FaultThrown, InterruptedException {
      Object[] arguments = arguments(method.definition(), request);
      Handover<R> handover = new Handover<>(method.definition(), sink);
      context.generation().ifPresent(running -> running.itemsAre(method.definition().response()));
      try {
        context.run(
            () -> {
              try (Stream<R> items = method.handler().handle(body, arguments)) {
                sink.opened();
                items.sequential().forEachOrdered(handover);
              }
              return true;
            });
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
        handover.check();
        throw Thrown.failure(method.definition(), e);
      }
      handover.check();
    }

    private static Object[] arguments(MethodDefinition<?> method, Message request) {
      try {
        return WireReader.decode(method.request(), request);
      } catch (MalformedMessage e) {
        throw EdgewiseException.of(
            ErrorCode.BAD_REQUEST,
            "The request of " + method.contract().fullName() + " cannot be read: " + e.getMessage(),
            e);
      }
    }

    Health health() {
      if (!(body instanceof Health.Checked checked)) {
        return new Health.Healthy();
      }
      try {
        return Optional.ofNullable(checked.health())
            .orElseGet(() -> new Health.Unhealthy("health() returned null"));
      } catch (RuntimeException e) {
        return new Health.Unhealthy("health() threw " + e);
      }
    }

    void close() {
      if (body instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } catch (Exception e) {
          throw EdgewiseException.of(
              ErrorCode.BODY_FAILED, "Closing " + body.getClass().getName() + " failed: " + e, e);
        }
      }
    }
  }
}
