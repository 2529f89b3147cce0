package dev.edgewise.sdk.invoke;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.UnsureBand;
import dev.edgewise.sdk.link.FaultMessage;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.Fault;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.Sizes;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Methods written by hand, as the annotation processor would write them: a double in, a double out,
 * which is its own confidence.
 */
final class TestMethods {
  static final MethodDefinition<Double> PLAIN = method("plain", true, Tier.EDGE, Optional.empty());
  static final MethodDefinition<Double> ONCE = method("once", false, Tier.EDGE, Optional.empty());
  static final MethodDefinition<Double> UNSURE =
      method("unsure", true, Tier.EDGE, Optional.of(new UnsureBand(0.3, 0.7)));

  static final MethodDefinition<Double> FAULTY =
      with(PLAIN, new Fault<>(TooMuch.class, TooMuchCodec.INSTANCE));
  static final MethodDefinition<Double> UNSURE_FAULTY =
      with(UNSURE, new Fault<>(TooMuch.class, TooMuchCodec.INSTANCE));

  static final MethodDefinition<Double> WATCH = stream("watch", true);
  static final MethodDefinition<Double> WATCH_ONCE = stream("watchOnce", false);

  static final MethodDefinition<Double> WRITE = resumable("write");

  /** An exception that a method declares. */
  static final class TooMuch extends Exception {
    private static final long serialVersionUID = 1L;

    final double most;

    TooMuch(double most) {
      super("at most " + most);
      this.most = most;
    }
  }

  private TestMethods() {}

  static FaultMessage tooMuch(double most) {
    return new FaultMessage(
        TooMuchCodec.INSTANCE.messageName(),
        WireWriter.encode(TooMuchCodec.INSTANCE, new TooMuch(most)));
  }

  private static MethodDefinition<Double> stream(String name, boolean idempotent) {
    return new MethodDefinition<>(
        new MethodContract(
                "test.Service",
                name,
                Tier.EDGE,
                Duration.ofSeconds(10),
                idempotent,
                Label.INTERNAL,
                Optional.empty())
            .asStream(),
        RequestCodec.INSTANCE,
        Response.INSTANCE,
        Optional.empty(),
        0.0,
        List.of(new Fault<>(TooMuch.class, TooMuchCodec.INSTANCE)));
  }

  private static MethodDefinition<Double> resumable(String name) {
    MethodDefinition<Double> stream = stream(name, true);
    return new MethodDefinition<>(
        stream.contract().asResumable(),
        stream.request(),
        stream.response(),
        Optional.empty(),
        0.0,
        stream.faults());
  }

  private static MethodDefinition<Double> with(MethodDefinition<Double> method, Fault<?> fault) {
    return new MethodDefinition<>(
        method.contract(),
        method.request(),
        method.response(),
        method.confidence(),
        method.zero(),
        List.of(fault));
  }

  static String name(MethodDefinition<?> method) {
    return method.contract().fullName();
  }

  static byte[] encoded(double value) {
    return WireWriter.encode(Response.INSTANCE, value).bytes();
  }

  private static MethodDefinition<Double> method(
      String name, boolean idempotent, Tier tier, Optional<UnsureBand> cascade) {
    return new MethodDefinition<>(
        new MethodContract(
            "test.Service", name, tier, Duration.ofSeconds(1), idempotent, Label.INTERNAL, cascade),
        RequestCodec.INSTANCE,
        Response.INSTANCE,
        cascade.map(band -> result -> result),
        0.0);
  }

  private enum Response implements Codec<Double> {
    INSTANCE;

    private static final int TAG = 9;

    @Override
    public String messageName() {
      return "test.Response";
    }

    @Override
    public int size(Double value, Sizes sizes) {
      return 9;
    }

    @Override
    public void write(Double value, WireWriter out, Sizes sizes) {
      out.tag(TAG);
      out.float64(value);
    }

    @Override
    public Double read(WireReader in) {
      double value = 0;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        if (tag == TAG) {
          value = in.float64();
        } else {
          in.skip(tag);
        }
      }
      return value;
    }
  }

  private enum TooMuchCodec implements Codec<TooMuch> {
    INSTANCE;

    @Override
    public String messageName() {
      return "test.TooMuch";
    }

    @Override
    public int size(TooMuch value, Sizes sizes) {
      return 9;
    }

    @Override
    public void write(TooMuch value, WireWriter out, Sizes sizes) {
      Response.INSTANCE.write(value.most, out, sizes);
    }

    @Override
    public TooMuch read(WireReader in) {
      return new TooMuch(Response.INSTANCE.read(in));
    }
  }

  private enum RequestCodec implements Codec<Object[]> {
    INSTANCE;

    @Override
    public String messageName() {
      return "test.Request";
    }

    @Override
    public int size(Object[] value, Sizes sizes) {
      if (value[0] == null) {
        throw new MalformedMessage("value is null");
      }
      return 9;
    }

    @Override
    public void write(Object[] value, WireWriter out, Sizes sizes) {
      Response.INSTANCE.write((Double) value[0], out, sizes);
    }

    @Override
    public Object[] read(WireReader in) {
      return new Object[] {Response.INSTANCE.read(in)};
    }
  }
}
