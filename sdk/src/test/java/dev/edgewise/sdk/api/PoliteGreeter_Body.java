package dev.edgewise.sdk.api;

import dev.edgewise.annotations.Tier;
import dev.edgewise.sdk.spi.BodyDefinition;
import dev.edgewise.sdk.spi.BodyMethod;
import dev.edgewise.sdk.spi.Dependencies;
import dev.edgewise.sdk.spi.Dependency;
import dev.edgewise.sdk.spi.ServiceDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hand-written stand-in for generated code. */
public final class PoliteGreeter_Body implements BodyDefinition<PoliteGreeter> {
  public PoliteGreeter_Body() {}

  @Override
  public Tier tier() {
    return Tier.EDGE;
  }

  @Override
  public Class<PoliteGreeter> type() {
    return PoliteGreeter.class;
  }

  @Override
  public ServiceDefinition<?> service() {
    return new Greeter_Service();
  }

  @Override
  public List<BodyMethod<PoliteGreeter, ?>> methods() {
    return List.of(
        new BodyMethod.Unary<>(
            Greeter_Service.GREET, (body, arguments) -> body.greet((String) arguments[0])),
        new BodyMethod.Unary<>(
            Greeter_Service.TWICE, (body, arguments) -> body.twice((Integer) arguments[0])),
        new BodyMethod.Unary<PoliteGreeter, @Nullable Void>(
            Greeter_Service.FORGET,
            (body, arguments) -> {
              body.forget();
              return null;
            }),
        new BodyMethod.Unary<PoliteGreeter, @Nullable Void>(
            Greeter_Service.ENTER,
            (body, arguments) -> {
              body.enter((String) arguments[0]);
              return null;
            }),
        new BodyMethod.Streaming<>(
            Greeter_Service.COUNT, (body, arguments) -> body.count((String) arguments[0])));
  }

  @Override
  public List<Dependency> dependencies() {
    return List.of();
  }

  @Override
  public PoliteGreeter create(Dependencies dependencies) {
    return new PoliteGreeter();
  }
}
