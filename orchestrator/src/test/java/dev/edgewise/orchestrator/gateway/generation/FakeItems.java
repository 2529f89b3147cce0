package dev.edgewise.orchestrator.gateway.generation;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Node;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A call whose items come when the test says. */
final class FakeItems implements Items<Message> {
  private final Deque<Message> coming = new ArrayDeque<>();
  private final CompletableFuture<Outcome<Long>> outcome = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private long given;
  private int asked;

  synchronized void give(int chunks, int bytes) {
    for (int i = 0; i < chunks; i++) {
      coming.add(Message.of(new byte[bytes]));
    }
    notifyAll();
  }

  synchronized void complete() {
    Node node = new Node("nyc", Tier.EDGE, new Site("shop", Trust.OWN));
    end(
        new Outcome.Completed<>(
            given + coming.size(), node, new Escalation.None(), "decision", Duration.ZERO));
  }

  void fail() {
    end(
        new Outcome.Failed<>(
            EdgewiseException.of(ErrorCode.BODY_FAILED, "no"), "decision", Duration.ZERO));
  }

  private synchronized void end(Outcome<Long> how) {
    outcome.complete(how);
    notifyAll();
  }

  /** How many were read. */
  synchronized long given() {
    return given;
  }

  /** Waits until it is asked for what it does not have, or given up. */
  synchronized void awaitAsked(int times) throws InterruptedException {
    while (asked < times && closed.getCount() > 0) {
      wait();
    }
  }

  void awaitClosed() throws InterruptedException {
    closed.await();
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public synchronized Optional<Message> next() throws InterruptedException {
    while (coming.isEmpty() && !outcome.isDone()) {
      asked++;
      notifyAll();
      wait();
    }
    Message next = coming.poll();
    if (next == null) {
      Long _ = outcome.join().orThrow();
      return Optional.empty();
    }
    given++;
    notifyAll();
    return Optional.of(next);
  }

  @Override
  public String decisionId() {
    return "decision";
  }

  @Override
  public synchronized boolean isReady() {
    return !coming.isEmpty() || outcome.isDone();
  }

  @Override
  public CompletableFuture<Outcome<Long>> outcome() {
    return outcome;
  }

  @Override
  public void close() {
    end(
        new Outcome.Cancelled<>(
            EdgewiseException.of(ErrorCode.CANCELLED, "closed"), "decision", Duration.ZERO));
    closed.countDown();
    synchronized (this) {
      notifyAll();
    }
  }
}
