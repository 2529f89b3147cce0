package dev.edgewise.serving.pipeline;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A model's folder that a test wrote. */
final class MemoryFiles implements ModelFiles {
  private final Map<String, byte[]> files = new HashMap<>();

  MemoryFiles with(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  MemoryFiles without(String path) {
    files.remove(path);
    return this;
  }

  @Override
  public String name() {
    return "tiny";
  }

  @Override
  public String place() {
    return "memory";
  }

  @Override
  public Optional<ByteBuffer> read(String path) {
    Folders.checkInside(this, path);
    return Optional.ofNullable(files.get(path))
        .map(bytes -> ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
  }
}
