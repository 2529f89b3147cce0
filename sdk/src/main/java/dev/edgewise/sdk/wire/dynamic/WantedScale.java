package dev.edgewise.sdk.wire.dynamic;

import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.edgewise.proto.v1.Options;
import dev.edgewise.proto.v1.Scale;
import java.util.Collection;
import java.util.Optional;

/**
 * How many nodes a zone should have that runs some methods, as their developers say with
 * {@code @Scale}. It comes from descriptors, and so from strangers: what makes no sense is as if it
 * were not there.
 *
 * @param min that are always there, 0 to {@code max}
 * @param max the most, 1 to {@value #MOST}
 * @param warm beyond those that are needed, 0 to {@code max}
 */
public record WantedScale(int min, int max, int warm) {
  /** The most nodes that a zone may be asked to have. */
  public static final int MOST = 1_000;

  /** The largest numbers that any of these methods says; empty when none says any. */
  static Optional<WantedScale> of(Collection<MethodDescriptor> methods) {
    return methods.stream()
        .map(method -> method.getOptions().getExtension(Options.method))
        .filter(options -> options.hasScale() && isPossible(options.getScale()))
        .map(options -> options.getScale())
        .map(scale -> new WantedScale(scale.getMin(), scale.getMax(), scale.getWarm()))
        .reduce(WantedScale::larger);
  }

  private static boolean isPossible(Scale scale) {
    int max = scale.getMax();
    return max >= 1
        && max <= MOST
        && scale.getMin() >= 0
        && scale.getMin() <= max
        && scale.getWarm() >= 0
        && scale.getWarm() <= max;
  }

  private WantedScale larger(WantedScale other) {
    return new WantedScale(
        Math.max(min, other.min), Math.max(max, other.max), Math.max(warm, other.warm));
  }
}
