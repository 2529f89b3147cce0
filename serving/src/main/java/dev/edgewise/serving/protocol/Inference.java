package dev.edgewise.serving.protocol;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.NamedTensor;
import dev.edgewise.sdk.spi.model.ServingProfile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One request for an inference, whatever form it came in.
 *
 * @param model as its caller names it
 * @param version empty for the newest
 * @param id that the answer carries again; empty for none
 * @param inputs in the caller's order
 * @param outputs empty for all
 * @param binaryByDefault whether outputs that nobody named are wanted as raw bytes
 * @param priority 1 is the highest, 0 the default
 * @param timeout how long it waits, if it says so
 */
public record Inference(
    String model,
    String version,
    String id,
    List<NamedTensor> inputs,
    List<WantedOutput> outputs,
    boolean binaryByDefault,
    int priority,
    Optional<Duration> timeout) {
  /** Most bytes of one request and of the tensors that are made of it. */
  public static final int LARGEST = 64 << 20;

  static final int MOST_TENSORS = 256;
  static final int LONGEST_NAME = 255;
  static final int LONGEST_ID = 1_024;
  static final int MOST_CLASSES = 1_000;

  public Inference {
    requireNonNull(model, "model");
    requireNonNull(version, "version");
    requireNonNull(id, "id");
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    requireNonNull(timeout, "timeout");
  }

  /**
   * What the model is asked.
   *
   * @throws EdgewiseException with {@code BAD_REQUEST} for what it cannot carry
   */
  InferRequest request() {
    try {
      return new InferRequest(
          ServingProfile.DEFAULT,
          version,
          inputs,
          outputs.stream().map(WantedOutput::name).toList(),
          priority);
    } catch (IllegalArgumentException e) {
      throw Refusals.bad(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The message for the model's own service.
   *
   * @throws EdgewiseException with {@code BAD_REQUEST} for what it cannot carry
   */
  public Message message() {
    return WireWriter.encode(ModelCodecs.INFER_REQUEST, request());
  }

  /** The output that the caller named so. */
  Optional<WantedOutput> wanted(String name) {
    return outputs.stream().filter(output -> output.name().equals(name)).findFirst();
  }
}
