package dev.edgewise.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Services as the annotation processor would have written them, small and by hand: one method that
 * takes a text and gives a text.
 */
public final class Fixtures {
  static final String DESCRIPTOR = "META-INF/edgewise/descriptors/fixture.desc";

  private static final String INTERFACE =
      """
      package fix;
      public interface NAME { String say(String text); }
      """;

  private static final String SERVICE =
      """
      package fix;
      import dev.edgewise.annotations.*;
      import dev.edgewise.core.*;
      import dev.edgewise.sdk.spi.*;
      import java.time.Duration;
      import java.util.*;
      public final class NAME_Service implements ServiceDefinition<NAME> {
        static final MethodDefinition<String> SAY =
            new MethodDefinition<>(
                new MethodContract("fix.v1.NAME", "say", Tier.EDGE, Duration.ofSeconds(5), true,
                    Label.INTERNAL, Optional.empty()),
                new Codec<Object[]>() {
                  public String messageName() { return "Say"; }
                  public int size(Object[] v, Sizes s) { return text.size((String) v[0], s); }
                  public void write(Object[] v, WireWriter out, Sizes s) {
                    text.write((String) v[0], out, s);
                  }
                  public Object[] read(WireReader in) { return new Object[] {text.read(in)}; }
                },
                new Text(), Optional.empty(), null);
        static final Text text = new Text();
        static final class Text implements Codec<String> {
          public String messageName() { return "Text"; }
          public int size(String v, Sizes s) {
            return 1 + WireWriter.sizeOfLengthDelimited(WireWriter.sizeOfUtf8(v));
          }
          public void write(String v, WireWriter out, Sizes s) { out.tag(10); out.string(v); }
          public String read(WireReader in) {
            String v = "";
            for (int tag = in.tag(); tag != 0; tag = in.tag()) {
              if (tag == 10) { v = in.string(); } else { in.skip(tag); }
            }
            return v;
          }
        }
        public NAME_Service() {}
        public String name() { return "fix.v1.NAME"; }
        public Class<NAME> type() { return NAME.class; }
        public List<MethodDefinition<?>> methods() { return List.of(SAY); }
        public NAME stub(Caller caller) { return text -> caller.call(SAY, text); }
        public String descriptorResource() { return "DESCRIPTOR"; }
      }
      """;

  private static final String BODY_DEFINITION =
      """
      package fix;
      import dev.edgewise.annotations.*;
      import dev.edgewise.sdk.spi.*;
      import java.util.*;
      public final class NAMEBody_Body implements BodyDefinition<NAMEBody> {
        public NAMEBody_Body() {}
        public Tier tier() { return Tier.EDGE; }
        public Class<NAMEBody> type() { return NAMEBody.class; }
        public ServiceDefinition<?> service() { return new NAME_Service(); }
        public List<BodyMethod<NAMEBody, ?>> methods() {
          return List.of(new BodyMethod.Unary<NAMEBody, String>(
              NAME_Service.SAY, (body, arguments) -> body.say((String) arguments[0])));
        }
        public List<Dependency> dependencies() { return List.of(); }
        public NAMEBody create(Dependencies dependencies) throws Exception { return CREATE; }
      }
      """;

  private static final String RESUMABLE_BODY =
      """
      package fix;
      import dev.edgewise.core.model.StateFormat;
      import dev.edgewise.sdk.spi.Generations;
      import java.nio.ByteBuffer;
      import java.time.Duration;
      import java.util.stream.Stream;
      public final class NAMEBody implements NAME {
        public Stream<String> say(String text) {
          return Generations.stream(new Position(), generation -> {
            long at = generation.resume(generation.key()).orElse(0L);
            System.err.println("begins at " + at);
            while (at < CHUNKS && !generation.cancelled()) {
              Thread.sleep(PACE);
              at++;
              System.err.println("computed " + at);
              generation.emit(text + at + ":" + generation.seed());
              if (at % 5 == 0) {
                generation.checkpoint(at, at, Duration.ofMillis(at * PACE));
              }
            }
          });
        }
        static final class Position implements StateFormat<Long> {
          public String name() { return "position/1"; }
          public long size(Long state) { return 8; }
          public ByteBuffer write(Long state) {
            return ByteBuffer.allocate(8).putLong(0, state);
          }
          public Long read(ByteBuffer bytes) { return bytes.getLong(); }
        }
      }
      """;

