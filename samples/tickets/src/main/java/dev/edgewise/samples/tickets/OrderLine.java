package dev.edgewise.samples.tickets;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/** For programs: what happens, as one JSON object a line. Times are milliseconds. Pure. */
final class OrderLine {
  private OrderLine() {}

  static String of(Order order) {
    return "{\"event\":\"order\",\"at\":"
        + decimal(epochMillis(order.due()))
        + ",\"late\":"
        + millis(order.late())
        + ",\"took\":"
        + millis(order.took())
        + ",\"node\":"
        + quoted(order.node().orElse(""))
        + ",\"ok\":"
        + order.isSold()
        + ",\"error\":"
        + quoted(order.error())
        + "}";
  }

  static String done(String command) {
    return "{\"event\":\"done\",\"stage\":" + quoted(command) + "}";
  }

  static String trouble(String message) {
    return "{\"event\":\"trouble\",\"message\":" + quoted(message) + "}";
  }

  private static double epochMillis(Instant instant) {
    return instant.getEpochSecond() * 1e3 + instant.getNano() / 1e6;
  }

  private static String millis(Duration duration) {
    return decimal(duration.toNanos() / 1e6);
  }

  private static String decimal(double value) {
    return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).toPlainString();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
