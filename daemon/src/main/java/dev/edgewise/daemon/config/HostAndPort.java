package dev.edgewise.daemon.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of other processes, by their text alone: nothing is looked up. */
final class HostAndPort {
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\\[[0-9a-fA-F:.]{2,45}])" + ":(\\d{1,5})");

  private HostAndPort() {}

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
