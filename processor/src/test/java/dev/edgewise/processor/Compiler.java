package dev.edgewise.processor;

import static com.google.testing.compile.Compiler.javac;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;

/** Compiles sources with the processor, as strictly as a careful user would. */
final class Compiler {
  private static final List<String> STRICT =
      List.of("--release", "17", "-Xlint:all,-processing,-classfile,-options", "-Werror");

  private final List<String> options;

  Compiler() {
    this(STRICT);
  }

  Compiler(List<String> options) {
    this.options = List.copyOf(options);
  }

  Compiler with(String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new Compiler(all);
  }

  Compilation compile(List<JavaFileObject> sources) {
    return javac().withProcessors(new EdgewiseProcessor()).withOptions(options).compile(sources);
  }

  Compilation compile(Path folder) {
    return compile(sources(folder));
  }

  static JavaFileObject source(String name, String text) {
    return JavaFileObjects.forSourceString(name, text);
  }

  static List<JavaFileObject> sources(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".java"))
          .sorted()
          .map(Compiler::file)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JavaFileObject file(Path path) {
    try {
      return JavaFileObjects.forResource(path.toUri().toURL());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
