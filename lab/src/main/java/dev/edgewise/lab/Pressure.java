package dev.edgewise.lab;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.sdk.api.Edgewise;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Another client that keeps so many calls at one node and nowhere else: what is beyond the node's
 * slots waits, so that its queue has a known length for as long as this is open.
 */
final class Pressure implements AutoCloseable {
  private final Edgewise eco;
  private final AtomicBoolean over = new AtomicBoolean();

  private Pressure(Edgewise eco) {
    this.eco = eco;
  }

  /**
   * Presses from now on.
   *
   * @param eco a client that knows this one node; closed with this
   * @param calls that it makes at the same time, each followed by the next
   */
  static Pressure start(Edgewise eco, int calls, Work<?> work) {
    Pressure pressure = new Pressure(eco);
    for (int i = 0; i < calls; i++) {
      long first = (long) i << 40;
      Thread.ofVirtual().start(() -> pressure.run(work, first));
    }
    return pressure;
  }

  private void run(Work<?> work, long first) {
    for (long token = first; !over.get(); token++) {
      try {
        // What becomes of these calls is nobody's matter: they are there to be in the way.
        var unused = work.call().apply(eco, token);
      } catch (EdgewiseException e) {
        // It is being closed.
        return;
      }
    }
  }

  @Override
  public void close() {
    over.set(true);
    eco.close();
  }
}
