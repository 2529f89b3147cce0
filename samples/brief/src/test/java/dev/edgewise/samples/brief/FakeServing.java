package dev.edgewise.samples.brief;

import dev.edgewise.core.Health;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.ModelHosting;
import dev.edgewise.sdk.spi.ServedModel;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.DrawEvent;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.spi.model.NearCaption;
import dev.edgewise.sdk.spi.model.NearestRequest;
import dev.edgewise.sdk.spi.model.NearestResponse;
import dev.edgewise.sdk.spi.model.Picture;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves a model of each kind that the blocks use, and writes down what they were asked. */
public final class FakeServing implements ModelHosting.Provider {
  /** All requests of this test's JVM; each test empties it first. */
  static final List<Record> ASKED = new CopyOnWriteArrayList<>();

  @Override
  public ModelHosting open(ModelHosting.Setting setting) {
    return new Hosting();
  }

  private record Hosting() implements ModelHosting {
    @Override
    public List<ServedModel> models() {
      return List.of(
          new Model("fashion-diffusion", ModelKind.TEXT_TO_IMAGE),
          new Model("captions", ModelKind.CAPTIONS));
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
      throw new AssertionError("no body of the brief uses a model");
    }

    @Override
    public void close() {}
  }

  private record Model(String name, ModelKind does) implements ServedModel {
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
      if (does == ModelKind.CAPTIONS) {
        NearestRequest nearest = WireReader.decode(ModelCodecs.NEAREST_REQUEST, request);
        ASKED.add(nearest);
        return WireWriter.encode(
            ModelCodecs.NEAREST_RESPONSE,
            new NearestResponse(List.of(new NearCaption("a mug on a desk", 0.8))));
      }
      return WireWriter.encode(ModelCodecs.GENERATE_RESPONSE, generated(request));
    }

    @Override
    public void stream(String fullName, Message request, CallContext context, ItemSink sink)
        throws InterruptedException {
      GenerateResponse response = generated(request);
      sink.opened();
      sink.item(WireWriter.encode(ModelCodecs.DRAW_EVENT, new DrawEvent.Finished(response)));
    }

    private static GenerateResponse generated(Message request) {
      GenerateRequest generate = WireReader.decode(ModelCodecs.GENERATE_REQUEST, request);
      ASKED.add(generate);
      ByteBuffer file = ByteBuffer.wrap(generate.prompt().getBytes(StandardCharsets.UTF_8));
      return new GenerateResponse(List.of(new Picture(file, 28, 28, 1)), "ankle boot", 0.9, 20, 3);
    }
  }
}
