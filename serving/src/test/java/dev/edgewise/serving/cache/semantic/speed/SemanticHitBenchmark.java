package dev.edgewise.serving.cache.semantic.speed;

import dev.edgewise.annotations.Sameness;
import dev.edgewise.core.SemanticRule;
import dev.edgewise.serving.cache.semantic.Found;
import dev.edgewise.serving.cache.semantic.Pools;
import dev.edgewise.serving.cache.semantic.QuestionPool;
import dev.edgewise.serving.cache.store.Key;
import java.nio.ByteBuffer;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What a semantic hit takes beside the embedder: the search among all points of the partition, the
 * guards, the decision. Points have the dimensions of MiniLM's and, like those, a direction in
 * common: two of them have a cosine of 0.2 or so. The question that is asked lies at 0.9 to one of
 * them, and three others lie nearer, which a guard rejects.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class SemanticHitBenchmark {
  private static final int DIMENSIONS = 384;
  private static final double ALIKE = 0.2;
  private static final ByteBuffer ANSWER = ByteBuffer.allocate(0);

  /** Questions in the partition. */
  @Param({"1000", "50000"})
  int questions = 1_000;

  private float[] far = new float[DIMENSIONS];
  private final Random random = new Random(1);
  private final QuestionPool pool =
      new Pools("benchmark", DIMENSIONS, 50_000, Runnable::run, new Random(2))
          .open(new SemanticRule(1, 0.85, OptionalDouble.empty(), Sameness.EQUAL));
  private float[] asked = new float[DIMENSIONS];

  /** Runs it: the class is on the class path of the module's tests. */
  public static void main(String[] arguments) throws RunnerException {
    new Runner(new OptionsBuilder().include(SemanticHitBenchmark.class.getName() + ".*").build())
        .run();
  }

  /** Fills the pool. */
  @Setup
  public void fill() {
    far = point();
    for (int i = 0; i < questions - 4; i++) {
      pool.add(key(i), "What is the capital of country " + i + "?", ANSWER, point());
    }
    asked = point();
    pool.add(key(-1), "What is the capital of France?", ANSWER, near(asked, 0.90));
    pool.add(key(-2), "What is the capital of Spain?", ANSWER, near(asked, 0.93));
    pool.add(key(-3), "What is the capital of Italy?", ANSWER, near(asked, 0.92));
    pool.add(key(-4), "What is the population of France?", ANSWER, near(asked, 0.91));
  }

  /** A hit, without the embedder. */
  @Benchmark
  public Found hit() {
    return pool.find("Can you tell me the capital of France?", asked, 0);
  }

  /** Nothing near. */
  @Benchmark
  public Found miss() {
    return pool.find("Can you tell me the capital of France?", far, 0);
  }

  private float[] point() {
    float[] point = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      point[i] = (float) (random.nextGaussian() * Math.sqrt((1 - ALIKE) / DIMENSIONS));
    }
    point[0] += (float) Math.sqrt(ALIKE);
    return unit(point);
  }

  private float[] near(float[] to, double cosine) {
    float[] other = new float[DIMENSIONS];
    double along = 0;
    for (int i = 0; i < DIMENSIONS; i++) {
      other[i] = (float) random.nextGaussian();
      along += other[i] * to[i];
    }
    for (int i = 0; i < DIMENSIONS; i++) {
      other[i] -= (float) along * to[i];
    }
    unit(other);
    for (int i = 0; i < DIMENSIONS; i++) {
      other[i] = (float) (cosine * to[i] + Math.sqrt(1 - cosine * cosine) * other[i]);
    }
    return other;
  }

  private static float[] unit(float[] point) {
    double square = 0;
    for (float number : point) {
      square += number * number;
    }
    for (int i = 0; i < point.length; i++) {
      point[i] /= (float) Math.sqrt(square);
    }
    return point;
  }

  private static Key key(int number) {
    return Key.of(ByteBuffer.allocate(Key.SIZE).putInt(number).array());
  }
}
