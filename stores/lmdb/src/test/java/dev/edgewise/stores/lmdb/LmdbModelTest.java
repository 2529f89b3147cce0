package dev.edgewise.stores.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.serving.cache.store.Key;
import dev.edgewise.testkit.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is done to it, in whatever order, it behaves as a map whose entries expire. */
final class LmdbModelTest {
  private static final long CAPACITY = 16 << 20;

  /** What can be done. */
  private enum Verb {
    PUT,
    GET,
    REMOVE,
    TEND,
    WAIT,
    REOPEN
  }

  private record Deed(Verb verb, int key, int bytes, int seconds) {}

  @Property(tries = 60)
  void it_behaves_as_a_map(@ForAll("deeds") List<Deed> deeds) throws IOException {
    Path folder = Files.createTempDirectory("edgewise-model-");
    VirtualTime time = new VirtualTime();
    Map<Key, Entry> model = new HashMap<>();
    LmdbTier tier = LmdbTier.open(folder, CAPACITY, time, new Random(1));
    try {
      for (Deed deed : deeds) {
        Key key = Samples.key("k" + deed.key());
        switch (deed.verb()) {
          case PUT -> {
            Entry entry =
                Samples.entry(
                    deed.bytes(), Samples.COST, time.now(), Duration.ofSeconds(deed.seconds()));
            tier.put(key, entry);
            model.put(key, entry);
          }
          case GET -> check(tier, key, model, time);
          case REMOVE -> {
            tier.remove(key);
            model.remove(key);
          }
          case TEND -> tier.tend();
          case WAIT -> time.pass(Duration.ofSeconds(deed.seconds()));
          case REOPEN -> {
            tier.close();
            tier = LmdbTier.open(folder, CAPACITY, time, new Random(1));
          }
        }
      }
      for (int i = 0; i < 8; i++) {
        check(tier, Samples.key("k" + i), model, time);
      }
      assertThat(tier.state().faults()).isZero();
    } finally {
      tier.close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    assertThat(Files.exists(folder)).isFalse();
  }

  private static void check(LmdbTier tier, Key key, Map<Key, Entry> model, VirtualTime time) {
    assertThat(tier.get(key))
        .isEqualTo(
            Optional.ofNullable(model.get(key))
                .filter(entry -> entry.expires().isAfter(time.now())));
  }

  @Provide
  Arbitrary<List<Deed>> deeds() {
    return Combinators.combine(
            Arbitraries.of(
                Verb.PUT,
                Verb.PUT,
                Verb.PUT,
                Verb.GET,
                Verb.REMOVE,
                Verb.TEND,
                Verb.WAIT,
                Verb.REOPEN),
            Arbitraries.integers().between(0, 7),
            Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, Arbitraries.integers().between(0, 5_000)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(30_000, 400_000))),
            Arbitraries.integers().between(1, 30))
        .as(Deed::new)
        .list()
        .ofMaxSize(40);
  }
}
