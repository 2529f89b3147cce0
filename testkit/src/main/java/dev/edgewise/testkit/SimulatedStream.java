package dev.edgewise.testkit;

import dev.edgewise.core.CallReport;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A stream of a {@link SimulatedNode}: so many items, one after the other, as they are wanted. */
final class SimulatedStream implements Link.ItemExchange {
  private final VirtualTime time;
  private final Link.ItemListener listener;
  private final Message item;
  private final Duration pace;
  private final Consumer<SimulatedStream> whenOver;
  private int left;
  private int wanted;
  private boolean open;
  private boolean busy;
  private boolean over;

  SimulatedStream(
      VirtualTime time,
      Link.ItemListener listener,
      Message item,
      int items,
      Duration pace,
      Consumer<SimulatedStream> whenOver) {
    this.time = time;
    this.listener = listener;
    this.item = item;
    this.left = items;
    this.pace = pace;
    this.whenOver = whenOver;
  }

  void open(CallReport report) {
    if (!over) {
      open = true;
      listener.opened(Optional.of(report));
      goOn();
    }
  }

  @Override
  public void request(int items) {
    wanted += items;
    if (open) {
      goOn();
    }
  }

  private void goOn() {
    if (busy || over || (left > 0 && wanted == 0)) {
      return;
    }
    busy = true;
    time.schedule(
        pace,
        () -> {
          busy = false;
          if (left == 0) {
            end(new Reply.Answered(Message.EMPTY, Optional.empty()));
          } else if (!over) {
            left--;
            wanted--;
            listener.item(item);
            goOn();
          }
        });
  }

  void end(Reply reply) {
    if (!over) {
      over = true;
      whenOver.accept(this);
      listener.ended(reply);
    }
  }

  @Override
  public void cancel() {
    time.schedule(Duration.ZERO, () -> end(new Reply.Lost("cancelled")));
  }
}
