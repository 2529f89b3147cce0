package dev.edgewise.core;

/**
 * Where a node or an orchestrator listens.
 *
 * @param host a name or an IP address; IPv6 without brackets
 * @param port 1 to 65535
 */
public record Address(String host, int port) {
  private static final int MAX_PORT = 65_535;

  /**
   * Reads {@code host:port}, IPv6 addresses in brackets.
   *
   * @throws EdgewiseException with {@code BAD_CLIENT} when it is none
   */
  public static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.length() > 2 && host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw invalid(text);
    }
    int port = port(text.substring(colon + 1));
    if (host.isBlank() || host.length() > 255 || port < 1 || port > MAX_PORT) {
      throw invalid(text);
    }
    return new Address(host, port);
  }

  private static int port(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static EdgewiseException invalid(String text) {
    return EdgewiseException.of(
        ErrorCode.BAD_CLIENT,
        "\""
            + Text.line(text, 100)
            + "\" is no address of a node. Write host:port, for example 127.0.0.1:7501 or"
            + " [::1]:7501.");
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
