package analytics;

import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;
import dev.edgewise.annotations.Uses;
import dev.edgewise.core.model.TensorModel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The class form. */
public class Analytics {
  private final TensorModel model;

  /** Takes what a host gives. */
  public Analytics(Tuning tuning, @Uses("prices") TensorModel model, Other other)
      throws IOException {
    this.model = model;
  }

  /** Light. */
  @EdgeService(spill = true)
  @Idempotent
  public float[] realtimeFilter(float[] input) {
    return input;
  }

  /** Heavy. */
  @CloudService
  @Deadline("30s")
  public double heavyComputation(float[] data) {
    return data.length;
  }

  @CloudService
  void forget(List<String> names, String caller) {}

  /** Not tagged: runs where it is called. */
  public final double both(float[] input) {
    return heavyComputation(realtimeFilter(input)) + model.signature().inputs().size();
  }

  /** What an operator sets. */
  public record Tuning(
      double threshold, int reach, Duration patience, Speed speed, Optional<Long> most) {}

  /** How fast. */
  public enum Speed {
    SLOW,
    FAST
  }

  /** Another service. */
  @EdgeService
  public interface Other {
    /** Does nothing. */
    void ping();
  }
}
