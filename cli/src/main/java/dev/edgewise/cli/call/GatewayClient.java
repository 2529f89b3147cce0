package dev.edgewise.cli.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.Address;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import dev.edgewise.sdk.wire.tls.Tls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Calls methods through an orchestrator's gateway, by HTTP, as anybody could. */
public final class GatewayClient implements AutoCloseable {
  /** Beyond the deadline of the call: the gateway tells itself when that has passed. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final String LINES = "application/x-ndjson";
  private static final String EVENTS = "text/event-stream";

  private static final String KEY = "EDGEWISE_KEY";

  private final URI gateway;
  private final Optional<String> key;
  private final HttpClient http;

  private GatewayClient(URI gateway, Optional<String> key, Optional<Tls> tls) {
    this.gateway = gateway;
    this.key = key;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(OrchestratorOption.TIMEOUT);
    tls.map(Tls::sslContext).ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /**
   * A client of the gateway at {@code http://host:port}; it connects with the first call.
   *
   * @param gateway where the orchestrator's page is, without a path
   * @param environment has the API key, when the gateway asks for one: not an option of a command,
   *     which everybody on the machine can read
   * @param tls what is shown and believed; empty for plain text
   */
  public static GatewayClient at(URI gateway, Map<String, String> environment, Optional<Tls> tls) {
    return new GatewayClient(
        gateway,
        Optional.ofNullable(environment.get(KEY)).map(String::strip).filter(t -> !t.isEmpty()),
        tls);
  }

  /**
   * Where an orchestrator answers by HTTP: on the same host as its gRPC.
   *
   * @param tls whether it does so by TLS, as by gRPC
   */
  public static URI place(OperatorClient operator, int httpPort, boolean tls) {
    Address grpc = Address.parse(operator.place().orElseThrow());
    return URI.create((tls ? "https://" : "http://") + new Address(grpc.host(), httpPort));
  }

  /**
   * Makes a call.
   *
   * @param method {@code service/method}, also in short
   * @param onItem is told each item of a stream as it comes
   * @throws CommandFailure when it does not end well
   */
  public CallResult call(
      String method, String json, Optional<Duration> deadline, Consumer<JsonObject> onItem) {
    HttpResponse<InputStream> response = send(method, json, deadline);
    try (InputStream body = response.body()) {
      if (header(response, "Content-Type").startsWith(LINES)) {
        items(body, onItem);
        return result(method, response, Optional.empty());
      }
      JsonObject whole = object(new String(body.readAllBytes(), UTF_8));
      if (response.statusCode() != 200) {
        throw failure(whole);
      }
      return result(method, response, Optional.of(whole));
    } catch (IOException e) {
      throw unreachable("the connection broke: " + e.getMessage());
    }
  }

  /**
   * Opens the stream of a method as server-sent events, whatever the gateway answers.
   *
   * @param lastId of the last event that came, to go on behind it; empty at the beginning
   */
  public HttpResponse<InputStream> events(
      String method, String json, Optional<Duration> deadline, String lastId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = post(method, json, deadline, EVENTS);
    if (!lastId.isEmpty()) {
      request.header("Last-Event-ID", lastId);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private static CallResult result(
      String method, HttpResponse<?> response, Optional<JsonObject> answer) {
    return new CallResult(
        method,
        header(response, "Edgewise-Node"),
        header(response, "Edgewise-Tier"),
        header(response, "Edgewise-Decision"),
        answer);
  }

  private void items(InputStream body, Consumer<JsonObject> onItem) throws IOException {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          // A sign of life, while no item comes.
          continue;
        }
        JsonObject item = object(line);
        if (item.get("problem") instanceof JsonObject problem) {
          throw failure(problem);
        }
        onItem.accept(item);
      }
    }
  }

  private HttpResponse<InputStream> send(String method, String json, Optional<Duration> deadline) {
    HttpRequest request = post(method, json, deadline, "application/json, " + LINES).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw unreachable(e.getMessage() == null ? "connection refused" : e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(ErrorCode.CANCELLED, "the call was cancelled", "interrupted", "").failure();
    }
  }

  private HttpRequest.Builder post(
      String method, String json, Optional<Duration> deadline, String accept) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.resolve("/v1/call/" + path(method)))
            .header("Content-Type", "application/json")
            .header("Accept", accept)
            .timeout(deadline.orElse(LONGEST).plus(MARGIN))
            .POST(HttpRequest.BodyPublishers.ofString(json, UTF_8));
    key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    deadline.ifPresent(time -> request.header("Edgewise-Deadline", time.toMillis() + "ms"));
    return request;
  }

  /** Service and method as two parts of a path, whatever is in them. */
  private static String path(String method) {
    int slash = method.indexOf('/');
    int end = slash < 0 ? method.lastIndexOf('.') : slash;
    return end < 0
        ? part(method) + "/-"
        : part(method.substring(0, end)) + "/" + part(method.substring(end + 1));
  }

  private static String part(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  public static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  public JsonObject object(String json) {
    try {
      if (JsonParser.parseString(json) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonParseException e) {
      // Told below, as other JSON is.
    }
    throw new Problem(
            ErrorCode.BAD_ANSWER,
            "what answers at " + gateway + " is no gateway",
            "its answer is no JSON object",
            "see where the orchestrator's page is with: edgewise status -o json")
        .failure();
  }

  public static CommandFailure failure(JsonObject problem) {
    String decision = Json.text(problem, "decision");
    String detail = Json.text(problem, "detail");
    String fault = problem.get("fault") instanceof JsonObject thrown ? "it threw " + thrown : "";
    return Problem.ofCall(
            ErrorCode.of(Json.text(problem, "code")).orElse(ErrorCode.COMMAND_FAILED),
            detail,
            fault,
            Optional.of(decision).filter(id -> !id.isEmpty()))
        .failure();
  }

  public CommandFailure unreachable(String why) {
    return new Problem(
            ErrorCode.UNREACHABLE,
            "the gateway at " + gateway + " cannot be reached",
            why,
            "start an orchestrator with 'edgewise up', name another with --orchestrator HOST:PORT,"
                + " or call a node itself with --node HOST:PORT")
        .failure();
  }

  @Override
  public void close() {
    // Not close(), which would wait for a stream that was left before its end.
    http.shutdownNow();
  }
}
