package dev.edgewise.serving.pipeline;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * What {@code model_index.json} says. Beside what exports write there may be an object {@code
 * _edgewise} of ours with {@code steps}, {@code guidance} and {@code picture_size}.
 *
 * @param steps of a picture when the request names none
 * @param guidance when the request names none
 * @param pictureSize smaller pictures are enlarged to this many pixels a side; 0 for not at all
 */
record PipelineIndex(int steps, double guidance, int pictureSize) {
  private static final String FILE = "model_index.json";
  private static final int USUAL_STEPS = 50;
  private static final double USUAL_GUIDANCE = 7.5;
  private static final int MAX_PICTURE = 4_096;

  /** Parts of newer exports without which their pictures are wrong. */
  private static final List<String> UNKNOWN_PARTS =
      List.of("text_encoder_2", "text_encoder_3", "transformer", "prior", "image_encoder");

  static PipelineIndex read(ModelFiles files, List<String> notes) {
    JsonObject json = Folders.requireJson(files, FILE, "the index of a pipeline");
    for (String part : UNKNOWN_PARTS) {
      if (names(json, part)) {
        throw Folders.bad(
            files,
            FILE + " names " + part + ", which this pipeline does not have",
            "Use a Stable Diffusion model of version 1 or 2.");
      }
    }
    if (names(json, "safety_checker")) {
      notes.add(
          "the export has a safety checker; it is not run, so look at what the model draws before"
              + " strangers may ask it");
    }
    JsonObject ours =
        json.get("_edgewise") instanceof JsonObject object ? object : new JsonObject();
    int steps = (int) number(files, ours, "steps", USUAL_STEPS, 1, PictureRequest.MAX_STEPS);
    double guidance =
        number(files, ours, "guidance", USUAL_GUIDANCE, 0, PictureRequest.MAX_GUIDANCE);
    int size = (int) number(files, ours, "picture_size", 0, 0, MAX_PICTURE);
    return new PipelineIndex(steps, guidance, size);
  }

  /** A part that is left out is written as a pair of nulls. */
  private static boolean names(JsonObject json, String part) {
    JsonElement value = json.get(part);
    return value != null
        && value.isJsonArray()
        && !value.getAsJsonArray().isEmpty()
        && !value.getAsJsonArray().get(0).isJsonNull();
  }

  private static double number(
      ModelFiles files, JsonObject ours, String key, double otherwise, double least, double most) {
    JsonElement value = ours.get(key);
    if (value == null) {
      return otherwise;
    }
    double number = Double.NaN;
    if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
      number = value.getAsDouble();
    }
    if (!(number >= least && number <= most)) {
      throw Folders.bad(
          files,
          FILE + " has _edgewise." + key + ": " + value,
          "Expected: " + least + " to " + most + ".");
    }
    return number;
  }
}
