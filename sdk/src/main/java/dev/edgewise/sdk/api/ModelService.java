package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.MetadataRequest;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.spi.model.NamedTensor;
import dev.edgewise.sdk.spi.model.ServingProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model that nodes serve, called like any service: each call goes to the node that is expected to
 * finish it soonest, and is tried elsewhere when that node has too much to do.
 *
 * <pre>{@code
 * ModelService aigc = eco.modelService("fashion-diffusion").accelerator("gpu").orBestAvailable().build();
 * Generated result = aigc.generate("a high-heeled ankle boot", steps(30), guidanceScale(7.5));
 * }</pre>
 *
 * <p>What the builder says is a <em>serving profile</em>, which goes with each call and which the
 * serving node applies; calls of different profiles share no batch and no kept answer. Immutable,
 * thread-safe; nothing to close. All methods that call block until the answer is there, and throw
 * {@link EdgewiseException} with the codes of any call, and with {@code NO_MODEL}, naming the
 * nearest, when no node has such a model.
 */
public final class ModelService {
  private final ModelCalls calls;
  private final AcceleratorWish accelerator;
  private final ServingProfile profile;
  private final boolean autoScale;
  private final String words;

  private ModelService(
      ModelCalls calls,
      AcceleratorWish accelerator,
      ServingProfile profile,
      boolean autoScale,
      String words) {
    this.calls = calls;
    this.accelerator = accelerator;
    this.profile = profile;
    this.autoScale = autoScale;
    this.words = words;
  }

  /** The model's name. */
  public String name() {
    return calls.methods().model();
  }

  /**
   * The same with these options for each call, in place of those that it had. The accelerator that
   * its builder was told goes on to hold, unless the options name another; whether zones are
   * started for it is the builder's word alone.
   */
  public ModelService with(CallOptions options) {
    requireNonNull(options, "options");
    boolean other = options.needs().isPresent() || options.wish().isPresent();
    CallOptions all = other ? options : accelerator.applyTo(options);
    return new ModelService(
        calls.with(all.withWaking(autoScale)), accelerator, profile, autoScale, words);
  }

  /**
   * The same, telling how each of its calls went: the node, what a cache did, and the id for {@code
   * edgewise explain} and {@link Edgewise#wrongAnswer}.
   *
   * @param told is called on the thread that made the call, before that returns or throws
   */
  public ModelService telling(Consumer<? super Outcome<?>> told) {
    requireNonNull(told, "told");
    return new ModelService(calls.telling(told), accelerator, profile, autoScale, words);
  }

  /** What the model is, takes and gives, as some node that has it says. */
  public ModelMetadata metadata() {
    return calls.call(calls.methods().metadata(), new MetadataRequest("")).orThrow();
  }

  /**
   * Makes pictures of a text. When the node that draws is lost, another one goes on where it
   * stopped, to the same pictures.
   *
   * @throws EdgewiseException with {@code UNKNOWN_PROMPT}, naming what the model knows, when the
   *     prompt is near nothing of that; with {@code BAD_REQUEST} when the prompt is empty or has
   *     more than 10,000 characters
   */
  public Generated generate(String prompt, GenerateOption... options) {
    requireNonNull(prompt, "prompt");
    GenerateRequest request =
        ModelCalls.request(
            "generate",
            () ->
                new GenerateRequest(
                    profile,
                    prompt,
                    OptionalInt.empty(),
                    OptionalDouble.empty(),
                    OptionalLong.empty(),
                    1,
                    ""));
    Optional<Consumer<? super Preview>> watcher = Optional.empty();
    for (GenerateOption option : options) {
      request = option.apply(request);
      watcher = option.watcher().isPresent() ? option.watcher() : watcher;
    }
    Outcome<GenerateResponse> outcome = new PictureCalls(calls).generate(request, watcher);
    GenerateResponse response = outcome.orThrow();
    if (response.pictures().isEmpty()) {
      throw EdgewiseException.of(
          ErrorCode.BAD_ANSWER, "Model \"" + name() + "\" answered without a picture.");
    }
    return new Generated(
        response.pictures().stream().map(Image::new).toList(),
        response.subject().isEmpty() ? Optional.empty() : Optional.of(response.subject()),
        response.similarity(),
        response.steps(),
        response.guidanceScale(),
        outcome.decisionId());
  }

