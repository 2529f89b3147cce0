package dev.edgewise.serving.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Sameness;
import dev.edgewise.core.SemanticRule;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.serving.cache.store.Key;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class KeysTest {
  private static final String EMBEDDER = "minilm";

  /** Everything that two calls can differ in. */
  record Call(
      String tenant,
      Label label,
      String producer,
      byte[] before,
      byte[] behind,
      SemanticRule rule,
      String embedder) {
    Scope scope() {
      return new Scope(tenant, label, producer);
    }

    byte[] request() {
      byte[] whole = new byte[before.length + behind.length];
      System.arraycopy(before, 0, whole, 0, before.length);
      System.arraycopy(behind, 0, whole, before.length, behind.length);
      return whole;
    }

    List<Keys.Part> exact() {
      return Keys.exact(scope(), Message.of(request()));
    }

    List<Keys.Part> pool() {
      return Keys.pool(
          scope(), rule, new Cut("x", Message.of(before), Message.of(behind)), embedder);
    }
  }

  @Provide
  Arbitrary<Call> calls() {
    // Few different values, so that pairs of calls differ in one part only often enough.
    Arbitrary<byte[]> bytes =
        Arbitraries.of(new byte[0], new byte[] {8, 1}, new byte[] {8, 1, 8}, new byte[] {1});
    Arbitrary<SemanticRule> rules =
        Combinators.combine(
                Arbitraries.of(1, 2),
                Arbitraries.of(0.85, 0.9),
                Arbitraries.of(OptionalDouble.empty(), OptionalDouble.of(0.02)),
                Arbitraries.of(Sameness.class))
            .as(SemanticRule::new);
    return Combinators.combine(
            Arbitraries.of("", "a", "b", "ab"),
            Arbitraries.of(Label.class),
            Arbitraries.of("s/m", "s/m|1", "s/n", ""),
            bytes,
            bytes,
            rules,
            Arbitraries.of(EMBEDDER, "bge"))
        .as(Call::new);
  }

  private static List<Object> exactly(Call call) {
    return List.of(call.tenant(), call.label(), call.producer(), ByteBuffer.wrap(call.request()));
  }

  private static List<Object> pooled(Call call) {
    return List.of(
        call.tenant(),
        call.label(),
        call.producer(),
        ByteBuffer.wrap(call.before()),
        ByteBuffer.wrap(call.behind()),
        call.rule(),
        call.embedder());
  }

  @Property(tries = 2_000)
  void calls_share_an_entry_exactly_when_nothing_differs(
      @ForAll("calls") Call one, @ForAll("calls") Call other) {
    assertThat(Keys.of(one.exact()).equals(Keys.of(other.exact())))
        .isEqualTo(exactly(one).equals(exactly(other)));
  }

  @Property(tries = 2_000)
  void calls_share_a_pool_exactly_when_nothing_but_their_text_differs(
      @ForAll("calls") Call one, @ForAll("calls") Call other) {
    assertThat(Keys.of(one.pool()).equals(Keys.of(other.pool())))
        .isEqualTo(pooled(one).equals(pooled(other)));
  }

  @Property(tries = 500)
  void a_text_is_no_part_of_its_pool(@ForAll("calls") Call call, @ForAll String text) {
    Assume.that(!text.isBlank());
    Cut cut = new Cut(text, Message.of(call.before()), Message.of(call.behind()));
    assertThat(Keys.of(Keys.pool(call.scope(), call.rule(), cut, call.embedder())))
        .isEqualTo(Keys.of(call.pool()));
  }

  @Property(tries = 300)
  void parts_that_run_together_to_the_same_bytes_make_other_keys(
      @ForAll("calls") Call call, @ForAll byte[] left, @ForAll byte[] right) {
    Assume.that(left.length > 0 && right.length > 0);
    byte[] together = new byte[left.length + right.length];
    System.arraycopy(left, 0, together, 0, left.length);
    System.arraycopy(right, 0, together, left.length, right.length);
    assertThat(Keys.of(List.of(part(left), part(right))))
        .isNotEqualTo(Keys.of(List.of(part(together), part(new byte[0]))))
        .isNotEqualTo(Keys.of(List.of(part(together))));
  }

  @Test
  void a_message_in_pieces_is_the_same_question() {
    Scope scope = new Scope("t", Label.PUBLIC, "s/m");
    Message whole = Message.of(new byte[] {1, 2, 3, 4});
    Message pieces =
        Message.of(List.of(ByteBuffer.wrap(new byte[] {1}), ByteBuffer.wrap(new byte[] {2, 3, 4})));
    assertThat(Keys.of(Keys.exact(scope, pieces))).isEqualTo(Keys.of(Keys.exact(scope, whole)));
  }

  /** A part that nobody misses is a part that keeps nothing apart. */
  @Test
  void each_part_keeps_something_apart_so_a_key_without_it_is_found_out() {
    assertThat(holes(Call::exact))
        .containsExactlyInAnyOrder("tenant", "label", "producer", "request");
    assertThat(holes(Call::pool))
        .containsExactlyInAnyOrder(
            "tenant",
            "label",
            "producer",
            "textField",
            "threshold",
            "falseHits",
            "same",
            "embedder",
            "before",
            "behind");
  }

  /** The parts without which two calls that must not share would share. */
  private static Set<String> holes(Function<Call, List<Keys.Part>> parts) {
    Call call =
        new Call(
            "a",
            Label.INTERNAL,
            "s/m|1",
            new byte[] {8, 1},
            new byte[] {16, 1},
            new SemanticRule(1, 0.85, OptionalDouble.empty(), Sameness.EQUAL),
            EMBEDDER);
    List<Call> others =
        List.of(
            new Call("b", call.label, call.producer, call.before, call.behind, call.rule, EMBEDDER),
            new Call(
                "a",
                Label.CONFIDENTIAL,
                call.producer,
                call.before,
                call.behind,
                call.rule,
                EMBEDDER),
            new Call("a", call.label, "s/m|2", call.before, call.behind, call.rule, EMBEDDER),
            new Call("a", call.label, call.producer, new byte[0], call.behind, call.rule, EMBEDDER),
            new Call("a", call.label, call.producer, call.before, new byte[0], call.rule, EMBEDDER),
            new Call("a", call.label, call.producer, call.before, call.behind, call.rule, "bge"),
            ruled(call, new SemanticRule(2, 0.85, OptionalDouble.empty(), Sameness.EQUAL)),
            ruled(call, new SemanticRule(1, 0.9, OptionalDouble.empty(), Sameness.EQUAL)),
            ruled(call, new SemanticRule(1, 0.85, OptionalDouble.of(0.02), Sameness.EQUAL)),
            ruled(call, new SemanticRule(1, 0.85, OptionalDouble.empty(), Sameness.TEXT)));
    Set<String> holes = new HashSet<>();
    List<Keys.Part> all = parts.apply(call);
    for (int left = 0; left < all.size(); left++) {
      Key key = without(all, left);
      for (Call other : others) {
        List<Keys.Part> theirs = parts.apply(other);
        if (!Keys.of(theirs).equals(Keys.of(all)) && without(theirs, left).equals(key)) {
          holes.add(all.get(left).name());
        }
      }
    }
    return holes;
  }

  private static Call ruled(Call call, SemanticRule rule) {
    return new Call(
        call.tenant, call.label, call.producer, call.before, call.behind, rule, call.embedder);
  }

  private static Key without(List<Keys.Part> parts, int left) {
    List<Keys.Part> rest = new ArrayList<>();
    IntStream.range(0, parts.size()).filter(i -> i != left).forEach(i -> rest.add(parts.get(i)));
    return Keys.of(rest);
  }

  private static Keys.Part part(byte[] bytes) {
    return new Keys.Part("", List.of(ByteBuffer.wrap(bytes)));
  }

  @Test
  void what_makes_a_key_stays_what_it_was() {
    // Entries on disks and between nodes are found by it: whoever changes it raises the schema.
    assertThat(
            Keys.of(
                    Keys.exact(
                        new Scope("t", Label.PUBLIC, "s/m"), Message.of("hello".getBytes(UTF_8))))
                .toString())
        .isEqualTo("3d62c4f1945f2050d34b0244f956ef7403e9d32e9876664e242661ee567f1b2a");
  }
}
