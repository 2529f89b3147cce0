package dev.edgewise.daemon.http;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which requests get in. A page in somebody's browser can be made to talk to this machine under a
 * name of the attacker's (DNS rebinding), but then its {@code Host} is that name.
 */
final class Guard {
  private static final Pattern OWN =
      Pattern.compile("(?i)(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

  private Guard() {}

  /** The refusal; empty for a request that may be answered. */
  static Optional<Answer> objection(
      boolean tls, String method, @Nullable String host, @Nullable String origin) {
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Optional.of(
          Answer.refusal(405, "Only GET and HEAD are answered: nothing can be changed here."));
    }
    if (tls) {
      // The browser has compared the name in Host with the certificate.
      return origin == null || origin.equalsIgnoreCase("https://" + host)
          ? Optional.empty()
          : Optional.of(foreign());
    }
    if (host == null || !OWN.matcher(host).matches()) {
      return Optional.of(
          Answer.refusal(
              421,
              "The header Host must be a loopback address or localhost, as this server is for its"
                  + " own machine only. Ask under 127.0.0.1."));
    }
    if (origin != null && !OWN.matcher(origin.replaceFirst("^https?://", "")).matches()) {
      return Optional.of(foreign());
    }
    return Optional.empty();
  }

  private static Answer foreign() {
    return Answer.refusal(403, "Pages of other origins may not ask here. Open the address itself.");
  }
}
