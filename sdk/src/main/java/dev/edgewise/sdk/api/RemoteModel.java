package dev.edgewise.sdk.api;

import dev.edgewise.core.model.Model;
import dev.edgewise.core.model.Tensor;
import java.util.List;

/** A model of the fleet that looks like one that was loaded here. */
record RemoteModel(ModelService service) implements Model<List<Tensor>, List<Tensor>> {
  @Override
  public List<Tensor> run(List<Tensor> input) {
    return service.infer(input.toArray(new Tensor[0]));
  }

  @Override
  public void close() {
    // It belongs to its nodes.
  }
}
