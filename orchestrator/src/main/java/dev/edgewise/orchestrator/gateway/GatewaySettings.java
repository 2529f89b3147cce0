package dev.edgewise.orchestrator.gateway;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Names;
import dev.edgewise.orchestrator.gateway.generation.GenerationSettings;
import java.util.Optional;

/**
 * How the gateway is run.
 *
 * @param site where its calls are made; without one no {@code local-only} data passes
 * @param maxCalls calls and streams at the same time, from 1
 * @param maxHeld bytes of requests and answers that all of them hold together, from 1; of a stream
 *     only its request counts, and its items that wait have at most 1 MiB, or are one
 * @param pictures how many of them are kept behind addresses, and for how long
 * @param generations what is kept of them for clients that lose their connection
 */
public record GatewaySettings(
    Optional<String> site,
    int maxCalls,
    long maxHeld,
    PictureShelf.Bounds pictures,
    GenerationSettings generations) {
  public GatewaySettings {
    requireNonNull(site, "site");
    requireNonNull(pictures, "pictures");
    requireNonNull(generations, "generations");
    site.ifPresent(name -> Names.check("site", name));
    if (maxCalls < 1 || maxHeld < 1) {
      throw new IllegalArgumentException("gateway settings: limits must be at least 1");
    }
  }
}
