package dev.edgewise.lab.oip;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request that goes to Triton and to us, and where we answer otherwise on purpose.
 *
 * @param name unique among those of one protocol
 * @param request what is sent
 * @param deviations our doors that answer otherwise, each with the reason
 */
record Case<R>(String name, R request, Map<Door, String> deviations) {
  Case {
    deviations = Map.copyOf(deviations);
  }

  /** Where we are asked. */
  enum Door {
    GATEWAY_HTTP("gateway, HTTP"),
    GATEWAY_GRPC("gateway, gRPC"),
    AGENT_GRPC("agent, gRPC");

    private final String words;

    Door(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static <R> Case<R> of(String name, R request) {
    return new Case<>(name, request, Map.of());
  }

  /** The same, answered otherwise at all our doors. */
  Case<R> but(String reason) {
    return but(EnumSet.allOf(Door.class), reason);
  }

  /** The same, answered otherwise at these doors. */
  Case<R> but(Set<Door> doors, String reason) {
    Map<Door, String> more = new HashMap<>(deviations);
    doors.forEach(door -> more.put(door, reason));
    return new Case<>(name, request, more);
  }

  /** Why this door answers otherwise, if it does. */
  Optional<String> reason(Door door) {
    return Optional.ofNullable(deviations.get(door));
  }
}
