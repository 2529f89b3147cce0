package dev.edgewise.orchestrator.http;

import dev.edgewise.core.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whom to answer. Whoever is on this machine may ask; a page of somebody else that runs in
 * a browser of this machine may not. Such a page can make its own name point here (DNS rebinding),
 * which {@code Host} tells, or ask across origins, which {@code Origin} and {@code Sec-Fetch-Site}
 * tell. Pure.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
final class Origins {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int LONGEST_HOST = 255;

  private Origins() {}

  /**
   * What is wrong with a request; empty when it may be answered.
   *
   * @param tls whether it came by TLS: then the browser has compared the name in {@code Host} with
   *     the certificate, and nobody can make another one point here
   * @param hosts all {@code Host} headers
   * @param origins all {@code Origin} headers
   * @param fetchSite the {@code Sec-Fetch-Site} header
   * @param fetchMode the {@code Sec-Fetch-Mode} header
   */
  static Optional<Problem> check(
      boolean tls,
      List<String> hosts,
      List<String> origins,
      @Nullable String fetchSite,
      @Nullable String fetchMode) {
    if (hosts.size() != 1 || !(tls || isThisMachine(hosts.get(0)))) {
      return Optional.of(
          new Problem(
              421,
              ErrorCode.NOT_ACCEPTED,
              "This server answers to localhost, 127.0.0.1 and [::1] only, with any port, so that"
                  + " no other site's name can be made to point at it. Open it by one of these;"
                  + " from another machine through a tunnel: ssh -L 7400:localhost:7400 HOST."));
    }
    boolean sameOrigin =
        origins.isEmpty()
            || (origins.size() == 1 && origins.get(0).equalsIgnoreCase(scheme(tls) + hosts.get(0)));
    boolean navigation = "navigate".equals(fetchMode);
    boolean sameSite =
        fetchSite == null || fetchSite.equals("same-origin") || fetchSite.equals("none");
    if (!sameOrigin || (!sameSite && !navigation)) {
      return Optional.of(
          new Problem(
              403,
              ErrorCode.NOT_ACCEPTED,
              "A page of another origin may not ask this server. Open the address itself, or ask"
                  + " from a program that sends no Origin."));
    }
    return Optional.empty();
  }

  /** With which addresses of this server begin. */
  static String scheme(boolean tls) {
    return tls ? "https://" : "http://";
  }

  private static boolean isThisMachine(String host) {
    if (host.length() > LONGEST_HOST) {
      return false;
    }
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > host.lastIndexOf(']') && colon >= 0;
    String name = hasPort ? host.substring(0, colon) : host;
    String port = hasPort ? host.substring(colon + 1) : "";
    return THIS_MACHINE.contains(name.toLowerCase(Locale.ROOT))
        && port.length() <= 5
        && port.chars().allMatch(digit -> digit >= '0' && digit <= '9');
  }
}
