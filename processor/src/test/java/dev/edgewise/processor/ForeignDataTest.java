package dev.edgewise.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static com.google.testing.compile.Compiler.javac;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records, interfaces and packages that another jar has. */
final class ForeignDataTest {
  private static final JavaFileObject POINT =
      Compiler.source(
          "data.Point",
          "package data; public record Point(int x, @dev.edgewise.annotations.Field(7) int y) {}");
  private static final JavaFileObject PLAIN_POINT =
      Compiler.source("data.Point", "package data; public record Point(int x, int y) {}");
  private static final JavaFileObject USER =
      Compiler.source(
          "app.User",
          "package app; import dev.edgewise.annotations.*; @EdgeService public interface User {"
              + " data.Point turn(data.Point point); }");

  private final Path jar;

  ForeignDataTest(@TempDir Path jar) {
    this.jar = jar;
  }

  private Compilation compile(JavaFileObject... sources) {
    List<File> classPath = new ArrayList<>();
    classPath.add(jar.toFile());
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      classPath.add(new File(entry));
    }
    return javac()
        .withProcessors(new EdgewiseProcessor())
        .withOptions(
            "--release", "17", "-Xlint:all,-processing,-classfile,-options,-path", "-Werror")
        .withClasspath(classPath)
        .compile(sources);
  }

  private void intoJar(Compilation compilation) throws IOException {
    Compiled compiled = Compiled.of(compilation);
    for (Map.Entry<String, byte[]> c : compiled.classes().entrySet()) {
      write(c.getKey().replace('.', '/') + ".class", c.getValue());
    }
    for (Map.Entry<String, byte[]> r : compiled.resources().entrySet()) {
      write(r.getKey(), r.getValue());
    }
  }

  private void write(String path, byte[] content) throws IOException {
    Path file = jar.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  @Test
  void a_record_of_a_jar_that_was_compiled_with_the_processor_keeps_its_codec_and_schema()
      throws Exception {
    intoJar(compile(POINT));

    Compiled user = Compiled.of(compile(USER));

    assertThat(user.sources()).containsOnlyKeys("app/User_Service.java", "app/User_Stub.java");
    assertThat(user.sources().get("app/User_Service.java"))
        .contains("Point_Codec.INSTANCE")
        .contains("import data.Point_Codec;");
    var file = Compiled.link(user.descriptorSet("app"));
    var point =
        file.findMessageTypeByName("UserTurnRequest").findFieldByName("point").getMessageType();
    assertThat(point.getFullName()).isEqualTo("data.Point");
    assertThat(point.findFieldByName("y").getNumber()).isEqualTo(7);
  }

  @Test
  void a_record_of_any_other_jar_gets_its_codec_beside_the_service() throws Exception {
    Compilation plain = javac().withOptions("--release", "17").compile(PLAIN_POINT);
    intoJar(plain);

    Compiled user = Compiled.of(compile(USER));

    assertThat(user.sources()).containsKeys("app/Point_Codec.java");
    assertThat(Compiled.link(user.descriptorSet("app")).findMessageTypeByName("Point")).isNotNull();
  }

  @Test
  void a_data_jar_without_services_has_codecs_for_records_that_carry_annotations()
      throws Exception {
    Compiled data = Compiled.of(compile(POINT));
    Codec<Object> codec = data.codec("data.Point_Codec");
    Object point =
        data.loadClass("data.Point").getConstructor(int.class, int.class).newInstance(1, 2);
    assertThat(WireReader.decode(codec, WireWriter.encode(codec, point))).isEqualTo(point);
  }

  @Test
  void the_schema_of_a_package_that_two_jars_share_has_what_both_have() throws Exception {
    intoJar(compile(service("Near")));

    Compiled tests = Compiled.of(compile(service("Far")));

    var file = Compiled.link(tests.descriptorSet("app"));
    assertThat(file.getServices())
        .extracting(s -> s.getName())
        .containsExactlyInAnyOrder("Near", "Far");
  }

  private static JavaFileObject service(String name) {
    return Compiler.source(
        "app." + name,
        "package app; @dev.edgewise.annotations.EdgeService public interface "
            + name
            + " { int work(int x); }");
  }

  @Test
  void a_body_of_a_service_in_another_jar_needs_no_source_of_it() throws Exception {
    intoJar(compile(service("Work")));

    Compiled body = Compiled.of(compile(body()));

    assertThat(body.sources()).containsOnlyKeys("impl/Body_Body.java");
    assertThat(
            new String(
                body.resources().get("META-INF/edgewise/bodies/app.Work"),
                java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("EDGE impl.Body_Body\n");
  }

  @Test
  void a_body_of_a_service_that_was_compiled_without_the_processor_is_refused_with_EW4012()
      throws Exception {
    intoJar(javac().withOptions("--release", "17", "-proc:none").compile(service("Work")));

    assertThat(compile(body())).hadErrorContaining("EW4012");
  }

  private static JavaFileObject body() {
    return Compiler.source(
        "impl.Body",
        String.join(
            "\n",
            Arrays.asList(
                "package impl;",
                "import dev.edgewise.annotations.*;",
                "@dev.edgewise.annotations.Body(Tier.EDGE) final class Body implements app.Work {",
                "  @Override public int work(int x) { return x; }",
                "}")));
  }

  private static final JavaFileObject TROUBLE =
      Compiler.source(
          "data.Trouble",
          """
          package data;
          public class Trouble extends Exception {
            private static final long serialVersionUID = 1;
            private final String place;
            public Trouble(@dev.edgewise.annotations.Field(3) String place) { this.place = place; }
            public String place() { return place; }
          }
          """);
  private static final JavaFileObject THROWER =
      Compiler.source(
          "app.Thrower",
          "package app; import dev.edgewise.annotations.*; @EdgeService public interface Thrower {"
              + " void work() throws data.Trouble; }");

  @Test
  void an_exception_of_a_jar_that_was_compiled_with_the_processor_keeps_its_codec_and_schema()
      throws Exception {
    intoJar(compile(TROUBLE));

    Compiled thrower = Compiled.of(compile(THROWER));

    assertThat(thrower.sources())
        .containsOnlyKeys("app/Thrower_Service.java", "app/Thrower_Stub.java");
    assertThat(thrower.sources().get("app/Thrower_Service.java"))
        .contains("new Fault<>(Trouble.class, Trouble_Codec.INSTANCE)")
        .contains("import data.Trouble_Codec;");
    var file = Compiled.link(thrower.descriptorSet("app"));
    assertThat(file.getDependencies())
        .flatExtracting(f -> f.getMessageTypes())
        .filteredOn(m -> m.getFullName().equals("data.Trouble"))
        .extracting(m -> m.findFieldByName("place").getNumber())
        .containsExactly(3);
  }

  @Test
  void an_exception_of_any_other_jar_gets_its_codec_beside_the_service_if_its_names_are_known()
      throws Exception {
    intoJar(javac().withOptions("--release", "17", "-proc:none", "-parameters").compile(TROUBLE));

    Compiled thrower = Compiled.of(compile(THROWER));

    assertThat(thrower.sources()).containsKeys("app/Trouble_Codec.java");
    assertThat(Compiled.link(thrower.descriptorSet("app")).findMessageTypeByName("Trouble"))
        .isNotNull();
  }

  @Test
  void an_exception_whose_jar_does_not_keep_the_names_of_parameters_is_refused_with_EW1006()
      throws Exception {
    intoJar(javac().withOptions("--release", "17", "-proc:none", "-g:none").compile(TROUBLE));

    assertThat(compile(THROWER)).hadErrorContaining("compile its jar with edgewise-processor");
  }

  @Test
  void a_body_of_a_service_in_another_jar_streams_and_throws_what_that_declares() throws Exception {
    intoJar(
        compile(
            Compiler.source(
                "app.Work",
                """
                package app;
                @dev.edgewise.annotations.EdgeService
                public interface Work {
                  java.util.stream.Stream<Integer> work(int x) throws Refused;
                  class Refused extends Exception {
                    private static final long serialVersionUID = 1;
                  }
                }
                """)));

    Compiled body =
        Compiled.of(
            compile(
                Compiler.source(
                    "impl.Body",
                    """
                    package impl;
                    import dev.edgewise.annotations.*;
                    @dev.edgewise.annotations.Body(value = Tier.EDGE, of = app.Work.class)
                    final class Body {
                      java.util.stream.Stream<Integer> work(int x) throws app.Work.Refused {
                        throw new app.Work.Refused();
                      }
                    }
                    """)));

    assertThat(body.sources()).containsOnlyKeys("impl/Body_Body.java");
    assertThat(body.sources().get("impl/Body_Body.java"))
        .contains("new BodyMethod.Streaming<Body, Integer>(Work_Service.WORK");
  }
}
