package dev.edgewise.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static java.util.Objects.requireNonNull;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.testing.compile.Compilation;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.ServiceDefinition;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.JavaFileObject;

/** The result of a compilation, loaded into this JVM. */
final class Compiled extends ClassLoader {
  private static final Path VALID = Path.of("src/test/resources/valid");
  private static final Map<String, Compiled> SAMPLES = new ConcurrentHashMap<>();

  private final Map<String, byte[]> classes = new HashMap<>();
  private final Map<String, byte[]> resources = new TreeMap<>();
  private final Map<String, String> sources = new TreeMap<>();

  private Compiled(Compilation compilation) {
    super(Compiled.class.getClassLoader());
    assertThat(compilation).succeededWithoutWarnings();
    for (JavaFileObject file : compilation.generatedFiles()) {
      byte[] content = read(file);
      if (content.length == 0) {
        continue;
      }
      String path = file.toUri().getPath().replaceFirst("^/(CLASS|SOURCE)_OUTPUT/", "");
      switch (file.getKind()) {
        case CLASS -> classes.put(path.replace(".class", "").replace('/', '.'), content);
        case SOURCE -> sources.put(path, new String(content, StandardCharsets.UTF_8));
        default -> resources.put(path, content);
      }
    }
  }

  static Compiled of(Compilation compilation) {
    return new Compiled(compilation);
  }

  /** One of the samples in {@code valid}, compiled once for all tests that only look at it. */
  static Compiled sample(String name) {
    return SAMPLES.computeIfAbsent(
        name, folder -> of(new Compiler().compile(VALID.resolve(folder))));
  }

  private static byte[] read(JavaFileObject file) {
    try (InputStream in = file.openInputStream()) {
      return in.readAllBytes();
    } catch (FileNotFoundException e) {
      // compile-testing also lists files that a processor only asked about.
      return new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, String> sources() {
    return sources;
  }

  Map<String, byte[]> resources() {
    return resources;
  }

  Map<String, byte[]> classes() {
    return classes;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] code = classes.get(name);
    if (code == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, code, 0, code.length);
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    byte[] content = resources.get(name);
    return content == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(content);
  }

  @SuppressWarnings("unchecked")
  Codec<Object> codec(String name) throws ReflectiveOperationException {
    return (Codec<Object>) loadClass(name).getField("INSTANCE").get(null);
  }

  ServiceDefinition<?> service(String name) throws ReflectiveOperationException {
    return (ServiceDefinition<?>) loadClass(name).getConstructor().newInstance();
  }

  MethodDefinition<?> method(String service, String name) throws ReflectiveOperationException {
    return service(service).methods().stream()
        .filter(method -> method.contract().method().equals(name))
        .findFirst()
        .orElseThrow();
  }

  FileDescriptorSet descriptorSet(String packageName) {
    try {
      return FileDescriptorSet.parseFrom(
          resources.get("META-INF/edgewise/descriptors/" + packageName + ".binpb"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last file of a set, with everything that it imports taken from the set alone. */
  static FileDescriptor link(FileDescriptorSet set) throws DescriptorValidationException {
    Map<String, FileDescriptor> linked = new HashMap<>();
    FileDescriptor last = null;
    for (FileDescriptorProto file : set.getFileList()) {
      FileDescriptor[] imports =
          file.getDependencyList().stream().map(linked::get).toArray(FileDescriptor[]::new);
      last = FileDescriptor.buildFrom(file, imports);
      linked.put(file.getName(), last);
    }
    return requireNonNull(last);
  }
}
