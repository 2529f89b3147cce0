package dev.edgewise.sdk.api;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Health;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.ModelHosting;
import dev.edgewise.sdk.spi.ServedModel;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import dev.edgewise.sdk.spi.model.DrawEvent;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.spi.model.NamedTensor;
import dev.edgewise.sdk.spi.model.NearCaption;
import dev.edgewise.sdk.spi.model.NearestRequest;
import dev.edgewise.sdk.spi.model.NearestResponse;
import dev.edgewise.sdk.spi.model.Picture;
import dev.edgewise.sdk.spi.model.Preview;
import dev.edgewise.sdk.spi.model.ServingProfile;
import dev.edgewise.sdk.spi.model.TextChunk;
import dev.edgewise.sdk.spi.model.TextUsage;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Serves models that only say what they were asked: {@code fashion-diffusion}, {@code captions},
 * {@code doubler} and {@code writer}. Found as a service where a test puts it.
 */
public final class FakeServing implements ModelHosting.Provider {
  /** What the fake heard; of the thread, since a provider is made by the service loader. */
  static final ThreadLocal<Heard> HEARD = ThreadLocal.withInitial(Heard::new);

  /** What happened to the serving that was opened on this thread. */
  static final class Heard {
    final List<ServingProfile> profiles = new CopyOnWriteArrayList<>();
    final List<String> order = new CopyOnWriteArrayList<>();
  }

  @Override
  public ModelHosting open(ModelHosting.Setting setting) {
    return new Hosting(HEARD.get());
  }

  private record Hosting(Heard heard) implements ModelHosting {
    @Override
    public List<ServedModel> models() {
      return List.of(
          new Fake(heard, "fashion-diffusion", ModelKind.TEXT_TO_IMAGE),
          new Fake(heard, "captions", ModelKind.CAPTIONS),
          new Fake(heard, "writer", ModelKind.TEXT),
          new Fake(heard, "doubler", ModelKind.TENSORS));
    }

    @Override
    public List<ServedModel> models(URLClassLoader loader) {
      return List.of();
    }

    @Override
    public Optional<ServedModel> find(ClassLoader loader, String name) {
      return models().stream().filter(model -> model.name().equals(name)).findFirst();
    }

    @Override
    public TensorModel tensors(ClassLoader loader, String name) {
      throw new AssertionError("no body here uses a model");
    }

    @Override
    public void close() {
      heard.order.add("serving closed");
    }
  }

  private record Fake(Heard heard, String name, ModelKind does) implements ServedModel {
    @Override
    public String engine() {
      return "fake";
    }

    @Override
    public List<MethodContract> methods() {
      return new ModelMethods(name).contracts(does);
    }

    @Override
    public String kind() {
      return does.word();
    }

    @Override
    public Health health() {
      return new Health.Healthy();
    }

    @Override
    public Message call(String fullName, Message request, CallContext context) {
      heard.order.add(fullName + " within " + context.timeLeft().toSeconds() + " s");
      if (fullName.endsWith("/Metadata")) {
        return WireWriter.encode(
            ModelCodecs.METADATA,
            new ModelMetadata(
                name, does.word(), List.of("1"), "fake", List.of(), List.of(), 8, "ready", ""));
      }
      return switch (does) {
        case TEXT_TO_IMAGE ->
            WireWriter.encode(
                ModelCodecs.GENERATE_RESPONSE,
                generate(decoded(ModelCodecs.GENERATE_REQUEST, request)));
        case CAPTIONS -> nearest(decoded(ModelCodecs.NEAREST_REQUEST, request));
        case TENSORS -> infer(decoded(ModelCodecs.INFER_REQUEST, request));
        case TEXT, EMBEDDINGS -> throw new IllegalStateException(does + " is not faked");
      };
    }

