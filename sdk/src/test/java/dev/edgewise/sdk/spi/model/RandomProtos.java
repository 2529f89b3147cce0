package dev.edgewise.sdk.spi.model;

import com.google.protobuf.ByteString;
import dev.edgewise.proto.v1.AcceleratorTerms;
import dev.edgewise.proto.v1.Batching;
import dev.edgewise.proto.v1.Caching;
import dev.edgewise.proto.v1.Caption;
import dev.edgewise.proto.v1.ChatMessage;
import dev.edgewise.proto.v1.CompleteRequest;
import dev.edgewise.proto.v1.DrawEvent;
import dev.edgewise.proto.v1.ElementType;
import dev.edgewise.proto.v1.EmbedRequest;
import dev.edgewise.proto.v1.EmbedResponse;
import dev.edgewise.proto.v1.Embedding;
import dev.edgewise.proto.v1.GenerateRequest;
import dev.edgewise.proto.v1.GenerateResponse;
import dev.edgewise.proto.v1.InferRequest;
import dev.edgewise.proto.v1.InferResponse;
import dev.edgewise.proto.v1.ModelMetadata;
import dev.edgewise.proto.v1.ModelMetadataRequest;
import dev.edgewise.proto.v1.NamedTensor;
import dev.edgewise.proto.v1.NearestRequest;
import dev.edgewise.proto.v1.NearestResponse;
import dev.edgewise.proto.v1.Picture;
import dev.edgewise.proto.v1.Preview;
import dev.edgewise.proto.v1.ServingProfile;
import dev.edgewise.proto.v1.Tensor;
import dev.edgewise.proto.v1.TensorDescription;
import dev.edgewise.proto.v1.TextChunk;
import dev.edgewise.proto.v1.TextUsage;
import java.util.Random;

/** Valid messages as protobuf-java builds them, with every field now and then. */
record RandomProtos(Random random) {
  private static final int[] LETTERS = "aZ9.- éß€漢😀".codePoints().toArray();

  private boolean some() {
    return random.nextInt(3) > 0;
  }

