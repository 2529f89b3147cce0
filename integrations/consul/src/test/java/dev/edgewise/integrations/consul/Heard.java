package dev.edgewise.integrations.consul;

import dev.edgewise.sdk.spi.OrchestratorLocator;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a locator has said, one after the other. */
final class Heard implements OrchestratorLocator.Listener {
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  @Override
  public void found(String address) {
    events.add("found: " + address);
  }

  @Override
  public void lost(String because) {
    events.add("lost: " + because);
  }

  String next() throws InterruptedException {
    return Optional.ofNullable(events.poll(30, TimeUnit.SECONDS)).orElseThrow();
  }

  String nextFound() throws InterruptedException {
    while (true) {
      String event = next();
      if (event.startsWith("found")) {
        return event;
      }
    }
  }

  boolean isQuiet() {
    return events.isEmpty();
  }
}
