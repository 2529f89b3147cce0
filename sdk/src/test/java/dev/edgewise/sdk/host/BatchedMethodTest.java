package dev.edgewise.sdk.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.BatchRule;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.sdk.spi.BodyDefinition;
import dev.edgewise.sdk.spi.BodyMethod;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.CallMerging;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.Dependencies;
import dev.edgewise.sdk.spi.Dependency;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.ServiceDefinition;
import dev.edgewise.sdk.spi.Sizes;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How a call's list becomes items with lanes, and items become one list for the body. */
final class BatchedMethodTest {
  private final Keeping merging = new Keeping();
  private final List<List<Object>> ran = new ArrayList<>();
  private final BodyMethod.Unary<Object, List<Object>> unary =
      new BodyMethod.Unary<>(
          new MethodDefinition<>(
              new MethodContract(
                      "a.v1.A",
                      "b",
                      Tier.EDGE,
                      Duration.ofSeconds(5),
                      true,
                      Label.INTERNAL,
                      Optional.empty())
                  .inBatches(new BatchRule(8, Duration.ofMillis(10))),
              new Units(),
              new Counted(),
              Optional.empty(),
              List.of(),
              List.of()),
          (body, arguments) -> {
            List<?> values = (List<?>) arguments[1];
            ran.add(List.copyOf(values));
            if (values.contains("bad")) {
              throw new IllegalStateException("sour");
            }
            return new ArrayList<>(values);
          });
  private final BatchedMethod<Object, List<Object>> method =
      new BatchedMethod<>(new Object(), unary, merging);

  /** Keeps what comes, and runs each call as it comes. */
  private static final class Keeping implements CallMerging {
    private final List<Item<?>> items = new ArrayList<>();
    private final List<String> opened = new ArrayList<>();
    private final List<String> openedApart = new ArrayList<>();

    @Override
    public CallMerging apart() {
      Keeping apart = new Keeping();
      return new CallMerging() {
        @Override
        public <I, R> Merged<I, R> open(MethodContract contract, Body<I, R> body) {
          openedApart.add(contract.fullName());
          return apart.open(contract, body);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public <I, R> Merged<I, R> open(MethodContract contract, Body<I, R> body) {
      opened.add(contract.fullName());
      return call -> {
        items.addAll(call);
        try {
          return body.run(call);
        } catch (Exception e) {
          throw new BodyThrew(e);
        }
      };
    }

    @Override
    public void close() {}
  }

  /** The first argument, a text. */
  private static final class Units implements Codec<Object[]> {
    @Override
    public String messageName() {
      return "a.v1.Units";
    }

    @Override
    public int size(Object[] value, Sizes sizes) {
      return 1 + WireWriter.sizeOfLengthDelimited(WireWriter.sizeOfUtf8((String) value[0]));
    }

    @Override
    public void write(Object[] value, WireWriter out, Sizes sizes) {
      out.tag(10);
      out.string((String) value[0]);
    }

    @Override
    public Object[] read(WireReader in) {
      return new Object[0];
    }
  }

  /** The results as a text. */
  private static final class Counted implements Codec<List<Object>> {
    @Override
    public String messageName() {
      return "a.v1.Counted";
    }

    @Override
    public int size(List<Object> value, Sizes sizes) {
      return 1 + WireWriter.sizeOfLengthDelimited(WireWriter.sizeOfUtf8(value.toString()));
    }

    @Override
    public void write(List<Object> value, WireWriter out, Sizes sizes) {
      out.tag(10);
      out.string(value.toString());
    }

    @Override
    public List<Object> read(WireReader in) {
      return List.of();
    }
  }

  private static CallContext context(Label label) {
    return CallContext.of(
        "a.v1.A/b",
        "d1",
        label,
        TraceContext.begin(new Random(1)),
        Clock.system().nanos() + 60_000_000_000L,
        Clock.system(),
        () -> false);
  }

  private String answer(Label label, String unit, Object... values) throws Exception {
    byte[] bytes = method.answer(new Object[] {unit, List.of(values)}, context(label)).bytes();
    return new String(bytes, 2, bytes.length - 2, java.nio.charset.StandardCharsets.UTF_8);
  }

  private Object lane(int item) {
    return merging.items.get(item).lane();
  }

  @Test
  void each_element_is_an_item_and_the_body_sees_a_list_again() throws Exception {
    assertThat(answer(Label.INTERNAL, "mm", "a", "b", "c")).isEqualTo("[a, b, c]");
    assertThat(merging.items).hasSize(3);
    assertThat(ran).containsExactly(List.of("a", "b", "c"));
  }

  @Test
  void calls_of_one_label_and_the_same_other_arguments_are_alike_and_no_others() throws Exception {
    answer(Label.INTERNAL, "mm", "a");
    answer(Label.INTERNAL, "mm", "b");
    answer(Label.INTERNAL, "km", "a");
    answer(Label.CONFIDENTIAL, "mm", "a");
    assertThat(lane(0)).isEqualTo(lane(1)).hasSameHashCodeAs(lane(1));
    assertThat(lane(2)).isNotEqualTo(lane(0));
    assertThat(lane(3)).isNotEqualTo(lane(0));
    assertThat(lane(0).toString()).as("words for people").doesNotContain("mm");
  }

  @Test
  void bodies_that_call_other_services_are_put_together_apart_from_those_that_do_not() {
    HostedBody.build(new Definition(List.of()), new Nothing(), merging).close();
    HostedBody.build(new Definition(List.of(new Dependency.OfModel("m"))), new Nothing(), merging)
        .close();
    assertThat(merging.opened).hasSize(3).containsOnly("a.v1.A/b");
    assertThat(merging.openedApart).isEmpty();

    HostedBody.build(
            new Definition(List.of(new Dependency.OfClient(Runnable.class))),
            new Nothing(),
            merging)
        .close();
    assertThat(merging.opened).hasSize(3);
    assertThat(merging.openedApart).containsExactly("a.v1.A/b");
  }

  /** A body that wants these, and asks for none of them. */
  private final class Definition implements BodyDefinition<Object> {
    private final List<Dependency> dependencies;

    Definition(List<Dependency> dependencies) {
      this.dependencies = dependencies;
    }

    @Override
    public Tier tier() {
      return Tier.EDGE;
    }

    @Override
    public Class<Object> type() {
      return Object.class;
    }

    @Override
    public ServiceDefinition<?> service() {
      throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public List<BodyMethod<Object, ?>> methods() {
      return List.of(unary);
    }

    @Override
    public List<Dependency> dependencies() {
      return dependencies;
    }

    @Override
    public Object create(Dependencies given) {
      return new Object();
    }
  }

  private static final class Nothing implements Dependencies {
    @Override
    public TensorModel model(String name) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    public <S> S client(Class<S> type) {
      throw new UnsupportedOperationException(type.getName());
    }

    @Override
    public <R extends Record> R config(Class<R> type) {
      throw new UnsupportedOperationException(type.getName());
    }
  }

  @Test
  void a_call_without_items_is_none_to_put_together() {
    assertThat(method.takes(new Object[] {"mm", List.of()})).isFalse();
    assertThat(method.takes(new Object[] {"mm", List.of("a")})).isTrue();
    assertThat(method.takes(new Object[] {"mm"})).isFalse();
  }

  @Test
  void what_the_body_throws_is_the_bodys_failure() {
    assertThatThrownBy(() -> answer(Label.INTERNAL, "mm", "bad"))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BODY_FAILED))
        .hasMessageContaining("sour");
  }
}
