package dev.edgewise.daemon.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each is refused with its file, its line, what is wrong, and what to write instead. */
final class WrongConfigurationTest {
  private final Path folder;

  WrongConfigurationTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("station.yaml"), bytes);
  }

  private static Wish<Station> read(String... arguments) {
    return CommandLine.read(Station.schema(), List.of(arguments), Map.of());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongFiles")
  void a_wrong_file_is_refused_with_its_line_and_what_to_do(
      String name, String text, int line, String what, String fix) throws IOException {
    Path file = file(text.getBytes(UTF_8));
    assertThatThrownBy(() -> read("--config", file.toString(), "--name=s1"))
        .isInstanceOfSatisfying(
            EdgewiseException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION))
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()).lines())
                    .anySatisfy(
                        problem ->
                            assertThat(problem)
                                .contains(file + ":" + line + ": ", what)
                                .contains(fix)));
  }

  static List<Arguments> wrongFiles() {
    return List.of(
        wrong("misspelt key", "trust: own\nleaes: 1s\n", 2, "no key \"leaes\"", "mean lease?"),
        wrong("unknown key", "\n\nwhatever: 1\n", 3, "no key \"whatever\"", "--help shows all"),
        wrong("key of another daemon", "grpcPort: 1\n", 1, "no key \"grpcPort\"", "--help"),
        wrong("no number", "port: seven\n", 1, "port: \"seven\"", "a whole number from 0"),
        wrong("out of bounds", "trust: own\nport: 65536\n", 2, "\"65536\"", "from 0 to 65535"),
        wrong("no end", "port: 99999999999999\n", 1, "port", "from 0 to 65535"),
        wrong("no price", "price: -1\n", 1, "price: \"-1\"", "a number from 0 to 1000"),
        wrong("no finite price", "price: NaN\n", 1, "price: \"NaN\"", "a number from 0"),
        wrong("size of what", "most: 4 apples\n", 1, "most: \"4 apples\"", "4MiB (2^22)"),
        wrong("too large a size", "most: 1GiB\n", 1, "\"1GiB\"", "from 1KiB to 64MiB"),
        wrong("no unit", "lease: 10\n", 1, "lease: \"10\"", "such as 500ms, 10s or 2m"),
        wrong("unknown unit", "lease: 3 days\n", 1, "\"3 days\"", "such as 500ms, 10s or 2m"),
        wrong("not one of", "trust: Own\n", 1, "\"Own\"", "own, trusted or shared"),
        wrong("neither yes nor no", "quiet: yes\n", 1, "\"yes\"", "true or false"),
        wrong("no name", "words: [a, b c]\n", 1, "\"a, b c\"", "words"),
        wrong("no address", "bind: example.org\n", 1, "\"example.org\"", "127.0.0.1"),
        wrong("address without port", "peer: example.org\n", 1, "\"example.org\"", "host:port"),
        wrong("address with a scheme", "peer: http://a:1\n", 1, "\"http://a:1\"", "host:port"),
        wrong("address with port 0", "peer: a:0\n", 1, "\"a:0\"", "such as 10.0.0.7:7443"),
        wrong("twice", "trust: own\nport: 1\ntrust: own\n", 3, "and in line 1", "Keep one"),
        wrong("list for one", "port: [1, 2]\n", 1, "takes one value, not a list", "a whole"),
        wrong("empty list", "words: []\n", 1, "words has an empty list", "Leave the key out"),
        wrong("nested", "trust:\n  much: own\n", 2, "nothing nested", "a plain value"),
        wrong("no mapping", "- trust\n", 1, "expected lines", "name: value"),
        wrong("no value", "trust:\nport: 1\n", 1, "trust: \"\"", "own, trusted or shared"),
        wrong("no YAML", "trust: own\n  port: : 1\n", 2, "not YAML", "without tabs"),
        wrong("tab", "trust: own\n\tport: 1\n", 2, "not YAML", "without tabs"),
        wrong("anchor", "trust: &t own\n", 1, "an anchor (&)", "Write the value out"),
        wrong("alias", "words: &w [a]\njars: *w\n", 2, "alias (*)", "Write the value out"),
        wrong("alias of nothing", "trust: *t\n", 1, "not YAML", "name: value"),
        wrong("two documents", "port: 1\n---\nport: 2\n", 2, "not YAML", "name: value"),
        wrong("at odds", "lease: 2s\nheartbeat: 2s\n", 2, "shorter than lease", "a third"),
        wrong("one port twice", "port: 7400\notherPort: 7400\n", 2, "taken by port", "another"));
  }

  private static Arguments wrong(String name, String text, int line, String what, String fix) {
    return Arguments.of(name, text, line, what, fix);
  }

  @Test
  void two_values_at_odds_are_told_with_both_places() throws IOException {
    Path file = file("lease: 2s\nheartbeat: 5s\n".getBytes(UTF_8));
    assertThatThrownBy(() -> read("--config", file.toString(), "--name=s1"))
        .hasMessageContaining(file + ":2: heartbeat: must be shorter than lease (" + file + ":1)");
  }

  @Test
  void a_file_that_is_not_there_or_is_a_folder_is_named() {
    assertThatThrownBy(() -> read("--config", "/nowhere/station.yaml"))
        .hasMessageContaining("/nowhere/station.yaml: cannot be read")
        .hasMessageContaining("Name a file that is there");
    assertThatThrownBy(() -> read("--config", folder.toString()))
        .hasMessageContaining(folder + ": cannot be read");
  }

  @Test
  void an_empty_file_says_what_must_be_given() throws IOException {
    Path file = file(new byte[0]);
    assertThatThrownBy(() -> read("--config", file.toString()))
        .hasMessageContaining(file + ": name: must be given, in the file, as --name or as")
        .hasMessageContaining("EDGEWISE_NAME");
  }

  @Test
  void what_is_no_text_or_too_large_is_refused() throws IOException {
    Path latin = file("name: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> read("--config", latin.toString()))
        .hasMessageContaining(latin + ":1: this is not text in UTF-8. Save the file as UTF-8.");
    Path large = file(new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> read("--config", large.toString()))
        .hasMessageContaining("more than 1048576 bytes");
  }

  @Test
  void all_that_is_wrong_is_told_at_once() throws IOException {
    Path file = file("nane: x\nport: a\n".getBytes(UTF_8));
    assertThatThrownBy(() -> read("--config", file.toString(), "--leaes", "1"))
        .hasMessageContaining("station.yaml:1")
        .hasMessageContaining("station.yaml:2")
        .hasMessageContaining("Did you mean --lease?")
        .hasMessageContaining("name: must be given");
  }

  @Test
  void validate_prints_each_problem_on_a_line_and_ends_with_78() throws IOException {
    Path file = file("nane: x\nport: a\n".getBytes(UTF_8));
    assertThat(read("--validate", "--config", file.toString()))
        .isInstanceOfSatisfying(
            Wish.Print.class,
            print -> {
              assertThat(print.exit()).isEqualTo(78);
              assertThat(print.text().lines())
                  .hasSize(3)
                  .allMatch(line -> line.startsWith(file.toString()));
            });
  }

  @Test
  void validate_says_of_a_right_file_that_it_is_ok_and_starts_nothing() throws IOException {
    Path file = file("name: s1\n".getBytes(UTF_8));
    assertThat(read("--validate", "--config", file.toString()))
        .isEqualTo(new Wish.Print<Station>(file + ": ok\n", 0));
    assertThat(read("--validate", "--name=s1"))
        .isEqualTo(new Wish.Print<Station>("configuration: ok\n", 0));
  }

  @Test
  void whatever_a_file_holds_it_is_read_or_refused() throws IOException {
    String letters = "name: \n\t-[]{}&*!|>'\"%@`#,?\u00e9\u0000port1s";
    for (int seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(60);
      for (int i = 0; i < length; i++) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      Path file = file(text.toString().getBytes(UTF_8));
      Wish<Station> wish = read("--validate", "--config", file.toString());
      assertThat(wish).as("seed " + seed).isInstanceOf(Wish.Print.class);
    }
  }
}
