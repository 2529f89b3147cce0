package dev.edgewise.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sources before and after a change, with the lock of the first as the authority over the second.
 */
final class LockScenarioTest {
  private static final String CANDIDATE = "META-INF/edgewise/edgewise.lock";

  private static String before;

  private final Path lock;

  LockScenarioTest(@TempDir Path temp) throws IOException {
    lock = temp.resolve("edgewise.lock");
    Files.writeString(lock, before);
  }

  @BeforeAll
  static void compileBefore(@TempDir Path nothing) {
    before =
        candidate(
            compile(
                nothing.resolve("edgewise.lock"),
                "record Frame(String cam, float[] px, int exposure) {}",
                "enum Kind { RGB, GREY }"));
  }

  private Compilation compile(String frame, String kind, String... options) {
    return compile(lock, frame, kind, options);
  }

  private static Compilation compile(Path lock, String frame, String kind, String... options) {
    List<String> all = new ArrayList<>(List.of("-Aedgewise.lock=" + lock));
    all.addAll(List.of(options));
    return new Compiler()
        .with(all.toArray(String[]::new))
        .compile(List.of(Compiler.source("demo.Vision", vision(frame, kind))));
  }

  private static String vision(String frame, String kind) {
    return """
    package demo;
    import dev.edgewise.annotations.*;
    @EdgeService
    public interface Vision {
      int detect(Frame frame, Kind kind);
      %s
      %s
    }
    """
        .formatted(frame, kind);
  }

  private static String candidate(Compilation compilation) {
    return new String(Compiled.of(compilation).resources().get(CANDIDATE), StandardCharsets.UTF_8);
  }

  @Test
  void the_same_source_gives_the_same_lock_without_a_word() throws IOException {
    Compilation again =
        compile("record Frame(String cam, float[] px, int exposure) {}", "enum Kind { RGB, GREY }");
    assertThat(candidate(again)).isEqualTo(Files.readString(lock));
    assertThat(again.notes()).isEmpty();
  }

  @Test
  void components_that_move_keep_their_numbers() {
    assertThat(
            candidate(
                compile(
                    "record Frame(int exposure, float[] px, String cam) {}",
                    "enum Kind { GREY, RGB }")))
        .contains(
            "  1 cam string\n  2 px repeated float\n  3 exposure int32\n", "  1 RGB\n  2 GREY\n");
  }

  @Test
  void a_component_in_the_middle_gets_the_next_number_and_a_note() {
    Compilation after =
        compile(
            "record Frame(String cam, int quality, float[] px, int exposure) {}",
            "enum Kind { RGB, IR, GREY }");
    assertThat(candidate(after)).contains("  4 quality int32\n", "  3 IR\n");
    assertThat(after).hadNoteContaining("EW3001: field quality is new: it gets number 4");
  }

  @Test
  void strict_makes_a_new_number_an_error() {
    Compilation after =
        compile(
            "record Frame(String cam, float[] px, int exposure, int quality) {}",
            "enum Kind { RGB, GREY }",
            "-Aedgewise.lock.strict=true");
    assertThat(after).hadErrorContaining("EW3001");
  }

  @Test
  void a_component_that_is_reserved_may_go_and_its_number_does_not_come_back() {
    Compilation after =
        compile(
            "@Reserved(names = \"exposure\") record Frame(String cam, float[] px, int gain) {}",
            "enum Kind { RGB, GREY }");
    assertThat(candidate(after)).contains("  4 gain int32\n  - 3\n  - exposure\n");
    assertThat(
            new String(
                Compiled.of(after).resources().get("META-INF/edgewise/proto/demo/demo.proto"),
                StandardCharsets.UTF_8))
        .contains("reserved 3;\n  reserved \"exposure\";");
  }

  @Test
  void a_constant_that_goes_unreserved_is_an_error() {
    assertThat(
            compile("record Frame(String cam, float[] px, int exposure) {}", "enum Kind { RGB }"))
        .hadErrorContaining("EW3002: constant GREY (number 2) is gone");
  }

