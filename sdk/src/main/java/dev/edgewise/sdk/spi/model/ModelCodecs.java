package dev.edgewise.sdk.spi.model;

import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.sdk.spi.Codec;

/** The codecs of what models are asked and answer, as {@code edgewise/v1/models.proto} has it. */
public final class ModelCodecs {
  /** {@code edgewise.v1.ModelMetadataRequest}. */
  public static final Codec<MetadataRequest> METADATA_REQUEST =
      new MetadataCodecs.OfMetadataRequest();

  /** {@code edgewise.v1.ModelMetadata}. */
  public static final Codec<ModelMetadata> METADATA = new MetadataCodecs.OfMetadata();

  /** {@code edgewise.v1.InferRequest}. */
  public static final Codec<InferRequest> INFER_REQUEST = new TensorCodecs.OfInferRequest();

  /** {@code edgewise.v1.InferResponse}. */
  public static final Codec<InferResponse> INFER_RESPONSE = new TensorCodecs.OfInferResponse();

  /** {@code edgewise.v1.GenerateRequest}. */
  public static final Codec<GenerateRequest> GENERATE_REQUEST =
      new PictureCodecs.OfGenerateRequest();

  /** {@code edgewise.v1.GenerateResponse}. */
  public static final Codec<GenerateResponse> GENERATE_RESPONSE =
      new PictureCodecs.OfGenerateResponse();

  /** {@code edgewise.v1.NearestRequest}. */
  public static final Codec<NearestRequest> NEAREST_REQUEST = new CaptionCodecs.OfNearestRequest();

  /** {@code edgewise.v1.NearestResponse}. */
  public static final Codec<NearestResponse> NEAREST_RESPONSE =
      new CaptionCodecs.OfNearestResponse();

  /** {@code edgewise.v1.DrawEvent}. */
  public static final Codec<DrawEvent> DRAW_EVENT = new PictureCodecs.OfDrawEvent();

  /** {@code edgewise.v1.CompleteRequest}. */
  public static final Codec<CompleteRequest> COMPLETE_REQUEST = new TextCodecs.OfCompleteRequest();

  /** {@code edgewise.v1.TextChunk}. */
  public static final Codec<TextChunk> TEXT_CHUNK = new TextCodecs.OfTextChunk();

  /** {@code edgewise.v1.EmbedRequest}. */
  public static final Codec<EmbedRequest> EMBED_REQUEST = new TextCodecs.OfEmbedRequest();

  /** {@code edgewise.v1.EmbedResponse}. */
  public static final Codec<EmbedResponse> EMBED_RESPONSE = new TextCodecs.OfEmbedResponse();

  /** {@code edgewise.v1.ServingProfile}. */
  public static final Codec<ServingProfile> SERVING_PROFILE = new ProfileCodecs.OfProfile();

  static final Codec<AcceleratorTerms> ACCELERATOR_TERMS = new ProfileCodecs.OfAccelerator();
  static final Codec<Batching> BATCHING = new ProfileCodecs.OfBatching();
  static final Codec<Caching> CACHING = new ProfileCodecs.OfCaching();
  static final Codec<TensorSpec> TENSOR_DESCRIPTION = new MetadataCodecs.OfTensorDescription();
  static final Codec<NamedTensor> NAMED_TENSOR = new TensorCodecs.OfNamedTensor();
  static final Codec<Picture> PICTURE = new PictureCodecs.OfPicture();
  static final Codec<Preview> PREVIEW = new PictureCodecs.OfPreview();
  static final Codec<ChatMessage> CHAT_MESSAGE = new TextCodecs.OfChatMessage();
  static final Codec<TextUsage> TEXT_USAGE = new TextCodecs.OfTextUsage();
  static final Codec<Tensor> EMBEDDING = new TextCodecs.OfEmbedding();
  static final Codec<NearCaption> CAPTION = new CaptionCodecs.OfCaption();

  private ModelCodecs() {}
}
