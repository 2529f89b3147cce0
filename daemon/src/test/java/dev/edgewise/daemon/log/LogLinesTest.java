package dev.edgewise.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

final class LogLinesTest {
  private static LogRecord logged(String message) {
    LogRecord logged = new LogRecord(Level.WARNING, message);
    logged.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    logged.setLoggerName("dev.edgewise.Some");
    return logged;
  }

  private static String during(LogFormat format, LogRecord logged) {
    AtomicReference<String> line = new AtomicReference<>("");
    new LogContext("0af7", "d-1").during(() -> line.set(new LogLines(format).format(logged)));
    return line.get();
  }

  @Test
  void text_has_time_level_logger_and_message() {
    assertThat(new LogLines(LogFormat.TEXT).format(logged("it broke")))
        .isEqualTo("2026-01-02T03:04:05.678Z WARNING Some it broke\n");
  }

  @Test
  void json_has_the_same_under_names() {
    assertThat(new LogLines(LogFormat.JSON).format(logged("it \"broke\"\\")))
        .isEqualTo(
            "{\"time\":\"2026-01-02T03:04:05.678Z\",\"level\":\"WARNING\","
                + "\"logger\":\"dev.edgewise.Some\",\"message\":\"it \\\"broke\\\"\\\\\"}\n");
  }

  @Test
  void a_line_about_a_call_carries_its_ids() {
    assertThat(during(LogFormat.TEXT, logged("it broke")))
        .endsWith("it broke [trace 0af7, decision d-1]\n");
    assertThat(during(LogFormat.JSON, logged("it broke")))
        .endsWith("\"message\":\"it broke\",\"trace\":\"0af7\",\"decision\":\"d-1\"}\n");
  }

  @Test
  void a_stack_trace_stays_on_its_line() {
    LogRecord logged = logged("it broke");
    logged.setThrown(new IllegalStateException("because\nof this"));
    assertThat(new LogLines(LogFormat.TEXT).format(logged))
        .contains("it broke: java.lang.IllegalStateException: because | of this | at ")
        .containsOnlyOnce("\n");
    assertThat(new LogLines(LogFormat.JSON).format(logged))
        .contains("\"thrown\":\"java.lang.IllegalStateException: because\\nof this\\n\\tat ")
        .containsOnlyOnce("\n");
  }

  @Test
  void whatever_a_stranger_sends_a_line_stays_one_line_and_harmless_and_ends() {
    Random random = new Random(7);
    String nasty = "a\"\\\n\r\t\u0000\u001b[31m\u202e\u2028\u0085{}|\ud83d\ude00\ud83d";
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(50); j >= 0; j--) {
        text.append(nasty.charAt(random.nextInt(nasty.length())));
      }
      for (LogFormat format : LogFormat.values()) {
        String line = new LogLines(format).format(logged(text.toString()));
        assertThat(line).endsWith("\n").containsOnlyOnce("\n");
        assertThat(line.strip()).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\u2028\u2029]");
      }
    }
    String endless = "x".repeat(1 << 20);
    assertThat(new LogLines(LogFormat.TEXT).format(logged(endless)).length()).isLessThan(9_000);
    assertThat(new LogLines(LogFormat.JSON).format(logged(endless)).length()).isLessThan(9_000);
  }
}
