package dev.edgewise.sdk.invoke;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that makes a call and waits for its end. What comes of the call is handled there: so
 * an answer wakes one thread instead of two, and what it is made into takes no thread of the
 * transport. Once nobody waits any longer, what still comes runs on the thread that brings it; of a
 * call that has ended that is next to nothing.
 */
final class CallersThread implements Executor {
  private final Thread thread = Thread.currentThread();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private volatile boolean gone;

  @Override
  public void execute(Runnable task) {
    // In this order, as await() looks once more after it has gone.
    tasks.add(task);
    if (gone) {
      runAll();
    } else {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Runs what comes until the future is completed; to be called once, by the thread that made this.
   */
  void await(CompletableFuture<?> future) throws InterruptedException {
    var unused = future.whenComplete((value, failure) -> LockSupport.unpark(thread));
    try {
      while (!future.isDone()) {
        Runnable task = tasks.poll();
        if (task != null) {
          task.run();
        } else if (Thread.interrupted()) {
          throw new InterruptedException();
        } else {
          LockSupport.park(this);
        }
      }
    } finally {
      gone = true;
      runAll();
    }
  }

  private void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }
}
