package dev.edgewise.serving.pipeline;

import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TensorSpec;
import java.util.List;
import java.util.Optional;

/** For a network that reads any text: tokens, then a text encoder. */
final class EncoderConditioning implements Conditioning {
  private final ClipTokenizer tokenizer;
  private final TensorModel encoder;
  private final TensorSpec tokens;
  private final int output;

  private EncoderConditioning(
      ClipTokenizer tokenizer, TensorModel encoder, TensorSpec tokens, int output) {
    this.tokenizer = tokenizer;
    this.encoder = encoder;
    this.tokens = tokens;
    this.output = output;
  }

  static EncoderConditioning open(ModelFiles files, NetworkLoader networks) {
    ClipTokenizer tokenizer = ClipTokenizer.open(files);
    TensorModel encoder = Networks.load(files, networks, "text_encoder");
    try {
      List<TensorSpec> inputs = encoder.signature().inputs();
      if (inputs.size() != 1 || !Numbers.WHOLES.contains(inputs.getFirst().type())) {
        throw Folders.bad(
            files,
            "the text encoder takes " + inputs + ", and here it is given token numbers only",
            "Export the text encoder of a Stable Diffusion model.");
      }
      return new EncoderConditioning(tokenizer, encoder, inputs.getFirst(), output(files, encoder));
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  private static int output(ModelFiles files, TensorModel encoder) {
    List<TensorSpec> outputs = encoder.signature().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      TensorSpec spec = outputs.get(i);
      if (spec.shape().size() == 3 && Numbers.FLOATS.contains(spec.type())) {
        return i;
      }
    }
    throw Folders.bad(
        files,
        "the text encoder gives " + outputs + ", none of which has a point for each token",
        "Export it with its last hidden state.");
  }

  @Override
  public Read read(String text) {
    return new Read.Understood(encode(text), Optional.empty());
  }

  @Override
  public Condition none() {
    return encode("");
  }

  private Condition encode(String text) {
    int[] ids = tokenizer.encode(text);
    float[] values = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      // Exact: vocabularies are far smaller than 2^24.
      values[i] = ids[i];
    }
    Tensor input = Numbers.tensor(tokens.type(), List.of(1, ids.length), values);
    Tensor hidden = encoder.run(List.of(input)).get(output);
    return new Condition(hidden.shape().subList(1, hidden.shape().size()), Numbers.floats(hidden));
  }

  @Override
  public List<String> subjects() {
    return List.of();
  }

  @Override
  public long memoryBytes() {
    return encoder.memoryBytes();
  }

  @Override
  public void close() {
    encoder.close();
  }
}
