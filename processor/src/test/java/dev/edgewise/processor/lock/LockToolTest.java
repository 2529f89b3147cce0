package dev.edgewise.processor.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LockToolTest {
  private static final String BEFORE =
      """
      edgewise.lock 1
      message demo.Frame
        1 cam string
        2 exposure int32
      service demo.Vision
        detect unary
      """;
  private static final String AFTER =
      """
      edgewise.lock 1
      message demo.Frame
        1 cam string
        3 gain optional int32
      service demo.Vision
        detect unary
      """;

  private final Path temp;
  private final Path classes;
  private final Path lock;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  LockToolTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    classes = temp.resolve("classes");
    lock = temp.resolve("edgewise.lock");
    Files.createDirectories(classes.resolve("META-INF/edgewise"));
  }

  private void candidate(String text) throws IOException {
    Files.writeString(classes.resolve(LockTool.CANDIDATE), text);
  }

  private int run(String... args) {
    return new LockTool(print(out), print(err)).run(List.of(args));
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  @Test
  void update_writes_the_first_lock_and_check_is_content_with_it() throws IOException {
    candidate(BEFORE);
    assertThat(run("check", classes.toString(), lock.toString())).isEqualTo(3);
    assertThat(run("update", classes.toString(), lock.toString())).isZero();
    assertThat(lock).hasContent(BEFORE);
    assertThat(run("check", classes.toString(), lock.toString())).isZero();
    assertThat(temp.toFile().list()).containsExactlyInAnyOrder("classes", "edgewise.lock");
  }

  @Test
  void check_shows_each_line_that_differs_and_exits_3() throws IOException {
    Files.writeString(lock, BEFORE);
    candidate(AFTER);
    assertThat(run("check", classes.toString(), lock.toString())).isEqualTo(3);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            "- message demo.Frame: 2 exposure int32", "+ message demo.Frame: 3 gain optional int32")
        .doesNotContain("cam", "detect");
  }

  @Test
  void update_refuses_to_forget_a_field_unless_it_is_to_be_retired() throws IOException {
    Files.writeString(lock, BEFORE);
    candidate(AFTER);
    assertThat(run("update", classes.toString(), lock.toString())).isEqualTo(3);
    assertThat(lock).hasContent(BEFORE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("2 exposure int32", "--retire");

    assertThat(run("update", classes.toString(), lock.toString(), "--retire")).isZero();
    assertThat(Files.readString(lock)).contains("  3 gain optional int32\n  - 2\n  - exposure\n");
  }

  @Test
  void a_field_that_was_renamed_is_not_gone() throws IOException {
    Files.writeString(lock, BEFORE);
    candidate(BEFORE.replace("exposure", "gain"));
    assertThat(run("update", classes.toString(), lock.toString())).isZero();
  }

  @Test
  void nothing_compiled_and_wrong_words_are_said() {
    assertThat(run("check", classes.toString(), lock.toString())).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Compile first");
    assertThat(run("chek")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage:");
  }

  @Test
  void a_maven_module_stands_for_both_paths() throws IOException {
    Path candidate = temp.resolve("module/target/classes").resolve(LockTool.CANDIDATE);
    Files.createDirectories(temp.resolve("module/target/classes/META-INF/edgewise"));
    Files.writeString(candidate, BEFORE);
    assertThat(run("update", temp.resolve("module").toString())).isZero();
    assertThat(temp.resolve("module/edgewise.lock")).hasContent(BEFORE);
    assertThat(run("check", temp.resolve("module").toString())).isZero();
  }

  @Test
  void a_lock_is_read_as_it_was_printed() {
    Lock.Parsed parsed = Lock.parse(AFTER);
    assertThat(parsed.isGood()).isTrue();
    assertThat(parsed.lock().text()).isEqualTo(AFTER);
  }

  @Test
  void the_line_of_a_mistake_is_named() {
    assertThat(Lock.parse("edgewise.lock 2\n").line()).isEqualTo(1);
    assertThat(Lock.parse("edgewise.lock 1\n  1 cam string\n").line()).isEqualTo(2);
    String twice =
        """
        edgewise.lock 1
        # made by hand

        message a.B
          1 cam string
          1 other string
        """;
    assertThat(Lock.parse(twice).line()).isEqualTo(6);
    assertThat(Lock.parse("edgewise.lock 1\nmessage a.B\n  9999999999 cam string\n").line())
        .isEqualTo(3);
    assertThat(Lock.parse("edgewise.lock 1\nmessage a.B\nmessage a.B\n").line()).isEqualTo(3);
    assertThat(Lock.parse("edgewise.lock 1\nservice a.B\n  1 cam string\n").line()).isEqualTo(3);
  }
}
