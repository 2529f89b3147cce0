package dev.edgewise.lab.oip;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The protocol by HTTP at one address. */
final class RestDoor implements AutoCloseable {
  static final String HEADER_LENGTH = "Inference-Header-Content-Length";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final String address;

  RestDoor(String address) {
    this.address = address;
  }

  /**
   * A request.
   *
   * @param method of HTTP
   * @param path from {@code /v2} on
   * @param headers beside those that every request has
   * @param body empty for none
   */
  record Request(String method, String path, Map<String, String> headers, byte[] body) {}

  /** Sends a request and reads what must be the same everywhere. */
  Outcome send(Request request) throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://" + address + request.path()))
            .timeout(Duration.ofSeconds(60))
            .method(
                request.method(),
                request.body().length == 0 && request.method().equals("GET")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(request.body()));
    request.headers().forEach(builder::header);
    HttpResponse<byte[]> response =
        http.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
    byte[] body = response.body();
    if (response.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
        body = in.readAllBytes();
      }
    }
    String status = Integer.toString(response.statusCode());
    int header =
        response.headers().firstValue(HEADER_LENGTH).map(Integer::parseInt).orElse(body.length);
    JsonElement json = json(Arrays.copyOf(body, header));
    if (response.statusCode() != 200) {
      String words =
          json.isJsonObject() && json.getAsJsonObject().has("error")
              ? json.getAsJsonObject().get("error").getAsString()
              : "";
      return new Outcome(
          status, List.of(words.isBlank() ? "no error is told" : "an error is told"), words);
    }
    byte[] raw = Arrays.copyOfRange(body, header, body.length);
    return new Outcome(status, facts(json, raw), "");
  }

  private static JsonElement json(byte[] bytes) {
    try {
      return JsonParser.parseString(new String(bytes, UTF_8));
    } catch (JsonParseException e) {
      return new JsonObject();
    }
  }

  private static List<String> facts(JsonElement json, byte[] raw) {
    List<String> facts = new ArrayList<>();
    if (json.isJsonArray()) {
      json.getAsJsonArray()
          .forEach(one -> facts.add("lists " + one.getAsJsonObject().get("name").getAsString()));
      return facts.stream().sorted().distinct().toList();
    }
    if (!json.isJsonObject()) {
      return facts;
    }
    JsonObject all = json.getAsJsonObject();
    for (String name : List.of("id", "model_name", "model_version", "versions")) {
      if (all.has(name)) {
        facts.add(name + " " + all.get(name));
      }
    }
    ByteBuffer rest = ByteBuffer.wrap(raw);
    for (String side : List.of("inputs", "outputs", "input", "output")) {
      if (all.get(side) instanceof JsonArray tensors) {
        tensors.forEach(one -> facts.add(side + " " + tensor(one.getAsJsonObject(), rest)));
      }
    }
    if (rest.hasRemaining()) {
      facts.add(rest.remaining() + " bytes belong to no tensor");
    }
    if (all.has("max_batch_size")) {
      facts.add(all.get("max_batch_size").getAsInt() > 0 ? "has batches" : "has no batches");
    }
    if (all.get("model_stats") instanceof JsonArray stats) {
      stats.forEach(one -> facts.add("counts " + one.getAsJsonObject().get("name").getAsString()));
    }
    return facts;
  }

  /** A tensor or what is told of one; elements as numbers, or as the bytes that follow. */
  private static String tensor(JsonObject tensor, ByteBuffer raw) {
    StringBuilder text = new StringBuilder();
    for (String name : List.of("name", "datatype", "data_type", "shape", "dims")) {
      if (tensor.has(name)) {
        text.append(tensor.get(name)).append(' ');
      }
    }
    JsonElement size =
        tensor.get("parameters") instanceof JsonObject parameters
            ? parameters.get("binary_data_size")
            : null;
    if (size != null) {
      byte[] elements = new byte[Math.min(size.getAsInt(), raw.remaining())];
      raw.get(elements);
      text.append("raw ").append(HexFormat.of().formatHex(elements));
    } else if (tensor.get("data") instanceof JsonArray data) {
      data.forEach(
          one ->
              text.append(
                      one.getAsJsonPrimitive().isNumber()
                          ? Double.toString(one.getAsDouble())
                          : one.toString())
                  .append(' '));
    }
    return text.toString().strip();
  }

  /** Floats as the protocol has them beside JSON. */
  static byte[] floats(double... values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      buffer.putFloat((float) value);
    }
    return buffer.array();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
