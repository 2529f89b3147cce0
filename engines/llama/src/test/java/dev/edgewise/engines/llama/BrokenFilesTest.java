package dev.edgewise.engines.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.EngineOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no model is refused with a reason, and the process lives. */
final class BrokenFilesTest {
  private final Path folder;

  BrokenFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void a_file_that_is_not_there() {
    refused(folder.resolve("none.gguf"), "cannot be read");
  }

  @Test
  void an_empty_file() throws IOException {
    refused(written(new byte[0]), "none in the format GGUF");
  }

  @Test
  void another_format() throws IOException {
    refused(
        written("<!doctype html><html lang=\"en\">".getBytes(StandardCharsets.UTF_8)),
        "none in the format GGUF");
  }

  @Test
  void a_version_of_the_format_that_nobody_knows() throws IOException {
    refused(written(header(9, 1, 1)), "GGUF version 9");
  }

  @Test
  void more_tensors_than_any_model_has() throws IOException {
    refused(written(header(3, Long.MAX_VALUE, 1)), "tensors");
  }

  @Test
  void a_header_with_nothing_behind_it() throws IOException {
    refused(written(header(3, 5, 5)), "llama.cpp says");
  }

  private static byte[] header(int version, long tensors, long keys) {
    return ByteBuffer.allocate(24)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0x46554747)
        .putInt(version)
        .putLong(tensors)
        .putLong(keys)
        .array();
  }

  private Path written(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("a.gguf"), bytes);
  }

  private static void refused(Path file, String why) {
    assertThatThrownBy(() -> new LlamaEngine().load("broken", file, EngineOptions.DEFAULT))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_MODEL))
        .hasMessageContaining("\"broken\"")
        .hasMessageContaining(why);
  }
}
