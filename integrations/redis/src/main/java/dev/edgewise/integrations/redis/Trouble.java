package dev.edgewise.integrations.redis;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** Why a server did not do what it was asked for, in few words and without any of our bytes. */
final class Trouble {
  private static final int MOST = 120;

  private Trouble() {}

  static String inWords(Throwable failure) {
    String last = failure.getClass().getSimpleName();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof ConnectException) {
        return "connection refused";
      } else if (each instanceof SocketTimeoutException) {
        return "no answer in time";
      } else if (each instanceof UnknownHostException) {
        return "the name of its host is not known";
      }
      String message = each.getMessage();
      if (message != null) {
        last = message;
      }
    }
    String line = last.strip().replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ");
    return line.length() <= MOST ? line : line.substring(0, MOST);
  }
}
