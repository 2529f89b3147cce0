package dev.edgewise.agent.control;

import dev.edgewise.agent.control.FromOrchestrator.Desired;
import dev.edgewise.agent.control.FromOrchestrator.Reason;
import dev.edgewise.agent.control.FromOrchestrator.Refused;
import dev.edgewise.agent.control.FromOrchestrator.Registered;
import dev.edgewise.agent.control.FromOrchestrator.Renewed;
import dev.edgewise.agent.control.ToOrchestrator.Applied;
import dev.edgewise.agent.control.ToOrchestrator.Deregister;
import dev.edgewise.agent.control.ToOrchestrator.Register;
import dev.edgewise.agent.control.ToOrchestrator.Renew;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An orchestrator of one node, a millisecond away. */
final class FakeOrchestrator implements Uplink {
  static final Duration LEASE = Duration.ofSeconds(3);
  static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration WAY = Duration.ofMillis(1);

  private final VirtualTime time;
  final List<ToOrchestrator> heard = new ArrayList<>();
  final List<Long> openedAt = new ArrayList<>();
  boolean up = true;
  boolean silent;
  Optional<Refused> refusal = Optional.empty();
  long epoch = 100;
  private @Nullable Line line;

  FakeOrchestrator(VirtualTime time) {
    this.time = time;
  }

  @Override
  public Stream open(Listener listener) {
    openedAt.add(time.nanos());
    Line opened = new Line(listener);
    if (!up) {
      opened.end("UNAVAILABLE, connection refused");
    }
    return opened;
  }

  <M extends ToOrchestrator> List<M> heard(Class<M> type) {
    return heard.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Dies: every connection breaks. */
  void die() {
    up = false;
    cut();
  }

  void cut() {
    Line now = line;
    line = null;
    if (now != null) {
      now.end("UNAVAILABLE, connection reset");
    }
  }

  void desire(long version, boolean drain) {
    if (line != null) {
      line.say(new Desired(version, drain));
    }
  }

  /** The lease is over, though the node does not know yet. */
  void expire() {
    epoch++;
  }

  @Nullable Line line() {
    return line;
  }

  final class Line implements Stream {
    private final Listener listener;
    boolean over;
    boolean finished;

    Line(Listener listener) {
      this.listener = listener;
    }

    void say(FromOrchestrator message) {
      time.schedule(
          WAY,
          () -> {
            if (!over) {
              listener.heard(message);
            }
          });
    }

    /** Says something although the node has given this stream up. */
    void sayLate(FromOrchestrator message) {
      time.schedule(WAY, () -> listener.heard(message));
    }

    void end(String because) {
      over = true;
      time.schedule(WAY, () -> listener.broke(because));
    }

    @Override
    public void send(ToOrchestrator message) {
      if (over || !up) {
        return;
      }
      heard.add(message);
      if (silent) {
        return;
      }
      if (refusal.isPresent()) {
        say(refusal.get());
        return;
      }
      switch (message) {
        case Register _ -> {
          if (line != this) {
            line = this;
            epoch++;
          }
          say(new Registered(epoch, LEASE, HEARTBEAT, "test"));
        }
        case Renew(long held, var _, var _) -> {
          if (held == epoch) {
            say(new Renewed(held));
          } else {
            say(new Refused(Reason.FENCED, "EW7007", "The lease is over."));
          }
        }
        case Applied _, Deregister _ -> {}
      }
    }

    @Override
    public void finish() {
      finished = true;
    }

    @Override
    public void cancel() {
      over = true;
    }
  }
}
