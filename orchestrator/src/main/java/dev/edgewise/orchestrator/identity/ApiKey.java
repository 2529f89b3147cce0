package dev.edgewise.orchestrator.identity;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Names;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is known of an API key, which is everything but the key.
 *
 * @param name by which operators speak of it
 * @param tenant whose calls are made with it; empty for one of an operator
 * @param services that may be called with it: full names, {@code package.*}, or {@code *} for all;
 *     of an operator's none
 * @param operator whether it opens the page and what the page asks, and nothing else
 * @param made when it was made
 * @param ends from then on it is refused
 * @param used when it was used last, to the hour; empty when it never was
 */
public record ApiKey(
    String name,
    Optional<String> tenant,
    List<String> services,
    boolean operator,
    Instant made,
    Instant ends,
    Optional<Instant> used) {
  /** Services that one key may name. */
  public static final int MOST_SERVICES = 64;

  private static final int LONGEST_SERVICE = 255;
  private static final String EVERY = "*";
  private static final Pattern SERVICE =
      Pattern.compile("\\*|[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*(\\.\\*)?");

  public ApiKey {
    Names.check("the key's name", name);
    tenant.ifPresent(each -> Names.check("tenant", each));
    services = List.copyOf(services);
    requireNonNull(made, "made");
    requireNonNull(ends, "ends");
    requireNonNull(used, "used");
    if (services.size() > MOST_SERVICES) {
      throw new IllegalArgumentException(
          "services: " + services.size() + " (expected: at most " + MOST_SERVICES + ")");
    }
    services.forEach(ApiKey::check);
    if (operator && (tenant.isPresent() || !services.isEmpty())) {
      throw new IllegalArgumentException(
          "a key of an operator opens the page and makes no calls (expected: no tenant and no"
              + " services; make another key for calls)");
    }
    if (!operator && (tenant.isEmpty() || services.isEmpty())) {
      throw new IllegalArgumentException(
          "a key for calls says whose they are and what may be called (expected: a tenant, and at"
              + " least one service, or * for all)");
    }
  }

  private static void check(String service) {
    if (service.length() > LONGEST_SERVICE || !SERVICE.matcher(service).matches()) {
      throw new IllegalArgumentException(
          "services: one is no name of a service (expected: such as shop.v1.Vision, shop.v1.* or"
              + " *)");
    }
  }

  /**
   * Whether a method may be called with it.
   *
   * @param method full name, {@code shop.v1.Vision/detect}
   */
  public boolean opens(String method) {
    String service = method.substring(0, Math.max(0, method.indexOf('/')));
    return services.stream()
        .anyMatch(
            each ->
                each.equals(EVERY)
                    || each.equals(service)
                    || (each.endsWith(".*")
                        && service.startsWith(each.substring(0, each.length() - 1))));
  }

  /** Whether it is no longer taken. */
  public boolean hasEnded(Instant now) {
    return !now.isBefore(ends);
  }

  /** The same, used then. */
  ApiKey usedAt(Instant hour) {
    return new ApiKey(name, tenant, services, operator, made, ends, Optional.of(hour));
  }
}
