package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client knows of its orchestrator. Calls do not need it: they go on with the view that
 * there is, and its age says how much to believe.
 *
 * @param address where it is, or where that is known, as the application wrote it
 * @param connected whether the connection stands and says something
 * @param because why it does not, for people; empty while connected
 * @param version of the newest view; empty until the first has come
 * @param age since the orchestrator last confirmed that view; empty until the first has come
 */
public record ViewStatus(
    String address,
    boolean connected,
    String because,
    OptionalLong version,
    Optional<Duration> age) {
  public ViewStatus {
    requireNonNull(address, "address");
    requireNonNull(because, "because");
    requireNonNull(version, "version");
    requireNonNull(age, "age");
  }
}
