package dev.edgewise.serving.protocol;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node's models: {@code a-b}, which gives back what it is given, and {@code boots}. */
final class FakeCatalogue implements ModelCatalogue {
  final List<String> done = new ArrayList<>();
  final List<Entry> entries = new ArrayList<>();
  Duration allowed = Duration.ZERO;
  String tenant = "nobody's yet";

  @Override
  public Map<String, String> models() {
    return Map.of("a-b", "Infer", "boots", "Generate");
  }

  @Override
  public List<Entry> index() {
    return entries;
  }

  @Override
  public Optional<ModelMetadata> metadata(String model, String version) {
    return version.isEmpty() || version.equals("3")
        ? Optional.of(OneModel.metadata())
        : Optional.empty();
  }

  @Override
  public Optional<Duration> batchTimeout(String model) {
    return Optional.of(Duration.ofMillis(100));
  }

  @Override
  public Optional<Counted> statistics(String model, String version) {
    return model.equals("a-b") && (version.isEmpty() || version.equals("3"))
        ? Optional.of(new Counted("3", 4, 1, 4, 2, 400, 50, 100, 200, 1_700_000_000_000L))
        : Optional.empty();
  }

  @Override
  public boolean ready(String model, String version) {
    return model.equals("a-b") && (version.isEmpty() || version.equals("3"));
  }

  @Override
  public void load(String model) {
    done.add("load " + model);
    if (model.equals("broken")) {
      throw EdgewiseException.of(ErrorCode.BROKEN_MODEL, "it is garbled");
    }
  }

  @Override
  public void unload(String model) {
    done.add("unload " + model);
  }

  @Override
  public InferResponse infer(String model, InferRequest request, CallContext context) {
    done.add("infer " + model);
    allowed = context.timeLeft();
    tenant = context.tenant();
    return new InferResponse("3", request.inputs());
  }
}