  private int upTo(int most) {
    return random.nextInt(most + 1);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = upTo(12); i > 0; i--) {
      text.appendCodePoint(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return text.toString();
  }

  ServingProfile profile() {
    ServingProfile.Builder profile =
        ServingProfile.newBuilder().setDigest("0123456789abcdef".repeat(4));
    if (some()) {
      profile.setBatching(
          Batching.newBuilder()
              .setMaxBatchSize(1 + upTo(1023))
              .setTimeoutMicros(upTo(60_000_000))
              .setShapeAware(some())
              .setMemoryAware(some()));
    }
    if (some()) {
      profile.setAccelerator(
          AcceleratorTerms.newBuilder()
              .setName(some() ? "gpu" : "tpu-v" + upTo(9))
              .setRequired(some()));
    }
    if (some()) {
      profile.setCaching(caching());
    }
    return profile.build();
  }

  private Caching.Builder caching() {
    Caching.Builder caching =
        Caching.newBuilder()
            .setMemoryBytes(upTo(1_000_000))
            .setDiskBytes(upTo(1_000_000))
            .setTimeToLiveSeconds(1 + upTo(1_000));
    if (some()) {
      caching.setSemantic(true).setSimilarityThreshold(random.nextDouble());
      if (some()) {
        caching.setMaxFalseHitRate(0.001 + random.nextDouble() / 2);
      }
    }
    return caching;
  }

  ModelMetadataRequest metadataRequest() {
    return ModelMetadataRequest.newBuilder().setVersion(text()).build();
  }

  ModelMetadata metadata() {
    ModelMetadata.Builder metadata =
        ModelMetadata.newBuilder()
            .setName(text())
            .setKind(text())
            .setEngine(text())
            .setMaxBatchSize(random.nextInt())
            .setState(text())
            .setReason(text());
    for (int i = upTo(4); i > 0; i--) {
      metadata.addVersions(text()).addInputs(description()).addOutputs(description());
    }
    return metadata.build();
  }

  private TensorDescription description() {
    TensorDescription.Builder description =
        TensorDescription.newBuilder().setName(text()).setType(ElementType.forNumber(1 + upTo(8)));
    for (int i = upTo(4); i > 0; i--) {
      description.addShape(random.nextInt(Integer.MAX_VALUE) - 1L);
    }
    return description.build();
  }

  private NamedTensor tensor() {
    byte[] elements = new byte[some() ? upTo(40) : 70_000];
    random.nextBytes(elements);
    return NamedTensor.newBuilder()
        .setName(text())
        .setTensor(
            Tensor.newBuilder()
                .setType(ElementType.ELEMENT_TYPE_UINT8)
                .addShape(elements.length)
                .setData(ByteString.copyFrom(elements)))
        .build();
  }

  InferRequest inferRequest() {
    InferRequest.Builder request =
        InferRequest.newBuilder().setVersion(text()).setPriority(upTo(1_000));
    if (some()) {
      request.setProfile(profile());
    }
    for (int i = upTo(3); i > 0; i--) {
      request.addInputs(tensor()).addOutputs(text());
    }
    return request.build();
  }

  InferResponse inferResponse() {
    InferResponse.Builder response = InferResponse.newBuilder().setVersion(text());
    for (int i = upTo(3); i > 0; i--) {
      response.addOutputs(tensor());
    }
    return response.build();
  }

  GenerateRequest generateRequest() {
    GenerateRequest.Builder request =
        GenerateRequest.newBuilder()
            .setPrompt("p" + text())
            .setCount(1 + upTo(9))
            .setNegativePrompt(text())
            .setPreviews(upTo(10));
    if (some()) {
      request.setProfile(profile());
    }
    if (some()) {
      request.setSteps(1 + upTo(999));
    }
    if (some()) {
      request.setGuidanceScale(some() ? 100 * random.nextDouble() : 0);
    }
    if (some()) {
      request.setSeed(some() ? random.nextLong() : 0);
    }
    return request.build();
  }

  GenerateResponse generateResponse() {
    GenerateResponse.Builder response =
        GenerateResponse.newBuilder()
            .setSubject(text())
            .setSimilarity(some() ? random.nextDouble() : -0.0)
            .setSteps(upTo(100))
            .setGuidanceScale(random.nextDouble());
    for (int i = upTo(4); i > 0; i--) {
      byte[] png = new byte[some() ? upTo(90) : 70_000];
      random.nextBytes(png);
      response.addPictures(
          Picture.newBuilder()
              .setPng(ByteString.copyFrom(png))
              .setWidth(upTo(4096))
              .setHeight(upTo(4096))
              .setSeed(random.nextLong()));
    }
    return response.build();
  }

  NearestRequest nearestRequest() {
    NearestRequest.Builder request =
        NearestRequest.newBuilder().setText("t" + text()).setLimit(1 + upTo(99));
    if (some()) {
      request.setProfile(profile());
    }
    return request.build();
  }

  NearestResponse nearestResponse() {
    NearestResponse.Builder response = NearestResponse.newBuilder();
    for (int i = upTo(5); i > 0; i--) {
      response.addCaptions(
          Caption.newBuilder().setText(text()).setSimilarity(2 * random.nextDouble() - 1));
    }
    return response.build();
  }

  DrawEvent drawEvent() {
    DrawEvent.Builder event = DrawEvent.newBuilder();
    return some()
        ? event
            .setPreview(
                Preview.newBuilder()
                    .setPicture(Picture.newBuilder().setPng(ByteString.copyFromUtf8(text())))
                    .setIndex(upTo(9))
                    .setStep(upTo(50))
                    .setSteps(50 + upTo(50)))
            .build()
        : event.setFinished(generateResponse()).build();
  }

  CompleteRequest completeRequest() {
    CompleteRequest.Builder request =
        CompleteRequest.newBuilder()
            .setTopK(upTo(100))
            .setFrequencyPenalty(4 * random.nextDouble() - 2)
            .setPresencePenalty(4 * random.nextDouble() - 2);
    if (some()) {
      request.setPrompt("p" + text());
    } else {
      for (int i = 1 + upTo(3); i > 0; i--) {
        request.addMessages(
            ChatMessage.newBuilder().setRole(some() ? "user" : "assistant").setText(text()));
      }
    }
    if (some()) {
      request.setProfile(profile());
    }
    if (some()) {
      request.setMaxTokens(1 + upTo(1_000));
    }
    if (some()) {
      request.setTemperature(some() ? 2 * random.nextDouble() : 0).setTopP(0.5);
    }
    if (some()) {
      request.setSeed(some() ? random.nextLong() : 0);
    }
    for (int i = upTo(3); i > 0; i--) {
      request.addStop("s" + text());
    }
    return request.build();
  }

  TextChunk textChunk() {
    TextChunk.Builder chunk = TextChunk.newBuilder().setText(text());
    for (int i = upTo(5); i > 0; i--) {
      chunk.addTokens(random.nextInt(300_000));
    }
    if (!some()) {
      chunk
          .setFinish("stop")
          .setUsage(
              TextUsage.newBuilder()
                  .setPromptTokens(10 + upTo(9))
                  .setCompletionTokens(upTo(9))
                  .setReusedTokens(upTo(10)));
    }
    return chunk.build();
  }

  EmbedRequest embedRequest() {
    EmbedRequest.Builder request = EmbedRequest.newBuilder().addTexts(text());
    for (int i = upTo(5); i > 0; i--) {
      request.addTexts(text());
    }
    return request.build();
  }

  EmbedResponse embedResponse() {
    EmbedResponse.Builder response = EmbedResponse.newBuilder().setTokens(upTo(1_000));
    for (int i = upTo(4); i > 0; i--) {
      response.addEmbeddings(Embedding.newBuilder().setPoint(tensor().getTensor()));
    }
    return response.build();
  }
}
