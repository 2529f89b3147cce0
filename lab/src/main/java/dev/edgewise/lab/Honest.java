package dev.edgewise.lab;

import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.sdk.api.Edgewise;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Those who want nothing but an answer, at each door of a fleet, at a steady rate. */
final class Honest {
  private static final double CALLS_PER_SECOND = 100;
  private static final double QUESTIONS_PER_SECOND = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Map<String, Load> loads = new LinkedHashMap<>();

  private Honest() {}

  static Honest start(LabFleet fleet, Edgewise eco) {
    Honest honest = new Honest();
    DaemonProcess agent = fleet.agents().getFirst();
    honest.loads.put("calls", Load.start(eco, CALLS_PER_SECOND, Work.hello()));
    honest.ask("status", () -> fleet.status().isPresent());
    honest.ask("gateway", () -> honest.greets(fleet.orchestrator().httpPort()));
    honest.ask("page", () -> honest.gets(fleet.orchestrator().httpPort(), "/health/live"));
    honest.ask("metrics", () -> honest.gets(agent.httpPort(), "/metrics"));
    return honest;
  }

  private void ask(String name, java.util.concurrent.Callable<Boolean> question) {
    loads.put(name, Load.start(QUESTIONS_PER_SECOND, question));
  }

  private boolean gets(int port, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  /** A call through the gateway, as curl makes it. */
  private boolean greets(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/call/Hello/greet"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"Ada\"}"))
            .timeout(PATIENCE)
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body().contains("Hello, Ada!");
  }

  /** What all of them got in some times of quiet, and in one that was not. */
  List<Comparison> compare(List<Span> quiet, Span attack) {
    List<Comparison> all = new ArrayList<>();
    loads.forEach(
        (name, load) ->
            all.add(
                new Comparison(
                    name,
                    Experience.of(load.results(), quiet),
                    Experience.of(load.results(), List.of(attack)))));
    return all;
  }

  /** Asks no more, and waits for what was asked. */
  void finish() throws InterruptedException {
    for (Load load : loads.values()) {
      load.finish();
    }
    http.close();
  }

  /** From when to when, as {@link System#nanoTime} has it. */
  record Span(long fromNanos, long toNanos) {
    boolean holds(CallResult result) {
      return result.begunNanos() >= fromNanos && result.begunNanos() < toNanos;
    }
  }

  /** What those who ask {@code question} got. */
  record Comparison(String question, Experience quiet, Experience attacked) {}

  /**
   * What callers got.
   *
   * @param asked how often they asked
   * @param failed how often they got no right answer
   * @param p99Millis how long all but the slowest hundredth waited
   * @param failures how many failed for each reason
   */
  record Experience(int asked, long failed, double p99Millis, String failures) {
    static Experience of(List<CallResult> results, List<Span> spans) {
      List<CallResult> then = new ArrayList<>();
      for (CallResult result : results) {
        if (spans.stream().anyMatch(span -> span.holds(result))) {
          then.add(result);
        }
      }
      long failed = then.stream().filter(CallResult::failed).count();
      long[] waits = then.stream().mapToLong(CallResult::tookNanos).sorted().toArray();
      double p99 = waits.length == 0 ? 0 : waits[(waits.length - 1) * 99 / 100] / 1e6;
      return new Experience(then.size(), failed, p99, Load.failures(then));
    }
  }
}
