package dev.edgewise.agent.serve;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.RunningGeneration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands the chunks of a body on and tells the board of those that its caller lacked. For the thread
 * that runs the body.
 */
public final class WatchedItems implements ItemSink {
  private final ItemSink to;
  private final GenerationBoard.Part part;
  private final @Nullable RunningGeneration generation;
  private boolean begun;

  /**
   * A sink before that one.
   *
   * @param generation whose chunks are given, where it is called as one
   */
  public WatchedItems(
      ItemSink to, GenerationBoard.Part part, Optional<RunningGeneration> generation) {
    this.to = requireNonNull(to, "to");
    this.part = requireNonNull(part, "part");
    this.generation = generation.orElse(null);
  }

  @Override
  public void opened() {
    to.opened();
  }

  @Override
  public void item(Message item) throws InterruptedException {
    RunningGeneration known = generation;
    if (!begun) {
      begun = true;
      if (known != null && known.given() == 0 && !known.emitted().isEmpty()) {
        part.recomputed();
      }
    }
    to.item(item);
    if (known == null || known.given() > known.emitted().size()) {
      part.chunk(item);
    }
  }
}
