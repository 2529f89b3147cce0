package dev.edgewise.samples.brief.block3;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Runs the block: a web server with the controller, and one request to it. */
public final class Web {
  private static final String PROMPT = "a high-heeled ankle boot";

  /** What every PNG begins with, as Base64 has it, and then cut. */
  private static final int SHOWN = "{\"image\":\"data:image/png;base64,iVBORw0KGgo".length();

  private Web() {}

  /**
   * Posts a prompt and prints the status and how the answer begins.
   *
   * @param serve whether to go on answering, on port 8080, until the process is ended
   */
  public static void run(boolean local, boolean serve) {
    try (EmbeddedServer server =
        ApplicationContext.run(
            EmbeddedServer.class,
            Map.of("edgewise.local", local, "micronaut.server.port", serve ? 8080 : -1))) {
      HttpResponse<String> answer = post(server.getURI().resolve("/generate"));
      String body = answer.body();
      System.out.println(
          "POST /generate: "
              + answer.statusCode()
              + " "
              + (answer.statusCode() == 200 && body.length() > SHOWN
                  ? body.substring(0, SHOWN) + "…"
                  : body));
      if (serve) {
        new CountDownLatch(1).await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HttpResponse<String> post(URI address) throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(address)
              .timeout(Duration.ofMinutes(2))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\": \"" + PROMPT + "\"}"))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("The server of this sample did not answer: " + e, e);
    }
  }
}
