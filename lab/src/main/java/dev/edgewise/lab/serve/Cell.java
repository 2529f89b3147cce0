package dev.edgewise.lab.serve;

import dev.edgewise.bench.load.Arrivals;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A scenario under one load.
 *
 * @param scenario its name
 * @param load in words, for example {@code 700 rps}
 * @param perSecond mean rate of calls
 * @param bursts whether the rate swings between 1.8 and 0.2 of it each 500 ms
 * @param models that are asked, evenly
 * @param shapes of inputs, evenly
 * @param workers batches that the device runs at once
 * @param deadline of every call, from its arrival
 */
record Cell(
    String scenario,
    String load,
    double perSecond,
    boolean bursts,
    int models,
    int shapes,
    int workers,
    Duration deadline) {
  /** The largest batch of all contenders. */
  static final int MAX_BATCH = 32;

  private static final Duration SLO = Duration.ofMillis(60);

  /** The cells of {@code serving.md} section 4, for the device of 5 + n ms. */
  static List<Cell> emulated() {
    return List.of(
        one(20, "idle (20 rps)"),
        one(400, "400 rps"),
        one(700, "700 rps"),
        one(800, "800 rps"),
        one(900, "900 rps, beyond capacity"),
        many(300),
        many(450),
        many(600),
        many(800),
        shapes(180),
        shapes(450),
        shapes(600),
        bursts(1, 450),
        bursts(1, 550),
        bursts(4, 300),
        bursts(4, 400),
        workers(3_200),
        workers(3_400),
        workers(3_600));
  }

  /** Loads for a model that takes well below a millisecond. */
  static List<Cell> onnx() {
    return List.of(
        real("onnx", 100, "idle (100 rps)", 1),
        real("onnx", 2_000, "2000 rps", 1),
        real("onnx", 6_000, "6000 rps", 1),
        real("onnx", 12_000, "12000 rps", 1),
        real("onnx 4 models", 6_000, "6000 rps", 4));
  }

  private static Cell one(double rate, String load) {
    return new Cell("1 model", load, rate, false, 1, 1, 1, SLO);
  }

  private static Cell many(int rate) {
    return new Cell("4 models", rate + " rps", rate, false, 4, 1, 1, SLO);
  }

  private static Cell shapes(int rate) {
    return new Cell("4 shapes", rate + " rps", rate, false, 1, 4, 1, SLO);
  }

  private static Cell bursts(int models, int rate) {
    String name = String.format(Locale.ROOT, "bursts, %d model%s", models, models == 1 ? "" : "s");
    return new Cell(name, rate + " rps", rate, true, models, 1, 1, SLO);
  }

  private static Cell workers(int rate) {
    return new Cell("4 workers", rate + " rps", rate, false, 1, 1, 4, SLO);
  }

  private static Cell real(String scenario, int rate, String load, int models) {
    return new Cell(scenario, load, rate, false, models, 1, 1, Duration.ofMillis(20));
  }

  /** When its calls come. */
  Arrivals arrivals(int calls, long seed) {
    return bursts
        ? Arrivals.bursts(1.8 * perSecond, 0.2 * perSecond, Duration.ofMillis(500), calls, seed)
        : Arrivals.poisson(perSecond, calls, seed);
  }
}
