package dev.edgewise.lab.cache;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Sameness;
import dev.edgewise.bench.report.Mark;
import dev.edgewise.bench.report.Row;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.CacheNote;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.Clock;
import dev.edgewise.core.SemanticRule;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.Engines;
import dev.edgewise.core.model.TextEmbedder;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;
import org.jspecify.annotations.Nullable;

/** Asks the same questions of one mode after the other. */
final class Contest implements AutoCloseable {
  private static final double THRESHOLD = 0.85;
  private static final double BUDGET = 0.05;
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final Options options;
  private final Clock clock;
  private final Consumer<String> progress;
  private final TextEmbedder embedder;
  private final List<Questions.Ask> asks;
  private final Map<Meaning, Integer> answers = new HashMap<>();

  /** How hits are come by. */
  enum Mode {
    NONE,
    EXACT,
    THRESHOLD,
    BUDGET;

    Optional<CacheRule> rule() {
      return switch (this) {
        case NONE -> Optional.empty();
        case EXACT -> Optional.of(new CacheRule(Duration.ofHours(1), Optional.empty()));
        case THRESHOLD -> Optional.of(semantic(OptionalDouble.empty()));
        case BUDGET -> Optional.of(semantic(OptionalDouble.of(Contest.BUDGET)));
      };
    }

    private static CacheRule semantic(OptionalDouble budget) {
      return new CacheRule(
          Duration.ofHours(1),
          Optional.of(new SemanticRule(1, Contest.THRESHOLD, budget, Sameness.EQUAL)));
    }
  }

  private Contest(Options options, Clock clock, Consumer<String> progress, TextEmbedder embedder) {
    this.options = options;
    this.clock = clock;
    this.progress = progress;
    this.embedder = embedder;
    asks = Questions.replayed(QuestionBook.shipped(), options.calls(), options.seed()).asks();
    asks.forEach(ask -> answers.putIfAbsent(ask.meaning(), answers.size()));
  }

