package dev.edgewise.orchestrator.registry;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * How publishing goes.
 *
 * @param address of the registry, as it was configured
 * @param away whether it does not answer; the fleet works on
 * @param because why it is away, for people; else empty
 * @param since when it went away or came back
 * @param entries that it holds as of the last write
 * @param leftOut entries that were not published, because there are too many
 * @param losses how often it went away since the start
 */
public record RegistryStatus(
    String address,
    boolean away,
    String because,
    Instant since,
    int entries,
    int leftOut,
    long losses) {
  public RegistryStatus {
    requireNonNull(address, "address");
    requireNonNull(because, "because");
    requireNonNull(since, "since");
  }
}
