package dev.edgewise.serving.pipeline;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A folder in a jar. */
record ClassPathFiles(String name, ClassLoader loader) implements ModelFiles {
  private static final String FOLDER = "META-INF/edgewise/models/";

  /**
   * In memory twice while it is read, it must fit a small device; what is larger lies in a folder.
   */
  private static final int MAX_BYTES = 512 * 1024 * 1024;

  ClassPathFiles {
    requireNonNull(name, "name");
    requireNonNull(loader, "loader");
  }

  @Override
  public String place() {
    return "class path:" + FOLDER + name;
  }

  @Override
  public Optional<ByteBuffer> read(String path) {
    Folders.checkInside(this, path);
    URL url = loader.getResource(FOLDER + name + "/" + path);
    if (url == null) {
      return Optional.empty();
    }
    try {
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      try (InputStream in = connection.getInputStream()) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw Folders.bad(
              this,
              path + " is larger than " + MAX_BYTES + " bytes, the most that a jar may hold",
              "Put the model into a folder of the model repository.");
        }
        return Optional.of(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
      }
    } catch (IOException e) {
      throw Folders.bad(this, path + " cannot be read: " + e, "See whether the jar is whole.");
    }
  }
}
