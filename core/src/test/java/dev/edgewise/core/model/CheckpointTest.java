package dev.edgewise.core.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CheckpointTest {
  private static final ChainKey MINE = root("tenant-a", "shop.v1.Story/tell", "once");

  private static ChainKey root(String... parts) {
    return ChainKey.root(
        Stream.of(parts).map(part -> ByteBuffer.wrap(part.getBytes(UTF_8))).toList());
  }

  private static ByteBuffer state(int... bytes) {
    ByteBuffer state = ByteBuffer.allocate(bytes.length);
    for (int each : bytes) {
      state.put((byte) each);
    }
    return state.flip();
  }

  private static Checkpoint at(long step, long chunks) {
    return Checkpoint.of(MINE, step, chunks, Duration.ofMillis(5), state(1, 2, 3));
  }

  @Test
  void it_belongs_to_its_own_generation_and_to_no_other() {
    assertThat(at(3, 2).belongsTo(MINE)).isTrue();
    assertThat(at(3, 2).belongsTo(root("tenant-b", "shop.v1.Story/tell", "once"))).isFalse();
    assertThat(at(3, 2).belongsTo(root("tenant-a", "shop.v1.Story/tell", "twice"))).isFalse();
    assertThat(at(3, 2).belongsTo(MINE.then("another model"))).isFalse();
  }

  @Test
  void whatever_of_it_is_changed_on_its_way_it_belongs_to_nobody() {
    Checkpoint whole = at(3, 2);
    assertThat(whole.withState(state(1, 2, 4)).belongsTo(MINE)).isFalse();
    assertThat(
            new Checkpoint(whole.key(), 4, 2, whole.cost(), whole.stateDigest(), whole.state())
                .belongsTo(MINE))
        .isFalse();
    assertThat(
            new Checkpoint(whole.key(), 3, 1, whole.cost(), whole.stateDigest(), whole.state())
                .belongsTo(MINE))
        .isFalse();
    assertThat(new Checkpoint(whole.key(), 3, 2, whole.cost(), "00", whole.state()).belongsTo(MINE))
        .isFalse();
  }

  @Test
  void without_its_state_it_is_still_known_and_with_it_the_same() {
    Checkpoint elsewhere = at(3, 2).withState(state());
    assertThat(elsewhere.belongsTo(MINE)).isTrue();
    assertThat(elsewhere.withState(state(1, 2, 3))).isEqualTo(at(3, 2));
  }

  @Test
  void parts_that_run_together_alike_give_other_keys() {
    Set<ChainKey> keys = new HashSet<>();
    keys.add(root("ab", "c"));
    keys.add(root("a", "bc"));
    keys.add(root("abc"));
    keys.add(root("abc", ""));
    keys.add(root("a").then("bc"));
    keys.add(root("a").then("b").then("c"));
    assertThat(keys).hasSize(6);
    assertThat(root("ab", "c")).isEqualTo(root("ab", "c")).hasSameHashCodeAs(root("ab", "c"));
  }
}
