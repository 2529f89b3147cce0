package dev.edgewise.bench.load;

import java.util.function.Consumer;

/** What is put under load. */
@FunctionalInterface
public interface Target {
  /**
   * Sends a call and returns without waiting for it; a call that blocks here delays the next ones,
   * which shows as lag.
   *
   * @param call what to send
   * @param done to be told once, from any thread, at once when the answer is there
   */
  void send(Call call, Consumer<Answer> done);

  /**
   * One call.
   *
   * @param index 0 for the first
   * @param intendedNanos when it is meant to be sent, on the timeline's clock
   * @param deadlineNanos until when its answer is of use
   */
  record Call(int index, long intendedNanos, long deadlineNanos) {}
}
