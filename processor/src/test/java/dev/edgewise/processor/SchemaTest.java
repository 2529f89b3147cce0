package dev.edgewise.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.ExtensionRegistry;
import dev.edgewise.proto.v1.Label;
import dev.edgewise.proto.v1.MethodOptions;
import dev.edgewise.proto.v1.Options;
import dev.edgewise.proto.v1.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The emitted schema, as others read it: protoc, and whoever loads the descriptor set. */
final class SchemaTest {
  private static final Path VALID = Path.of("src/test/resources/valid");
  private static final Path PROTOC = Path.of("target/protoc/protoc").toAbsolutePath();
  private static final String PROTO = "META-INF/edgewise/proto/";

  private final Path temp;

  SchemaTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "rich", "watch"})
  void protoc_reads_the_text_and_finds_what_stands_in_the_descriptor_set(String sample)
      throws Exception {
    assumeTrue(Files.exists(PROTOC), "no protoc at " + PROTOC);
    Compiled compiled = Compiled.sample(sample);
    for (Map.Entry<String, byte[]> resource : compiled.resources().entrySet()) {
      if (resource.getKey().startsWith(PROTO)) {
        Path file = temp.resolve(resource.getKey().substring(PROTO.length()));
        Files.createDirectories(file.getParent());
        Files.write(file, resource.getValue());
      }
    }

    FileDescriptorSet read = protoc(sample + "/" + sample + ".proto");

    FileDescriptorSet emitted = compiled.descriptorSet(sample);
    for (String name : ours(names(read))) {
      assertThat(file(emitted, name).toBuilder().clearSourceCodeInfo().build())
          .isEqualTo(file(read, name));
    }
    assertThat(emitted.getFileList())
        .extracting(FileDescriptorProto::getName)
        .containsAll(names(read));
  }

  private FileDescriptorSet protoc(String schema) throws IOException, InterruptedException {
    Files.setPosixFilePermissions(
        PROTOC, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    Path out = temp.resolve("out.binpb");
    Path log = temp.resolve("log.txt");
    Process process =
        new ProcessBuilder(
                PROTOC.toString(),
                "-I",
                temp.toString(),
                "-I",
                wellKnown(),
                "--include_imports",
                "--descriptor_set_out=" + out,
                schema)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    return FileDescriptorSet.parseFrom(Files.readAllBytes(out));
  }

  /**
   * The schemas that protobuf itself ships; the binary alone has none, the jar of the Java run time
   * does.
   */
  private String wellKnown() throws IOException {
    Path folder = temp.resolve("well-known");
    for (String name : List.of("descriptor", "timestamp", "duration")) {
      String path = "google/protobuf/" + name + ".proto";
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      try (var in = FileDescriptorSet.class.getClassLoader().getResourceAsStream(path)) {
        Files.write(file, java.util.Objects.requireNonNull(in, path).readAllBytes());
      }
    }
    return folder.toString();
  }

  private static FileDescriptorProto file(FileDescriptorSet set, String name) {
    return set.getFileList().stream()
        .filter(f -> f.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> ours(List<String> names) {
    return names.stream().filter(name -> !name.startsWith("google/")).toList();
  }

  private static List<String> names(FileDescriptorSet set) {
    return set.getFileList().stream().map(FileDescriptorProto::getName).toList();
  }

  @Test
  void methods_carry_what_their_annotations_say() throws Exception {
    Compiled compiled = Compiled.sample("shop");
    ExtensionRegistry registry = ExtensionRegistry.newInstance();
    Options.registerAllExtensions(registry);
    FileDescriptorSet set =
        FileDescriptorSet.parseFrom(
            compiled.resources().get("META-INF/edgewise/descriptors/shop.binpb"), registry);
    FileDescriptor file = Compiled.link(set);

    MethodDescriptor guess = file.findServiceByName("Shop").findMethodByName("guess");
    MethodOptions options = guess.getOptions().getExtension(Options.method);
    assertThat(options.getTier()).isEqualTo(Tier.TIER_EDGE);
    assertThat(options.getDeadlineMillis()).isEqualTo(2_000);
    assertThat(options.getLabel()).isEqualTo(Label.LABEL_INTERNAL);
    assertThat(options.getCascade().getUnsureFrom()).isEqualTo(0.3);
    assertThat(options.getCascade().getUnsureTo()).isEqualTo(0.7);
    assertThat(options.getConfidencePath()).isEqualTo("result.sure");

    MethodDescriptor buy = file.findServiceByName("Shop").findMethodByName("buy");
    assertThat(buy.getOptions().getExtension(Options.method).getIdempotent()).isTrue();
    assertThat(buy.getOptions().getExtension(Options.method).getLabel())
        .isEqualTo(Label.LABEL_CONFIDENTIAL);
    assertThat(buy.getOptions().getIdempotencyLevel().name()).isEqualTo("IDEMPOTENT");
  }

  @Test
  void methods_carry_the_exceptions_that_they_declare_and_the_deadline_of_a_stream()
      throws Exception {
    Compiled compiled = Compiled.sample("watch");
    ExtensionRegistry registry = ExtensionRegistry.newInstance();
    Options.registerAllExtensions(registry);
    FileDescriptor file =
        Compiled.link(
            FileDescriptorSet.parseFrom(
                compiled.resources().get("META-INF/edgewise/descriptors/watch.binpb"), registry));

    MethodDescriptor watch = file.findServiceByName("Watch").findMethodByName("watch");
    MethodOptions options = watch.getOptions().getExtension(Options.method);
    assertThat(watch.isServerStreaming()).isTrue();
    assertThat(options.getDeadlineMillis()).isEqualTo(3_600_000);
    assertThat(options.getFaultsList())
        .containsExactly("watch.Watch_NoSuchDoor", "watch.DoorTrouble");
    assertThat(options.getFaultsList())
        .allSatisfy(
            name ->
                assertThat(file.findMessageTypeByName(name.substring("watch.".length())))
                    .as(name)
                    .isNotNull());
  }

  @Test
  void the_same_sources_in_another_order_give_the_same_bytes() {
    List<JavaFileObject> sources = new ArrayList<>(Compiler.sources(VALID.resolve("shop")));
    Compiled one = Compiled.sample("shop");
    Collections.reverse(sources);
    Compiled other = Compiled.of(new Compiler().compile(sources));
    assertThat(one.sources()).isEqualTo(other.sources());
    assertThat(one.resources().keySet()).isEqualTo(other.resources().keySet());
    one.resources()
        .forEach(
            (path, content) -> assertThat(content).as(path).isEqualTo(other.resources().get(path)));
  }
}
