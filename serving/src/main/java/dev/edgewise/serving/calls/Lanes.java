package dev.edgewise.serving.calls;

import dev.edgewise.core.Clock;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.CallMerging;
import dev.edgewise.serving.batch.Batcher;
import dev.edgewise.serving.batch.Loan;
import dev.edgewise.serving.batch.Terms;
import dev.edgewise.serving.batch.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The calls of one method: each item waits for itself, each call for all of its items. */
final class Lanes<I, R> implements CallMerging.Merged<I, R> {
  private final Clock clock;
  private final Batcher<CallMerging.Item<I>, R> batcher;

  Lanes(Clock clock, Batcher<CallMerging.Item<I>, R> batcher) {
    this.clock = clock;
    this.batcher = batcher;
  }

  @Override
  public List<R> call(List<CallMerging.Item<I>> items)
      throws CallMerging.BodyThrew, InterruptedException {
    if (items.size() == 1) {
      // On this thread when the body is idle: nothing is slower than without lanes.
      Verdict<R> verdict = batcher.call(items.get(0), terms(items.get(0).context()));
      if (Thread.interrupted()) {
        throw new InterruptedException("the caller is gone");
      }
      return List.of(result(verdict));
    }
    List<CompletableFuture<Verdict<R>>> answers = new ArrayList<>(items.size());
    try (Loan _ = batcher.lend()) {
      for (CallMerging.Item<I> item : items) {
        answers.add(batcher.submit(item, terms(item.context())));
      }
      List<R> results = new ArrayList<>(items.size());
      for (CompletableFuture<Verdict<R>> answer : answers) {
        results.add(result(answer.get()));
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a verdict is never an exception", e);
    } finally {
      // What one failed item, or a caller that is gone, leaves behind is of no use to anybody.
      answers.forEach(answer -> answer.cancel(false));
    }
  }

  private Terms terms(CallContext context) {
    return new Terms(
        clock.nanos() + context.timeLeft().toNanos(), 0, context.tenant(), context::isCancelled);
  }

  private static <R> R result(Verdict<R> verdict)
      throws CallMerging.BodyThrew, InterruptedException {
    if (verdict instanceof Verdict.Failed<R> failed) {
      switch (failed.error()) {
        case CallMerging.BodyThrew body when body.thrown() instanceof InterruptedException gone ->
            throw gone;
        case CallMerging.BodyThrew body -> throw body;
        default -> {}
      }
    }
    return verdict.orThrow();
  }
}