  @Test
  void a_component_that_was_renamed_keeps_its_number() {
    Compilation after =
        compile(
            "record Frame(@RenamedFrom(\"cam\") String camera, float[] px, int exposure) {}",
            "enum Kind { RGB, GREY }");
    assertThat(candidate(after)).contains("  1 camera string\n");
  }

  @Test
  void presence_may_change_but_the_type_may_not() {
    assertThat(
            compile(
                "record Frame(String cam, float[] px, java.util.Optional<Integer> exposure) {}",
                "enum Kind { RGB, GREY }"))
        .succeededWithoutWarnings();
    assertThat(
            compile(
                "record Frame(String cam, double[] px, int exposure) {}",
                "enum Kind { RGB, GREY }"))
        .hadErrorContaining("EW3003");
  }

  @Test
  void the_candidate_is_written_even_when_numbers_are_wrong_so_that_the_tool_can_retire_them(
      @TempDir Path folder) throws IOException {
    Path source = folder.resolve("Vision.java");
    Files.writeString(
        source, vision("record Frame(String cam, float[] px) {}", "enum Kind { RGB, GREY }"));
    ByteArrayOutputStream said = new ByteArrayOutputStream();

    // Not by compile-testing, which keeps nothing of what a failed compilation wrote.
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                said,
                said,
                "-d",
                folder.toString(),
                "-processor",
                EdgewiseProcessor.class.getName(),
                "-Aedgewise.lock=" + lock,
                source.toString());

    assertThat(exit).isNotZero();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("EW3002");
    assertThat(folder.resolve(CANDIDATE))
        .content()
        .contains("  2 px repeated float\n")
        .doesNotContain("exposure");
  }

  private static Compilation compileWatch(Path lock, String method, String exception) {
    return new Compiler()
        .with("-Aedgewise.lock=" + lock)
        .compile(
            List.of(
                Compiler.source(
                    "demo.Watch",
                    """
                    package demo;
                    import dev.edgewise.annotations.*;
                    import java.util.stream.Stream;
                    @EdgeService
                    public interface Watch {
                      %s throws Trouble;
                      class Trouble extends Exception {
                        private static final long serialVersionUID = 1;
                        public Trouble(%s) {}
                        public String door() { return ""; }
                        public int code() { return 0; }
                        public int level() { return 0; }
                      }
                    }
                    """
                        .formatted(method, exception))));
  }

  @Test
  void the_kind_of_a_method_is_locked_and_whether_it_is_idempotent_may_change() throws IOException {
    String stream = "Stream<String> watch(String door)";
    Files.writeString(lock, "edgewise.lock 1\n");
    String candidate = candidate(compileWatch(lock, stream, "String door"));
    assertThat(candidate).contains("service demo.Watch\n  watch stream\n");
    Files.writeString(lock, candidate);

    assertThat(compileWatch(lock, stream, "String door").notes()).isEmpty();
    assertThat(candidate(compileWatch(lock, "@Idempotent " + stream, "String door")))
        .contains("  watch stream idempotent\n");
    assertThat(compileWatch(lock, "String watch(String door)", "String door"))
        .hadErrorContaining(
            "EW3011: the method watch of Watch had a stream of answers and has one answer now");
  }

  @Test
  void parts_of_an_exception_that_move_keep_their_numbers_and_one_that_goes_is_an_error()
      throws IOException {
    String method = "void watch(String door)";
    Files.writeString(lock, "edgewise.lock 1\n");
    Files.writeString(lock, candidate(compileWatch(lock, method, "String door, int code")));

    assertThat(candidate(compileWatch(lock, method, "int level, int code, String door")))
        .contains("message demo.Watch_Trouble\n  1 door string\n  2 code int32\n  3 level int32\n");
    assertThat(compileWatch(lock, method, "String door"))
        .hadErrorContaining("EW3002: field code (number 2) is gone");
  }
}