    @Override
    public void stream(String fullName, Message request, CallContext context, ItemSink sink)
        throws InterruptedException {
      heard.order.add(fullName + " within " + context.timeLeft().toSeconds() + " s");
      if (does == ModelKind.TEXT) {
        sink.opened();
        write(decoded(ModelCodecs.COMPLETE_REQUEST, request), sink);
        return;
      }
      GenerateRequest asked = decoded(ModelCodecs.GENERATE_REQUEST, request);
      GenerateResponse response = generate(asked);
      sink.opened();
      for (int step = 1; step <= asked.previews(); step++) {
        Preview preview = new Preview(response.pictures().get(0), 0, step, asked.previews() + 1);
        sink.item(WireWriter.encode(ModelCodecs.DRAW_EVENT, new DrawEvent.Previewed(preview)));
      }
      if (!asked.prompt().equals("nothing")) {
        sink.item(WireWriter.encode(ModelCodecs.DRAW_EVENT, new DrawEvent.Finished(response)));
      }
    }

    /** The request itself, word by word. */
    private void write(CompleteRequest request, ItemSink sink) throws InterruptedException {
      heard.profiles.add(request.profile());
      String text = request.messages().isEmpty() ? request.prompt() : request.messages().toString();
      long number = 0;
      for (String word : text.split(" ", -1)) {
        sink.item(
            WireWriter.encode(
                ModelCodecs.TEXT_CHUNK,
                new TextChunk(word + " ", new long[] {number++}, "", Optional.empty())));
      }
      String said =
          "%s %s %s %s %s %s"
              .formatted(
                  request.maxTokens(),
                  request.temperature(),
                  request.topP(),
                  request.topK(),
                  request.seed(),
                  request.stop());
      sink.item(
          WireWriter.encode(
              ModelCodecs.TEXT_CHUNK,
              new TextChunk(
                  said,
                  new long[0],
                  TextChunk.LENGTH,
                  Optional.of(new TextUsage(3, (int) number, 0)))));
    }

    private static <T> T decoded(Codec<T> codec, Message request) {
      return WireReader.decode(codec, request);
    }

    private GenerateResponse generate(GenerateRequest request) {
      heard.profiles.add(request.profile());
      switch (request.prompt()) {
        case "the moon" ->
            throw EdgewiseException.of(
                ErrorCode.UNKNOWN_PROMPT, "It knows ankle boot, bag, coat, and not this.");
        case "too much" ->
            throw EdgewiseException.of(ErrorCode.OVERLOADED, "Lane fashion: 9 s, deadline 1 s.");
        case "a bug" -> throw new IllegalStateException("broken");
        case "no picture" -> {
          return new GenerateResponse(List.of(), "", 0, 1, 1);
        }
        default -> {}
      }
      List<Picture> pictures = new ArrayList<>();
      for (int i = 0; i < request.count(); i++) {
        String words = request.prompt() + "/" + request.negativePrompt();
        pictures.add(
            new Picture(
                ByteBuffer.wrap(words.getBytes(StandardCharsets.UTF_8)),
                28,
                29,
                request.seed().orElse(1) + i));
      }
      return new GenerateResponse(
          pictures,
          "ankle boot",
          0.9,
          request.steps().orElse(20),
          request.guidanceScale().orElse(3));
    }

    private Message nearest(NearestRequest request) {
      heard.profiles.add(request.profile());
      List<NearCaption> captions = new ArrayList<>();
      for (int i = 0; i < request.limit(); i++) {
        captions.add(new NearCaption(request.text() + " " + i, 1.0 - i / 100.0));
      }
      return WireWriter.encode(ModelCodecs.NEAREST_RESPONSE, new NearestResponse(captions));
    }

    private Message infer(InferRequest request) {
      heard.profiles.add(request.profile());
      List<NamedTensor> outputs = new ArrayList<>();
      for (NamedTensor input : request.inputs()) {
        float[] values = input.tensor().toFloats();
        for (int i = 0; i < values.length; i++) {
          values[i] *= 2;
        }
        outputs.add(
            new NamedTensor(
                "twice " + input.name(),
                dev.edgewise.core.model.Tensor.ofFloats(input.tensor().shape(), values)));
      }
      return WireWriter.encode(ModelCodecs.INFER_RESPONSE, new InferResponse("1", outputs));
    }
  }
}
