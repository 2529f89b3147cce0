package dev.edgewise.daemon.log;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The call that a thread works for; every line that it logs meanwhile carries these ids, also lines
 * of code that knows nothing of them.
 *
 * @param trace W3C trace id
 * @param decision id of the caller's decision, which {@code edgewise explain} takes
 */
public record LogContext(String trace, String decision) {
  private static final ScopedValue<LogContext> CURRENT = ScopedValue.newInstance();

  public LogContext {
    requireNonNull(trace, "trace");
    requireNonNull(decision, "decision");
  }

  /** Runs {@code work} on this thread as part of this call. */
  public void during(Runnable work) {
    ScopedValue.where(CURRENT, this).run(work);
  }

  /** Calls {@code work} on this thread as part of this call. */
  public <T> T call(Callable<T> work) throws Exception {
    return ScopedValue.where(CURRENT, this).call(work::call);
  }

  static Optional<LogContext> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }
}
