package dev.edgewise.core.queue;

/** How long calls wait before they are served. */
@FunctionalInterface
public interface Waiting {
  /**
   * The share of calls that wait longer than this.
   *
   * @param seconds below 0 is as 0 without those that do not wait: 1
   * @return from 0 to 1, never rising with {@code seconds}
   */
  double longerThan(double seconds);

  /**
   * By formula: <i>P(W &gt; t) ≈ C(k, ρ) · exp(−k·μ·(1 − ρ)·2/(ca² + cs²)·t)</i>, with Erlang's C
   * (Kimura 1986, after Allen and Cunneen). Within some 8 % of a simulation from 4 servers up and
   * variation up to 1; with fewer servers or more variation it tells too little.
   *
   * @param servers at least 1
   */
  static Waiting formula(int servers, Traffic traffic) {
    double load = traffic.load();
    double share = ErlangC.waits(servers, load);
    if (load >= servers) {
      return seconds -> 1;
    }
    double variation = Math.max(1e-3, traffic.arrivalVariation() + traffic.serviceVariation());
    double rate = (servers - load) / traffic.meanSeconds() * 2 / variation;
    return seconds -> seconds < 0 ? 1 : share * Math.exp(-rate * seconds);
  }
}
