package dev.edgewise.integrations.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Clock;
import dev.edgewise.core.model.ChainKey;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.serving.state.SharedStates;
import dev.edgewise.serving.state.TierStates;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** States of generations that nodes share, in a real server. */
@Timeout(60)
final class SharedStatesTest {
  private final Path folder;

  SharedStatesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static SharedStates states(RealServer server) {
    return TierStates.at(
        "redis://127.0.0.1:" + server.port() + "?callTimeout=5s", Clock.system(), new Random(1));
  }

  @Test
  void what_one_node_puts_another_finds_and_what_is_spoiled_or_gone_is_a_miss() throws Exception {
    ByteBuffer state = ByteBuffer.allocate(5 << 20).putInt(4 << 20, 77);
    state.rewind();
    ChainKey key = ChainKey.root(List.of());
    Checkpoint checkpoint = Checkpoint.of(key, 1, 1, Duration.ofSeconds(1), state);
    try (RealServer server = RealServer.start(folder);
        SharedStates one = states(server);
        SharedStates other = states(server)) {
      assertThat(other.get(checkpoint.key())).isEmpty();
      one.put(checkpoint.key(), checkpoint.state());
      ByteBuffer found = other.get(checkpoint.key()).orElseThrow();
      assertThat(checkpoint.withState(found).belongsTo(key)).isTrue();

      try (RedisClient client = RedisClient.create("127.0.0.1", server.port())) {
        List<byte[]> names =
            List.copyOf(client.keys("edgewise-state:v*".getBytes(StandardCharsets.US_ASCII)));
        assertThat(names).hasSize(1);
        client.set(names.get(0), "anything".getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(other.get(checkpoint.key())).isEmpty();
      server.kill();
      assertThat(other.get(checkpoint.key())).isEmpty();
      one.put(checkpoint.key(), checkpoint.state());
    }
  }
}