  /**
   * Runs the model on tensors, with the batch dimension where the model has one.
   *
   * @param inputs in the order of the model's metadata; not changed until this returns
   * @return in the order of the model's metadata; the caller's own
   * @throws EdgewiseException with {@code WRONG_TENSOR} when the model takes others
   */
  public List<Tensor> infer(Tensor... inputs) {
    List<NamedTensor> named = new ArrayList<>();
    for (Tensor input : inputs) {
      named.add(new NamedTensor("", input));
    }
    return infer(named).stream().map(NamedTensor::tensor).toList();
  }

  /**
   * Runs the model on tensors by the names of its metadata.
   *
   * @return all outputs by name, in the model's own order
   * @throws EdgewiseException with {@code WRONG_TENSOR} when the model takes others
   */
  public Map<String, Tensor> infer(Map<String, Tensor> inputs) {
    List<NamedTensor> named = new ArrayList<>();
    inputs.forEach(
        (name, tensor) ->
            named.add(ModelCalls.request("infer", () -> new NamedTensor(name, tensor))));
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    infer(named).forEach(output -> outputs.put(output.name(), output.tensor()));
    return outputs;
  }

  private List<NamedTensor> infer(List<NamedTensor> inputs) {
    InferRequest request =
        ModelCalls.request("infer", () -> new InferRequest(profile, "", inputs, List.of(), 0));
    return calls.call(calls.methods().infer(), request).orThrow().outputs();
  }

  /**
   * The model seen as that type: {@link TextToImage}, {@link CaptionSearch} or {@link
   * TextGeneration}.
   *
   * @throws EdgewiseException with {@code BAD_CLIENT} when it is another; that the model cannot do
   *     it shows at the first call
   */
  public <T> T as(Class<T> type) {
    if (type == TextToImage.class) {
      TextToImage pictures = (prompt, options) -> generate(prompt, options).images().get(0);
      return type.cast(pictures);
    }
    if (type == CaptionSearch.class) {
      return type.cast(new CaptionCalls(calls, profile));
    }
    if (type == TextGeneration.class) {
      return type.cast(new CompletionCalls(calls, profile));
    }
    throw EdgewiseException.of(
        ErrorCode.BAD_CLIENT,
        "A model cannot be seen as "
            + type.getName()
            + ". There is TextToImage, CaptionSearch and TextGeneration; any other model takes and"
            + " gives tensors: infer(…).");
  }

  /** The name, and what the builder was told. */
  @Override
  public String toString() {
    return "model " + name() + words;
  }

  // ── what can be said of pictures

  /**
   * So many steps of the sampler, 1 to 1000: more take longer, and beyond some 50 change little.
   */
  public static GenerateOption steps(int steps) {
    checkRange("steps", steps, 1, GenerateRequest.MOST_STEPS);
    return new GenerateOption("steps(" + steps + ")", asked -> asked.withSteps(steps));
  }

  /** How closely to follow the prompt, 0 to 100; 1 is without guidance. */
  public static GenerateOption guidanceScale(double scale) {
    checkRange("guidanceScale", scale, 0, GenerateRequest.STRONGEST_GUIDANCE);
    return new GenerateOption(
        "guidanceScale(" + scale + ")", asked -> asked.withGuidanceScale(scale));
  }

  /** The same seed gives the same pictures, on any node. Without it one is drawn and told. */
  public static GenerateOption seed(long seed) {
    return new GenerateOption(
        "seed(" + Long.toUnsignedString(seed) + ")", asked -> asked.withSeed(seed));
  }

  /** So many pictures, 1 to 10. */
  public static GenerateOption count(int pictures) {
    checkRange("count", pictures, 1, GenerateRequest.MOST_PICTURES);
    return new GenerateOption("count(" + pictures + ")", asked -> asked.withCount(pictures));
  }

  /** What the pictures shall not show; at most 10,000 characters. */
  public static GenerateOption negativePrompt(String prompt) {
    requireNonNull(prompt, "prompt");
    return new GenerateOption(
        "negativePrompt(…)",
        asked -> ModelCalls.request("generate", () -> asked.withNegativePrompt(prompt)));
  }

