package dev.edgewise.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.model.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WarmupReaderTest {
  private final Path home;
  private final WarmupReader reader;

  WarmupReaderTest(@TempDir Path folder) throws IOException {
    this.home = folder.resolve("m");
    this.reader = new WarmupReader(home.resolve("warmup"));
    Files.createDirectories(home.resolve("warmup"));
    Files.writeString(home.resolve("warmup/face.raw"), "x");
    Files.writeString(folder.resolve("secret"), "x");
    Files.createSymbolicLink(home.resolve("warmup/linked"), folder.resolve("secret"));
  }

  private ModelSettings yaml(String text) {
    return new YamlSettings(new SettingsFile("m", home.resolve("config.yaml"))).read(text);
  }

  private ModelSettings triton(String text) {
    return new TritonSettings(new SettingsFile("m", home.resolve("config.pbtxt")))
        .read(text, new ArrayList<>());
  }

  @Test
  void a_sample_has_a_name_or_its_place_and_inputs_of_zeros_unless_it_says_otherwise() {
    assertThat(
            yaml("""
            warmup:
              - name: face
                inputs:
                  image: {shape: [2, 3], data: face.raw}
                  size:
              - inputs: {image: random}
            """)
                .warmup())
        .containsExactly(
            new WarmupSample(
                "face",
                List.of(
                    new WarmupInput(
                        "image",
                        Optional.empty(),
                        Optional.of(List.of(2, 3)),
                        new WarmupInput.Data.File(home.resolve("warmup/face.raw"))),
                    new WarmupInput(
                        "size", Optional.empty(), Optional.empty(), new WarmupInput.Data.Zeros()))),
            new WarmupSample(
                "2",
                List.of(
                    new WarmupInput(
                        "image",
                        Optional.empty(),
                        Optional.empty(),
                        new WarmupInput.Data.Random()))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "warmup: face | no list of up to 32 samples",
        "warmup: [face] | sample \"1\" is not one",
        "warmup: [{inputs: {x: zeros}}, {name: b, count: 3}] | sample \"b\" has \"count\"",
        "warmup: [{name: b}] | sample \"b\" has no inputs",
        "warmup: [{name: b, inputs: {x: {size: 3}}}] | sample \"b\" has \"size\" of input x",
        "warmup: [{name: b, inputs: {x: {shape: 3}}}] | sample \"b\" has a shape of input x",
        "warmup: [{name: b, inputs: {x: {shape: [0]}}}] | no whole number from 1 to 16777216: 0",
        "warmup: [{name: b, inputs: {x: {shape: [9999, 9999]}}}] | more than 16777216 elements",
        "warmup: [{name: b, inputs: {x: face}}] | sample \"b\" names for input x neither",
        "warmup: [{name: b, inputs: {x: ../config.yaml}}] | neither zeros, nor random, nor a file",
        "warmup: [{name: b, inputs: {x: linked}}] | neither zeros, nor random, nor a file",
        "'warmup: [{name: b, inputs: {x: \"a\\0b\"}}]' | neither zeros, nor random, nor a file",
        "'warmup: [{name: \"\\n\", inputs: {x: zeros}}]' | sample \"1\" has a name that is none",
        "allowNaN: perhaps | allowNaN is neither true nor false",
      })
  void what_is_wrong_is_told_with_the_sample(String text, String words) throws IOException {
    Files.writeString(home.resolve("config.yaml"), text);

    assertThatThrownBy(() -> yaml(text)).hasMessageContainingAll("EW8008", "\"m\"", words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model_warmup: 3 | sample \"1\" of model_warmup is no message",
        "model_warmup { name: \"b\" } | sample \"b\" has no inputs",
        "model_warmup { inputs { key: \"x\" } } | sample \"1\" has an input without key and value",
        "model_warmup { inputs { key: \"x\" value { data_type: TYPE_FP8 } } } | TYPE_FP8",
        "model_warmup { inputs { key: \"x\" value { dims: [-1] } } } | no whole number from 1",
        "model_warmup { inputs { key: \"x\" value { input_data_file: \"y\" } } } | folder warmup:"
            + " \"y\"",
      })
  void so_it_is_of_tritons_configuration(String text, String words) {
    assertThatThrownBy(() -> triton(text)).hasMessageContainingAll("EW8008", words);
  }

  @Test
  void tritons_words_for_types_are_known() {
    assertThat(
            triton(
                    "model_warmup { name: \"s\" batch_size: 1 count: 3 inputs { key: \"x\" value {"
                        + " data_type: TYPE_STRING dims: [2, 2] zero_data: true } } }")
                .warmup())
        .containsExactly(
            new WarmupSample(
                "s",
                List.of(
                    new WarmupInput(
                        "x",
                        Optional.of(ElementType.BYTES),
                        Optional.of(List.of(2, 2)),
                        new WarmupInput.Data.Zeros()))));
  }

  @Test
  void there_are_no_more_than_32() {
    String sample = "{inputs: {x: zeros}}";
    assertThat(yaml("warmup: [" + (sample + ",").repeat(32) + "]").warmup()).hasSize(32);
    assertThatThrownBy(() -> yaml("warmup: [" + (sample + ",").repeat(33) + "]"))
        .hasMessageContaining("up to 32 samples");
    assertThatThrownBy(() -> triton("model_warmup { inputs { key: \"x\" value {} } }".repeat(33)))
        .hasMessageContaining("more than 32 samples");
  }

  /** Whatever a file says, it is samples or an error that can be read. */
  @Test
  void nothing_else_than_wrong_comes_out_for_any_value() {
    Random random = new Random(6);
    int read = 0;
    for (int i = 0; i < 5_000; i++) {
      Object value = random.nextBoolean() ? list(random) : value(random, 4);
      try {
        read += reader.ofYaml(value).size();
      } catch (WarmupReader.Wrong e) {
        assertThat(e.getMessage()).contains("warm");
      }
    }
    assertThat(read).isPositive();
  }

  private static List<Object> list(Random random) {
    Map<String, Object> sample = new HashMap<>();
    sample.put("name", random.nextInt(4) == 0 ? value(random, 1) : "face");
    sample.put("inputs", value(random, 3));
    return List.of(sample);
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> null;
      case 1 -> random.nextInt();
      case 2 -> random.nextBoolean();
      case 3 -> List.of("zeros", "random", "face.raw", "../x", "\0", "").get(random.nextInt(6));
      case 4 -> random.nextDouble();
      case 5 -> random.nextInt(1, 9);
      case 6 -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
        yield list;
      }
      default -> {
        Map<Object, @Nullable Object> map = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          String key = List.of("name", "inputs", "shape", "data", "x").get(random.nextInt(5));
          map.put(key, value(random, depth - 1));
        }
        yield map;
      }
    };
  }
}
