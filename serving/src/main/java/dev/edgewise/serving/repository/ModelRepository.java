package dev.edgewise.serving.repository;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Names;
import dev.edgewise.sdk.spi.model.ModelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of models, in the layout that Triton's users know: {@code <model>/<version>/model.onnx}
 * or {@code model.tflite}; or, for a model of several networks, {@code
 * <model>/<version>/model_index.json} or {@code captions.json} and what they name. A language model
 * is {@code <model>/<version>/model.gguf}, or just {@code <model>.gguf}. Beside the versions there
 * may be {@code config.yaml}, or Triton's {@code config.pbtxt}.
 *
 * <p>A model that is not laid out well is told of and left out; the others are served. A link that
 * leads out of the folder is such a fault. Reading has no state: what was found is as the folder
 * was then. Thread-safe.
 */
public final class ModelRepository {
  /** Models of one folder. */
  static final int MAX_MODELS = 1_000;

  /** Versions of one model. */
  static final int MAX_VERSIONS = 100;

  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");
  private static final List<String> FORMATS = List.of("onnx", "tflite", "gguf");
  private static final String TEXT_ENDING = ".gguf";

  private final Path folder;
  private final Clock clock;

  /** The repository in that folder. */
  public ModelRepository(Path folder, Clock clock) {
    this.folder = requireNonNull(folder, "folder");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * What a look at the folder found.
   *
   * @param models by name
   * @param broken those that cannot be served, by name, each with an error that says why
   */
  public record Scan(
      SortedMap<String, FoundModel> models, SortedMap<String, EdgewiseException> broken) {
    public Scan {
      models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
      broken = Collections.unmodifiableSortedMap(new TreeMap<>(broken));
    }
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /**
   * Looks what is there now.
   *
   * @throws EdgewiseException with {@code BAD_MODEL_FOLDER} when the folder itself cannot be read
   *     or holds more than {@link #MAX_MODELS}
   */
  public Scan scan() {
    SortedMap<String, FoundModel> models = new TreeMap<>();
    SortedMap<String, EdgewiseException> broken = new TreeMap<>();
    for (Path child : children()) {
      String name = child.getFileName().toString();
      boolean text = name.endsWith(TEXT_ENDING) && Files.isRegularFile(child);
      if (name.startsWith(".") || !(text || Files.isDirectory(child))) {
        continue;
      }
      name = text ? name.substring(0, name.length() - TEXT_ENDING.length()) : name;
      try {
        FoundModel before = models.put(name, text ? textModel(name, child) : model(name, child));
        if (before != null) {
          models.remove(name);
          throw BadModel.of(
              name,
              "there is a folder and a file of that name",
              child.toString(),
              "Rename one of them.");
        }
      } catch (EdgewiseException e) {
        broken.put(name, e);
      } catch (IOException e) {
        broken.put(
            name,
            BadModel.of(
                name,
                "it cannot be read: " + e,
                child.toString(),
                "See that this user may read it.",
                e));
      }
    }
    return new Scan(models, broken);
  }

  private List<Path> children() {
    try (Stream<Path> list = Files.list(folder)) {
      List<Path> children = list.sorted().limit(MAX_MODELS + 1L).toList();
      if (children.size() > MAX_MODELS) {
        throw EdgewiseException.of(
            ErrorCode.BAD_MODEL_FOLDER,
            "The model repository "
                + folder
                + " holds more than "
                + MAX_MODELS
                + " entries. Divide it between nodes.");
      }
      return children;
    } catch (IOException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_MODEL_FOLDER,
          "The model repository "
              + folder
              + " cannot be read: "
              + e
              + ". Name a folder that this user may read; in it lies one folder a model, in each of"
              + " those one a version, for example mlp/1/model.onnx.",
          e);
    }
  }

  private FoundModel model(String name, Path home) throws IOException {
    if (!Names.isValid(name)) {
      throw BadModel.of(
          name,
          "its folder's name is not that of a model",
          home.toString(),
          "Use 1 to 63 letters, digits, '.', '-' and '_', with a letter or digit at both ends.");
    }
    inside(name, home);
    List<String> notes = new ArrayList<>();
    ModelSettings settings = SettingsFile.settings(name, home, notes);
    List<ModelVersion> versions = versions(name, home);
    List<ModelVersion> served = chosen(versions, settings.versions());
    if (served.isEmpty()) {
      throw BadModel.of(
          name,
          versions.isEmpty()
              ? "there is no version"
              : "its configuration serves none of the versions " + numbers(versions),
          home.toString(),
          "Put the file into a folder of a version, for example " + name + "/1/model.onnx.");
    }
    if (served.stream().map(ModelVersion::kind).distinct().count() > 1) {
      throw BadModel.of(
          name,
          "its versions are of different kinds",
          home.toString(),
          "Make a model of its own of each kind.");
    }
    if (!settings.warmup().isEmpty() && served.getLast().kind() != ModelKind.TENSORS) {
      throw BadModel.of(
          name,
          "its configuration has warm-up samples, and it takes no tensors",
          home.toString(),
          "Take them out: it is warmed by a text.");
    }
    return new FoundModel(name, served, settings, notes);
  }

  /** A file of a language model, as it is pulled, without a folder around it. */
  private FoundModel textModel(String name, Path file) throws IOException {
    if (!Names.isValid(name)) {
      throw BadModel.of(
          name,
          "its file's name is not that of a model",
          file.toString(),
          "Use 1 to 63 letters, digits, '.', '-' and '_', with a letter or digit at both ends.");
    }
    inside(name, file);
    return new FoundModel(
        name,
        List.of(
            new ModelVersion(
                name, 1, ModelKind.TEXT, "gguf", DiskContent.of(name, file, clock.now()))),
        ModelSettings.NONE,
        List.of());
  }

  /** All that there are, by number. */
  private List<ModelVersion> versions(String model, Path home) throws IOException {
    List<ModelVersion> versions = new ArrayList<>();
    try (Stream<Path> list = Files.list(home)) {
      List<Path> folders =
          list.filter(child -> VERSION.matcher(child.getFileName().toString()).matches())
              .filter(Files::isDirectory)
              .limit(MAX_VERSIONS + 1L)
              .toList();
      if (folders.size() > MAX_VERSIONS) {
        throw BadModel.of(
            model,
            "there are more than " + MAX_VERSIONS + " versions",
            home.toString(),
            "Move those away that nobody calls.");
      }
      for (Path version : folders) {
        versions.add(version(model, version));
      }
    }
    versions.sort(Comparator.comparingInt(ModelVersion::number));
    return versions;
  }

  private ModelVersion version(String model, Path home) throws IOException {
    inside(model, home);
    int number = Integer.parseInt(home.getFileName().toString());
    if (Files.isRegularFile(home.resolve("model_index.json"))) {
      return new ModelVersion(
          model, number, ModelKind.TEXT_TO_IMAGE, "", DiskContent.of(model, home, clock.now()));
    }
    if (Files.isRegularFile(home.resolve("captions.json"))) {
      return new ModelVersion(
          model, number, ModelKind.CAPTIONS, "", DiskContent.of(model, home, clock.now()));
    }
    for (String format : FORMATS) {
      Path file = home.resolve("model." + format);
      if (Files.isRegularFile(file)) {
        inside(model, file);
        return new ModelVersion(
            model,
            number,
            format.equals("gguf") ? ModelKind.TEXT : ModelKind.TENSORS,
            format,
            DiskContent.of(model, file, clock.now()));
      }
    }
    throw BadModel.of(
        model,
        "version "
            + number
            + " has none of model.onnx, model.tflite, model.gguf, model_index.json and"
            + " captions.json",
        home.toString(),
        "Put the model's file there under that name.");
  }

  private void inside(String model, Path path) throws IOException {
    if (!path.toRealPath().startsWith(folder.toRealPath())) {
      throw BadModel.of(
          model,
          path.getFileName() + " leads out of the repository",
          path.toString(),
          "Put the files themselves there instead of a link.");
    }
  }

  private static List<ModelVersion> chosen(
      List<ModelVersion> all, ModelSettings.Versions versions) {
    return switch (versions) {
      case ModelSettings.Versions.All() -> all;
      case ModelSettings.Versions.Latest(int count) ->
          all.subList(Math.max(0, all.size() - count), all.size());
      case ModelSettings.Versions.Only(var numbers) ->
          all.stream().filter(version -> numbers.contains(version.number())).toList();
    };
  }

  private static List<Integer> numbers(List<ModelVersion> versions) {
    return versions.stream().map(ModelVersion::number).toList();
  }
}
