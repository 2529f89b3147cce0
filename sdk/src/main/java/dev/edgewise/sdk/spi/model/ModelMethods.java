package dev.edgewise.sdk.spi.model;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Names;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The methods by which one model is called. Each model is a service of its own, so that whatever
 * knows services (router, labels, deadlines, decisions, gateway) knows models.
 *
 * @param model its name, for example {@code fashion-diffusion}
 */
public record ModelMethods(String model) {
  /** The package of all models' services, with its dot. */
  public static final String PACKAGE = "edgewise.models.v1.";

  /** Of models that make pictures: the same as a stream, with what comes on the way. */
  public static final String DRAW = "Draw";

  /** What every model answers. */
  public static final String METADATA = "Metadata";

  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9_]");
  private static final Duration METADATA_DEADLINE = Duration.ofSeconds(5);

  /** The first call may be the one for which the model is loaded. */
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final Duration TEXT_DEADLINE = Duration.ofMinutes(10);

  /**
   * The methods of the model of that name.
   *
   * @throws IllegalArgumentException when no model can have such a name
   */
  public ModelMethods {
    Names.check("model", model);
  }

  /**
   * The full name of the model's service. Two names may give one; a node refuses the second of such
   * models.
   */
  public String service() {
    return PACKAGE + simpleName();
  }

  /** The name of the model's service inside its package. */
  public String simpleName() {
    String name = NOT_IN_NAMES.matcher(model).replaceAll("_");
    return Character.isDigit(name.charAt(0)) ? "m_" + name : name;
  }

  /** The contracts of a model of that kind: its metadata first, then what it does. */
  public List<MethodContract> contracts(ModelKind kind) {
    return kind == ModelKind.TEXT_TO_IMAGE
        ? List.of(metadata().contract(), generate().contract(), draw().contract())
        : List.of(metadata().contract(), ofKind(kind).contract());
  }

  private MethodDefinition<?> ofKind(ModelKind kind) {
    return switch (kind) {
      case TENSORS -> infer();
      case TEXT_TO_IMAGE -> generate();
      case CAPTIONS -> nearest();
      case TEXT -> complete();
      case EMBEDDINGS -> embed();
    };
  }

  /** What the model is. Takes a {@link MetadataRequest}. */
  public MethodDefinition<ModelMetadata> metadata() {
    return definition(
        METADATA,
        METADATA_DEADLINE,
        new Argument<>(ModelCodecs.METADATA_REQUEST, MetadataRequest.class),
        ModelCodecs.METADATA,
        new ModelMetadata("", "", List.of(), "", List.of(), List.of(), 0, "", ""));
  }

  /** Tensors in, tensors out. Takes an {@link InferRequest}. */
  public MethodDefinition<InferResponse> infer() {
    return definition(
        ModelKind.TENSORS.method(),
        DEADLINE,
        new Argument<>(ModelCodecs.INFER_REQUEST, InferRequest.class),
        ModelCodecs.INFER_RESPONSE,
        new InferResponse("", List.of()));
  }

  /** Pictures for a text. Takes a {@link GenerateRequest}. */
  public MethodDefinition<GenerateResponse> generate() {
    return definition(
        ModelKind.TEXT_TO_IMAGE.method(),
        DEADLINE,
        new Argument<>(ModelCodecs.GENERATE_REQUEST, GenerateRequest.class),
        ModelCodecs.GENERATE_RESPONSE,
        new GenerateResponse(List.of(), "", 0, 0, 0));
  }

  /** The captions that are nearest to a text. Takes a {@link NearestRequest}. */
  public MethodDefinition<NearestResponse> nearest() {
    return definition(
        ModelKind.CAPTIONS.method(),
        DEADLINE,
        new Argument<>(ModelCodecs.NEAREST_REQUEST, NearestRequest.class),
        ModelCodecs.NEAREST_RESPONSE,
        new NearestResponse(List.of()));
  }

  /** Pictures for a text, as a stream that goes on elsewhere. Takes a {@link GenerateRequest}. */
  public MethodDefinition<DrawEvent> draw() {
    return resumable(
        definition(
            DRAW,
            DEADLINE,
            new Argument<>(ModelCodecs.GENERATE_REQUEST, GenerateRequest.class),
            ModelCodecs.DRAW_EVENT,
            new DrawEvent.Finished(new GenerateResponse(List.of(), "", 0, 0, 0))));
  }

  /** A text, as a stream that goes on elsewhere. Takes a {@link CompleteRequest}. */
  public MethodDefinition<TextChunk> complete() {
    return resumable(
        definition(
            ModelKind.TEXT.method(),
            TEXT_DEADLINE,
            new Argument<>(ModelCodecs.COMPLETE_REQUEST, CompleteRequest.class),
            ModelCodecs.TEXT_CHUNK,
            new TextChunk("", new long[0], "", Optional.empty())));
  }

  /** Points of texts. Takes an {@link EmbedRequest}. */
  public MethodDefinition<EmbedResponse> embed() {
    return definition(
        ModelKind.EMBEDDINGS.method(),
        DEADLINE,
        new Argument<>(ModelCodecs.EMBED_REQUEST, EmbedRequest.class),
        ModelCodecs.EMBED_RESPONSE,
        new EmbedResponse(List.of(), 0));
  }

  private static <R> MethodDefinition<R> resumable(MethodDefinition<R> method) {
    return new MethodDefinition<>(
        method.contract().asResumable(),
        method.request(),
        method.response(),
        Optional.empty(),
        method.zero());
  }

  /** Running a model twice does no harm; its data is internal, as unlabelled data is. */
  private <R> MethodDefinition<R> definition(
      String method, Duration deadline, Codec<Object[]> request, Codec<R> response, R zero) {
    return new MethodDefinition<>(
        new MethodContract(
            service(), method, Tier.CLOUD, deadline, true, Label.INTERNAL, Optional.empty()),
        request,
        response,
        Optional.empty(),
        zero);
  }
}
