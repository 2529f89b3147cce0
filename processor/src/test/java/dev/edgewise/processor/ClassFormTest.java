package dev.edgewise.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.testing.compile.JavaFileObjects;
import dev.edgewise.sdk.spi.Caller;
import dev.edgewise.sdk.spi.ClassDefinition;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated subclass of a class with tagged methods: which calls leave it, and which stay. */
final class ClassFormTest {
  private static final String SOURCE =
      """
      package selfish;

      import dev.edgewise.annotations.CloudService;
      import dev.edgewise.annotations.EdgeService;
      import java.util.function.IntUnaryOperator;

      public class Counter extends Above {
        public final int atBirth;

        @SuppressWarnings("this-escape")
        public Counter() {
          atBirth = add(1);
        }

        @Override
        @EdgeService(spill = true)
        public int add(int n) {
          return n + 1;
        }

        @CloudService
        public void fail(String why) {
          throw new IllegalStateException(why);
        }

        public int fromItself(int n) {
          return add(n);
        }

        public final int fromFinal(int n) {
          return inPrivate(n);
        }

        private int inPrivate(int n) {
          return add(n);
        }

        public int fromLambda(int n) {
          IntUnaryOperator f = x -> add(x);
          return f.applyAsInt(n);
        }

        public int fromReference(int n) {
          IntUnaryOperator f = this::add;
          return f.applyAsInt(n);
        }

        public int fromInside(int n) {
          return new Inside().go(n);
        }

        final class Inside {
          int go(int n) {
            return add(n);
          }
        }
      }

      abstract class Above {
        abstract int add(int n);

        public int fromAbove(int n) {
          return add(n);
        }
      }
      """;

  private static Compiled compiled;

  @BeforeAll
  static void compile() {
    compiled =
        Compiled.of(
            new Compiler()
                .compile(List.of(JavaFileObjects.forSourceString("selfish.Counter", SOURCE))));
  }

  /** Writes down what is asked for, and answers 1000. */
  private static final class Recorded implements Caller {
    private final List<String> calls = new ArrayList<>();

    @Override
    @SuppressWarnings("unchecked")
    public <R extends @Nullable Object> R call(MethodDefinition<R> method, Object... arguments) {
      calls.add(method.contract().method() + List.of(arguments));
      return (R) (Object) 1000;
    }

    @Override
    public <R> Stream<R> stream(MethodDefinition<R> method, Object... arguments) {
      throw new AssertionError(method);
    }
  }

  private final Recorded caller = new Recorded();

  private Object instance() throws Exception {
    return ((ClassDefinition<?>) compiled.service("selfish.Counter_Service")).create(caller);
  }

  private static Object call(Object on, String method, int n) throws Exception {
    return compiled.loadClass("selfish.Counter").getMethod(method, int.class).invoke(on, n);
  }

  @Test
  void a_call_from_outside_goes_to_the_caller() throws Exception {
    assertThat(call(instance(), "add", 5)).isEqualTo(1000);
    assertThat(caller.calls).containsExactly("add[5]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fromItself",
        "fromFinal",
        "fromLambda",
        "fromReference",
        "fromInside",
        "fromAbove"
      })
  void a_call_that_the_class_makes_to_itself_stays_local(String method) throws Exception {
    assertThat(call(instance(), method, 5)).isEqualTo(6);
    assertThat(caller.calls).isEmpty();
  }

  @Test
  void a_call_from_the_constructor_stays_local() throws Exception {
    Object counter = instance();

    assertThat(compiled.loadClass("selfish.Counter").getField("atBirth").get(counter)).isEqualTo(2);
    assertThat(caller.calls).isEmpty();
  }

  @Test
  void the_class_is_its_own_body_on_the_tiers_of_its_tags() {
    assertThat(
            new String(
                compiled.resources().get("META-INF/edgewise/bodies/selfish.Counter"),
                StandardCharsets.UTF_8))
        .isEqualTo("CLOUD selfish.Counter_CloudBody\nEDGE selfish.Counter_EdgeBody\n");
    assertThat(compiled.sources().get("selfish/Counter_EdgeBody.java"))
        .contains("Counter_Service.ADD")
        .doesNotContain("Counter_Service.FAIL");
    assertThat(compiled.sources().get("selfish/Counter_CloudBody.java"))
        .contains("Counter_Service.ADD", "Counter_Service.FAIL");
  }

  @Test
  void a_class_whose_constructor_takes_arguments_has_no_stub_without_them() throws Exception {
    Compiled analytics = Compiled.sample("analytics");

    assertThatThrownBy(() -> analytics.service("analytics.Analytics_Service").stub(caller))
        .hasMessageContaining("EW6016")
        .hasMessageContaining("eco.create(Analytics.class, …)");
  }
}
