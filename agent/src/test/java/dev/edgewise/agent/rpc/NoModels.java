package dev.edgewise.agent.rpc;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import dev.edgewise.serving.protocol.ModelCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node without models of its own. */
final class NoModels implements ModelCatalogue {
  @Override
  public Map<String, String> models() {
    return Map.of();
  }

  @Override
  public List<Entry> index() {
    return List.of();
  }

  @Override
  public Optional<ModelMetadata> metadata(String model, String version) {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> batchTimeout(String model) {
    return Optional.empty();
  }

  @Override
  public Optional<Counted> statistics(String model, String version) {
    return Optional.empty();
  }

  @Override
  public boolean ready(String model, String version) {
    return false;
  }

  @Override
  public void load(String model) {
    throw none(model);
  }

  @Override
  public void unload(String model) {
    throw none(model);
  }

  @Override
  public InferResponse infer(String model, InferRequest request, CallContext context) {
    throw none(model);
  }

  private static EdgewiseException none(String model) {
    return EdgewiseException.of(ErrorCode.NO_MODEL, model);
  }
}
