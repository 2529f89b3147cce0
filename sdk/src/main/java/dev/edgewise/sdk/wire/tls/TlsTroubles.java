package dev.edgewise.sdk.wire.tls;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What TLS and gRPC say of a handshake that failed, in words that tell what to do. Pure. */
public final class TlsTroubles {
  /** What Java says on a server that asks for a certificate and gets none. */
  static final String NOTHING_SHOWN = "Empty client certificate chain";

  private static final Map<String, String> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put(
        "not an SSL/TLS record",
        "it speaks plain text and was spoken to in TLS; give it a certificate");
    // Before the word of the alert, which stands in the same message.
    WORDS.put(NOTHING_SHOWN, "nobody is let in without a certificate, and none was shown");
    WORDS.put(
        "certificate_required", "it lets nobody in without a certificate; give this side one");
    WORDS.put(
        "unable to find valid certification path",
        "the certificate is from a CA that is not believed here");
    WORDS.put("NotAfter:", "the certificate has expired");
    WORDS.put(
        "NotBefore:", "the certificate is not valid yet; look at the clocks of both machines");
    WORDS.put("Extended key usage", "the certificate is not for this side of a connection");
    WORDS.put("No subject alternative", "the certificate is not for the host that was dialled");
    WORDS.put("No name matching", "the certificate is not for the host that was dialled");
    for (String alert :
        new String[] {
          "certificate_unknown",
          "bad_certificate",
          "unknown_ca",
          "certificate_expired",
          "certificate_revoked",
          "unsupported_certificate"
        }) {
      WORDS.put(
          "alert: " + alert,
          "the other side does not accept the certificate of this one; its log says why");
    }
  }

  /** What a port of TLS says in plain text, among what HTTP/2 and gRPC say around it. */
  private static final Pattern SAID = Pattern.compile("debug data: (this port .*? \\(EW6022\\))");

  private TlsTroubles() {}

  /** The words, with what they mean before them when that is known. */
  public static String explained(String words) {
    Matcher said = SAID.matcher(words);
    if (said.find()) {
      return said.group(1);
    }
    return WORDS.entrySet().stream()
        .filter(each -> words.contains(each.getKey()))
        .findFirst()
        .map(each -> each.getValue() + " (" + words + ")")
        .orElse(words);
  }
}
