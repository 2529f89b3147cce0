package dev.edgewise.sdk.wire.tls;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Says the same once a minute: whoever is refused comes again every second. Thread-safe. */
final class SaidOnce implements Consumer<String> {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Different things in a minute; what is said beyond that says nothing new. */
  private static final int MOST = 50;

  private final Clock clock;
  private final Consumer<String> teller;
  private final Map<String, Long> said = new LinkedHashMap<>();

  SaidOnce(Clock clock, Consumer<String> teller) {
    this.clock = requireNonNull(clock, "clock");
    this.teller = requireNonNull(teller, "teller");
  }

  @Override
  public void accept(String words) {
    long now = clock.nanos();
    synchronized (said) {
      said.values().removeIf(then -> now - then >= PAUSE.toNanos());
      if (said.size() >= MOST || said.putIfAbsent(words, now) != null) {
        return;
      }
    }
    teller.accept(words);
  }
}
