package dev.edgewise.orchestrator.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.orchestrator.gateway.generation.GenerationBook.Joined;
import dev.edgewise.orchestrator.gateway.generation.GenerationBook.Step;
import dev.edgewise.sdk.spi.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random clients that lose their connection and come back, over random generations, from seeds that
 * the failure names: each client gets 1, 2, 3 … without a gap and without a repetition, until it is
 * told that its generation is gone; and no bound is passed.
 */
final class GenerationBookSimulationTest {
  private static final int RUNS = 150;
  private static final int EVENTS = 1_500;
  private static final long SECOND = 1_000_000_000L;
  private static final int LARGEST = 12;
  private static final GenerationSettings SETTINGS =
      new GenerationSettings(5, 160, 60, Duration.ofSeconds(30));

  /** A client: what it has got, and how it reads now. */
  private static final class Client {
    private final String id;
    private final Claim claim;
    private final KeptGeneration generation;
    private KeptGeneration.Reader reader;
    private boolean connected = true;
    private boolean ended;
    private long got;
    private long readAt;
    private long leftAt;

    private Client(String id, Claim claim, Joined.At at, long got, long now) {
      this.id = id;
      this.claim = claim;
      this.generation = at.generation();
      this.reader = at.reader();
      this.got = got;
      this.readAt = now;
    }
  }

  private static final class World {
    private final long seed;
    private final Random random;
    private final List<KeptGeneration> running = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final GenerationBook book =
        new GenerationBook(SETTINGS, generation -> running().remove(generation));
    private long now = 17;
    private int opened;
    private int cameBack;
    private int gone;
    private int finished;

