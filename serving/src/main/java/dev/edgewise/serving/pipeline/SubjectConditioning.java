package dev.edgewise.serving.pipeline;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import dev.edgewise.core.model.TextEmbedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * For a network that knows some subjects: a text is about the subject with the phrase that is
 * nearest to it, unless even that lies below the floor.
 */
final class SubjectConditioning implements Conditioning {
  static final String FILE = "conditioning/subjects.json";

  private static final String SCHEMA = "edgewise.subjects/1";
  private static final int MAX_SUBJECTS = 10_000;
  private static final int MAX_PHRASES = 100;
  private static final Gson GSON = new Gson();

  private final TextEmbedder embedder;
  private final List<Subject> subjects;
  private final double floor;

  private SubjectConditioning(TextEmbedder embedder, List<Subject> subjects, double floor) {
    this.embedder = embedder;
    this.subjects = subjects;
    this.floor = floor;
  }

  /** A subject with the points of its phrases. */
  private record Subject(String name, Condition condition, float[][] points) {
    double similarity(float[] point) {
      double most = -1;
      for (float[] phrase : points) {
        most = Math.max(most, Cosine.of(point, phrase));
      }
      return most;
    }
  }

  /** The file, as it is written. */
  private record Written(
      @Nullable String schema,
      @Nullable String embedder,
      @Nullable Double floor,
      @Nullable List<WrittenSubject> subjects) {}

  private record WrittenSubject(
      @Nullable String name, @Nullable List<String> phrases, float @Nullable [] condition) {}

  static SubjectConditioning open(ModelFiles files, Supplier<TextEmbedder> embedder) {
    JsonObject json = Folders.requireJson(files, FILE, "what the model can draw");
    if (!new JsonPrimitive(SCHEMA).equals(json.get("schema"))) {
      throw bad(files, "\"schema\" is not " + SCHEMA);
    }
    Written written;
    try {
      written = GSON.fromJson(json, Written.class);
    } catch (JsonParseException e) {
      throw bad(files, "it is not as " + SCHEMA + " has it: " + e.getMessage());
    }
    if (written.floor() == null || !(written.floor() >= -1 && written.floor() <= 1)) {
      throw bad(files, "\"floor\" is not a number from -1 to 1");
    }
    List<WrittenSubject> all = written.subjects() == null ? List.of() : written.subjects();
    if (all.isEmpty() || all.size() > MAX_SUBJECTS) {
      throw bad(files, "it has " + all.size() + " subjects (expected: 1 to " + MAX_SUBJECTS + ")");
    }
    TextEmbedder opened = embedder.get();
    if (!opened.model().equals(written.embedder())) {
      throw bad(
          files,
          "its floor was measured with the embedder "
              + written.embedder()
              + ", and "
              + opened.model()
              + " is here");
    }
    List<Subject> subjects = new ArrayList<>(all.size());
    for (WrittenSubject subject : all) {
      subjects.add(subject(files, subject, opened));
      if (!subjects.getFirst().condition().shape().equals(subjects.getLast().condition().shape())) {
        throw bad(files, "\"condition\" of " + subject.name() + " has another length");
      }
    }
    return new SubjectConditioning(opened, List.copyOf(subjects), written.floor());
  }

  private static Subject subject(ModelFiles files, WrittenSubject written, TextEmbedder embedder) {
    String name = written.name() == null ? "" : written.name().strip();
    List<String> phrases = written.phrases() == null ? List.of() : written.phrases();
    float[] condition = written.condition() == null ? new float[0] : written.condition();
    if (name.isEmpty() || name.length() > 100) {
      throw bad(files, "a subject has a name of " + name.length() + " characters (1 to 100)");
    }
    if (phrases.isEmpty() || phrases.size() > MAX_PHRASES) {
      throw bad(files, name + " has " + phrases.size() + " phrases (1 to " + MAX_PHRASES + ")");
    }
    if (condition.length == 0) {
      throw bad(files, name + " has no \"condition\"");
    }
    return new Subject(
        name, new Condition(List.of(condition.length), condition.clone()), embedder.embed(phrases));
  }

  private static RuntimeException bad(ModelFiles files, String problem) {
    return Folders.bad(files, FILE + ": " + problem, "Mend the file, or copy it again.");
  }

  @Override
  public Read read(String text) {
    float[] point = embedder.embed(text);
    Subject nearest = subjects.getFirst();
    double similarity = nearest.similarity(point);
    for (Subject subject : subjects) {
      double other = subject.similarity(point);
      if (other > similarity) {
        nearest = subject;
        similarity = other;
      }
    }
    Drawn.Match match = new Drawn.Match(nearest.name(), similarity);
    return similarity >= floor
        ? new Read.Understood(nearest.condition(), Optional.of(match))
        : new Read.Foreign(match, floor);
  }

  @Override
  public Condition none() {
    List<Integer> shape = subjects.getFirst().condition().shape();
    return new Condition(shape, new float[shape.getFirst()]);
  }

  @Override
  public List<String> subjects() {
    return subjects.stream().map(Subject::name).toList();
  }

  @Override
  public long memoryBytes() {
    return 0;
  }

  /** The embedder is the caller's. */
  @Override
  public void close() {}
}
