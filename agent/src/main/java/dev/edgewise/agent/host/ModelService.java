package dev.edgewise.agent.host;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Health;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.ServedModel;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.wire.dynamic.ModelDescriptors;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model that the node serves, among the services that it hosts. */
public final class ModelService implements HostedService {
  private final ServedModel model;
  private final ModelMethods methods;
  private final byte[] descriptorSet;

  /** That model, as a service of its own. */
  public ModelService(ServedModel model) {
    this.model = requireNonNull(model, "model");
    this.methods = new ModelMethods(model.name());
    ModelKind kind =
        ModelKind.of(model.kind())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "kind: " + model.kind() + " (expected: one of ModelKind's words)"));
    this.descriptorSet = ModelDescriptors.descriptorSet(methods, kind);
  }

  @Override
  public String name() {
    return methods.service();
  }

  @Override
  public List<MethodContract> methods() {
    return model.methods();
  }

  @Override
  public byte[] descriptorSet() {
    return descriptorSet.clone();
  }

  /** Calls of tensors are put together; pictures and searches take a slot each. */
  @Override
  public boolean queuesInLanes(String fullName) {
    return fullName.endsWith("/" + ModelKind.TENSORS.method());
  }

  @Override
  public Map<String, String> models() {
    return Map.of(model.name(), model.engine());
  }

  @Override
  public Optional<CallCaching.Question> question(String fullName, Message request) {
    return model.question(fullName, request);
  }

  @Override
  public Message call(String fullName, Message request, CallContext context)
      throws InterruptedException {
    return model.call(fullName, request, context);
  }

  @Override
  public void stream(String fullName, Message request, CallContext context, ItemSink sink)
      throws InterruptedException {
    model.stream(fullName, request, context, sink);
  }

  @Override
  public boolean tellsHealth() {
    return false;
  }

  @Override
  public Health health() {
    return model.health();
  }
}
