package dev.edgewise.sdk.wire.operator;

import com.google.protobuf.Timestamp;
import dev.edgewise.core.Text;
import dev.edgewise.proto.v1.KeyStatus;
import java.time.Instant;
import java.util.Optional;

/** API keys out of messages, bounded. Pure. */
final class KeyEntries {
  private static final int LONGEST = 300;
  private static final int MOST_SERVICES = 64;

  /** The last second of the year 9999: later ones have no text. */
  private static final long LAST = 253_402_300_799L;

  private KeyEntries() {}

  static KeyEntry of(KeyStatus key) {
    return new KeyEntry(
        text(key.getName()),
        Optional.of(text(key.getTenant())).filter(tenant -> !tenant.isEmpty()),
        key.getServicesList().stream().limit(MOST_SERVICES).map(KeyEntries::text).toList(),
        key.getOperator(),
        instant(key.getMade()),
        instant(key.getEnds()),
        key.hasUsed() ? Optional.of(instant(key.getUsed())) : Optional.empty(),
        key.getEnded());
  }

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(Math.max(0, Math.min(LAST, time.getSeconds())));
  }

  private static String text(String text) {
    return Text.line(text, LONGEST);
  }
}
