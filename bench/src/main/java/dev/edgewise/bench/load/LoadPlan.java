package dev.edgewise.bench.load;

import static java.util.Objects.requireNonNull;

/** How calls follow each other; the modes of MLPerf's load generator. */
public sealed interface LoadPlan {
  /** How many calls it asks for. */
  int calls();

  /** The mode's name in reports. */
  String mode();

  /**
   * Closed loop: each client sends when its last call was answered. Hides queueing; for latency
   * without load and for steps between numbers of clients.
   *
   * @param clients 1 to 10,000
   * @param calls of all clients together, at least one each
   */
  record Closed(int clients, int calls) implements LoadPlan {
    public Closed {
      if (clients < 1 || clients > 10_000) {
        throw new IllegalArgumentException("clients: " + clients + " (expected: 1 to 10,000)");
      }
      if (calls < clients || calls > Arrivals.MAX_CALLS) {
        throw new IllegalArgumentException(
            "calls: " + calls + " (expected: " + clients + " to " + Arrivals.MAX_CALLS + ")");
      }
    }

    @Override
    public String mode() {
      return clients == 1 ? "single" : "closed";
    }
  }

  /**
   * Open loop: calls come when they come.
   *
   * @param arrivals when
   */
  record Server(Arrivals arrivals) implements LoadPlan {
    public Server {
      requireNonNull(arrivals, "arrivals");
    }

    @Override
    public int calls() {
      return arrivals.calls();
    }

    @Override
    public String mode() {
      return "server";
    }
  }

  /**
   * All at once: how much gets done.
   *
   * @param calls 1 to {@link Arrivals#MAX_CALLS}
   */
  record Offline(int calls) implements LoadPlan {
    public Offline {
      Arrivals.together(calls);
    }

    @Override
    public String mode() {
      return "offline";
    }
  }

  /** One call after the other. */
  static LoadPlan single(int calls) {
    return new Closed(1, calls);
  }
}
