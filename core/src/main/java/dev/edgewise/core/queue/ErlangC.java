package dev.edgewise.core.queue;

/**
 * Erlang's C formula: the share of calls that find all servers busy, when calls come by themselves
 * (Poisson), service times are exponential and who waits waits for ever.
 *
 * <p>Computed by the recursion of Erlang's B formula, which adds and divides numbers between 0 and
 * 1 only; the textbook form with factorials overflows near 170 servers. (A. K. Erlang, 1917; the
 * recursion for example in Cooper, Introduction to Queueing Theory, 1981.)
 */
public final class ErlangC {
  /** More servers than this are refused: a call costs one step a server. */
  public static final int MOST_SERVERS = 1_000_000;

  private ErlangC() {}

  /**
   * The share of calls that wait at all.
   *
   * @param servers 1 to {@value #MOST_SERVERS}
   * @param load offered, in Erlang: arrivals a second × seconds of service; not negative
   * @return from 0 to 1; 1 when the load is more than the servers can do
   */
  public static double waits(int servers, double load) {
    if (servers < 1 || servers > MOST_SERVERS) {
      throw new IllegalArgumentException(
          "servers: " + servers + " (expected: 1 to " + MOST_SERVERS + ")");
    }
    if (!(load >= 0)) {
      throw new IllegalArgumentException("load: " + load + " (expected: not negative)");
    }
    if (load >= servers) {
      return 1;
    }
    double blocked = 1;
    for (int server = 1; server <= servers; server++) {
      blocked = load * blocked / (server + load * blocked);
    }
    return blocked / (1 - load / servers * (1 - blocked));
  }
}
