package dev.edgewise.integrations.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedisOptionsTest {
  @Test
  void what_is_left_out_is_the_default() {
    RedisOptions options = RedisOptions.of(Map.of(), Map.of());
    assertThat(options.connectTimeout()).isEqualTo(Duration.ofMillis(200));
    assertThat(options.callTimeout()).isEqualTo(Duration.ofMillis(50));
    assertThat(options.connections()).isEqualTo(8);
    assertThat(options.prefix()).isEqualTo("edgewise");
    assertThat(options.password()).isEmpty();
  }

  @Test
  void what_is_out_of_bounds_or_unknown_is_refused() {
    for (Map<String, String> wrong :
        java.util.List.of(
            Map.of("callTimeout", "0ms"),
            Map.of("callTimeout", "11s"),
            Map.of("callTimeout", "soon"),
            Map.of("connectTimeout", ""),
            Map.of("connections", "0"),
            Map.of("connections", "257"),
            Map.of("prefix", "a b"),
            Map.of("prefix", ""),
            Map.of("passwordFile", "/no/such/file"),
            Map.of("speed", "1"))) {
      assertThatThrownBy(() -> RedisOptions.of(wrong, Map.of()))
          .as(wrong.toString())
          .hasMessageContaining("EW7001 The shared cache");
    }
  }

  @Test
  void the_password_comes_from_a_file_or_the_environment_and_is_not_told(@TempDir Path folder)
      throws IOException {
    Map<String, String> environment = Map.of("EDGEWISE_REDIS_PASSWORD", "hunter2");
    assertThat(RedisOptions.of(Map.of(), environment).password()).contains("hunter2");
    Path file = Files.writeString(folder.resolve("password"), "s3cret\n");
    RedisOptions options = RedisOptions.of(Map.of("passwordFile", file.toString()), environment);
    assertThat(options.password()).contains("s3cret");
    assertThat(options.toString()).doesNotContain("s3cret").contains("with a password");
    Files.writeString(file, "\n");
    assertThatThrownBy(() -> RedisOptions.of(Map.of("passwordFile", file.toString()), environment))
        .hasMessageContaining("is empty");
  }
}
