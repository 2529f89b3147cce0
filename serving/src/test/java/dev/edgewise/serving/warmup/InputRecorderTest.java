package dev.edgewise.serving.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InputRecorderTest {
  private static final String DIGEST = "ab12";

  private final Path folder;

  InputRecorderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static List<Tensor> row(float... values) {
    return List.of(Tensor.ofFloats(List.of(1, values.length), values));
  }

  private List<Sample> reopened() {
    try (InputRecorder recorder = InputRecorder.open(folder)) {
      return recorder.samples(DIGEST);
    }
  }

  private void record(Label label, List<List<Tensor>> calls) {
    try (InputRecorder recorder = InputRecorder.open(folder)) {
      List<Sample> unused = recorder.samples(DIGEST);
      calls.forEach(call -> recorder.answered(DIGEST, call, label));
    }
  }

  private static float[] floats(Sample sample) {
    return sample.inputs(new Random(1)).getFirst().toFloats();
  }

  @Test
  void distinct_inputs_come_back_after_a_restart_two_of_a_shape() {
    record(Label.INTERNAL, List.of(row(1, 2), row(1, 2), row(3, 4), row(5, 6), row(7)));
    record(Label.PUBLIC, List.of(row(3, 4), row(8)));

    assertThat(reopened())
        .extracting(InputRecorderTest::floats)
        .containsExactly(new float[] {1, 2}, new float[] {3, 4}, new float[] {7}, new float[] {8});
  }

  @Test
  void at_most_eight_of_a_model() {
    for (int width = 1; width <= 20; width++) {
      record(Label.INTERNAL, List.of(row(new float[width])));
    }
    assertThat(reopened()).hasSize(InputRecorder.MAX_SAMPLES);
  }

  @Test
  void nothing_of_confidential_data_is_written_but_its_shape() throws IOException {
    for (Label label : List.of(Label.CONFIDENTIAL, Label.LOCAL_ONLY)) {
      byte[] secret = "my secret is safe".getBytes(StandardCharsets.UTF_8);
      record(label, List.of(List.of(Tensor.ofTexts(List.of(1), List.of(secret)))));
      record(label, List.of(row(1234.5f, 1234.5f), row(2, 2)));
    }

    List<Sample> samples = reopened();
    assertThat(samples).hasSize(2).allMatch(sample -> sample instanceof Sample.Shaped);
    assertThat(samples.get(0).inputs(new Random(1)).getFirst().toTexts().getFirst()).isEmpty();
    assertThat(floats(samples.get(1))).hasSize(2).doesNotContain(1234.5f, 2f);
    for (Path file : List.of(folder.resolve(DIGEST + ".inputs"))) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .doesNotContain("secret");
    }
  }

  @Test
  void of_what_is_too_large_the_shape_is_kept() {
    int many = (int) InputRecorder.MAX_BYTES / 4 + 1;
    record(Label.PUBLIC, List.of(List.of(Tensor.allocate(ElementType.FLOAT32, List.of(many)))));

    assertThat(reopened()).singleElement().isInstanceOf(Sample.Shaped.class);
  }

  @Test
  void what_a_crash_cut_off_is_left_out_and_what_comes_later_is_found() throws IOException {
    record(Label.PUBLIC, List.of(row(1), row(2, 2)));
    Path file = folder.resolve(DIGEST + ".inputs");
    byte[] whole = Files.readAllBytes(file);
    int first = SampleLog.record(new Sample.Exact(row(1))).length;

    for (int cut = 0; cut < whole.length; cut++) {
      Files.write(file, Arrays.copyOf(whole, cut));
      assertThat(reopened()).hasSize(cut < first ? 0 : 1);
      record(Label.PUBLIC, List.of(row(3, 3, 3)));
      assertThat(floats(reopened().getLast())).containsExactly(3, 3, 3);
    }
  }

  @Test
  void no_file_makes_it_fail() throws IOException {
    Random random = new Random(4);
    byte[] whole = SampleLog.record(new Sample.Exact(row(1, 2, 3)));
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = random.nextBoolean() ? whole.clone() : new byte[random.nextInt(64)];
      if (bytes.length > 0) {
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      assertThat(SampleLog.read(bytes, 8).good()).isBetween(0, bytes.length);
      Sample again = new Sample.Exact(row(1));
      byte[] record = SampleLog.record(again);
      assertThat(SampleLog.read(record, 8).samples()).hasSize(1);
    }
  }

  @Test
  void random_inputs_fit_every_type() {
    for (ElementType type : ElementType.values()) {
      Tensor like =
          type == ElementType.BYTES
              ? Tensor.ofTexts(
                  List.of(2, 2), List.of(new byte[1], new byte[2], new byte[0], new byte[0]))
              : Tensor.allocate(type, List.of(2, 2));
      Sample shaped = new Sample.Shaped(Sample.specs(List.of(like)));
      assertThat(shaped.inputs(new Random(1)).getFirst().shape()).containsExactly(2, 2);
      assertThat(SampleLog.read(SampleLog.record(Sample.copyOf(List.of(like))), 1).samples())
          .singleElement()
          .satisfies(
              read ->
                  assertThat(read.inputs(new Random(1)).getFirst().data()).isEqualTo(like.data()));
    }
  }
}
