package dev.edgewise.samples.tickets;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what was sold since it was last asked, for people. Thread-safe. */
final class Till {
  /** Buyers that wait longer are annoyed. */
  private static final Duration ON_TIME = Duration.ofSeconds(3);

  private final Map<String, Integer> byNode = new TreeMap<>();
  private int sold;
  private int onTime;
  private int failed;
  private String error = "";

  synchronized void add(Order order) {
    if (order.isSold()) {
      sold++;
      onTime += order.took().compareTo(ON_TIME) <= 0 ? 1 : 0;
      byNode.merge(order.node().orElseThrow(), 1, Integer::sum);
    } else {
      failed++;
      error = order.error();
    }
  }

  /** Tells it, and begins anew. */
  synchronized String take() {
    String line =
        sold
            + " sold"
            + (sold > onTime ? ", " + (sold - onTime) + " of them late" : "")
            + byNode.entrySet().stream()
                .map(node -> node.getKey() + " " + node.getValue())
                .collect(Collectors.joining(", ", sold > 0 ? ": " : "", ""))
            + (failed > 0 ? "; " + failed + " failed: " + error : "");
    byNode.clear();
    sold = 0;
    onTime = 0;
    failed = 0;
    return line;
  }
}