  static Contest open(Options options, Clock clock, Consumer<String> progress) {
    TextEmbedder embedder =
        ServiceLoader.load(TextEmbedder.Provider.class)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("There is no embedder on the class path."))
            .open(Engines.found(), EngineOptions.DEFAULT);
    return new Contest(options, clock, progress, embedder);
  }

  /** What became of one call. */
  private record Answered(long nanos, CacheNote.Kind kind, boolean right) {}

  Row run(Mode mode) throws InterruptedException {
    progress.accept(
        mode.name().toLowerCase(Locale.ROOT)
            + ": "
            + asks.size()
            + " calls, at most "
            + (long) asks.size() * (options.bodyMillis() + 20) / 1_000 / options.callers()
            + " s");
    Answered[] answered = new Answered[asks.size()];
    long begin = clock.nanos();
    try (CallCaching cache = cache(mode)) {
      AtomicInteger next = new AtomicInteger();
      Thread[] callers = new Thread[options.callers()];
      AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
      for (int i = 0; i < callers.length; i++) {
        callers[i] =
            Thread.ofVirtual()
                .uncaughtExceptionHandler((thread, e) -> failed.compareAndSet(null, e))
                .start(
                    () -> {
                      int call = next.getAndIncrement();
                      while (call < answered.length) {
                        answered[call] = call(cache, mode, asks.get(call));
                        call = next.getAndIncrement();
                      }
                    });
      }
      for (Thread caller : callers) {
        caller.join();
      }
      long nanos = clock.nanos() - begin;
      if (failed.get() != null) {
        throw new IllegalStateException("A call failed in the mode " + mode, failed.get());
      }
      return row(mode, answered, nanos);
    }
  }

  private CallCaching cache(Mode mode) {
    if (mode == Mode.NONE) {
      return CallCaching.none();
    }
    TextEmbedder shared = unclosable();
    return ServiceLoader.load(CallCaching.Provider.class)
        .findFirst()
        .orElseThrow()
        .open(
            new CallCaching.Setting(
                // A caller that waited less would be answered by a run: that is not measured here.
                Map.of("memory", "64000000", "patienceMillis", "10000", "shadows", "4"),
                Optional.empty(),
                () -> Optional.of(shared),
                () -> false,
                clock,
                new SplittableRandom(options.seed())));
  }

  /** Each mode's cache closes its embedder; loading it anew each time is no part of a call. */
  private TextEmbedder unclosable() {
    return new TextEmbedder() {
      @Override
      public String model() {
        return embedder.model();
      }

      @Override
      public int dimensions() {
        return embedder.dimensions();
      }

      @Override
      public float[] embed(String text) {
        return embedder.embed(text);
      }

      @Override
      public float[][] embed(List<String> texts) {
        return embedder.embed(texts);
      }

      @Override
      public void close() {}
    };
  }

  private Answered call(CallCaching cache, Mode mode, Questions.Ask ask) {
    byte[] right = field("m" + answers.get(ask.meaning()));
    long begin = clock.nanos();
    CallCaching.Run<RuntimeException> body =
        context -> {
          work();
          return Message.of(right);
        };
    try {
      CallCaching.Answer answer =
          mode.rule().isEmpty()
              ? new CallCaching.Answer(body.run(context()), CacheNote.NONE)
              : cache.call(
                  new CallCaching.Question(
                      "lab.Questions/answer#1",
                      mode.rule().orElseThrow(),
                      Message.of(field(ask.text()))),
                  context(),
                  body);
      boolean same = Arrays.equals(right, answer.message().bytes());
      return new Answered(clock.nanos() - begin, answer.note().kind(), same);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a caller", e);
    }
  }

  /** The emulated body: it takes its time, and a core is not part of it. */
  private void work() {
    long end = clock.nanos() + options.bodyMillis() * 1_000_000L;
    long rest = end - clock.nanos();
    while (rest > 0) {
      LockSupport.parkNanos(rest);
      rest = end - clock.nanos();
    }
  }

  private CallContext context() {
    return CallContext.of(
        "lab.Questions/answer",
        "decision",
        Label.INTERNAL,
        TraceContext.begin(new Random(options.seed())),
        "lab",
        CacheControl.NONE,
        clock.nanos() + HOUR,
        clock,
        () -> false);
  }

  /** A message whose field 1 is a text. */
  private static byte[] field(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(1 << 3 | 2);
    int length = bytes.length;
    while (length >= 0x80) {
      out.write((length & 0x7F) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  private Row row(Mode mode, Answered[] answered, long nanos) {
    int calls = answered.length;
    long[] times = Arrays.stream(answered).mapToLong(Answered::nanos).sorted().toArray();
    int semantic = count(answered, CacheNote.Kind.SEMANTIC, false);
    int hits = semantic + count(answered, CacheNote.Kind.EXACT, false);
    int wrong =
        count(answered, CacheNote.Kind.SEMANTIC, true)
            + count(answered, CacheNote.Kind.EXACT, true);
    Row row =
        Row.of(Mark.EMULATED)
            .with("mode", mode.name().toLowerCase(Locale.ROOT))
            .with("throughput", calls / (nanos / 1e9))
            .with("p50Millis", times[calls / 2] / 1e6)
            .with("p99Millis", times[(int) Math.ceil(0.99 * calls) - 1] / 1e6)
            .with("hitRate", (double) hits / calls)
            .with("semanticRate", (double) semantic / calls)
            .with("wrong", wrong);
    if (hits == 0) {
      return row.with("falseHitRate", OptionalDouble.empty()).with("falseHitCi95", 0, 1);
    }
    Interval interval = BinomialConfidenceInterval.CLOPPER_PEARSON.fromErrorRate(hits, wrong, 0.05);
    return row.with("falseHitRate", (double) wrong / hits)
        .with("falseHitCi95", interval.getLowerBound(), interval.getUpperBound());
  }

  private static int count(Answered[] answered, CacheNote.Kind kind, boolean wrong) {
    return (int)
        Arrays.stream(answered).filter(a -> a.kind() == kind && !(wrong && a.right())).count();
  }

  @Override
  public void close() {
    embedder.close();
  }
}
