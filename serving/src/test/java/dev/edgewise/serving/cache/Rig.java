package dev.edgewise.serving.cache;

import static dev.edgewise.serving.cache.CutTest.all;
import static dev.edgewise.serving.cache.CutTest.number;
import static dev.edgewise.serving.cache.CutTest.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Sameness;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.Clock;
import dev.edgewise.core.SemanticRule;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.spi.CallCaching.Answer;
import dev.edgewise.sdk.spi.CallCaching.Question;
import dev.edgewise.sdk.spi.CallCaching.Run;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.serving.cache.store.Tier;
import dev.edgewise.serving.cache.store.Tiers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A cache over fakes, and a clock that is moved by hand. */
final class Rig implements AutoCloseable, Clock {
  static final CacheRule EXACTLY = new CacheRule(Duration.ofHours(1), Optional.empty());
  static final CacheRule SIMILARLY =
      new CacheRule(
          Duration.ofHours(1),
          Optional.of(new SemanticRule(1, 0.9, OptionalDouble.empty(), Sameness.TEXT)));

  final FakeTier memory = new FakeTier("memory");
  final FakeTier disk;
  final FakeTier shared;
  final List<FakePool> pools = new CopyOnWriteArrayList<>();
  final LetterEmbedder embedder = new LetterEmbedder();
  final AtomicInteger runs = new AtomicInteger();
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  volatile FakePool.Does does = FakePool.Does.SERVE;
  volatile boolean busy;
  final ResultCache cache;
  final Parts parts;
  final HotStart hot;
  private int decisions;

  /** With memory alone. */
  Rig() {
    this(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** With all tiers. */
  static Rig far() {
    return new Rig(
        Optional.of(new FakeTier("disk")), Optional.of(new FakeTier("shared")), Optional.empty());
  }

  /**
   * With these tiers, and what an earlier one left.
   *
   * @param file where it left it
   */
  Rig(Optional<FakeTier> disk, Optional<FakeTier> shared, Optional<Path> file) {
    this.disk = disk.orElseGet(() -> new FakeTier("disk"));
    this.shared = shared.orElseGet(() -> new FakeTier("shared"));
    Points points = new Points(() -> Optional.of(embedder));
    SimilarQuestions similar =
        new SimilarQuestions(
            100,
            points,
            (rule, model, dimensions, saved) -> {
              FakePool pool = new FakePool(rule, saved, does);
              pools.add(pool);
              return pool;
            });
    Tiers tiers =
        new Tiers(memory, disk.map(Tier.class::cast), shared.map(Tier.class::cast), Runnable::run);
    this.hot =
        new HotStart(
            file.map(HotFile::new), shared.map(Tier.class::cast), tiers, similar, Runnable::run);
    this.parts =
        new Parts(
            tiers,
            similar,
            points,
            new Shadows(1, () -> busy, Thread.ofVirtual().factory()),
            new RecentAnswers(50),
            new RecentHits(10),
            new Counts(),
            Duration.ofSeconds(30),
            this,
            Thread.ofVirtual().factory(),
            hot,
            new Caps(1_000, 0),
            () -> {});
    this.cache = new ResultCache(parts);
  }

  /** Who calls. */
  record Who(String tenant, Label label, CacheControl control) {
    static final Who ANYBODY = new Who("", Label.INTERNAL, CacheControl.NONE);

    Who asking(CacheControl other) {
      return new Who(tenant, label, other);
    }
  }

  CallContext context(Who who, String decision) {
    return CallContext.of(
        "s/m",
        decision,
        who.label(),
        TraceContext.begin(new Random(1)),
        who.tenant(),
        who.control(),
        Clock.system().nanos() + SingleFlightTest.LONG.toNanos(),
        Clock.system(),
        () -> false);
  }

  static Question question(CacheRule rule, String text, int limit) {
    return new Question("s/m|1", rule, Message.of(all(text(1, text), number(2, limit))));
  }

  /** A body that says how often it has run. */
  Run<RuntimeException> counting() {
    return context -> Message.of(("answer " + runs.incrementAndGet()).getBytes(UTF_8));
  }

  /** A body that always says the same. */
  Run<RuntimeException> saying(String answer) {
    return context -> {
      runs.incrementAndGet();
      return Message.of(text(1, answer));
    };
  }

  Answer ask(CacheRule rule, String text) throws InterruptedException {
    return ask(rule, text, Who.ANYBODY, counting());
  }

  <E extends Exception> Answer ask(CacheRule rule, String text, Who who, Run<E> run)
      throws E, InterruptedException {
    Answer answer = cache.call(question(rule, text, 5), context(who, "d" + ++decisions), run);
    settle();
    return answer;
  }

  /** The decision id of the last call. */
  String lastDecision() {
    return "d" + decisions;
  }

  /** Waits for what goes on behind the callers' backs. */
  void settle() throws InterruptedException {
    while (cache.underWay() > 0) {
      Thread.onSpinWait();
    }
    parts.shadows().awaitNone();
  }

  static String words(Answer answer) {
    return new String(answer.message().bytes(), UTF_8);
  }

  List<FakePool.Learned> learned() {
    List<FakePool.Learned> learned = new ArrayList<>();
    pools.forEach(pool -> learned.addAll(pool.learned()));
    return learned;
  }

  @Override
  public long nanos() {
    return Duration.between(Instant.EPOCH, now()).toNanos();
  }

  @Override
  public Instant now() {
    return now.get();
  }

  void sleep(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @Override
  public void close() {
    cache.close();
  }
}
