package dev.edgewise.agent.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.sdk.host.Settings;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.ModelHosting;
import dev.edgewise.serving.batch.LaneListener;
import dev.edgewise.serving.calls.BatchedCalls;
import dev.edgewise.serving.host.ServingHost;
import dev.edgewise.serving.host.ServingListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InProcessHostTest {
  private static final Clients NO_CLIENTS =
      new Clients() {
        @Override
        public <S> S client(Class<S> type) {
          throw new AssertionError(type);
        }
      };

  private final Path folder;
  private @Nullable ServingHost hosting;

  InProcessHostTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private InProcessHost open(Tier tier, List<ModelEngine> engines, Path... jars) {
    return InProcessHost.open(
        List.of(jars),
        tier,
        serving(engines),
        NO_CLIENTS,
        Settings.none(),
        BatchedCalls.open(Clock.system(), LaneListener.NONE),
        folder.resolve("store"));
  }

  private ServingHost serving(List<ModelEngine> engines) {
    hosting =
        ServingHost.open(
            new ModelHosting.Setting(
                Optional.empty(),
                InProcessHostTest.class.getClassLoader(),
                engines,
                Map.of(),
                Optional.empty(),
                Clock.system(),
                new Random(1)),
            ServingListener.NONE);
    return hosting;
  }

  private InProcessHost open(Path... jars) {
    return open(Tier.EDGE, List.of(), jars);
  }

  private static String say(InProcessHost host, String name, String text) throws Exception {
    HostedService service =
        host.services().stream()
            .filter(each -> each.name().equals("fix.v1." + name))
            .findFirst()
            .orElseThrow();
    byte[] utf8 = text.getBytes(UTF_8);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(10);
    request.write(utf8.length);
    request.writeBytes(utf8);
    Clock clock = Clock.system();
    CallContext context =
        CallContext.of(
            "fix.v1." + name + "/say",
            "d-1",
            Label.INTERNAL,
            TraceContext.begin(new Random(1)),
            clock.nanos() + 1_000_000_000L,
            clock,
            () -> false);
    byte[] answer =
        service.call("fix.v1." + name + "/say", Message.of(request.toByteArray()), context).bytes();
    return new String(answer, 2, answer.length - 2, UTF_8);
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call, String... texts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContainingAll(texts);
  }

  @Test
  void a_service_in_a_jar_is_found_built_and_called() throws Exception {
    Path jar = Fixtures.service("Greeter", "\"hello \" + text").jar(folder.resolve("g.jar"));
    try (InProcessHost host = open(jar)) {
      assertThat(say(host, "Greeter", "you")).isEqualTo("hello you");
      HostedService service = host.services().getFirst();
      assertThat(service.descriptorSet()).isEqualTo("descriptors of Greeter".getBytes(UTF_8));
      assertThat(service.methods())
          .singleElement()
          .satisfies(method -> assertThat(method.fullName()).isEqualTo("fix.v1.Greeter/say"));
    }
  }

  @Test
  void a_folder_of_classes_does_as_well() throws Exception {
    Path library = Fixtures.library(folder.resolve("lib.jar"), "7");
    Path classes =
        Fixtures.service("Greeter", "text + lib.Version.text()", library)
            .with("META-INF/edgewise/lib/lib.jar", Fixtures.bytes(library))
            .folder(folder.resolve("classes"));
    try (InProcessHost host = open(classes)) {
      assertThat(say(host, "Greeter", "v")).isEqualTo("v7");
    }
  }

  @Test
  void two_jars_have_different_versions_of_a_library_and_each_sees_its_own() throws Exception {
    Path one = jarWithLibrary("One", "1");
    Path two = jarWithLibrary("Two", "2");
    try (InProcessHost host = open(one, two)) {
      assertThat(say(host, "One", "v")).isEqualTo("v1");
      assertThat(say(host, "Two", "v")).isEqualTo("v2");
    }
  }

  private Path jarWithLibrary(String name, String version) throws IOException {
    Path library = Fixtures.library(folder.resolve("lib-" + version + ".jar"), version);
    return Fixtures.service(name, "text + lib.Version.text()", library)
        .with("META-INF/edgewise/lib/lib.jar", Fixtures.bytes(library))
        .jar(folder.resolve(name + ".jar"));
  }

  @Test
  void a_service_sees_the_jdk_and_the_shared_packages_and_nothing_else_of_the_agent()
      throws Exception {
    String probe =
        """
        package fix;
        public final class NAMEBody implements NAME {
          public String say(String text) {
            try {
              return "sees " + Class.forName(text).getSimpleName();
            } catch (ClassNotFoundException e) {
              return "hidden";
            }
          }
        }
        """;
    Path jar = Fixtures.service("Probe", probe, "new ProbeBody()").jar(folder.resolve("probe.jar"));
    try (InProcessHost host = open(jar)) {
      for (String seen :
          List.of(
              "java.sql.Connection",
              "dev.edgewise.core.model.Tensor",
              "dev.edgewise.core.Clock",
              "dev.edgewise.sdk.api.Edgewise",
              "dev.edgewise.sdk.spi.Codec",
              "dev.edgewise.annotations.Tier",
              "org.jspecify.annotations.Nullable")) {
        assertThat(say(host, "Probe", seen)).as(seen).startsWith("sees ");
      }
      for (String hidden :
          List.of(
              "io.grpc.Status",
              "com.google.protobuf.Message",
              "io.netty.channel.Channel",
              "dev.edgewise.proto.v1.Load",
              "dev.edgewise.sdk.wire.Protos",
              "dev.edgewise.sdk.host.HostedBody",
              "dev.edgewise.agent.host.InProcessHost",
              "org.snakeyaml.engine.v2.api.Load",
              "org.junit.jupiter.api.Test")) {
        assertThat(say(host, "Probe", hidden)).as(hidden).isEqualTo("hidden");
      }
    }
  }

  @Test
  void a_body_runs_with_its_own_loader_as_the_threads() throws Exception {
    Path jar =
        Fixtures.service(
                "Loader",
                "String.valueOf(Thread.currentThread().getContextClassLoader()"
                    + " == LoaderBody.class.getClassLoader())")
            .jar(folder.resolve("l.jar"));
    try (InProcessHost host = open(jar)) {
      ClassLoader before = Thread.currentThread().getContextClassLoader();
      assertThat(say(host, "Loader", "")).isEqualTo("true");
      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }
  }

  @Test
  void a_jar_may_be_built_again_under_a_running_agent() throws Exception {
    // The anonymous class is loaded when it is needed, long after the jar has changed.
    String late = "new Object() { String said() { return text + \"here\"; } }.said()";
    Path jar = Fixtures.service("Greeter", late).jar(folder.resolve("again.jar"));
    try (InProcessHost host = open(jar)) {
      Files.write(jar, new byte[] {1, 2, 3});
      assertThat(say(host, "Greeter", "still ")).isEqualTo("still here");
    }
  }

  @Test
  void a_model_is_loaded_once_for_all_bodies_of_a_jar_warmed_and_closed_after_them()
      throws Exception {
    FakeEngine engine = new FakeEngine();
    String body =
        """
        package fix;
        import dev.edgewise.core.model.*;
        import java.util.List;
        public final class NAMEBody implements NAME, AutoCloseable {
          private final TensorModel model;
          public NAMEBody(TensorModel model) { this.model = model; }
          public String say(String text) { return text; }
          public void close() { model.run(List.of()); }
        }
        """;
    Path jar =
        merged(
                Fixtures.service("One", body, "new OneBody(dependencies.model(\"m\"))"),
                Fixtures.service("Two", body, "new TwoBody(dependencies.model(\"m\"))"))
            .with("META-INF/edgewise/models/m.fake", "weights")
            .jar(folder.resolve("m.jar"));
    try (InProcessHost host = open(Tier.EDGE, List.of(engine), jar)) {
      assertThat(host.services()).hasSize(2);
      assertThat(engine.events).startsWith("load m", "run");
      assertThat(engine.events.stream().filter("load m"::equals)).hasSize(1);
      engine.events.clear();
    }
    requireNonNull(hosting).close();
    assertThat(engine.events).containsExactly("run", "run", "close");
  }

  private static Compiled merged(Compiled one, Compiled two) {
    two.entries().forEach(one::with);
    return one;
  }

  @Test
  void a_constructor_that_throws_stops_the_start_and_leaves_nothing_open() throws Exception {
    FakeEngine engine = new FakeEngine();
    String body =
        """
        package fix;
        import dev.edgewise.core.model.*;
        public final class NAMEBody implements NAME {
          public NAMEBody(TensorModel model) { throw new IllegalStateException("no camera"); }
          public String say(String text) { return text; }
        }
        """;
    Path jar =
        Fixtures.service("Sad", body, "new SadBody(dependencies.model(\"m\"))")
            .with("META-INF/edgewise/models/m.fake", "weights")
            .jar(folder.resolve("sad.jar"));
    assertRefused(
        ErrorCode.BODY_NOT_BUILT,
        () -> open(Tier.EDGE, List.of(engine), jar),
        "fix.SadBody",
        "no camera");
    requireNonNull(hosting).close();
    assertThat(engine.events).endsWith("close");
  }

  @Test
  void a_tier_without_a_body_stops_the_start_and_says_what_was_found() throws Exception {
    Path jar = Fixtures.service("Greeter", "text").jar(folder.resolve("g.jar"));
    Path empty = Compiled.nothing().with("x", "y").jar(folder.resolve("empty.jar"));
    assertRefused(
        ErrorCode.BAD_SERVICE_JAR,
        () -> open(Tier.CLOUD, List.of(), jar, empty),
        "No body for the tier CLOUD",
        "fix.Greeter in " + jar,
        "nothing in " + empty,
        "@Body(CLOUD)");
  }

  @Test
  void one_service_in_two_jars_stops_the_start() throws Exception {
    Path one = Fixtures.service("Greeter", "text").jar(folder.resolve("one.jar"));
    Path two = Fixtures.service("Greeter", "text + 2").jar(folder.resolve("two.jar"));
    assertRefused(
        ErrorCode.BAD_SERVICE_JAR, () -> open(one, two), "fix.v1.Greeter", "one.jar", "two.jar");
  }

  @Test
  void a_jar_that_is_not_there_or_no_jar_stops_the_start() throws Exception {
    assertRefused(
        ErrorCode.BAD_SERVICE_JAR,
        () -> open(folder.resolve("nowhere.jar")),
        "nowhere.jar is not there",
        "target/classes");
    Path text = Files.writeString(folder.resolve("text.jar"), "hello");
    assertRefused(ErrorCode.BAD_SERVICE_JAR, () -> open(text), "text.jar", "Is it a jar");
  }

  @Test
  void an_index_that_names_a_missing_class_stops_the_start() throws Exception {
    Path jar =
        Compiled.nothing()
            .with("META-INF/edgewise/bodies/fix.Gone", "EDGE fix.GoneBody_Body")
            .jar(folder.resolve("gone.jar"));
    assertRefused(ErrorCode.BAD_SERVICE_JAR, () -> open(jar), "fix.GoneBody_Body");
  }

  @Test
  void names_that_leave_the_folder_of_libraries_are_refused() throws Exception {
    for (String evil :
        List.of("../../evil.jar", "a/b.jar", "..jar", "x.txt", "a\\b.jar", "\u0000.jar")) {
      Path jar =
          Fixtures.service("Greeter", "text")
              .with("META-INF/edgewise/lib/" + evil, "content")
              .jar(folder.resolve("evil.jar"));
      assertRefused(ErrorCode.BAD_SERVICE_JAR, () -> open(jar), "evil.jar", "jars only");
    }
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .filteredOn(name -> name.startsWith("evil") && !name.equals("evil.jar"))
          .isEmpty();
    }
  }

  @Test
  void libraries_that_swell_are_refused_by_what_comes_out_not_by_what_they_claim()
      throws Exception {
    Path jar =
        Fixtures.service("Greeter", "text")
            .with("META-INF/edgewise/lib/bomb.jar", new byte[4 << 20])
            .jar(folder.resolve("bomb.jar"));
    assertThat(Files.size(jar)).isLessThan(1 << 20);
    JarStore store = new JarStore(folder.resolve("small"), 1 << 20);
    assertRefused(ErrorCode.BAD_SERVICE_JAR, () -> store.keep(jar), "bomb.jar", "more than");
    try (Stream<Path> left = Files.list(folder.resolve("small"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void copies_of_jars_that_are_no_longer_used_are_removed() throws Exception {
    Path jar = Fixtures.service("Greeter", "text").jar(folder.resolve("g.jar"));
    open(jar).close();
    Fixtures.service("Greeter", "text + text").jar(jar);
    open(jar).close();
    try (Stream<Path> kept = Files.list(folder.resolve("store"))) {
      assertThat(kept).hasSize(1);
    }
  }
}
