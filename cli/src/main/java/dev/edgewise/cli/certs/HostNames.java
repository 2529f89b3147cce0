package dev.edgewise.cli.certs;

import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;

/** By which names and addresses a server is reached, as its certificate has them. Pure. */
final class HostNames {
  /** How a server is reached from its own machine. */
  static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "::1");

  private static final int LONGEST = 253;
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

  /** The last label of a name is never a number: that would be half an IP address. */
  private static final Pattern NAME = Pattern.compile("(?:" + LABEL + "\\.)*(?!\\d+$)" + LABEL);

  private HostNames() {}

  /**
   * Those of this machine and these.
   *
   * @param hosts names of DNS, without wildcards, or IP addresses, without brackets or ports
   * @throws dev.edgewise.cli.shell.CommandFailure with {@code BAD_USAGE} for one that is neither
   */
  static List<GeneralName> of(List<String> hosts) {
    Set<String> all = new LinkedHashSet<>(LOCAL);
    hosts.forEach(host -> all.add(host.toLowerCase(Locale.ROOT)));
    List<GeneralName> names = new ArrayList<>();
    all.forEach(host -> names.add(name(host)));
    return names;
  }

  private static GeneralName name(String host) {
    if (IPAddress.isValid(host)) {
      return new GeneralName(GeneralName.iPAddress, host);
    }
    if (host.length() <= LONGEST && NAME.matcher(host).matches()) {
      return new GeneralName(GeneralName.dNSName, host);
    }
    throw new Problem(
            ErrorCode.BAD_USAGE,
            "--host: '" + Text.line(host, 100) + "' is neither a name nor an IP address",
            "it is what callers write before the colon and the port, without wildcards",
            "for example --host edge01.lan --host 10.0.0.7 --host fd00::7")
        .failure();
  }
}
