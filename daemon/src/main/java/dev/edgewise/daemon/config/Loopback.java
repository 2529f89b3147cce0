package dev.edgewise.daemon.config;

import java.util.regex.Pattern;

/** Addresses that only this machine can reach, by their text alone: nothing is looked up. */
public final class Loopback {
  private static final Pattern V4 = Pattern.compile("127\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

  private Loopback() {}

  /** Whether {@code address} is one. */
  public static boolean isOne(String address) {
    var matcher = V4.matcher(address);
    boolean ok = address.equals("::1") || address.equals("localhost");
    if (matcher.matches()) {
      ok = true;
      for (int group = 1; group <= 3; group++) {
        ok &= Integer.parseInt(matcher.group(group)) <= 255;
      }
    }
    return ok;
  }
}
