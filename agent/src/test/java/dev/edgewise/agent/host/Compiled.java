package dev.edgewise.agent.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Node;
import dev.edgewise.sdk.spi.Codec;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Entries of a jar in the making; classes are compiled from sources, in memory. */
public final class Compiled {
  private final Map<String, byte[]> entries = new TreeMap<>();

  static Compiled nothing() {
    return new Compiled();
  }

  /** Compiles sources, by the binary names of their classes, against Edgewise and {@code jars}. */
  static Compiled of(Map<String, String> sources, Path... jars) {
    Compiled compiled = new Compiled();
    JavaCompiler compiler = requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
    List<Source> units =
        sources.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList();
    StringWriter out = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8);
        Memory memory = new Memory(files, compiled.entries)) {
      boolean done =
          compiler
              .getTask(
                  out,
                  memory,
                  null,
                  List.of("-proc:none", "-classpath", classPath(jars)),
                  null,
                  units)
              .call();
      if (!done) {
        throw new AssertionError(out);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return compiled;
  }

  Compiled with(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  Compiled with(String name, String content) {
    return with(name, content.getBytes(UTF_8));
  }

  Map<String, byte[]> entries() {
    return entries;
  }

  /** Writes them into a jar. */
  public Path jar(Path file) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new ZipEntry(entry.getKey()));
        jar.write(entry.getValue());
        jar.closeEntry();
      }
    }
    return file;
  }

  Path folder(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      Path file = folder.resolve(entry.getKey());
      Files.createDirectories(requireNonNull(file.getParent()));
      Files.write(file, entry.getValue());
    }
    return folder;
  }

  private static String classPath(Path... jars) {
    Stream<Path> edgewise = Stream.of(Tier.class, Node.class, Codec.class).map(Compiled::home);
    return Stream.concat(edgewise, Stream.of(jars))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, byte[]> classes;

    Memory(JavaFileManager files, Map<String, byte[]> classes) {
      super(files);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      String path = name.replace('.', '/') + ".class";
      return new SimpleJavaFileObject(URI.create("memory:///" + path), kind) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream() {
            @Override
            public void close() {
              classes.put(path, toByteArray());
            }
          };
        }
      };
    }
  }

  /** Sources by name, in the order in which they were added. */
  static Map<String, String> sources(String... namesAndTexts) {
    Map<String, String> sources = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      sources.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return sources;
  }
}
