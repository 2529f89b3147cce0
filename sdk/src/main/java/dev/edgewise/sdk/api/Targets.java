package dev.edgewise.sdk.api;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Names;
import dev.edgewise.sdk.fleet.Target;
import dev.edgewise.sdk.spi.Integrations;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads how a fleet is named: {@code name=host:port}, or a bare name that an orchestrator knows.
 */
final class Targets {
  private static final Pattern ADDRESS =
      Pattern.compile("(\\[[0-9a-fA-F:]{2,45}]|[A-Za-z0-9._-]{1,253}):([0-9]{1,5})");
  private static final int MAX_PORT = 65_535;

  private Targets() {}

  /** Whether a text is a bare name, and no name with an address. */
  static boolean isBare(String text) {
    return text.indexOf('=') < 0;
  }

  static String bare(String text, String option, String example) {
    String name = text.strip();
    if (!Names.isValid(name)) {
      throw wrong(
          option
              + "(\""
              + text
              + "\"): \""
              + name
              + "\" is no name (1 to 63 letters, digits, dots, dashes or underscores). Write \""
              + example
              + "\" for what an orchestrator knows by that name, or an address with it: \""
              + example
              + "=host:port\".");
    }
    return name;
  }

  /**
   * Where an orchestrator is. What stands behind a scheme is for its integration to read.
   *
   * @param said in which option or variable
   */
  static String orchestrator(String text, String said) {
    String address = text.strip();
    return Integrations.scheme(address).isPresent() ? address : address(address, said + " " + text);
  }

  static Target edgeNode(String text) {
    String[] parts = split(text, "edgeNodes", "nyc-edge01=host:7501");
    return Target.edge(parts[0], address(parts[1], text));
  }

  static List<Target> zone(String text) {
    String[] parts = split(text, "cloudZone", "west1=host:7502,host:7503");
    List<Target> targets = new ArrayList<>();
    for (String address : parts[1].split(",", -1)) {
      targets.add(Target.inZone(parts[0], address(address.strip(), text)));
    }
    return targets;
  }

  private static String[] split(String text, String option, String example) {
    int equals = text.indexOf('=');
    String name = text.substring(0, equals).strip();
    if (!Names.isValid(name)) {
      throw wrong(
          option
              + "(\""
              + text
              + "\"): \""
              + name
              + "\" is no name (1 to 63 letters, digits, dots, dashes or underscores). Write it as"
              + " \""
              + example
              + "\".");
    }
    return new String[] {name, text.substring(equals + 1).strip()};
  }

  private static String address(String address, String text) {
    var matcher = ADDRESS.matcher(address);
    if (!matcher.matches()) {
      throw wrong(
          "\""
              + text
              + "\": \""
              + address
              + "\" is no address. Write host:port, for example 127.0.0.1:7501 or [::1]:7501.");
    }
    int port = Integer.parseInt(matcher.group(2));
    if (port < 1 || port > MAX_PORT) {
      throw wrong("\"" + text + "\": port " + port + " is not in 1 to " + MAX_PORT + ".");
    }
    return address;
  }

  private static EdgewiseException wrong(String message) {
    return EdgewiseException.of(ErrorCode.BAD_CLIENT, message);
  }
}
