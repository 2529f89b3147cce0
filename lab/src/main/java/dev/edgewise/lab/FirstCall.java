package dev.edgewise.lab;

import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.Programs;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.MetadataRequest;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.spi.model.NamedTensor;
import dev.edgewise.sdk.spi.model.ServingProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.jar.JarFile;

/**
 * The first call of a model after its node says that it is ready: how long the node itself takes
 * for it, over a connection that has been used, again after each of many restarts of a real agent,
 * against what the same calls take later.
 */
enum FirstCall implements Campaign {
  /** Twenty restarts. */
  FIRST_CALL(20),
  /** As many as a test run has time for; with the same bar. */
  FIRST_CALL_SHORT(5);

  private static final String MODEL = "faces";
  private static final String INFER = ModelKind.TENSORS.method();
  private static final String FILE = "META-INF/edgewise/models/face_detection_full_range.tflite";

  /** Calls after the first; what the later half takes is what counts as usual. */
  private static final int LATER = 100;

  private static final double MOST = 1.5;

  private final int restarts;

  FirstCall(int restarts) {
    this.restarts = restarts;
  }

  @Override
  public String about() {
    return "the face model's first call after each of "
        + restarts
        + " restarts of its agent: median at most "
        + MOST
        + " × the usual";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    Programs programs = new Programs(dist);
    Path models = folder.resolve("models");
    unpack(programs.jar("samples/vision"), models);
    String[] flags = {"--models", models.toString(), "--model-preload", MODEL};

    List<TensorSpec> inputs;
    List<Long> firsts = new ArrayList<>();
    List<Long> usual = new ArrayList<>();
    // The first life learns what callers send, and what the model takes.
    try (DaemonProcess agent = DaemonProcess.edge(programs, folder, "edge-1", flags);
        ModelLink link = ModelLink.open(agent.address(), MODEL)) {
      inputs = inputs(link);
      for (int call = 0; call < LATER; call++) {
        Duration unused = link.serviceTime(INFER, request(inputs, call));
      }
      stop(agent);
    }
    for (int restart = 0; restart < restarts; restart++) {
      try (DaemonProcess agent = DaemonProcess.edge(programs, folder, "edge-1", flags);
          ModelLink link = ModelLink.open(agent.address(), MODEL)) {
        link.warm();
        firsts.add(link.serviceTime(INFER, request(inputs, 1_000 + restart)).toNanos());
        for (int call = 0; call < LATER; call++) {
          long took = link.serviceTime(INFER, request(inputs, call)).toNanos();
          if (call >= LATER / 2) {
            usual.add(took);
          }
        }
        stop(agent);
      }
    }
    double first = median(firsts) / 1e6;
    double later = median(usual) / 1e6;
    return new Verdict(
        first <= MOST * later,
        "first call after %d restarts: median %.1f ms (%.1f to %.1f), usual %.1f ms: × %.2f"
            .formatted(
                restarts,
                first,
                firsts.stream().mapToLong(Long::longValue).min().orElseThrow() / 1e6,
                firsts.stream().mapToLong(Long::longValue).max().orElseThrow() / 1e6,
                later,
                first / later));
  }

  private static void unpack(String jar, Path models) throws IOException {
    Path version = Files.createDirectories(models.resolve(MODEL).resolve("1"));
    try (JarFile sample = new JarFile(jar);
        InputStream in = sample.getInputStream(sample.getJarEntry(FILE))) {
      Files.write(version.resolve("model.tflite"), in.readAllBytes());
    }
  }

  /** As an operator would, so that what is remembered is written. */
  private static void stop(DaemonProcess agent) throws IOException, InterruptedException {
    agent.signal("TERM");
    int unused = agent.awaitExit();
  }

  private static List<TensorSpec> inputs(ModelLink link) throws IOException, InterruptedException {
    Message answer =
        link.call(
            ModelMethods.METADATA,
            WireWriter.encode(ModelCodecs.METADATA_REQUEST, new MetadataRequest("")));
    try {
      return WireReader.decode(ModelCodecs.METADATA, answer).inputs();
    } catch (MalformedMessage e) {
      throw new IOException(e);
    }
  }

  private static Message request(List<TensorSpec> specs, long seed) {
    Random random = new Random(seed);
    List<NamedTensor> inputs = new ArrayList<>();
    for (TensorSpec spec : specs) {
      Tensor tensor =
          Tensor.allocate(
              spec.type(), spec.shape().stream().map(size -> size == -1 ? 1 : size).toList());
      for (var data = tensor.data().asFloatBuffer(); data.hasRemaining(); ) {
        data.put(random.nextFloat());
      }
      inputs.add(new NamedTensor(spec.name(), tensor));
    }
    return WireWriter.encode(
        ModelCodecs.INFER_REQUEST,
        new InferRequest(ServingProfile.DEFAULT, "", inputs, List.of(), 0));
  }

  private static double median(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).sorted().toArray()[values.size() / 2];
  }
}
