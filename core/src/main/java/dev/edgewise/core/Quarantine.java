package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * One service on one node gets no calls, or hardly any, though the node is well otherwise.
 *
 * @param service full name, for example {@code shop.v1.Vision}
 * @param stage how far it holds
 * @param until when it ends by itself; empty for one that ends when somebody ends it, and for one
 *     on trial
 * @param because why, for people: what failed there, and how the same service fares elsewhere
 */
public record Quarantine(String service, Stage stage, Optional<Instant> until, String because) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  /** How far a quarantine holds. */
  public enum Stage {
    /** Operators want it: a rule without exception. */
    ASKED,
    /** It failed there too often: no calls, unless no other node is left for them. */
    CLOSED,
    /** A few calls that may run twice find out whether it is over. */
    TRIAL
  }

  public Quarantine {
    requireNonNull(service, "service");
    requireNonNull(stage, "stage");
    requireNonNull(until, "until");
    requireNonNull(because, "because");
  }

  /** For people, to be read behind the name of a node. */
  public String inWords() {
    String name = service.substring(service.lastIndexOf('.') + 1);
    String what =
        switch (stage) {
          case ASKED -> "quarantined for " + name + " by an operator";
          case CLOSED -> "quarantined for " + name;
          case TRIAL -> "on trial for " + name + " after a quarantine";
        };
    return what
        + until.map(end -> " until " + TIME.format(end) + " UTC").orElse("")
        + (because.isEmpty() ? "" : ": " + because);
  }
}
