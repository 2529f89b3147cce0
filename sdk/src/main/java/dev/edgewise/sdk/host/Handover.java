package dev.edgewise.sdk.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the items out of a body's stream. What goes wrong here is remembered, since on its way out
 * through the body's code it may be wrapped, swallowed or followed by worse.
 *
 * @param <R> an item
 */
final class Handover<R> implements Consumer<R> {
  private final MethodDefinition<R> method;
  private final ItemSink sink;
  private @Nullable InterruptedException unwanted;
  private @Nullable EdgewiseException unfit;

  Handover(MethodDefinition<R> method, ItemSink sink) {
    this.method = method;
    this.sink = sink;
  }

  @Override
  public void accept(R item) {
    if (!isStopped()) {
      try {
        sink.item(encoded(item));
      } catch (InterruptedException e) {
        unwanted = e;
      } catch (EdgewiseException e) {
        unfit = e;
      }
    }
    if (isStopped()) {
      throw new CancellationException("no more items are wanted");
    }
  }

  private Message encoded(@Nullable R item) {
    if (item == null) {
      throw EdgewiseException.of(
          ErrorCode.BODY_FAILED, "An item of " + method.contract().fullName() + " is null.");
    }
    return Outgoing.encode(method, item, "An item");
  }

  private boolean isStopped() {
    return unwanted != null || unfit != null;
  }

  /** Throws what went wrong here, when something did. */
  void check() throws InterruptedException {
    if (unwanted != null) {
      throw unwanted;
    }
    if (unfit != null) {
      throw unfit;
    }
  }
}