  /**
   * Shows each picture so many times while it is made, 1 to 10, at even distances.
   *
   * @param watcher is called on the thread that called {@code generate}, before that returns; what
   *     it throws comes out there, and ends the call. Nodes of an older version show nothing
   */
  public static GenerateOption previews(int each, Consumer<? super Preview> watcher) {
    requireNonNull(watcher, "watcher");
    checkRange("previews", each, 1, GenerateRequest.MOST_PREVIEWS);
    return new GenerateOption(
        "previews(" + each + ")", asked -> asked.withPreviews(each), Optional.of(watcher));
  }

  static void checkRange(String option, Number value, double least, double most) {
    double number = value.doubleValue();
    // Written so that a NaN is out of range.
    if (!(number >= least && number <= most)) {
      throw EdgewiseException.of(
          ErrorCode.BAD_REQUEST,
          option
              + "("
              + value
              + ") is out of range (expected: "
              + (long) least
              + " to "
              + (long) most
              + ").");
    }
  }

  /** Builds a {@link ModelService}. Not thread-safe. */
  public static final class Builder {
    private final Edgewise eco;
    private final ModelMethods methods;
    private final AcceleratorWish accelerator = new AcceleratorWish();
    private @Nullable DynamicBatching batching;
    private @Nullable CacheConfig cache;
    private boolean autoScale;

    Builder(Edgewise eco, String name) {
      this.eco = eco;
      try {
        this.methods = new ModelMethods(name);
      } catch (IllegalArgumentException e) {
        throw EdgewiseException.of(
            ErrorCode.BAD_CLIENT, "modelService(…): " + e.getMessage() + ".", e);
      }
    }

    /**
     * What the model shall run on, by kind or by kind and model: {@code "gpu"}, {@code "tpu-v4"}. A
     * call that no node can run which has it is refused with {@code NO_ACCELERATOR} and what the
     * fleet has; with {@link #orBestAvailable} it is a wish.
     *
     * @throws EdgewiseException with {@code BAD_CLIENT} when it cannot be read
     */
    public Builder accelerator(String accelerator) {
      this.accelerator.named(accelerator);
      return this;
    }

    /**
     * The accelerator is a wish: nodes that have it go before others as long as one of them is
     * expected in time, else any node will do.
     */
    public Builder orBestAvailable() {
      accelerator.optional();
      return this;
    }

    /** How calls may be put together. Without it: as the node's own configuration says. */
    public Builder batching(DynamicBatching batching) {
      this.batching = requireNonNull(batching, "batching");
      return this;
    }

    /** How answers may be kept where the model is served. Without it: each call runs. */
    public Builder cache(CacheConfig cache) {
      this.cache = requireNonNull(cache, "cache");
      return this;
    }

    /**
     * Whether the number of nodes shall follow the load: a call that no node can take has a zone
     * started that serves the model, and waits for it as long as its deadline allows. Without it
     * only nodes that run are called: a model service that did not ask for it costs no node.
     * ZoneEntries that run are scaled in any case; this decides who may wake one.
     */
    public Builder autoScale(boolean autoScale) {
      this.autoScale = autoScale;
      return this;
    }

    /**
     * Checks what was said. Only in local mode the model must be there now; elsewhere it may come
     * later.
     *
     * @throws EdgewiseException in local mode with {@code NO_SERVING}, naming the dependency that
     *     is missing, or {@code NO_MODEL}, naming the nearest
     */
    public ModelService build() {
      eco.host(methods);
      CallOptions options = accelerator.applyTo(CallOptions.none()).withWaking(autoScale);
      return new ModelService(
          new ModelCalls(eco, methods, options),
          accelerator.copy(),
          ServingProfile.of(
              Optional.ofNullable(batching).map(DynamicBatching::batching),
              accelerator.terms(),
              Optional.ofNullable(cache).map(CacheConfig::caching)),
          autoScale,
          words());
    }

    private String words() {
      List<String> words = new ArrayList<>();
      accelerator.words().ifPresent(words::add);
      if (batching != null) {
        words.add(batching.toString());
      }
      if (cache != null) {
        words.add(cache.toString());
      }
      if (autoScale) {
        words.add("autoScale");
      }
      return words.isEmpty() ? "" : " (" + String.join("; ", words) + ")";
    }
  }
}
