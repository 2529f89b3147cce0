package dev.edgewise.agent.control;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.serve.GenerationView;
import dev.edgewise.serving.batch.Tally;
import dev.edgewise.serving.cache.CacheReport;
import dev.edgewise.serving.host.HostStates;
import java.util.List;

/**
 * How serving goes on this node; for people.
 *
 * @param models at most {@value #MAX_MODELS}
 * @param lanes that were used lately, at most {@value #MAX_LANES}
 * @param caches what is kept of answers, at most {@value #MAX_CACHES}, those that were called last
 *     first
 * @param generations streams that are being generated, or ended lately, at most {@value
 *     #MAX_GENERATIONS}, those that run first
 */
public record Serving(
    List<HostStates.ModelState> models,
    List<Lane> lanes,
    List<CacheReport.Partition> caches,
    List<GenerationView> generations) {
  /** So many models are told of. */
  public static final int MAX_MODELS = 256;

  /** So many lanes are told of. */
  public static final int MAX_LANES = 64;

  /** So many partitions of the cache are told of. */
  public static final int MAX_CACHES = 32;

  /** So many generations are told of. */
  public static final int MAX_GENERATIONS = 32;

  /** Nothing is served. */
  public static final Serving NONE = new Serving(List.of(), List.of(), List.of(), List.of());

  /** Copies what is given. */
  public Serving {
    models = List.copyOf(models);
    lanes = List.copyOf(lanes);
    caches = List.copyOf(caches);
    generations = List.copyOf(generations);
  }

  /**
   * A lane.
   *
   * @param method whose calls wait there, {@code service/method}
   * @param shape what they have in common
   * @param waiting calls
   * @param cap the most calls that it puts together now
   * @param tally what happened in it
   */
  public record Lane(String method, String shape, int waiting, int cap, Tally tally) {
    /** Checks what is given. */
    public Lane {
      requireNonNull(method, "method");
      requireNonNull(shape, "shape");
      requireNonNull(tally, "tally");
    }
  }
}
