package dev.edgewise.core.router;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The constants of the router, each with its default, unit and bound. The defaults of the formula
 * (exponent, weights, time constants) come from simulations of edge and cloud fleets in which they
 * lie on plateaus; those of the priors are neutral guesses that one measurement outweighs.
 *
 * @param link how the way to a node is estimated
 * @param queue what waiting costs
 * @param service how long bodies are expected to run
 * @param failures what failures cost
 * @param deadlineShare a node is expected in time when its predicted completion time is at most
 *     this share of the time that is left, 0.1 to 1; default 0.8, because a prediction that just
 *     fits is wrong half of the time
 * @param tieTolerance scores that are at most this share above the best count as equal, 0 to 1;
 *     default 0.1
 * @param tieFloor scores that are at most this far above the best count as equal too, 0 s to 1 s;
 *     default 1 ms: less than that no measurement tells apart, and without it two idle nodes of one
 *     machine do not share calls of a few milliseconds
 */
public record RouterSettings(
    Link link,
    Queue queue,
    Service service,
    Failures failures,
    double deadlineShare,
    double tieTolerance,
    Duration tieFloor) {
  /** What a router uses when nobody says otherwise. */
  public static final RouterSettings DEFAULT =
      new RouterSettings(
          Link.DEFAULT,
          Queue.DEFAULT,
          Service.DEFAULT,
          Failures.DEFAULT,
          0.8,
          0.1,
          Duration.ofMillis(1));

  public RouterSettings {
    requireNonNull(link, "link");
    requireNonNull(queue, "queue");
    requireNonNull(service, "service");
    requireNonNull(failures, "failures");
    within("deadlineShare", deadlineShare, 0.1, 1);
    within("tieTolerance", tieTolerance, 0, 1);
    within("tieFloor", tieFloor, Duration.ZERO, Duration.ofSeconds(1));
  }

  /**
   * How round trip and bandwidth are learned.
   *
   * @param leastWeight weight of a new round trip at least, 0.001 to 1; default 0.1
   * @param memory a round trip that is this much older than a longer one has lost 63 % of its
   *     weight, 1 ms to 1 h; default 10 s, so that of the probes of a node without calls no single
   *     late one counts for much; calls bring many measurements a second
   * @param shorterWeight weight at least of a new round trip that is shorter than expected, 0.001
   *     to 1; default 0.8, because a busy machine only ever makes a way look longer than it is, and
   *     an idle node would be left for that alone
   * @param bulkyFrom calls with at least this many bytes (both ways together) measure the
   *     bandwidth, smaller ones the round trip, 1 to 2³⁰ bytes; default 20,000
   * @param slowerWeight weight of a bandwidth that is lower than expected, 0.001 to 1; default 0.2
   * @param fasterWeight weight of a bandwidth that is higher than expected, 0.001 to 1; default
   *     0.15
   * @param retryAfter a bandwidth that no bulky call has measured for so long is no longer held
   *     against a node, 1 s to 24 h; default 60 s
   * @param unknownRoundTrip the round trip to a node when none of the fleet is known, 0 s to 60 s;
   *     default 10 ms
   * @param unknownBandwidth the bandwidth when none of the fleet is known, 1 to 10¹² bytes per
   *     second; default 12.5 · 10⁶ (100 Mbit/s, midway between a thin uplink of 10 Mbit/s and a
   *     local network of 1 Gbit/s)
   */
  public record Link(
      double leastWeight,
      Duration memory,
      double shorterWeight,
      int bulkyFrom,
      double slowerWeight,
      double fasterWeight,
      Duration retryAfter,
      Duration unknownRoundTrip,
      double unknownBandwidth) {
    /** The defaults. */
    public static final Link DEFAULT =
        new Link(
            0.1,
            Duration.ofSeconds(10),
            0.8,
            20_000,
            0.2,
            0.15,
            Duration.ofSeconds(60),
            Duration.ofMillis(10),
            12.5e6);

    public Link {
      within("leastWeight", leastWeight, 0.001, 1);
      within("memory", memory, Duration.ofMillis(1), Duration.ofHours(1));
      within("shorterWeight", shorterWeight, 0.001, 1);
      within("bulkyFrom", bulkyFrom, 1, 1 << 30);
      within("slowerWeight", slowerWeight, 0.001, 1);
      within("fasterWeight", fasterWeight, 0.001, 1);
      within("retryAfter", retryAfter, Duration.ofSeconds(1), Duration.ofHours(24));
      within("unknownRoundTrip", unknownRoundTrip, Duration.ZERO, Duration.ofSeconds(60));
      within("unknownBandwidth", unknownBandwidth, 1, 1e12);
    }
  }

  /**
   * What waiting behind others costs.
   *
   * @param exponent of the queue term, 1 to 6; default 3. Above 1 the term is convex: reports are
   *     stale, so a queue that seems somewhat longer must cost much more, or callers herd
   * @param reportMemory a report of calls at the node falls back to the node's mean with this time
   *     constant, 1 ms to 60 s; default 400 ms
   * @param meanWeight weight of a new report in that mean, 0.001 to 1; default 0.1
   * @param slowStart a node that joins the others and is not known longer than this counts as
   *     having fewer slots, so that it gets its first calls one at a time, 0 s to 1 h; default 30
   *     s. Nodes that are met within the first third of this time are no newcomers
   * @param overdueFactor a call in flight is overdue when it takes longer than this many times what
   *     was expected, 1 to 100; default 3
   * @param overdueFloor no call is overdue before this, 0 s to 60 s; default 20 ms
   */
  public record Queue(
      double exponent,
      Duration reportMemory,
      double meanWeight,
      Duration slowStart,
      double overdueFactor,
      Duration overdueFloor) {
    /** The defaults. */
    public static final Queue DEFAULT =
        new Queue(3, Duration.ofMillis(400), 0.1, Duration.ofSeconds(30), 3, Duration.ofMillis(20));

    public Queue {
      within("exponent", exponent, 1, 6);
      within("reportMemory", reportMemory, Duration.ofMillis(1), Duration.ofSeconds(60));
      within("meanWeight", meanWeight, 0.001, 1);
      within("slowStart", slowStart, Duration.ZERO, Duration.ofHours(1));
      within("overdueFactor", overdueFactor, 1, 100);
      within("overdueFloor", overdueFloor, Duration.ZERO, Duration.ofSeconds(60));
    }
  }

  /**
   * How long bodies are expected to run.
   *
   * @param priorSamples how many calls the prior weighs, 0.1 to 1,000; default 3
   * @param nodeSamples how many of the newest calls of a method on a node count, 1 to 10,000;
   *     default 20
   * @param fleetSamples how many of the newest calls of a method on a tier count, 1 to 1,000,000;
   *     default 200
   * @param unknown how long a method runs of which nothing is known, 1 µs to 60 s; default 10 ms
   * @param benefitOfDoubt a node that was not measured, or not lately, is taken to need this share
   *     of the best node's time, 0.1 to 1; default 0.75
   * @param retryAfter what was measured longer ago than this may be held against a node no longer,
   *     100 ms to 24 h; default 4 s. Doubles when the retry shows that the node is still slow, and
   *     up to thirty-two-fold when the retried calls get no answer in time
   * @param retryEvery at most one in so many calls of a method is spent on such retries, 1 to
   *     1,000,000; default 50
   * @param unansweredFactor a call that was given up is taken to have needed this many times what
   *     it had taken by then, 1 to 10; default 1.5
   */
  public record Service(
      double priorSamples,
      int nodeSamples,
      int fleetSamples,
      Duration unknown,
      double benefitOfDoubt,
      Duration retryAfter,
      int retryEvery,
      double unansweredFactor) {
    /** The defaults. */
    public static final Service DEFAULT =
        new Service(3, 20, 200, Duration.ofMillis(10), 0.75, Duration.ofSeconds(4), 50, 1.5);

    public Service {
      within("priorSamples", priorSamples, 0.1, 1_000);
      within("nodeSamples", nodeSamples, 1, 10_000);
      within("fleetSamples", fleetSamples, 1, 1_000_000);
      within("unknown", unknown, Duration.ofNanos(1_000), Duration.ofSeconds(60));
      within("benefitOfDoubt", benefitOfDoubt, 0.1, 1);
      within("retryAfter", retryAfter, Duration.ofMillis(100), Duration.ofHours(24));
      within("retryEvery", retryEvery, 1, 1_000_000);
      within("unansweredFactor", unansweredFactor, 1, 10);
    }
  }

  /**
   * What failures cost. The level of failure of a node lies in 0…1, rises with each failure, is
   * halved by each answer, and fades.
   *
   * @param step what one failure adds, 0.01 to 1; default 0.34
   * @param memory time constant of the fading, 10 ms to 1 h; default 5 s
   * @param factor at level 1, so many times the predicted time is added to a score, 0 to 1,000;
   *     default 9
   * @param floor the predicted time counts as at least this, so that a near node that fails fast
   *     does not stay attractive, 0 s to 60 s; default 50 ms
   * @param doubtFrom from this level on a node is not expected to finish within any deadline, 0.01
   *     to 1; default 0.5
   */
  public record Failures(
      double step, Duration memory, double factor, Duration floor, double doubtFrom) {
    /** The defaults. */
    public static final Failures DEFAULT =
        new Failures(0.34, Duration.ofSeconds(5), 9, Duration.ofMillis(50), 0.5);

    public Failures {
      within("step", step, 0.01, 1);
      within("memory", memory, Duration.ofMillis(10), Duration.ofHours(1));
      within("factor", factor, 0, 1_000);
      within("floor", floor, Duration.ZERO, Duration.ofSeconds(60));
      within("doubtFrom", doubtFrom, 0.01, 1);
    }
  }

  private static void within(String name, double value, double least, double most) {
    // Written so that NaN is refused.
    if (!(least <= value && value <= most)) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  private static void within(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }
}
