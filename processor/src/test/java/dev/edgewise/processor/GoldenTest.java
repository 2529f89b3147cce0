package dev.edgewise.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

final class GoldenTest {
  private static final Path VALID = Path.of("src/test/resources/valid");

  @Test
  void shop() throws IOException {
    Compilation compilation = new Compiler().compile(VALID.resolve("shop"));
    Path out = Path.of("target/golden/shop");
    for (JavaFileObject file : compilation.generatedFiles()) {
      if (file.getKind() == JavaFileObject.Kind.CLASS) {
        continue;
      }
      Path path = out.resolve(file.getName().substring(1));
      Files.createDirectories(path.getParent());
      try (var in = file.openInputStream()) {
        Files.write(path, in.readAllBytes());
      }
    }
    assertThat(compilation).succeededWithoutWarnings();
  }
}
