package dev.edgewise.serving.pipeline;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what lies in a model's folder, and says what is wrong with it. */
final class Folders {
  /** The largest text file of known exports is the vocabulary of CLIP with 1 MB. */
  static final int MAX_TEXT_BYTES = 16 * 1024 * 1024;

  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private Folders() {}

  /** The folder is not as it should be. */
  static EdgewiseException bad(ModelFiles files, String problem, String fix) {
    return EdgewiseException.of(
        ErrorCode.BAD_MODEL_FOLDER,
        "Model \"" + files.name() + "\": " + problem + " (in " + files.place() + "). " + fix);
  }

  static void checkInside(ModelFiles files, String path) {
    for (String part : path.split("/", -1)) {
      if (!PATH.matcher(part).matches()) {
        throw bad(
            files,
            "the path \"" + path + "\" is not one inside a model's folder",
            "Use letters, digits, '_', '-' and '.' between slashes.");
      }
    }
  }

  /** A text file of at most 16 MiB in UTF-8. */
  static Optional<String> text(ModelFiles files, String path) {
    Optional<ByteBuffer> bytes = files.read(path);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    if (bytes.get().remaining() > MAX_TEXT_BYTES) {
      throw bad(
          files,
          path + " has " + bytes.get().remaining() + " bytes (at most: " + MAX_TEXT_BYTES + ")",
          "Such a file belongs to another kind of model.");
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(bytes.get().duplicate()).toString());
    } catch (CharacterCodingException _) {
      throw bad(files, path + " is not text in UTF-8", "Export the model again.");
    }
  }

  /** A file that holds one JSON object. */
  static Optional<JsonObject> json(ModelFiles files, String path) {
    return text(files, path)
        .map(
            text -> {
              try {
                JsonElement parsed = JsonParser.parseString(text);
                if (parsed instanceof JsonObject object) {
                  return object;
                }
                throw bad(files, path + " is not a JSON object", "Export the model again.");
              } catch (JsonParseException | StackOverflowError e) {
                throw bad(
                    files, path + " is not JSON: " + e.getMessage(), "Export the model again.");
              }
            });
  }

  static JsonObject requireJson(ModelFiles files, String path, String whatFor) {
    return json(files, path)
        .orElseThrow(
            () ->
                bad(
                    files,
                    path + " is missing, which is " + whatFor,
                    "Export the model again, or copy the whole folder."));
  }
}
