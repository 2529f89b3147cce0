package dev.edgewise.lab.serve;

import static java.util.Objects.requireNonNull;

import dev.edgewise.bench.load.Answer;
import dev.edgewise.core.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A system of others: its rule, in a shell that is as quick as ours. Workers run on the executor
 * and leave it when nothing may run; with several models, the one whose oldest call waits longest
 * is next.
 *
 * @param name in the results
 * @param rule made anew for each model of each run
 */
record Peer(String name, Function<Contender.Rig, Rule> rule) implements Contender {
  Peer {
    requireNonNull(name, "name");
    requireNonNull(rule, "rule");
  }

  @Override
  public Server open(Rig rig) {
    return new Shell(rig, rule);
  }

  private static final class Queue {
    private final Rule rule;
    private final Deque<Item> items = new ArrayDeque<>();
    private long freeNanos;

    Queue(Rule rule) {
      this.rule = rule;
    }

    Rule.Line line() {
      Item head = items.getFirst();
      int prefix = 0;
      for (Item item : items) {
        if (item.shape() != head.shape() || prefix == Cell.MAX_BATCH) {
          break;
        }
        prefix++;
      }
      return new Rule.Line(
          items.size(),
          // A full batch is full, whatever comes behind it.
          prefix == Cell.MAX_BATCH ? items.size() : prefix,
          head.arrivedNanos(),
          items.getLast().arrivedNanos(),
          freeNanos);
    }
  }

  private record Batch(Queue queue, List<Item> items) {}

  private static final class Shell implements Server {
    private final Rig rig;
    private final List<Queue> queues = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private int active;
    private Scheduler.@Nullable Cancellable timer;
    private long timerAt = Long.MAX_VALUE;

    Shell(Rig rig, Function<Rig, Rule> rule) {
      this.rig = rig;
      for (int i = 0; i < rig.models(); i++) {
        queues.add(new Queue(rule.apply(rig)));
      }
    }

    @Override
    public void submit(Item item) {
      lock.lock();
      try {
        queues.get(item.model()).items.addLast(item);
      } finally {
        lock.unlock();
      }
      look();
    }

    /** Sheds what is to be shed and starts a worker when there is work for it. */
    private void look() {
      List<Item> shed = new ArrayList<>();
      Batch batch;
      lock.lock();
      try {
        batch = decide(shed, active >= rig.workers());
        if (batch != null) {
          active++;
        }
      } finally {
        lock.unlock();
      }
      shed.forEach(item -> item.done().accept(Answer.REFUSED));
      if (batch != null) {
        rig.executor().execute(() -> work(batch));
      }
    }

    private void work(Batch first) {
      Batch batch = first;
      while (batch != null) {
        Item head = batch.items().getFirst();
        rig.engine().run(head.model(), head.shape(), batch.items().size());
        List<Item> shed = new ArrayList<>();
        List<Item> finished = batch.items();
        lock.lock();
        try {
          batch.queue().freeNanos = rig.timeline().nanos();
          batch = decide(shed, false);
          if (batch == null) {
            active--;
          }
        } finally {
          lock.unlock();
        }
        finished.forEach(item -> item.done().accept(Answer.COMPLETED));
        shed.forEach(item -> item.done().accept(Answer.REFUSED));
      }
    }

    private @Nullable Batch decide(List<Item> shed, boolean busy) {
      long now = rig.timeline().nanos();
      long later = Long.MAX_VALUE;
      Queue oldest = null;
      int size = 0;
      for (Queue queue : queues) {
        while (!queue.items.isEmpty()) {
          Rule.Step step = queue.rule.next(queue.line(), now, busy);
          if (step instanceof Rule.Step.Shed) {
            shed.add(queue.items.removeFirst());
            continue;
          }
          if (step instanceof Rule.Step.Later wait) {
            later = Math.min(later, wait.nanos());
          }
          if (step instanceof Rule.Step.Run run
              && (oldest == null
                  || queue.items.getFirst().arrivedNanos()
                      < oldest.items.getFirst().arrivedNanos())) {
            oldest = queue;
            size = run.size();
          }
          break;
        }
      }
      wakeAt(later, now);
      return busy || oldest == null ? null : take(oldest, size, now);
    }

    private static Batch take(Queue queue, int size, long now) {
      Rule.Line line = queue.line();
      List<Item> items = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        items.add(queue.items.removeFirst());
      }
      queue.rule.left(line, size, now - line.headNanos());
      return new Batch(queue, items);
    }

    private void wakeAt(long nanos, long now) {
      if (nanos >= timerAt) {
        return;
      }
      if (timer != null) {
        timer.cancel();
      }
      timerAt = nanos;
      timer = rig.timeline().schedule(Duration.ofNanos(Math.max(1, nanos - now)), this::ring);
    }

    private void ring() {
      lock.lock();
      try {
        timer = null;
        timerAt = Long.MAX_VALUE;
      } finally {
        lock.unlock();
      }
      look();
    }
  }
}
