package dev.edgewise.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.daemon.config.Key;
import dev.edgewise.daemon.config.KeySet;
import dev.edgewise.daemon.config.Kind;
import dev.edgewise.daemon.config.Schema;
import dev.edgewise.daemon.http.Answer;
import dev.edgewise.daemon.http.HttpPages;
import dev.edgewise.daemon.json.JsonObject;
import dev.edgewise.daemon.log.LogFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon prints and ends with when it is not to serve. */
final class DaemonMainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Path folder;

  DaemonMainTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private record Idle(
      String bind,
      int httpPort,
      Optional<TlsFiles> tls,
      LogFormat logFormat,
      Duration drain,
      boolean exitWithStdin)
      implements DaemonConfig {}

  private static Schema<Idle> schema() {
    KeySet keys = new KeySet();
    keys.add(Key.required("node", Kind.name(), "Its name."));
    Key<Integer> port = keys.add(Key.of("httpPort", Kind.integer(0, 65_535), "0", "A port."));
    Key<LogFormat> format = keys.add(SharedKeys.logFormat());
    Key<Boolean> stdin = keys.add(SharedKeys.exitWithStdin());
    return new Schema<>(
        "Does nothing.\n",
        keys,
        values ->
            new Idle(
                "127.0.0.1",
                values.get(port),
                Optional.empty(),
                values.get(format),
                Duration.ZERO,
                values.get(stdin)));
  }

  private int run(String... arguments) {
    return new DaemonMain<>(
            schema(),
            config -> {
              throw new AssertionError("started");
            })
        .run(
            List.of(arguments),
            Map.of(),
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("idle.yaml"), text).toString();
  }

  @Test
  void a_wrong_configuration_ends_it_with_78_and_the_line() throws IOException {
    String file = file("node: n1\nlogFromat: text\n");
    assertThat(run("--config", file)).isEqualTo(78);
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(err.toString(UTF_8)).contains("EW7001", file + ":2: ", "Did you mean logFormat?");
  }

  @Test
  void a_configuration_is_only_checked_when_that_is_asked() throws IOException {
    String file = file("node: n1\n");
    assertThat(run("--validate", "--config", file)).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo(file + ": ok\n");
    file("node: n1\nlogFormat: xml\n");
    out.reset();
    assertThat(run("--validate", "--config", file)).isEqualTo(78);
    assertThat(out.toString(UTF_8)).startsWith(file + ":2: logFormat: \"xml\" (expected: ");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void help_is_no_failure() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("Does nothing.");
  }

  @Test
  void one_that_is_ready_is_healthy_and_says_so() {
    try (HttpPages pages = health(200)) {
      assertThat(run("--node", "n1", "--http-port", Integer.toString(pages.port()), "--health"))
          .isZero();
    }
    assertThat(out.toString(UTF_8)).contains("\"status\":\"200\"");
  }

  @Test
  void one_that_is_not_ready_says_why_and_ends_with_1() {
    try (HttpPages pages = health(503)) {
      assertThat(run("--node", "n1", "--http-port", Integer.toString(pages.port()), "--health"))
          .isEqualTo(1);
    }
    assertThat(out.toString(UTF_8)).contains("\"status\":\"503\"");
  }

  @Test
  void one_that_does_not_run_is_not_healthy() {
    int port;
    try (HttpPages pages = health(200)) {
      port = pages.port();
    }
    assertThat(run("--node", "n1", "--http-port", Integer.toString(port), "--health")).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .contains("nothing of ours answers at http://127.0.0.1:" + port + "/health/ready");
  }

  @Test
  void a_port_that_nobody_knows_cannot_be_asked() {
    assertThat(run("--node", "n1", "--health")).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("httpPort is 0");
  }

  private static HttpPages health(int status) {
    return HttpPages.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        "httpPort",
        Map.of(
            "/health/ready",
            accept ->
                Answer.json(status, new JsonObject().field("status", Integer.toString(status)))),
        Optional.empty());
  }
}
