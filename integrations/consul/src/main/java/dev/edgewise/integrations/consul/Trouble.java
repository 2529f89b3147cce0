package dev.edgewise.integrations.consul;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.kiwiproject.consul.ConsulException;

/** Why nothing came of a question to Consul, in few words. */
final class Trouble {
  private static final int MOST = 200;

  private Trouble() {}

  static String inWords(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof ConnectException) {
        return "connection refused";
      } else if (each instanceof SocketTimeoutException) {
        return "no answer in time";
      } else if (each instanceof UnknownHostException) {
        return "the name of its host is not known";
      } else if (each instanceof ConsulException consul && consul.hasCode()) {
        return line("status " + consul.getCode() + ": " + own(String.valueOf(each.getMessage())));
      }
    }
    return line(String.valueOf(failure.getMessage()));
  }

  /** What the server said; the client puts the whole question in front of it. */
  private static String own(String message) {
    int end = message.indexOf("]: ", message.lastIndexOf("status ["));
    return end < 0 ? message : message.substring(end + 3);
  }

  private static String line(String message) {
    String text = message.strip().replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ");
    return text.length() <= MOST ? text : text.substring(0, MOST);
  }

  /** What Consul itself answered with; 0 when it did not answer. */
  static int status(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof ConsulException consul && consul.hasCode()) {
        return consul.getCode();
      }
    }
    return 0;
  }
}
