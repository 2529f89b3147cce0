package dev.edgewise.orchestrator.node;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a node serves and how that goes, as its agent says. Only shown to people, and never stored:
 * so whatever breaks a limit is trimmed to it and refuses nothing, since a node is not to lose its
 * lease because a model failed with a long message.
 *
 * @param models every model that the node could serve; of more than 256 the first
 * @param lanes where calls were put together lately; of more than 64 the first
 * @param caches what is kept of answers; of more than 32 the first
 * @param generations streams that are being generated, or ended lately; of more than 32 the first
 */
public record Serving(
    List<Model> models, List<Lane> lanes, List<Cached> caches, List<Generation> generations) {
  private static final int MOST_MODELS = 256;
  private static final int MOST_LANES = 64;
  private static final int MOST_CACHES = 32;
  private static final int MOST_GENERATIONS = 32;
  private static final int MOST_SIZES = 16;
  private static final int MOST_VERDICTS = 16;
  private static final int WORD = 32;
  private static final double MOST_MILLIS = 1e9;

  public Serving {
    models = first(models, MOST_MODELS);
    lanes = first(lanes, MOST_LANES);
    caches = first(caches, MOST_CACHES);
    generations = first(generations, MOST_GENERATIONS);
  }

  /** Of a node that keeps no answers and generates nothing. */
  public Serving(List<Model> models, List<Lane> lanes) {
    this(models, lanes, List.of(), List.of());
  }

  /** The same with other generations. */
  public Serving with(List<Generation> others) {
    return new Serving(models, lanes, caches, others);
  }

  /**
   * A model.
   *
   * @param name its name
   * @param version of it; may be empty
   * @param engine that runs it, or {@code pipeline}
   * @param state {@code cold}, {@code loading}, {@code ready} or {@code failed}
   * @param because why it failed, for people; else empty
   * @param memoryBytes that it takes while it is loaded; 0 while unknown
   * @param loadMillis that its last load took, warm-up included; 0 while unknown
   * @param calls since the agent's start
   * @param budgetBytes bound of all models of the node together
   */
  public record Model(
      String name,
      String version,
      String engine,
      String state,
      String because,
      long memoryBytes,
      long loadMillis,
      long calls,
      long budgetBytes) {
    public Model {
      name = Text.line(name, Limits.NAME);
      version = Text.line(version, Limits.TAG);
      engine = Text.line(engine, Limits.TAG);
      state = Text.line(state, WORD);
      because = Text.line(because, Limits.TEXT);
      memoryBytes = Math.max(0, memoryBytes);
      loadMillis = Math.max(0, loadMillis);
      calls = Math.max(0, calls);
      budgetBytes = Math.max(0, budgetBytes);
    }
  }

  /**
   * Where calls are put together.
   *
   * @param method {@code edgewise.models.v1.captions/Nearest}
   * @param shape what its calls have in common, for people
   * @param waiting calls
   * @param cap the most calls that it puts together now
   * @param batches by size: of one call, of 2, 3 to 4, 5 to 8 and so on; of more than 16 the first
   * @param verdicts what became of calls since the agent's start, by word; at most 16
   * @param waitMillis that half of the recent calls waited at most
   * @param batchMillis that half of the recent batches took at most
   */
  public record Lane(
      String method,
      String shape,
      int waiting,
      int cap,
      List<Long> batches,
      Map<String, Long> verdicts,
      double waitMillis,
      double batchMillis) {
    public Lane {
      method = Text.line(method, 2 * Limits.NAME);
      shape = Text.line(shape, Limits.TEXT);
      waiting = Math.max(0, waiting);
      cap = Math.max(0, cap);
      batches = first(batches, MOST_SIZES).stream().map(count -> Math.max(0, count)).toList();
      verdicts = words(verdicts);
      waitMillis = millis(waitMillis);
      batchMillis = millis(batchMillis);
    }
  }

  /**
   * Calls that may share kept answers.
   *
   * @param tenant empty for nobody's
   * @param label of the calls; empty for one that nobody knows
   * @param method {@code service/method}
   * @param exact calls that were answered with an answer to the very same question
   * @param semantic calls that were answered with an answer to what means alike
   * @param none calls for which it was computed
   * @param complaints answers that callers called wrong
   * @param similar of questions that mean alike; empty where none are compared
   */
  public record Cached(
      String tenant,
      Optional<Label> label,
      String method,
      long exact,
      long semantic,
      long none,
      long complaints,
      Optional<Similar> similar) {
    public Cached {
      tenant = Text.line(tenant, Limits.NAME);
      requireNonNull(label, "label");
      method = Text.line(method, 2 * Limits.NAME);
      exact = Math.max(0, exact);
      semantic = Math.max(0, semantic);
      none = Math.max(0, none);
      complaints = Math.max(0, complaints);
      requireNonNull(similar, "similar");
    }
  }

  /**
   * How often what means alike was answered wrong.
   *
   * @param hits that were served
   * @param judged hits whose answer was checked
   * @param wrong those of them that were wrong
   * @param low the realised false-hit rate's 95 % interval
   * @param high its upper end
   * @param threshold from which similarity on hits are served now; empty while none are
   * @param why hits are served or not
   */
  public record Similar(
      long hits,
      long judged,
      long wrong,
      double low,
      double high,
      OptionalDouble threshold,
      String why) {
    public Similar {
      hits = Math.max(0, hits);
      judged = Math.max(0, judged);
      wrong = Math.clamp(wrong, 0, judged);
      low = share(low, 0);
      high = share(high, 1);
      threshold =
          threshold.isPresent() ? OptionalDouble.of(share(threshold.getAsDouble(), 1)) : threshold;
      why = Text.line(why, Limits.TEXT);
    }

    /** What makes no sense is as bad as it can be. */
    private static double share(double value, double otherwise) {
      return value >= 0 && value <= 1 ? value : otherwise;
    }
  }

  static <T> List<T> first(List<T> values, int most) {
    requireNonNull(values, "values");
    return List.copyOf(values.size() > most ? values.subList(0, most) : values);
  }

  private static Map<String, Long> words(Map<String, Long> verdicts) {
    TreeMap<String, Long> kept = new TreeMap<>();
    new TreeMap<>(verdicts)
        .entrySet().stream()
            .limit(MOST_VERDICTS)
            .forEach(
                entry ->
                    kept.merge(
                        Text.line(entry.getKey(), WORD), Math.max(0, entry.getValue()), Math::max));
    return Map.copyOf(kept);
  }

  static double millis(double value) {
    return value > 0 ? Math.min(value, MOST_MILLIS) : 0;
  }
}
