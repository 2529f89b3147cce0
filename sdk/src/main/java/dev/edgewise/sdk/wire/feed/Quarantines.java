package dev.edgewise.sdk.wire.feed;

import dev.edgewise.core.Quarantine;
import dev.edgewise.core.Quarantine.Stage;
import dev.edgewise.core.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Quarantines in views, from the wire. What is read is bounded: the first of a service counts, and
 * at most {@value #MOST} of a node do. Pure.
 */
final class Quarantines {
  static final int MOST = 256;

  private static final int LONGEST_NAME = 512;
  private static final int LONGEST_TEXT = 500;

  private Quarantines() {}

  static List<Quarantine> read(List<dev.edgewise.proto.v1.Quarantine> entries) {
    Map<String, Quarantine> read = new LinkedHashMap<>();
    for (dev.edgewise.proto.v1.Quarantine entry : entries) {
      Stage stage = stage(entry);
      if (stage != null
          && !entry.getService().isEmpty()
          && entry.getService().length() <= LONGEST_NAME
          && read.size() < MOST) {
        read.putIfAbsent(
            entry.getService(),
            new Quarantine(
                entry.getService(),
                stage,
                until(entry),
                Text.line(entry.getBecause(), LONGEST_TEXT)));
      }
    }
    return List.copyOf(read.values());
  }

  /** Null for one that a newer orchestrator knows: better no rule than a wrong one. */
  private static @Nullable Stage stage(dev.edgewise.proto.v1.Quarantine entry) {
    return switch (entry.getStage()) {
      case QUARANTINE_STAGE_ASKED -> Stage.ASKED;
      case QUARANTINE_STAGE_CLOSED -> Stage.CLOSED;
      case QUARANTINE_STAGE_TRIAL -> Stage.TRIAL;
      case QUARANTINE_STAGE_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  private static Optional<Instant> until(dev.edgewise.proto.v1.Quarantine entry) {
    if (!entry.hasUntil()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Instant.ofEpochSecond(entry.getUntil().getSeconds(), entry.getUntil().getNanos()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
