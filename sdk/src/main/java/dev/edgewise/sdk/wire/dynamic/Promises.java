package dev.edgewise.sdk.wire.dynamic;

import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Sameness;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.BatchRule;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Needs;
import dev.edgewise.core.SemanticRule;
import dev.edgewise.core.UnsureBand;
import dev.edgewise.proto.v1.Cached;
import dev.edgewise.proto.v1.MethodOptions;
import dev.edgewise.proto.v1.Options;
import dev.edgewise.sdk.wire.Protos;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a method promises, read from its descriptor, which comes from strangers: what makes no sense
 * is as if it were not there.
 */
final class Promises {
  private Promises() {}

  /**
   * The contract; where the descriptor says nothing, what a method without annotations promises.
   */
  static MethodContract of(MethodDescriptor descriptor) {
    MethodOptions options = descriptor.getOptions().getExtension(Options.method);
    return new MethodContract(
        descriptor.getService().getFullName(),
        descriptor.getName(),
        Protos.fromProto(options.getTier()).orElse(Tier.EDGE),
        deadline(options.getDeadlineMillis(), descriptor.isServerStreaming()),
        options.getIdempotent(),
        Protos.fromProto(options.getLabel()).orElse(Label.INTERNAL),
        options.hasCascade() && !descriptor.isServerStreaming() ? band(options) : Optional.empty(),
        descriptor.isServerStreaming(),
        batched(options, descriptor.isServerStreaming()),
        needs(options),
        cached(options, descriptor.isServerStreaming()),
        options.getResumable() && options.getIdempotent() && descriptor.isServerStreaming());
  }

  /** A rule that cannot be read is left to the node, which knows it from the body itself. */
  private static Optional<CacheRule> cached(MethodOptions options, boolean streaming) {
    if (!options.hasCached() || options.hasBatched() || streaming) {
      return Optional.empty();
    }
    Cached cached = options.getCached();
    try {
      return Optional.of(
          new CacheRule(
              Duration.ofMillis(cached.getTimeToLiveMillis()),
              cached.getTextField() == 0
                  ? Optional.empty()
                  : Optional.of(
                      new SemanticRule(
                          cached.getTextField(),
                          cached.getSimilarityThreshold(),
                          cached.getMaxFalseHitRate() == 0
                              ? OptionalDouble.empty()
                              : OptionalDouble.of(cached.getMaxFalseHitRate()),
                          // Only the node compares answers.
                          Sameness.EQUAL))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A need that cannot be read is left to the node, which knows it from the body itself. */
  private static Optional<Needs> needs(MethodOptions options) {
    if (!options.hasNeeds()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Needs(options.getNeeds().getAccelerator(), options.getNeeds().getMemoryBytes()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<BatchRule> batched(MethodOptions options, boolean streaming) {
    int size = options.getBatched().getMaxBatchSize();
    long millis = options.getBatched().getTimeoutMillis();
    return options.hasBatched()
            && !options.hasCascade()
            && !streaming
            && size >= 1
            && size <= BatchRule.MAX_SIZE
            && millis >= 1
            && millis <= MethodContract.LONGEST_DEADLINE.toMillis()
        ? Optional.of(new BatchRule(size, Duration.ofMillis(millis)))
        : Optional.empty();
  }

  private static Duration deadline(long millis, boolean streaming) {
    if (millis > 0 && millis <= MethodContract.LONGEST_DEADLINE.toMillis()) {
      return Duration.ofMillis(millis);
    }
    return streaming ? MethodContract.LONGEST_DEADLINE : MethodContract.DEFAULT_DEADLINE;
  }

  private static Optional<UnsureBand> band(MethodOptions options) {
    double from = options.getCascade().getUnsureFrom();
    double to = options.getCascade().getUnsureTo();
    return 0 <= from && from <= to && to <= 1
        ? Optional.of(new UnsureBand(from, to))
        : Optional.empty();
  }
}
