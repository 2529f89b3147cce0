package dev.edgewise.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandLineTest {
  private final Path folder;

  CommandLineTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Station run(Map<String, String> environment, String... arguments) {
    Wish<Station> wish = CommandLine.read(Station.schema(), List.of(arguments), environment);
    assertThat(wish).isInstanceOf(Wish.Run.class);
    return ((Wish.Run<Station>) wish).config();
  }

  private static String printed(String... arguments) {
    Wish<Station> wish = CommandLine.read(Station.schema(), List.of(arguments), Map.of());
    assertThat(wish).isInstanceOf(Wish.Print.class);
    return ((Wish.Print<Station>) wish).text();
  }

  @Test
  void what_is_not_given_has_its_default() {
    Station station = run(Map.of(), "--name", "s1");
    assertThat(station.trust()).isEqualTo(Trust.OWN);
    assertThat(station.lease()).isEqualTo(Duration.ofSeconds(3));
    assertThat(station.most()).isEmpty();
    assertThat(station.words()).isEmpty();
    assertThat(station.otherPort()).isZero();
    assertThat(run(Map.of(), "--name", "s1", "--port", "5").otherPort()).isEqualTo(6);
  }

  @Test
  void everything_can_stand_in_the_file_and_paths_are_meant_from_its_folder() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("station.yaml"),
            """
            name: s1
            trust: trusted
            port: 17
            lease: 1m
            most: 8MB
            price: 0.25
            quiet: true
            words: [a, b]
            dataFolder: data
            jars:
              - one.jar
              - /opt/two.jar
            peer: "[::1]:7443"
            """);
    Station station = run(Map.of(), "--config", file.toString());
    assertThat(station.trust()).isEqualTo(Trust.TRUSTED);
    assertThat(station.most()).hasValue(8_000_000L);
    assertThat(station.price()).hasValue(0.25);
    assertThat(station.quiet()).isTrue();
    assertThat(station.words()).containsExactly("a", "b");
    assertThat(station.folder()).isEqualTo(folder.resolve("data"));
    assertThat(station.jars()).containsExactly(folder.resolve("one.jar"), Path.of("/opt/two.jar"));
    assertThat(station.peer()).hasValue("[::1]:7443");
  }

  @Test
  void the_command_line_wins_over_the_environment_and_that_over_the_file() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("station.yaml"), "name: from-file\nport: 1\nlease: 1s\nheartbeat: 1ms");
    Station station =
        run(
            Map.of(
                "EDGEWISE_PORT", "2",
                "EDGEWISE_OTHER_PORT", "2",
                "EDGEWISE_HEARTBEAT", "20ms",
                "EDGEWISE_CONFIG", file.toString()),
            "--other-port=3");
    assertThat(station.name()).isEqualTo("from-file");
    assertThat(station.port()).isEqualTo(2);
    assertThat(station.otherPort()).isEqualTo(3);
    assertThat(station.heartbeat()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void lists_are_separated_by_commas_or_given_again_and_flags_need_no_value() {
    Station station =
        run(Map.of(), "--name=n", "--jars", "a.jar, b.jar", "--jars", "c.jar", "--quiet");
    assertThat(station.jars())
        .containsExactly(Path.of("a.jar"), Path.of("b.jar"), Path.of("c.jar"));
    assertThat(station.quiet()).isTrue();
  }

  @Test
  void an_option_without_its_value_is_named() {
    assertThatThrownBy(() -> run(Map.of(), "--name")).hasMessageContaining("--name: needs a value");
  }

  @Test
  void print_config_prints_a_file_of_the_same_effect_with_where_each_value_came_from()
      throws IOException {
    Path file = Files.writeString(folder.resolve("station.yaml"), "name: s1\njars: [x.jar]\n");
    String text = printed("--print-config", "--config", file.toString(), "--port", "4");
    assertThat(text)
        .contains("name: s1   # " + file + ":1")
        .contains("port: 4   # --port")
        .contains("lease: 3s   # default")
        .contains("# peer: none");
    Path again = Files.writeString(folder.resolve("again.yaml"), text);
    assertThat(run(Map.of(), "--config", again.toString()))
        .isEqualTo(run(Map.of(), "--config", file.toString(), "--port", "4"));
  }

  @Test
  void help_names_every_key_with_default_and_bound() {
    String help = printed("--help");
    assertThat(help).startsWith("Runs a station.").contains("--validate");
    for (Key<?> key : Station.schema().keys().all()) {
      assertThat(help)
          .contains(key.option() + " ")
          .contains(key.variable())
          .contains(key.meaning())
          .contains(key.kind().expected());
    }
  }

  @Test
  void a_name_is_a_key_only_once() {
    KeySet keys = new KeySet();
    keys.add(Key.optional("a", Kind.flag(), "A."));
    assertThatThrownBy(() -> keys.add(Key.optional("a", Kind.name(), "B.")))
        .hasMessageContaining("a is there already");
  }
}
