package dev.edgewise.stores.lmdb.speed;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.CacheNote;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.Clock;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A call that is answered with what is kept, through the whole cache of a node: the request is
 * hashed, the value found, its checksum checked where it comes from the disk. Values are of 16 KiB,
 * requests of 256 bytes. On disk there are far more than memory holds, so that each comes from
 * there and is brought into memory besides.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "-Xmx1g"
    })
public class ExactHitBenchmark {
  private static final int VALUE = 16 << 10;
  private static final int REQUEST = 256;
  private static final CacheRule RULE = new CacheRule(Duration.ofHours(1), Optional.empty());

  /** Where the hits come from. */
  @Param({"memory", "disk"})
  String from = "memory";

  private final SplittableRandom random = new SplittableRandom(1);
  private Path folder = Path.of("");
  private CallCaching cache = new None();
  private CallContext context = context();
  private int keys;

  /** Until {@link #fill}. */
  private static final class None implements CallCaching {
    @Override
    public <E extends Exception> Answer call(Question question, CallContext context, Run<E> run)
        throws E, InterruptedException {
      return new Answer(run.run(context), CacheNote.NONE);
    }

    @Override
    public boolean wrong(String decisionId) {
      return false;
    }

    @Override
    public void close() {}
  }

  private static CallContext context() {
    Clock clock = Clock.system();
    return CallContext.of(
        "shop.Prices/price",
        "decision",
        Label.INTERNAL,
        TraceContext.begin(new SplittableRandom(2)),
        "tenant",
        CacheControl.NONE,
        clock.nanos() + Duration.ofHours(1).toNanos(),
        clock,
        () -> false);
  }

  /** Puts all values in. */
  @Setup
  public void fill() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("edgewise-exact-hit-");
    boolean disk = from.equals("disk");
    keys = disk ? 8_000 : 1_000;
    context = context();
    cache =
        ServiceLoader.load(CallCaching.Provider.class)
            .findFirst()
            .orElseThrow()
            .open(
                new CallCaching.Setting(
                    disk
                        ? Map.of("memory", "1048576", "disk", "400000000")
                        : Map.of("memory", "64000000"),
                    Optional.of(folder),
                    Optional::empty,
                    () -> false,
                    Clock.system(),
                    new Random(3)));
    for (int key = 0; key < keys; key++) {
      ask(key);
      if (key % 500 == 499) {
        // What is written behind the callers' backs is dropped when it does not keep up.
        Thread.sleep(400);
      }
    }
    Thread.sleep(2_000);
  }

  /** Gives all back. */
  @TearDown
  public void end() throws Exception {
    cache.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** One call. */
  @Benchmark
  public Object hit() throws InterruptedException {
    CallCaching.Answer answer = ask(random.nextInt(keys));
    if (answer.note().kind() != CacheNote.Kind.EXACT) {
      throw new IllegalStateException("a miss");
    }
    return answer;
  }

  private CallCaching.Answer ask(int key) throws InterruptedException {
    byte[] request = new byte[REQUEST];
    ByteBuffer.wrap(request).putInt(100, key);
    return cache.call(
        new CallCaching.Question("shop.Prices/price#1", RULE, Message.of(request)),
        context,
        running -> Message.of(new byte[VALUE]));
  }
}
