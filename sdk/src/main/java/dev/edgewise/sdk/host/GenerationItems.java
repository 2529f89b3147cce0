package dev.edgewise.sdk.host;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.RunningGeneration;
import java.util.Arrays;

/**
 * Hands on what the caller of a generation lacks: of a body that begins anew, what the caller has
 * already goes to nobody. It must be the same, or what follows would belong to another answer. For
 * the thread of the body.
 */
public final class GenerationItems implements ItemSink {
  private final RunningGeneration running;
  private final ItemSink caller;
  private final String method;

  /**
   * A sink before that of the caller.
   *
   * @param method full name, for people
   */
  public GenerationItems(RunningGeneration running, ItemSink caller, String method) {
    this.running = requireNonNull(running, "running");
    this.caller = requireNonNull(caller, "caller");
    this.method = requireNonNull(method, "method");
  }

  @Override
  public void opened() {
    caller.opened();
  }

  @Override
  public void item(Message item) throws InterruptedException {
    if (running.gives()) {
      caller.item(item);
    } else if (!same(item, running.emitted().get((int) running.given() - 1))) {
      throw EdgewiseException.of(
          ErrorCode.BODY_FAILED,
          method
              + " is resumable, but when it ran once more its item "
              + running.given()
              + " was another than the one that its caller has. Everything that it gives must"
              + " follow from its request and the generation's seed; and all nodes must run the"
              + " same version.");
    } else if (Thread.interrupted()) {
      // What goes to nobody waits for nobody: this is where a body learns that it is not wanted.
      throw new InterruptedException("nobody wants more");
    }
  }

  private static boolean same(Message one, Message other) {
    return one.size() == other.size() && Arrays.equals(one.bytes(), other.bytes());
  }
}