  private Fixtures() {}

  /**
   * A service {@code fix.v1.NAME} with a body for the edge.
   *
   * @param body source of the class {@code fix.NAMEBody}, in whose text NAME stands for the name
   * @param create how its definition makes one
   */
  public static Compiled service(String name, String body, String create, Path... jars) {
    return compiled(name, SERVICE, body, create, jars);
  }

  private static Compiled compiled(
      String name, String service, String body, String create, Path... jars) {
    return compiled(name, INTERFACE, service, BODY_DEFINITION, body, create, jars);
  }

  private static Compiled compiled(
      String name,
      String type,
      String service,
      String definition,
      String body,
      String create,
      Path... jars) {
    return Compiled.of(
            Compiled.sources(
                "fix." + name,
                type.replace("NAME", name),
                "fix." + name + "_Service",
                service.replace("NAME", name).replace("DESCRIPTOR", DESCRIPTOR),
                "fix." + name + "Body",
                body.replace("NAME", name),
                "fix." + name + "Body_Body",
                definition.replace("NAME", name).replace("CREATE", create)),
            jars)
        .with(DESCRIPTOR, "descriptors of " + name)
        .with("META-INF/edgewise/bodies/fix." + name, "EDGE fix." + name + "Body_Body\n");
  }

  /** A service whose body does this with {@code text}, and whose answers are kept for an hour. */
  public static Compiled keptService(String name, String expression) {
    return compiled(
        name,
        SERVICE.replace(
            "Label.INTERNAL, Optional.empty()),",
            "Label.INTERNAL, Optional.empty())"
                + ".keptBy(new CacheRule(Duration.ofHours(1), Optional.empty())),"),
        body(expression),
        "new " + name + "Body()");
  }

  /**
   * A service whose method gives a text many times, each with its number and the seed of its
   * generation, and a checkpoint after each fifth; what it computes it says on standard error.
   */
  public static Compiled resumableService(String name, int chunks, int paceMillis) {
    return compiled(
        name,
        INTERFACE.replace("String say", "java.util.stream.Stream<String> say"),
        SERVICE
            .replace(
                "Label.INTERNAL, Optional.empty()),",
                "Label.INTERNAL, Optional.empty()).asResumable(),")
            .replace("Duration.ofSeconds(5)", "Duration.ofMinutes(5)")
            .replace("caller.call", "caller.stream"),
        BODY_DEFINITION.replace("BodyMethod.Unary", "BodyMethod.Streaming"),
        RESUMABLE_BODY
            .replace("CHUNKS", Integer.toString(chunks))
            .replace("PACE", Integer.toString(paceMillis)),
        "new " + name + "Body()");
  }

  private static String body(String expression) {
    return "package fix; public final class NAMEBody implements NAME {"
        + " public String say(String text) { return "
        + expression
        + "; } }";
  }

  /** A service whose body does this with {@code text}. */
  public static Compiled service(String name, String expression, Path... jars) {
    return service(name, body(expression), "new " + name + "Body()", jars);
  }

  /** A library whose {@code lib.Version.text()} gives its version. */
  public static Path library(Path file, String version) throws IOException {
    return Compiled.of(
            Compiled.sources(
                "lib.Version",
                "package lib; public final class Version {"
                    + " public static String text() { return \""
                    + version
                    + "\"; } }"))
        .jar(file);
  }

  static byte[] bytes(Path file) throws IOException {
    return Files.readAllBytes(file);
  }
}
