package dev.edgewise.serving.protocol.openai;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.ServingProfile;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Asks for pictures: {@code POST /v1/images/generations}.
 *
 * @param model as the caller names it; empty for the only one that makes pictures
 * @param request of the model
 * @param stream whether the picture is to be shown while it is made
 * @param urls whether pictures are to be told by their addresses, and not sent
 * @param size that the caller counts on, as {@code 32x32}
 */
public record ImageOrder(
    String model, GenerateRequest request, boolean stream, boolean urls, Optional<String> size) {
  /** Most looks at a picture while it is made. */
  public static final int MOST_PARTIAL = 3;

  private static final int LONGEST_TEXT = 10_000;
  private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,4}x[1-9][0-9]{0,4}");

  /** They change nothing of what a model here draws. */
  private static final Set<String> HARMLESS =
      Set.of("user", "moderation", "safety_identifier", "output_compression");

  public ImageOrder {
    requireNonNull(model, "model");
    requireNonNull(request, "request");
    requireNonNull(size, "size");
  }

  /** Reads the body of a request. */
  public static Asked<ImageOrder> read(String json) {
    return Asked.reading(() -> read(Params.of(json)));
  }

  private static ImageOrder read(Params params) {
    params.harmless(HARMLESS);
    params.notDone("quality", "\"auto\"", "\"standard\"");
    params.notDone("background", "\"auto\"", "\"opaque\"");
    params.notDone("output_format", "\"png\"");
    params.notDone("style");
    boolean stream = params.flag("stream");
    int count = params.whole("n", 1, GenerateRequest.MOST_PICTURES).orElse(1);
    OptionalInt partial = params.whole("partial_images", 0, MOST_PARTIAL);
    if (stream && count > 1) {
      throw WrongField.of("n", "a stream is of one picture. Ask for 1, or without stream.");
    }
    if (!stream && partial.orElse(0) > 0) {
      throw WrongField.of("partial_images", "they come in a stream only. Send stream: true too.");
    }
    GenerateRequest request =
        new GenerateRequest(
            ServingProfile.DEFAULT,
            prompt(params),
            params.whole("num_inference_steps", 1, GenerateRequest.MOST_STEPS),
            params.number("guidance_scale", 0, GenerateRequest.STRONGEST_GUIDANCE),
            params.whole("rng_seed", Long.MIN_VALUE, Long.MAX_VALUE),
            count,
            bounded("negative_prompt", params.text("negative_prompt").orElse("")),
            partial.orElse(0));
    ImageOrder order =
        new ImageOrder(
            params.text("model").orElse(""), request, stream, urls(params, stream), size(params));
    params.nothingElse();
    return order;
  }

  private static String prompt(Params params) {
    String prompt = params.required("prompt");
    if (prompt.isBlank()) {
      throw WrongField.of("prompt", "it is empty. Say what the picture shall show.");
    }
    return bounded("prompt", prompt);
  }

  private static String bounded(String name, String text) {
    if (text.length() > LONGEST_TEXT) {
      throw WrongField.of(name, "expected at most " + LONGEST_TEXT + " characters.");
    }
    return text;
  }

  private static boolean urls(Params params, boolean stream) {
    return switch (params.text("response_format").orElse(stream ? "b64_json" : "url")) {
      case "b64_json" -> false;
      case "url" -> {
        if (stream) {
          throw WrongField.of("response_format", "a stream has the pictures themselves: b64_json.");
        }
        yield true;
      }
      default -> throw WrongField.of("response_format", "expected url or b64_json.");
    };
  }

  private static Optional<String> size(Params params) {
    Optional<String> size = params.text("size").filter(text -> !text.equals("auto"));
    if (size.isPresent() && !SIZE.matcher(size.get()).matches()) {
      throw WrongField.of("size", "expected auto, or width and height, such as 32x32.");
    }
    return size;
  }

  /** Whether what was drawn is of another size than the caller counts on. */
  public Optional<ApiError> wrong(GenerateResponse drawn) {
    return drawn.pictures().stream()
        .map(picture -> picture.width() + "x" + picture.height())
        .filter(made -> size.isPresent() && !size.get().equals(made))
        .findFirst()
        .map(
            made ->
                ApiError.invalid(
                    "size",
                    "size: the model makes pictures of " + made + ". Ask for that, or for auto."));
  }
}
