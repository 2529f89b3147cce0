package dev.edgewise.agent.rpc;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Sends the items of one body to its caller, no faster than the caller takes them: what waits at
 * the node are the 32 KiB that gRPC queues, and one item. For the thread of the body.
 */
final class ItemsOut implements ItemSink {
  private final String method;
  private final Outbox outbox;
  private final Supplier<CallReport> now;
  private final UnaryOperator<Message> frame;
  private Optional<CallReport> report = Optional.empty();

  /**
   * A sink that has sent nothing.
   *
   * @param now what the node says of itself at this moment
   * @param frame what goes over the wire for an item
   */
  ItemsOut(String method, Outbox outbox, Supplier<CallReport> now, UnaryOperator<Message> frame) {
    this.method = method;
    this.outbox = outbox;
    this.now = now;
    this.frame = frame;
  }

  @Override
  public void opened() {
    CallReport present = now.get();
    report = Optional.of(present);
    outbox.beginItems(present);
  }

  @Override
  public void item(Message item) throws InterruptedException {
    switch (outbox.send(frame.apply(item))) {
      case SENT -> {}
      case GONE -> throw new InterruptedException("nobody wants more");
      case TOO_LARGE ->
          throw EdgewiseException.of(
              ErrorCode.TOO_LARGE, outbox.tooLarge("An item of " + method, item.size()));
    }
  }

  /** What the node said when the stream was opened, else what it says now. */
  CallReport report() {
    return report.orElseGet(now);
  }
}
