package dev.edgewise.serving.pipeline;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TensorSpec;
import java.util.List;
import java.util.Optional;

/** Makes a picture of a finished sample. */
sealed interface Decoder extends AutoCloseable {
  /** Size of a picture before it is enlarged. */
  TextToImagePipeline.PictureSize size();

  Raster decode(float[] sample);

  /** What its network holds, estimated. */
  long memoryBytes();

  @Override
  void close();

  /** The network that is there, or none: then the sample is the picture. */
  static Decoder open(ModelFiles files, NetworkLoader networks, Unet unet) {
    Optional<TensorModel> network = Networks.find(files, networks, "vae_decoder");
    if (network.isEmpty()) {
      if (unet.channels() != 1 && unet.channels() != 3) {
        throw Folders.bad(
            files,
            "there is no vae_decoder, and the UNet draws " + unet.channels() + " channels",
            "Copy vae_decoder too; without one a model draws 1 or 3 channels.");
      }
      return new Plain(unet.width(), unet.height(), unet.channels());
    }
    try {
      return Latent.of(files, network.get(), unet);
    } catch (RuntimeException e) {
      network.get().close();
      throw e;
    }
  }

  /** The sample is the picture. */
  record Plain(int width, int height, int channels) implements Decoder {
    @Override
    public TextToImagePipeline.PictureSize size() {
      return new TextToImagePipeline.PictureSize(width, height);
    }

    @Override
    public Raster decode(float[] sample) {
      return new Raster(width, height, channels, sample);
    }

    @Override
    public long memoryBytes() {
      return 0;
    }

    @Override
    public void close() {}
  }

  /** The sample lies in the latent space of an autoencoder (Rombach et al. 2022). */
  record Latent(
      TensorModel network, Unet unet, double scaling, TextToImagePipeline.PictureSize size)
      implements Decoder {
    private static final double USUAL_SCALING = 0.18215;
    private static final int USUAL_LEVELS = 4;
    private static final int MAX_SIDE = 4_096;

    static Latent of(ModelFiles files, TensorModel network, Unet unet) {
      List<TensorSpec> inputs = network.signature().inputs();
      if (inputs.size() != 1
          || !Numbers.FLOATS.contains(inputs.getFirst().type())
          || !Numbers.FLOATS.contains(network.signature().outputs().getFirst().type())) {
        throw Folders.bad(
            files,
            "the VAE decoder takes " + inputs + ", and here it is given a latent sample only",
            "Export the decoder of a Stable Diffusion model.");
      }
      JsonObject config =
          Folders.json(files, "vae_decoder/config.json")
              .or(() -> Folders.json(files, "vae/config.json"))
              .orElseGet(JsonObject::new);
      JsonElement written = config.get("scaling_factor");
      double scaling =
          written != null && written.isJsonPrimitive() ? written.getAsDouble() : USUAL_SCALING;
      int levels =
          config.get("block_out_channels") instanceof JsonArray blocks && !blocks.isEmpty()
              ? blocks.size()
              : USUAL_LEVELS;
      long width = (long) unet.width() << Math.min(levels - 1, 16);
      long height = (long) unet.height() << Math.min(levels - 1, 16);
      if (!(scaling > 0) || width > MAX_SIDE || height > MAX_SIDE) {
        throw Folders.bad(
            files,
            "vae_decoder/config.json asks for pictures of "
                + width
                + " x "
                + height
                + " with the scaling factor "
                + scaling,
            "At most " + MAX_SIDE + " x " + MAX_SIDE + ", and a factor above 0.");
      }
      return new Latent(
          network, unet, scaling, new TextToImagePipeline.PictureSize((int) width, (int) height));
    }

    @Override
    public Raster decode(float[] sample) {
      float[] latent = new float[sample.length];
      for (int i = 0; i < sample.length; i++) {
        latent[i] = (float) (sample[i] / scaling);
      }
      TensorSpec spec = network.signature().inputs().getFirst();
      List<Integer> shape = List.of(1, unet.channels(), unet.height(), unet.width());
      Tensor picture = network.run(List.of(Numbers.tensor(spec.type(), shape, latent))).getFirst();
      if (!picture.shape().equals(List.of(1, 3, size.height(), size.width()))) {
        throw EdgewiseException.of(
            ErrorCode.BROKEN_MODEL,
            "Model \""
                + network.name()
                + "\" made "
                + picture
                + ", and vae_decoder/config.json speaks of [1, 3, "
                + size.height()
                + ", "
                + size.width()
                + "]. Copy the configuration that belongs to the model.");
      }
      return new Raster(size.width(), size.height(), 3, Numbers.floats(picture));
    }

    @Override
    public long memoryBytes() {
      return network.memoryBytes();
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
