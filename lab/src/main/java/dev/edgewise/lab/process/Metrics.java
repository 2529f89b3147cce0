package dev.edgewise.lab.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * What a daemon's metrics say at one moment.
 *
 * @param lines in Prometheus' text format
 */
public record Metrics(List<String> lines) {
  public static Metrics of(DaemonProcess daemon) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create("http://" + daemon.httpAddress() + "/metrics"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return new Metrics(response.body().lines().toList());
    }
  }

  /** Bytes in the heap, garbage included. */
  public long heapUsed() {
    return sum("jvm_memory_used_bytes{area=\"heap\"");
  }

  /** Calls that have ended, in whatever way. */
  public long callsEnded() {
    return sum("rpc_server_call_duration_seconds_count");
  }

  private long sum(String beginning) {
    return lines.stream()
        .filter(line -> line.startsWith(beginning))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
