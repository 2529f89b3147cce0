package dev.edgewise.serving.repository;

import static java.util.Objects.requireNonNull;

import dev.edgewise.serving.pipeline.ModelFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A model in a jar or a folder of classes. */
final class ClassPathContent implements ModelContent {
  /** In memory twice while it is read, it must fit a small device; what is larger has a folder. */
  private static final int MAX_BYTES = 512 * 1024 * 1024;

  private final String model;
  private final ClassLoader loader;
  private final URL url;
  private @Nullable String digest;

  ClassPathContent(String model, ClassLoader loader, URL url) {
    this.model = requireNonNull(model, "model");
    this.loader = requireNonNull(loader, "loader");
    this.url = requireNonNull(url, "url");
  }

  @Override
  public String place() {
    return url.toString();
  }

  @Override
  public long bytes() {
    try {
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      // A connection to a jar keeps that open until its stream is closed.
      try (InputStream _ = connection.getInputStream()) {
        return Math.max(1, connection.getContentLengthLong());
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Of the file; of a folder of its index, and of the jar that it lies in or else of where it lies,
   * because a class path does not tell what else there is.
   */
  @Override
  public synchronized String digest() {
    String known = digest;
    if (known == null) {
      try {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        if (url.getPath().endsWith(".json")) {
          updateWithRest(sha);
        }
        sha.update(read());
        known = HexFormat.of().formatHex(sha.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      } catch (IOException e) {
        throw unreadable(e);
      }
      digest = known;
    }
    return known;
  }

  /** A class path does not change while it is in use. */
  @Override
  public boolean isStill(ModelContent later) {
    return later instanceof ClassPathContent other
        && loader.equals(other.loader)
        && place().equals(other.place());
  }

  /**
   * Of a jar all of it counts, wherever it lies, so that nodes which have the same agree on it;
   * outside of jars, the place.
   */
  private void updateWithRest(MessageDigest sha) throws IOException {
    if (!(url.openConnection() instanceof JarURLConnection connection)) {
      sha.update(url.toString().getBytes(StandardCharsets.UTF_8));
      return;
    }
    try (InputStream in = connection.getJarFileURL().openStream()) {
      byte[] some = new byte[1 << 16];
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        sha.update(some, 0, count);
      }
    }
  }

  @Override
  public ByteBuffer file() {
    try {
      byte[] bytes = read();
      return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public ModelFiles files() {
    return ModelFiles.ofClassPath(model, loader);
  }

  private byte[] read() throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw BadModel.of(
            model,
            "it is larger than " + MAX_BYTES + " bytes, the most that a jar may hold",
            place(),
            "Put it into a folder of the model repository.");
      }
      return bytes;
    }
  }

  private RuntimeException unreadable(IOException e) {
    return BadModel.of(
        model, "it cannot be read: " + e, place(), "See whether the jar is whole.", e);
  }
}
