package dev.edgewise.daemon.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of other processes, by their text alone: nothing is looked up. */
final class HostAndPort {
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\\[[0-9a-fA-F:.]{2,45}])" + ":(\\d{1,5})");

  /**
   * What is behind the scheme is for the integration to read; here only that it fits a line, and is
   * not the address of a page that somebody took for that of an orchestrator.
   */
  private static final Pattern INTEGRATION =
      Pattern.compile("(?!https?:)[a-z][a-z0-9]{0,19}://[\\x21-\\x7e]{1,300}");

  private HostAndPort() {}

  /** The same for an address that may have a scheme. */
  static String checkLocated(String address) {
    return address.contains("://") ? checkIntegration(address) : check(address);
  }

  /** Returns {@code scheme://…}, or throws an {@link IllegalArgumentException}. */
  static String checkIntegration(String address) {
    if (!INTEGRATION.matcher(address).matches()) {
      throw new IllegalArgumentException(address);
    }
    return address;
  }

  /** Returns {@code address}, or throws an {@link IllegalArgumentException}. */
  static String check(String address) {
    Matcher matcher = FORM.matcher(address);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(address);
    }
    int port = Integer.parseInt(matcher.group(2));
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(address);
    }
    return address;
  }
}
