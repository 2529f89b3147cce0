package dev.edgewise.sdk.api;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.Caller;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.ServiceDefinition;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out which call a {@link ServiceCall} makes. For one use on one thread. */
final class Recorder implements Caller {
  private @Nullable Recorded recorded;

  /** The call that a lambda made. */
  record Recorded(MethodDefinition<?> method, Object[] arguments) {}

  private Recorder() {}

  static <S, R extends @Nullable Object> Recorded record(
      ServiceDefinition<S> service, ServiceCall<S, R> call) {
    Recorder recorder = new Recorder();
    R result;
    try {
      result = call.on(service.stub(recorder));
    } catch (EdgewiseException e) {
      throw e;
    } catch (Exception e) {
      throw recorder.recorded == null
          ? misused("threw " + e + " before it made a call", e)
          : misused("used the result of the call, which is not there yet (" + e + ")", e);
    }
    Recorded recorded = recorder.recorded;
    if (recorded == null) {
      throw misused("made no call", null);
    }
    if (!Objects.equals(result, recorded.method().zero())) {
      throw misused("returned something else than the result of its call", null);
    }
    return recorded;
  }

  @Override
  public <R extends @Nullable Object> R call(MethodDefinition<R> method, Object... arguments) {
    if (recorded != null) {
      throw misused(
          "made a second call, "
              + method.contract().fullName()
              + ", after "
              + recorded.method().contract().fullName(),
          null);
    }
    recorded = new Recorded(method, arguments.clone());
    return method.zero();
  }

  @Override
  public <R> Stream<R> stream(MethodDefinition<R> method, Object... arguments) {
    throw misused(
        "called "
            + method.contract().fullName()
            + ", whose result is a stream and comes bit by bit anyway",
        null);
  }

  private static EdgewiseException misused(String what, @Nullable Exception cause) {
    String message =
        "The lambda "
            + what
            + ". It must make exactly one call on its argument and return the result, as in v ->"
            + " v.detect(frame); do the rest before or after.";
    return cause == null
        ? EdgewiseException.of(ErrorCode.LAMBDA_MISUSED, message)
        : EdgewiseException.of(ErrorCode.LAMBDA_MISUSED, message, cause);
  }
}
