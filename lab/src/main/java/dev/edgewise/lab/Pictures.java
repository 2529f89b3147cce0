package dev.edgewise.lab;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.Engines;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TextEmbedder;
import dev.edgewise.serving.pipeline.Drawn;
import dev.edgewise.serving.pipeline.ModelFiles;
import dev.edgewise.serving.pipeline.NetworkLoader;
import dev.edgewise.serving.pipeline.PictureRequest;
import dev.edgewise.serving.pipeline.PictureTerms;
import dev.edgewise.serving.pipeline.TextToImagePipeline;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import javax.imageio.ImageIO;

/**
 * The model that draws clothes, on the engine that agents run it with: whether a classifier that
 * was trained on real pictures sees what was asked for, how much the pictures of one subject
 * differ, and whether another process draws the same bytes.
 */
enum Pictures implements Campaign {
  /** 20 pictures of each of the ten subjects, at the model's own guidance and at 7.5. */
  PICTURES;

  private static final int EACH = 20;
  private static final int SIDE = 28;
  private static final double STRONG = 7.5;
  private static final double AGREED = 0.95;
  private static final List<String> SUBJECTS =
      List.of(
          "t-shirt",
          "trousers",
          "pullover",
          "dress",
          "coat",
          "sandal",
          "shirt",
          "sneaker",
          "bag",
          "ankle boot");

  @Override
  public String about() {
    return "200 pictures at the default guidance and at 7.5: a classifier sees at least 95 % as"
        + " asked; another process draws the same bytes";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    try (TextEmbedder embedder = embedder();
        TextToImagePipeline pipeline = open(embedder);
        TensorModel judge = judge()) {
      Shown own = show(pipeline, judge, pipeline.defaultGuidance());
      Shown strong = show(pipeline, judge, STRONG);
      ImageIO.write(own.sheet(), "png", folder.resolve("sheet-default.png").toFile());
      ImageIO.write(strong.sheet(), "png", folder.resolve("sheet-7.5.png").toFile());
      String here = PictureBytes.digest(pipeline);
      String there = PictureBytes.inAnotherProcess();
      boolean same = here.equals(there);
      return new Verdict(
          own.agreement() >= AGREED && strong.agreement() >= AGREED && same,
          own
              + "; "
              + strong
              + "; bytes of another process "
              + (same ? "the same" : "DIFFERENT")
              + "; sheets in "
              + folder);
    }
  }

  /** What came out at one guidance. */
  private record Shown(double guidance, int[] right, double variety, BufferedImage sheet) {
    double agreement() {
      int all = 0;
      for (int one : right) {
        all += one;
      }
      return (double) all / (right.length * EACH);
    }

    @Override
    public String toString() {
      List<String> classes = new ArrayList<>();
      for (int i = 0; i < right.length; i++) {
        classes.add(SUBJECTS.get(i) + " " + right[i]);
      }
      return "guidance %.1f: %.1f %% as asked (of %d each: %s), variety %.3f"
          .formatted(guidance, agreement() * 100, EACH, String.join(", ", classes), variety);
    }
  }

  private static Shown show(TextToImagePipeline pipeline, TensorModel judge, double guidance)
      throws IOException, InterruptedException {
    BufferedImage sheet =
        new BufferedImage(EACH * SIDE, SUBJECTS.size() * SIDE, BufferedImage.TYPE_BYTE_GRAY);
    int[] right = new int[SUBJECTS.size()];
    double variety = 0;
    for (int subject = 0; subject < SUBJECTS.size(); subject++) {
      double[] sum = new double[SIDE * SIDE];
      double[] squares = new double[SIDE * SIDE];
      for (int i = 0; i < EACH; i++) {
        float[] pixels = draw(pipeline, SUBJECTS.get(subject), guidance, subject * EACH + i);
        right[subject] += label(judge, pixels) == subject ? 1 : 0;
        for (int p = 0; p < pixels.length; p++) {
          double level = (pixels[p] + 1) / 2;
          sum[p] += level;
          squares[p] += level * level;
          sheet
              .getRaster()
              .setSample(
                  i * SIDE + p % SIDE, subject * SIDE + p / SIDE, 0, (int) Math.rint(level * 255));
        }
      }
      for (int p = 0; p < sum.length; p++) {
        double mean = sum[p] / EACH;
        double spread = (squares[p] / EACH - mean * mean) * EACH / (EACH - 1);
        variety += Math.sqrt(Math.max(0, spread)) / sum.length / SUBJECTS.size();
      }
    }
    return new Shown(guidance, right, variety, sheet);
  }

  private static float[] draw(
      TextToImagePipeline pipeline, String subject, double guidance, long seed)
      throws IOException, InterruptedException {
    Drawn drawn =
        pipeline.draw(
            new PictureRequest(
                subject, "", OptionalInt.of(30), OptionalDouble.of(guidance), seed, 1),
            PictureTerms.NONE);
    if (!(drawn instanceof Drawn.Finished finished)) {
      throw new IllegalStateException(subject + ": " + drawn);
    }
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(finished.pictures().getFirst().png()));
    float[] pixels = new float[SIDE * SIDE];
    for (int p = 0; p < pixels.length; p++) {
      pixels[p] = image.getRaster().getSample(p % SIDE, p / SIDE, 0) / 127.5f - 1;
    }
    return pixels;
  }

  private static int label(TensorModel judge, float[] pixels) {
    float[] said =
        judge
            .run(List.of(Tensor.ofFloats(List.of(1, 1, SIDE, SIDE), pixels)))
            .getFirst()
            .toFloats();
    int best = 0;
    for (int i = 1; i < said.length; i++) {
      best = said[i] > said[best] ? i : best;
    }
    return best;
  }

  static TextEmbedder embedder() {
    return ServiceLoader.load(TextEmbedder.Provider.class)
        .findFirst()
        .orElseThrow()
        .open(engines(), EngineOptions.DEFAULT);
  }

  /** The shipped model; its pictures are left as small as they are drawn, for the classifier. */
  static TextToImagePipeline open(TextEmbedder embedder) {
    ModelFiles shipped =
        ModelFiles.ofClassPath(
            "fashion-diffusion", requireNonNull(Pictures.class.getClassLoader()));
    ModelFiles small =
        new ModelFiles() {
          @Override
          public String name() {
            return shipped.name();
          }

          @Override
          public String place() {
            return shipped.place();
          }

          @Override
          public Optional<ByteBuffer> read(String path) {
            return shipped
                .read(path)
                .map(file -> path.equals("model_index.json") ? left(file) : file);
          }
        };
    return TextToImagePipeline.open(
        small, NetworkLoader.of(engines(), EngineOptions.DEFAULT), () -> embedder, Clock.system());
  }

  private static ByteBuffer left(ByteBuffer index) {
    String text = StandardCharsets.UTF_8.decode(index.duplicate()).toString();
    return direct(
        text.replaceFirst("\"picture_size\": 256", "\"picture_size\": 0")
            .getBytes(StandardCharsets.UTF_8));
  }

  private static TensorModel judge() throws IOException {
    try (InputStream in =
        requireNonNull(Pictures.class.getResourceAsStream("fashion-judge.onnx"))) {
      return NetworkLoader.of(engines(), EngineOptions.DEFAULT)
          .load("fashion-judge", "onnx", direct(in.readAllBytes()));
    }
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  private static List<ModelEngine> engines() {
    return Engines.found();
  }
}
