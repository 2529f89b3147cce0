package dev.edgewise.sdk.api;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.spi.Caller;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.Fault;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.ServiceDefinition;
import dev.edgewise.sdk.spi.Sizes;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Hand-written stand-in for generated code: a text of each value is the whole message. */
public final class Greeter_Service implements ServiceDefinition<Greeter> {
  static final MethodDefinition<String> GREET = method("greet", Function.identity(), "", 1);
  static final MethodDefinition<Integer> TWICE = method("twice", Integer::valueOf, 0, 1);
  static final MethodDefinition<@Nullable Void> FORGET = method("forget", text -> null, null, 0);

  static final MethodDefinition<@Nullable Void> ENTER = enter();
  static final MethodDefinition<Integer> COUNT = count();

  public Greeter_Service() {}

  @Override
  public String name() {
    return "test.Greeter";
  }

  @Override
  public Class<Greeter> type() {
    return Greeter.class;
  }

  @Override
  public List<MethodDefinition<?>> methods() {
    return List.of(GREET, TWICE, FORGET, ENTER, COUNT);
  }

  @Override
  public Greeter stub(Caller caller) {
    return new Greeter() {
      @Override
      public String greet(@Nullable String name) {
        return caller.call(GREET, new Object[] {name});
      }

      @Override
      public int twice(int number) {
        return caller.call(TWICE, number);
      }

      @Override
      public void forget() {
        caller.call(FORGET);
      }

      @Override
      public void enter(String name) throws Greeter.Unwelcome {
        caller.call(ENTER, name);
      }

      @Override
      public Stream<Integer> count(String name) {
        return caller.stream(COUNT, name);
      }
    };
  }

  @Override
  public String descriptorResource() {
    return "none";
  }

  private static MethodDefinition<@Nullable Void> enter() {
    MethodDefinition<@Nullable Void> plain = method("enter", text -> null, null, 1);
    return new MethodDefinition<@Nullable Void>(
        plain.contract(),
        plain.request(),
        plain.response(),
        plain.confidence(),
        plain.zero(),
        List.of(
            new Fault<>(
                Greeter.Unwelcome.class,
                new TextCodec<>(Greeter.Unwelcome::new, Greeter.Unwelcome::name))));
  }

  private static MethodDefinition<Integer> count() {
    MethodDefinition<Integer> plain = method("count", Integer::valueOf, 0, 1);
    return new MethodDefinition<>(
        new MethodContract(
                "test.Greeter",
                "count",
                Tier.EDGE,
                Duration.ofSeconds(30),
                true,
                Label.INTERNAL,
                Optional.empty())
            .asStream(),
        plain.request(),
        plain.response(),
        Optional.empty(),
        0,
        ENTER.faults());
  }

  private static <R extends @Nullable Object> MethodDefinition<R> method(
      String name, Function<String, R> parse, R zero, int arguments) {
    return new MethodDefinition<>(
        new MethodContract(
            "test.Greeter",
            name,
            Tier.EDGE,
            Duration.ofSeconds(30),
            true,
            Label.INTERNAL,
            Optional.empty()),
        new TextCodec<>(
            text ->
                arguments == 0
                    ? new Object[0]
                    : new Object[] {name.equals("twice") ? Integer.valueOf(text) : text},
            values -> values.length == 0 ? "" : values[0]),
        new TextCodec<>(parse, value -> value == null ? "" : value),
        Optional.empty(),
        zero);
  }

  private record TextCodec<T extends @Nullable Object>(
      Function<String, T> parse, Function<T, @Nullable Object> print) implements Codec<T> {
    @Override
    public String messageName() {
      return "test.Text";
    }

    @Override
    public int size(T value, Sizes sizes) {
      return 1 + WireWriter.sizeOfLengthDelimited(bytes(value).length);
    }

    @Override
    public void write(T value, WireWriter out, Sizes sizes) {
      out.tag(10);
      out.bytes(bytes(value));
    }

    @Override
    public T read(WireReader in) {
      if (in.tag() != 10) {
        throw new MalformedMessage("test.Text: no text");
      }
      return parse.apply(in.string());
    }

    private byte[] bytes(T value) {
      Object printed = print.apply(value);
      if (printed == null) {
        throw new MalformedMessage("name is null");
      }
      return printed.toString().getBytes(StandardCharsets.UTF_8);
    }
  }
}
