package dev.edgewise.sdk.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Clock;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalEnginesTest {
  private final Path folder;

  LocalEnginesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** For those who name it; listed first, as the order of a class path has it. */
  public static final class Old extends Toy {
    /** As a service. */
    public Old() {
      super("old", true);
    }
  }

  /** For everybody. */
  public static final class Usual extends Toy {
    /** As a service. */
    public Usual() {
      super("usual", false);
    }
  }

  @Test
  void an_engine_that_stands_back_leaves_a_model_to_another_one() throws IOException {
    write(
        "META-INF/services/" + ModelEngine.class.getName(),
        Old.class.getName() + "\n" + Usual.class.getName() + "\n");
    write("META-INF/edgewise/models/toy.toy", "weights");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
            new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
        LocalServing serving = new LocalServing(Clock.system(), new Random(1))) {
      thread.setContextClassLoader(loader);
      try (TensorModel model = serving.load(loader, "toy")) {
        assertThat(model.name()).isEqualTo("toy in usual");
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  /** Loads everything and runs nothing. */
  private abstract static class Toy implements ModelEngine {
    private final String name;
    private final boolean standsBack;

    Toy(String name, boolean standsBack) {
      this.name = name;
      this.standsBack = standsBack;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String format() {
      return "toy";
    }

    @Override
    public boolean standsBack() {
      return standsBack;
    }

    @Override
    public TensorModel load(String model, ByteBuffer file, EngineOptions options) {
      return new Loaded(model + " in " + name);
    }
  }

  private record Loaded(String name) implements TensorModel {
    @Override
    public long memoryBytes() {
      return 1;
    }

    @Override
    public Signature signature() {
      return new Signature(List.of(), List.of());
    }

    @Override
    public List<Tensor> run(List<Tensor> inputs) {
      return inputs;
    }

    @Override
    public void close() {}
  }
}
