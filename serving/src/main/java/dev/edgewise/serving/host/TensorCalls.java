package dev.edgewise.serving.host;

import dev.edgewise.core.Clock;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.NamedTensor;
import dev.edgewise.sdk.spi.model.ServingProfile;
import dev.edgewise.serving.repository.ModelVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Calls of one model that takes tensors. */
record TensorCalls(String name, Clock clock) {
  private static final long REHEARSAL_NANOS = Duration.ofMinutes(1).toNanos();

  InferResponse answer(
      ModelVersion version,
      TensorModel model,
      TensorRunner runner,
      List<Tensor> inputs,
      InferRequest request,
      long deadlineNanos,
      BooleanSupplier cancelled)
      throws InterruptedException {
    Signature signature = model.signature();
    TensorChecks.wanted(name, signature, request.outputs());
    List<Tensor> outputs =
        runner.run(
            inputs,
            new TensorRunner.Terms(
                request.profile(), deadlineNanos, request.priority(), cancelled));
    return new InferResponse(
        Integer.toString(version.number()),
        TensorChecks.outputs(name, signature, request.outputs(), outputs));
  }

  /** A call like those that come from outside, of a model that is not in its place yet. */
  void rehearse(ModelVersion version, TensorModel model, Laned runner, List<Tensor> inputs) {
    List<NamedTensor> named = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      named.add(new NamedTensor(model.signature().inputs().get(i).name(), inputs.get(i)));
    }
    Message message =
        WireWriter.encode(
            ModelCodecs.INFER_REQUEST,
            new InferRequest(ServingProfile.DEFAULT, "", named, List.of(), 0));
    InferRequest request = Requests.read(name, ModelCodecs.INFER_REQUEST, message);
    try {
      Message unused =
          WireWriter.encode(
              ModelCodecs.INFER_RESPONSE,
              answer(
                  version,
                  model,
                  runner,
                  TensorChecks.inputs(name, model.signature(), request.inputs()),
                  request,
                  clock.nanos() + REHEARSAL_NANOS,
                  () -> false));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("loading was interrupted", e);
    }
  }
}
