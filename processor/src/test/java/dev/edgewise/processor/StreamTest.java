package dev.edgewise.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.testing.compile.JavaFileObjects;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.spi.BodyDefinition;
import dev.edgewise.sdk.spi.BodyMethod;
import dev.edgewise.sdk.spi.Caller;
import dev.edgewise.sdk.spi.ClassDefinition;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.WireWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Methods that return a stream: contract, schema, stub, subclass and bodies. */
final class StreamTest {
  private static Compiled compiled;

  @BeforeAll
  static void compile() {
    compiled = Compiled.sample("watch");
  }

  private static MethodContract contract(String name) throws Exception {
    return compiled.method("watch.Watch_Service", name).contract();
  }

  /** Writes down what is asked for; a stream has one item. */
  private static final class Recorded implements Caller {
    private final List<String> calls = new ArrayList<>();

    @Override
    public <R extends @Nullable Object> R call(MethodDefinition<R> method, Object... arguments) {
      throw new AssertionError(method);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> Stream<R> stream(MethodDefinition<R> method, Object... arguments) {
      calls.add(method.contract().method() + List.of(arguments));
      return (Stream<R>) Stream.of("item");
    }
  }

  @Test
  void the_contract_says_so_and_a_stream_without_a_deadline_has_the_longest() throws Exception {
    assertThat(contract("watch").streaming()).isTrue();
    assertThat(contract("watch").deadline()).isEqualTo(MethodContract.LONGEST_DEADLINE);
    assertThat(contract("count").deadline()).isEqualTo(Duration.ofMinutes(1));
    assertThat(contract("open").streaming()).isFalse();
    assertThat(contract("open").deadline()).isEqualTo(MethodContract.DEFAULT_DEADLINE);
  }

  @Test
  void the_schema_says_so() throws Exception {
    FileDescriptor schema = Compiled.link(compiled.descriptorSet("watch"));

    assertThat(schema.findServiceByName("Watch").getMethods())
        .filteredOn(m -> m.isServerStreaming())
        .extracting(m -> m.getName())
        .containsExactlyInAnyOrder("watch", "count", "names", "frames");
  }

  @Test
  void a_call_of_the_stub_asks_the_caller_for_a_stream() throws Exception {
    Recorded caller = new Recorded();
    Object stub = compiled.service("watch.Watch_Service").stub(caller);
    Method watch = compiled.loadClass("watch.Watch").getMethod("watch", String.class);

    assertThat(((Stream<?>) watch.invoke(stub, "front")).map(Object::toString))
        .containsExactly("item");
    assertThat(caller.calls).containsExactly("watch[front]");
  }

  @Test
  void a_call_of_the_subclass_asks_the_caller_for_a_stream() throws Exception {
    Recorded caller = new Recorded();
    Object doors = ((ClassDefinition<?>) compiled.service("watch.Doors_Service")).create(caller);
    Method method = compiled.loadClass("watch.Doors").getMethod("doors", int.class);

    assertThat(((Stream<?>) method.invoke(doors, 1)).map(Object::toString)).containsExactly("item");
    assertThat(caller.calls).containsExactly("doors[1]");
  }

  @Test
  @SuppressWarnings("unchecked")
  void a_body_offers_streams_beside_methods_with_one_answer() throws Exception {
    BodyDefinition<Object> body =
        (BodyDefinition<Object>)
            compiled.loadClass("watch.QuickWatch_Body").getConstructor().newInstance();
    assertThat(body.methods())
        .extracting(m -> m.definition().contract().method() + " " + m.getClass().getSimpleName())
        .containsExactly("watch Streaming", "open Unary");

    BodyDefinition<Object> big =
        (BodyDefinition<Object>)
            compiled.loadClass("watch.BigWatch_Body").getConstructor().newInstance();
    Constructor<?> constructor = compiled.loadClass("watch.BigWatch").getDeclaredConstructor();
    constructor.setAccessible(true);
    Object instance = constructor.newInstance();
    BodyMethod.Streaming<Object, ?> watch = (BodyMethod.Streaming<Object, ?>) big.methods().get(0);
    assertThat(watch.handler().handle(instance, new Object[] {"front"}).map(Object::toString))
        .containsExactly("Alert[door=front, score=0.5]", "Alert[door=front, score=1.0]");
  }

  @Test
  @SuppressWarnings({"unchecked", "NullAway"}) // The null is the point.
  void null_as_an_item_is_named_before_anything_is_sent() throws Exception {
    for (String name : List.of("count", "watch")) {
      Codec<Object> items = (Codec<Object>) compiled.method("watch.Watch_Service", name).response();

      assertThatThrownBy(() -> WireWriter.encode(items, null))
          .isInstanceOf(MalformedMessage.class)
          .hasMessageContaining("Response.result is null");
    }
  }

  @Test
  void a_stream_that_the_class_asks_of_itself_stays_local() throws Exception {
    Compiled selfish =
        Compiled.of(
            new Compiler()
                .compile(
                    List.of(
                        JavaFileObjects.forSourceString(
                            "selfish.Steps",
                            """
                            package selfish;
                            import dev.edgewise.annotations.EdgeService;
                            import java.util.stream.Stream;
                            public class Steps {
                              @EdgeService
                              public Stream<Integer> steps(int n) {
                                return Stream.iterate(1, x -> x + 1).limit(n);
                              }
                              public long count(int n) {
                                return steps(n).count();
                              }
                            }
                            """))));
    Object steps =
        ((ClassDefinition<?>) selfish.service("selfish.Steps_Service")).create(new Recorded());

    assertThat(selfish.loadClass("selfish.Steps").getMethod("count", int.class).invoke(steps, 5))
        .isEqualTo(5L);
  }
}
