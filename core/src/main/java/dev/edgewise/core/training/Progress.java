package dev.edgewise.core.training;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * How far a rank is, as its script has said.
 *
 * @param loss empty when the script did not say, or said what is no finite number
 * @param samplesPerSecond 0 while unknown
 */
public record Progress(long step, OptionalDouble loss, double samplesPerSecond) {
  public Progress {
    requireNonNull(loss, "loss");
    if (step < 0 || !(samplesPerSecond >= 0) || Double.isInfinite(samplesPerSecond)) {
      throw new IllegalArgumentException(
          "progress: step " + step + ", " + samplesPerSecond + "/s (expected: at least 0)");
    }
    if (loss.isPresent() && !Double.isFinite(loss.getAsDouble())) {
      throw new IllegalArgumentException("loss: " + loss.getAsDouble() + " (expected: finite)");
    }
  }
}