    private World(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    private List<KeptGeneration> running() {
      return running;
    }

    private void step() {
      switch (random.nextInt(12)) {
        case 0 -> open();
        case 1 -> lose();
        case 2, 3 -> comeBack();
        case 4 -> another();
        case 5 -> finish();
        case 6 -> {
          now += random.nextInt(12) * SECOND;
          book.tidy(now);
        }
        case 7, 8 -> grow();
        default -> read();
      }
      check();
    }

    private void open() {
      Claim claim = GenerationBookTest.claim("tenant-" + random.nextInt(2), "q" + opened);
      String id = GenerationBookTest.id(opened++);
      Optional<Joined.At> at = book.open(id, claim, now);
      at.ifPresent(
          opened -> {
            running.add(opened.generation());
            clients.add(new Client(id, claim, opened, 0, now));
          });
      if (at.isEmpty()) {
        assertThat(book.all()).hasSize(SETTINGS.most());
      }
    }

    private Optional<Client> any(boolean connected) {
      List<Client> such = clients.stream().filter(c -> c.connected == connected).toList();
      return such.isEmpty() ? Optional.empty() : Optional.of(such.get(random.nextInt(such.size())));
    }

    private void lose() {
      any(true)
          .ifPresent(
              client -> {
                book.leave(client.generation, client.reader, now);
                client.connected = false;
                client.leftAt = now;
              });
    }

    private void comeBack() {
      any(false)
          .ifPresent(
              client -> {
                Joined joined = book.join(new Position(client.id, client.got), client.claim, now);
                if (joined instanceof Joined.At at) {
                  client.reader = at.reader();
                  client.connected = true;
                  client.readAt = now;
                  cameBack++;
                } else {
                  assertThat(joined).as("seed %s", seed).isEqualTo(new Joined.Gone());
                  clients.remove(client);
                  gone++;
                }
              });
    }

    /** The same client once more, as half a connection that nobody has noticed to be broken. */
    private void another() {
      any(true)
          .ifPresent(
              client -> {
                Joined joined = book.join(new Position(client.id, client.got), client.claim, now);
                if (joined instanceof Joined.At at && clients.size() < 30) {
                  clients.add(new Client(client.id, client.claim, at, client.got, now));
                } else if (joined instanceof Joined.At at) {
                  book.leave(at.generation(), at.reader(), now);
                }
              });
    }

    private void finish() {
      if (random.nextInt(4) == 0 && !running.isEmpty()) {
        KeptGeneration generation = running.get(random.nextInt(running.size()));
        if (!generation.ended()) {
          book.ended(generation, now);
        }
      }
    }

    private void grow() {
      for (KeptGeneration generation : List.copyOf(running)) {
        if (!generation.ended() && book.mayGrow(generation) && !generation.forgotten()) {
          long number = generation.last() + 1;
          ByteBuffer bytes = ByteBuffer.allocate(8 + random.nextInt(LARGEST - 7));
          bytes.putLong(0, number);
          book.came(generation, Message.of(bytes));
        }
      }
    }

    private void read() {
      any(true)
          .ifPresent(
              client -> {
                for (int i = random.nextInt(6); i >= 0; i--) {
                  if (!readOne(client)) {
                    return;
                  }
                }
              });
    }

    private boolean readOne(Client client) {
      switch (book.read(client.generation, client.reader, now)) {
        case Step.Chunk(long number, Message message) -> {
          holds(number == client.got + 1, "without a gap");
          holds(message.contiguous().getLong(0) == number, "its own number");
          client.got = number;
          client.readAt = now;
          return true;
        }
        case Step.Nothing _ -> {
          holds(client.got == client.generation.last(), "it has all that came");
          return false;
        }
        case Step.End _ -> {
          holds(client.got == client.generation.last(), "it has all there is");
          finished += client.ended ? 0 : 1;
          client.ended = true;
          return false;
        }
        case Step.Dropped _ -> {
          // Only one that took nothing for so long, beside others.
          assertThat(now - client.readAt)
              .as("seed %s", seed)
              .isGreaterThanOrEqualTo(SETTINGS.patience().toNanos());
          client.connected = false;
          client.leftAt = now;
          return false;
        }
      }
    }

    /** Asked a million times: an assertion that is put into words each time takes seconds. */
    private void holds(boolean condition, String what) {
      if (!condition) {
        throw new AssertionError("seed " + seed + ": " + what);
      }
    }

    private void check() {
      holds(book.all().size() <= SETTINGS.most(), "no more than may be");
      long bytes = 0;
      for (KeptGeneration generation : book.all()) {
        holds(generation.bytes() < SETTINGS.mostBytesEach() + LARGEST, "bytes of one");
        bytes += generation.bytes();
      }
      holds(book.bytes() == bytes, "bytes are counted");
      // Beyond the room of all, at most one chunk each that its reader waits for.
      holds(
          bytes < SETTINGS.mostBytes() + (long) LARGEST * SETTINGS.most(), "bytes of all together");
      for (Client client : clients) {
        holds(
            !client.connected || client.reader.dropped() || !client.generation.forgotten(),
            "who reads is not forgotten");
      }
    }

    /** From now on all read: whoever is there gets everything. */
    private void drain() {
      for (int round = 0; round < 1_000; round++) {
        grow();
        for (Client client : clients) {
          while (client.connected && readOne(client)) {
            check();
          }
        }
      }
      for (Client client : clients) {
        if (client.connected) {
          assertThat(client.got).as("seed %s", seed).isEqualTo(client.generation.last());
          assertThat(client.got > 0 || client.generation.ended())
              .as("seed %s: it moves on", seed)
              .isTrue();
        }
      }
    }
  }

  @Test
  void each_client_gets_each_chunk_once_and_no_bound_is_passed() {
    int cameBack = 0;
    int gone = 0;
    int finished = 0;
    for (long seed = 0; seed < RUNS; seed++) {
      World world = new World(seed);
      for (int i = 0; i < EVENTS; i++) {
        world.step();
      }
      world.drain();
      cameBack += world.cameBack;
      gone += world.gone;
      finished += world.finished;
    }
    // The story is worth nothing when nothing happens in it.
    assertThat(cameBack).isGreaterThan(RUNS);
    assertThat(gone).isGreaterThan(RUNS);
    assertThat(finished).isGreaterThan(RUNS);
  }
}
