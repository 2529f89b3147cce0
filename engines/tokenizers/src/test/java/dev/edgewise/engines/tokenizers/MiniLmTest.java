package dev.edgewise.engines.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.Arena;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Provider;
import dev.edgewise.core.model.TensorModel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MiniLmTest {
  private final List<String> asked = new ArrayList<>();

  @Test
  void its_network_is_run_as_it_was_asked_for_by_the_first_engine_that_reads_it() {
    EngineOptions options = new EngineOptions(3, Provider.CUDA, 2, true, Arena.NONE);

    assertThatExceptionOfType(EdgewiseException.class)
        .isThrownBy(
            () ->
                new MiniLm()
                    .open(
                        List.of(
                            new Refusing("other", "tflite"),
                            new Refusing("first", "onnx"),
                            new Refusing("second", "onnx")),
                        options))
        .extracting(EdgewiseException::code)
        .isEqualTo(ErrorCode.NO_MODEL_MEMORY);

    assertThat(asked).containsExactly("first " + options);
  }

  /** Writes down what it is asked for. */
  private final class Refusing implements ModelEngine {
    private final String name;
    private final String format;

    Refusing(String name, String format) {
      this.name = name;
      this.format = format;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String format() {
      return format;
    }

    @Override
    public TensorModel load(String model, ByteBuffer file, EngineOptions options) {
      asked.add(name + " " + options);
      throw EdgewiseException.of(ErrorCode.NO_MODEL_MEMORY, "no room");
    }
  }
}
