package dev.edgewise.lab.cache;

import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.Engines;
import dev.edgewise.core.model.TextEmbedder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What the shipped MiniLM makes of texts, kept in a file, since it takes some milliseconds a text
 * and the same texts are evaluated again and again.
 */
final class Embeddings implements AutoCloseable {
  private final Path file;
  private final TextEmbedder embedder;
  private final Map<String, float[]> points = new ConcurrentHashMap<>();
  private int saved;

  private Embeddings(Path file, TextEmbedder embedder) {
    this.file = file;
    this.embedder = embedder;
  }

  /**
   * Opens the embedder and reads the file if it is there.
   *
   * @param folder where the file is, or will be
   */
  static Embeddings open(Path folder) throws IOException {
    TextEmbedder embedder =
        ServiceLoader.load(TextEmbedder.Provider.class)
            .findFirst()
            .orElseThrow(() -> new IOException("There is no embedder on the class path."))
            .open(Engines.found(), EngineOptions.DEFAULT);
    Files.createDirectories(folder);
    Embeddings embeddings =
        new Embeddings(folder.resolve("points-" + embedder.model() + ".bin"), embedder);
    embeddings.read();
    return embeddings;
  }

  private void read() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      while (true) {
        String text = in.readUTF();
        float[] point = new float[embedder.dimensions()];
        for (int i = 0; i < point.length; i++) {
          point[i] = in.readFloat();
        }
        points.put(text, point);
      }
    } catch (EOFException e) {
      // The end, or what a run that was stopped could still write.
      saved = points.size();
    }
  }

  String model() {
    return embedder.model();
  }

  int dimensions() {
    return embedder.dimensions();
  }

  float[] of(String text) {
    return points.computeIfAbsent(text, embedder::embed);
  }

  /** Embeds many, on all processors, and says how far it is. */
  void prepare(Collection<String> texts, Consumer<String> progress) throws IOException {
    List<String> missing =
        texts.stream().distinct().filter(text -> !points.containsKey(text)).toList();
    int step = 2_000;
    for (int from = 0; from < missing.size(); from += step) {
      missing.subList(from, Math.min(from + step, missing.size())).parallelStream()
          .forEach(this::of);
      progress.accept("embedded " + Math.min(from + step, missing.size()) + "/" + missing.size());
      save();
    }
  }

  private void save() throws IOException {
    if (points.size() == saved) {
      return;
    }
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
      for (Map.Entry<String, float[]> entry : points.entrySet()) {
        out.writeUTF(entry.getKey());
        for (float number : entry.getValue()) {
          out.writeFloat(number);
        }
      }
    }
    saved = points.size();
  }

  @Override
  public void close() {
    embedder.close();
  }
}
