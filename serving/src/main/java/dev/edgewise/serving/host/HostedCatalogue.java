package dev.edgewise.serving.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import dev.edgewise.serving.allocation.Status;
import dev.edgewise.serving.protocol.ModelCatalogue;
import dev.edgewise.serving.repository.ModelVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models of a host, as {@link ModelCatalogue} shows them. */
final class HostedCatalogue implements ModelCatalogue {
  private final ServingHost host;
  private final Node node;

  HostedCatalogue(ServingHost host, Node node) {
    this.host = host;
    this.node = node;
  }

  @Override
  public Map<String, String> models() {
    Map<String, String> models = new LinkedHashMap<>();
    host.known()
        .models()
        .forEach((name, hosted) -> models.put(name, hosted.found().newest().kind().method()));
    return models;
  }

  @Override
  public List<Entry> index() {
    host.rescan();
    List<Entry> entries = new ArrayList<>();
    Known now = host.known();
    for (HostedModel model : now.models().values()) {
      for (ModelVersion version : model.found().versions()) {
        Status status = model.status(version);
        entries.add(
            new Entry(
                model.name(), Integer.toString(version.number()), status.word(), status.reason()));
      }
    }
    now.broken()
        .forEach(
            (name, why) ->
                entries.add(new Entry(name, "", "failed", String.valueOf(why.getMessage()))));
    return entries;
  }

  @Override
  public Optional<ModelMetadata> metadata(String model, String version)
      throws InterruptedException {
    HostedModel hosted = host.known().models().get(model);
    if (hosted == null || hosted.found().version(version).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(hosted.metadata(version, node.clock().nanos() + ServingHost.DEMAND_NANOS));
  }

  @Override
  public Optional<Duration> batchTimeout(String model) {
    return Optional.ofNullable(host.known().models().get(model)).map(HostedModel::batchTimeout);
  }

  @Override
  public Optional<Counted> statistics(String model, String version) {
    return Optional.ofNullable(host.known().models().get(model))
        .flatMap(
            hosted ->
                hosted
                    .found()
                    .version(version)
                    .map(one -> hosted.counts(one).of(Integer.toString(one.number()))));
  }

  @Override
  public boolean ready(String model, String version) {
    HostedModel hosted = host.known().models().get(model);
    return hosted != null
        && hosted
            .found()
            .version(version)
            .map(hosted::status)
            .filter(Status::mayBeCalled)
            .isPresent();
  }

  @Override
  public void load(String model) throws InterruptedException {
    host.rescan();
    host.loadNewest(require(model));
  }

  @Override
  public void unload(String model) {
    HostedModel hosted = require(model);
    for (ModelVersion version : hosted.found().versions()) {
      node.allocator().unload(hosted.loadable(version));
    }
  }

  @Override
  public InferResponse infer(String model, InferRequest request, CallContext context)
      throws InterruptedException {
    return require(model).infer(request, context);
  }

  private HostedModel require(String model) {
    HostedModel hosted = host.known().models().get(model);
    if (hosted != null) {
      return hosted;
    }
    EdgewiseException broken = host.known().broken().get(model);
    throw broken != null
        ? broken
        : EdgewiseException.of(
            ErrorCode.NO_MODEL,
            "There is no model of that name; there are " + host.known().models().keySet() + ".");
  }
}
