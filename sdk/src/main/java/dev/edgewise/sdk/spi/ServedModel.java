package dev.edgewise.sdk.spi;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Health;
import dev.edgewise.core.MethodContract;
import java.util.List;
import java.util.Optional;

/**
 * One model, offered as a service of its own: methods and messages are those of {@code
 * edgewise/v1/models.proto}. Calling it loads it when it must be. Thread-safe.
 */
public interface ServedModel {
  /** For example {@code fashion-diffusion}. */
  String name();

  /** The engine that runs it, for status pages. */
  String engine();

  /** What it answers; the service's name is {@code edgewise.models.v1.<name>}. */
  List<MethodContract> methods();

  /**
   * What it does: the word of a {@link dev.edgewise.sdk.spi.model.ModelKind}. Whoever describes the
   * service in protobuf's terms asks {@code ModelDescriptors} of {@code sdk.wire.dynamic}, since
   * who serves models knows no protobuf.
   */
  String kind();

  /** Whether calls make sense now; a model that is merely not loaded is healthy. */
  Health health();

  /**
   * What computes its answers, for caches: digests of its files, its engine and what that computes
   * with. Empty: nobody can tell, and nothing is kept.
   */
  default String producer() {
    return "";
  }

  /**
   * What a call asks of the cache: its profile says whether and how its answer is kept. Empty: it
   * is not.
   *
   * @param fullName of one of the methods
   */
  default Optional<CallCaching.Question> question(String fullName, Message request) {
    return Optional.empty();
  }

  /**
   * Answers a call; blocks until it is done. Waits in a lane for a device as long as that may still
   * come in time; what the lane refuses is an {@link EdgewiseException} with {@code OVERLOADED},
   * and may be tried elsewhere.
   *
   * @param fullName of one of the methods
   * @param context its deadline and cancellation are obeyed while the call waits and runs
   */
  Message call(String fullName, Message request, CallContext context) throws InterruptedException;

  /**
   * Runs a method with a stream of results on this thread, until it has no more.
   *
   * @param fullName of one of the methods
   * @param context its deadline and cancellation are obeyed, and it tells how far the caller has
   *     come already
   * @param sink is told what comes: that the stream was opened when the call has been taken, which
   *     it can no longer refuse then
   */
  default void stream(String fullName, Message request, CallContext context, ItemSink sink)
      throws InterruptedException {
    throw EdgewiseException.of(
        ErrorCode.UNKNOWN_METHOD,
        "Model \"" + name() + "\" has no method with a stream of results: " + fullName);
  }
}
