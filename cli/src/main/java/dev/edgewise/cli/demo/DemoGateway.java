package dev.edgewise.cli.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.cli.call.CallResult;
import dev.edgewise.cli.call.GatewayClient;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.decision.Explanation;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import dev.edgewise.sdk.wire.tls.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The demo's call as somebody without an SDK makes it: a picture as JSON, by HTTP. */
final class DemoGateway {
  private static final String METHOD = "Vision/detect";
  private static final String PICTURE = "coffee.png";
  private static final String FOLDER = "dev/edgewise/samples/vision/pictures/";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** Decisions are shipped several times a second. */
  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(5);

  private static final Duration LOOK = Duration.ofMillis(100);

  private DemoGateway() {}

  /**
   * Makes the call, and waits until its decision can be read.
   *
   * @param page where the orchestrator's page is
   * @param orchestrator its address for gRPC
   * @param sample the jar with the pictures
   * @param tls what is shown and believed; empty for plain text
   */
  static DemoReport.GatewayLine call(
      Shell shell, String page, String orchestrator, Path sample, Optional<Tls> tls)
      throws InterruptedException {
    JsonObject frame = new JsonObject();
    frame.addProperty("name", PICTURE);
    frame.addProperty("encoded", Base64.getEncoder().encodeToString(picture(sample)));
    JsonObject request = new JsonObject();
    request.add("frame", frame);
    long begun = shell.clock().nanos();
    CallResult result;
    try (GatewayClient gateway = GatewayClient.at(URI.create(page), shell.environment(), tls)) {
      result = gateway.call(METHOD, request.toString(), Optional.of(DEADLINE), item -> {});
    }
    double millis = (shell.clock().nanos() - begun) / 1e6;
    return new DemoReport.GatewayLine(
        "POST " + page + "v1/call/" + METHOD,
        PICTURE,
        result.tier(),
        result.node(),
        faces(result),
        Words.rounded(millis, 1),
        via(shell, orchestrator, tls, result.decision()),
        result.decision());
  }

  private static byte[] picture(Path sample) {
    try (ZipFile jar = new ZipFile(sample.toFile())) {
      ZipEntry entry = jar.getEntry(FOLDER + PICTURE);
      try (InputStream in =
          entry == null ? InputStream.nullInputStream() : jar.getInputStream(entry)) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new Problem(
              ErrorCode.MISSING_PREREQUISITE,
              "the picture " + PICTURE + " cannot be read from " + sample,
              String.valueOf(e.getMessage()),
              "delete the distribution folder and start again: the launcher builds it anew")
          .failure();
    }
  }

  private static int faces(CallResult result) {
    return result
        .answer()
        .map(answer -> answer.getAsJsonObject("result"))
        .map(found -> found.get("faces") instanceof JsonArray faces ? faces.size() : 0)
        .orElse(0);
  }

  /** What the orchestrator knows of how the call came; empty when it does not hear of it. */
  private static String via(Shell shell, String orchestrator, Optional<Tls> tls, String decision)
      throws InterruptedException {
    long end = shell.clock().nanos() + KNOWN_WITHIN.toNanos();
    try (OperatorClient operator = OperatorClient.connect(orchestrator, tls)) {
      while (true) {
        Optional<Explanation> told = operator.findDecision(decision, OrchestratorOption.TIMEOUT);
        if (told.isPresent() || shell.clock().nanos() >= end) {
          return told.map(DemoGateway::via).orElse("");
        }
        shell.pause(LOOK);
      }
    }
  }

  private static String via(Explanation explanation) {
    return JsonParser.parseString(explanation.toJson()).getAsJsonObject().get("via").getAsString();
  }
}
