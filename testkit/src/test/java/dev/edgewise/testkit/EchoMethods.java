package dev.edgewise.testkit;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.Sizes;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import java.time.Duration;
import java.util.Optional;

/** Methods as the processor would write them, whose request and response are empty messages. */
final class EchoMethods {
  static final MethodDefinition<String> NEAR = method("near", Tier.EDGE);
  static final MethodDefinition<String> HEAVY = method("heavy", Tier.CLOUD);

  static final MethodDefinition<String> WATCH =
      new MethodDefinition<>(
          new MethodContract(
                  "test.Echo",
                  "watch",
                  Tier.EDGE,
                  Duration.ofSeconds(60),
                  true,
                  Label.INTERNAL,
                  Optional.empty())
              .asStream(),
          new Empty<Object[]>(new Object[0]),
          new Empty<>(""),
          Optional.empty(),
          "");

  /** Resumable; an item is a number and its seed. */
  static final MethodDefinition<long[]> WRITE =
      new MethodDefinition<>(
          new MethodContract(
                  "test.Echo",
                  "write",
                  Tier.EDGE,
                  Duration.ofMinutes(10),
                  true,
                  Label.INTERNAL,
                  Optional.empty())
              .asResumable(),
          new Empty<Object[]>(new Object[0]),
          new Numbered(),
          Optional.empty(),
          new long[0]);

  private EchoMethods() {}

  private static MethodDefinition<String> method(String name, Tier tier) {
    return new MethodDefinition<>(
        new MethodContract(
            "test.Echo", name, tier, Duration.ofSeconds(2), true, Label.INTERNAL, Optional.empty()),
        new Empty<Object[]>(new Object[0]),
        new Empty<>(""),
        Optional.empty(),
        "");
  }

  private record Empty<T>(T value) implements Codec<T> {
    @Override
    public String messageName() {
      return "test.Empty";
    }

    @Override
    public int size(T ignored, Sizes sizes) {
      return 0;
    }

    @Override
    public void write(T ignored, WireWriter out, Sizes sizes) {}

    @Override
    public T read(WireReader in) {
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        in.skip(tag);
      }
      return value;
    }
  }

  private static final class Numbered implements Codec<long[]> {
    @Override
    public String messageName() {
      return "test.Numbered";
    }

    @Override
    public int size(long[] ignored, Sizes sizes) {
      throw new UnsupportedOperationException("only read");
    }

    @Override
    public void write(long[] ignored, WireWriter out, Sizes sizes) {
      throw new UnsupportedOperationException("only read");
    }

    @Override
    public long[] read(WireReader in) {
      long[] value = new long[2];
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        value[(tag >> 3) - 1] = Double.doubleToRawLongBits(in.float64());
      }
      return value;
    }
  }
}
