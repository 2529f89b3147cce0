package dev.edgewise.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.agent.config.EnginesConfig;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.machine.HardwareProbe;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Provider;
import dev.edgewise.core.model.TensorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which engines an agent has: those of its class path, and those that it takes when named. */
final class NodeEnginesTest {
  private final Path folder;

  NodeEnginesTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    write("engines/toy.classpath", "lib/toy\n");
    write("lib/toy/META-INF/services/" + ModelEngine.class.getName(), Toy.class.getName());
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private List<String> chosen(String... names) {
    return NodeEngines.choose(
            new EnginesConfig(List.of(names), Optional.of(Provider.CPU), false),
            new HardwareProbe(1),
            folder.toString())
        .all()
        .stream()
        .map(ModelEngine::name)
        .toList();
  }

  /** One that no agent has on its class path. */
  public static final class Toy implements ModelEngine {
    /** As a service. */
    public Toy() {}

    @Override
    public String name() {
      return "toy";
    }

    @Override
    public String format() {
      return "toy";
    }

    @Override
    public boolean standsBack() {
      return true;
    }

    @Override
    public TensorModel load(String name, ByteBuffer file, EngineOptions options) {
      throw new UnsupportedOperationException("a toy");
    }
  }

  @Test
  void an_engine_that_is_named_comes_out_of_the_distribution_and_first() {
    assertThat(chosen()).doesNotContain("toy");
    assertThat(chosen("toy")).first().isEqualTo("toy");
  }

  @Test
  void one_that_is_nowhere_stops_the_start() {
    assertThatThrownBy(() -> chosen("djl-tflight"))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_ENGINE))
        .hasMessageContaining("djl-tflight");
  }
}
