package dev.edgewise.serving.host;

import dev.edgewise.core.Clock;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.NamedTensor;
import dev.edgewise.sdk.spi.model.ServingProfile;
import dev.edgewise.serving.batch.Terms;
import dev.edgewise.serving.repository.ModelVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Calls of one version of a model that takes tensors. */
record TensorCalls(ModelVersion version, Loaded.Tensors loaded) {
  private static final long REHEARSAL_NANOS = Duration.ofMinutes(1).toNanos();

  /**
   * Runs it.
   *
   * @param inputs of the request, in the model's order
   */
  InferResponse answer(List<Tensor> inputs, InferRequest request, Terms terms)
      throws InterruptedException {
    Signature signature = loaded.model().signature();
    TensorChecks.wanted(version.model(), signature, request.outputs());
    List<Tensor> outputs = loaded.runner().run(inputs, request.profile(), terms);
    return new InferResponse(
        Integer.toString(version.number()),
        TensorChecks.outputs(signature, request.outputs(), outputs));
  }

  /** A call like those that come from outside, of a model that is not in its place yet. */
  void rehearse(List<Tensor> inputs, Clock clock) {
    Signature signature = loaded.model().signature();
    List<NamedTensor> named = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      named.add(new NamedTensor(signature.inputs().get(i).name(), inputs.get(i)));
    }
    Message message =
        WireWriter.encode(
            ModelCodecs.INFER_REQUEST,
            new InferRequest(ServingProfile.DEFAULT, "", named, List.of(), 0));
    InferRequest request = Requests.read(version.model(), ModelCodecs.INFER_REQUEST, message);
    try {
      Message unused =
          WireWriter.encode(
              ModelCodecs.INFER_RESPONSE,
              answer(
                  TensorChecks.inputs(version.model(), signature, request.inputs()),
                  request,
                  Terms.until(clock.nanos() + REHEARSAL_NANOS)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("loading was interrupted", e);
    }
  }
}
