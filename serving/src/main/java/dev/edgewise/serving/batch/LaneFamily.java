package dev.edgewise.serving.batch;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is batched: one version of a model, or one method, under one profile. Its calls wait in a
 * lane for each key: of calls with equal keys, and of those alone, a batch can be made.
 *
 * @param <I> one call's input
 * @param <O> one call's output
 */
public final class LaneFamily<I, O> {
  private static final int MAX_NAME = 256;

  final String name;
  final BatchFunction<I, O> function;
  final LaneSettings settings;
  final Function<? super I, ?> key;
  final ToIntFunction<Object> most;
  final ToLongFunction<? super I> bytes;
  final ToLongFunction<? super I> memory;
  final long allowedMemory;
  final @Nullable ToLongFunction<? super I> fingerprint;
  final Predicate<? super O> sound;
  final boolean idempotent;

  private LaneFamily(Builder<I, O> builder) {
    this.name = builder.name;
    this.function = builder.function;
    this.settings = builder.settings;
    this.key = builder.key;
    this.most = builder.most;
    this.bytes = builder.bytes;
    this.memory = builder.memory;
    this.allowedMemory = builder.allowedMemory;
    this.fingerprint = builder.fingerprint;
    this.sound = builder.sound;
    this.idempotent = builder.idempotent;
  }

  /**
   * Begins a family.
   *
   * @param name model and version, or method, and the profile if there is one: for people and
   *     metrics, 1 to 256 characters
   */
  public static <I, O> Builder<I, O> of(String name, BatchFunction<I, O> function) {
    return new Builder<>(name, function);
  }

  /** The most items of a key that run together, 1 or more. */
  int most(Object itemKey) {
    return Math.clamp(most.applyAsInt(itemKey), 1, settings.maxBatchSize());
  }

  /** Collects what a family is; all but name and function has a default. */
  public static final class Builder<I, O> {
    private final String name;
    private final BatchFunction<I, O> function;
    private LaneSettings settings = LaneSettings.usual();
    private Function<? super I, ?> key = item -> "";
    private ToIntFunction<Object> most = each -> Integer.MAX_VALUE;
    private ToLongFunction<? super I> bytes = item -> 0;
    private ToLongFunction<? super I> memory = item -> 0;
    private long allowedMemory = Long.MAX_VALUE;
    private @Nullable ToLongFunction<? super I> fingerprint;
    private Predicate<? super O> sound = output -> true;
    private boolean idempotent;

    private Builder(String name, BatchFunction<I, O> function) {
      this.name = requireNonNull(name, "name");
      this.function = requireNonNull(function, "function");
      if (name.isEmpty() || name.length() > MAX_NAME) {
        throw new IllegalArgumentException("name: expected 1 to 256 characters");
      }
    }

    /** How calls are merged; default {@link LaneSettings#usual()}. */
    public Builder<I, O> settings(LaneSettings value) {
      this.settings = requireNonNull(value, "settings");
      return this;
    }

    /**
     * What must be equal for items to run together: shapes, element types, parameters that change
     * the graph. A value with {@code equals}, {@code hashCode} and a {@code toString} for people.
     * Default: all are alike.
     */
    public Builder<I, O> key(Function<? super I, ?> value) {
      this.key = requireNonNull(value, "key");
      return this;
    }

    /**
     * The most items that run together in the lane of a key, where that depends on it: items that
     * are of several rows each, for example. Brought between 1 and the settings' largest batch,
     * which is the default.
     */
    public Builder<I, O> most(ToIntFunction<Object> value) {
      this.most = requireNonNull(value, "most");
      return this;
    }

    /** The bytes that an item occupies while it waits, 0 or more; default 0. */
    public Builder<I, O> bytes(ToLongFunction<? super I> value) {
      this.bytes = requireNonNull(value, "bytes");
      return this;
    }

    /**
     * The bytes that a run needs for each item, estimated, 0 or more; default 0 (unknown).
     *
     * @param estimate asked once for each item
     * @param allowed what a batch may need altogether, more than 0
     */
    public Builder<I, O> memory(ToLongFunction<? super I> estimate, long allowed) {
      this.memory = requireNonNull(estimate, "estimate");
      if (allowed <= 0) {
        throw new IllegalArgumentException("allowed: " + allowed + " (expected: more than 0)");
      }
      this.allowedMemory = allowed;
      return this;
    }

    /**
     * Tells items apart by content: one that made a batch fail runs alone when it comes again.
     * Default: none, every item is new.
     */
    public Builder<I, O> fingerprint(ToLongFunction<? super I> value) {
      this.fingerprint = requireNonNull(value, "fingerprint");
      return this;
    }

    /** Whether an output can be given to a caller, for example has no NaN; default: each can. */
    public Builder<I, O> sound(Predicate<? super O> value) {
      this.sound = requireNonNull(value, "sound");
      return this;
    }

    /**
     * Whether items may be run again, which is what finds the one that makes a batch fail; default
     * false: then a failed batch fails all of its items.
     */
    public Builder<I, O> idempotent(boolean value) {
      this.idempotent = value;
      return this;
    }

    /** The family. */
    public LaneFamily<I, O> build() {
      return new LaneFamily<>(this);
    }
  }
}
