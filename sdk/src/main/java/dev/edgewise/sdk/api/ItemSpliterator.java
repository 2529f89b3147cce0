package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.invoke.Items;
import java.util.Optional;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Items of a call as a stream reads them: one after the other, never ahead of its reader. */
final class ItemSpliterator<R> implements Spliterator<R> {
  private final Items<R> items;

  private ItemSpliterator(Items<R> items) {
    this.items = requireNonNull(items, "items");
  }

  /** A stream of them, which gives the call up when it is closed. */
  static <R> Stream<R> stream(Items<R> items) {
    return StreamSupport.stream(new ItemSpliterator<>(items), false).onClose(items::close);
  }

  @Override
  public boolean tryAdvance(Consumer<? super R> action) {
    Optional<R> next;
    try {
      next = items.next();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdgewiseException.of(
          ErrorCode.CANCELLED,
          "The thread was interrupted while it waited for an item of a stream; the call was"
              + " cancelled.",
          e);
    }
    next.ifPresent(action);
    return next.isPresent();
  }

  /** Not to be split: whoever reads half of it would have to hold what it reads. */
  @Override
  public @Nullable Spliterator<R> trySplit() {
    return null;
  }

  @Override
  public long estimateSize() {
    return Long.MAX_VALUE;
  }

  @Override
  public int characteristics() {
    return ORDERED | NONNULL;
  }
}
