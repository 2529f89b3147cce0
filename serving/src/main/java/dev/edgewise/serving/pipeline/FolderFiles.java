package dev.edgewise.serving.pipeline;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A folder on disk. */
record FolderFiles(String name, Path folder) implements ModelFiles {
  FolderFiles {
    requireNonNull(name, "name");
    requireNonNull(folder, "folder");
  }

  @Override
  public String place() {
    return folder.toString();
  }

  @Override
  public Optional<ByteBuffer> read(String path) {
    Folders.checkInside(this, path);
    try {
      Path file = folder.resolve(path);
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw Folders.bad(this, path + " leads out of the folder", "Put the file itself there.");
      }
      try (FileChannel channel = FileChannel.open(file)) {
        long size = channel.size();
        if (size > Integer.MAX_VALUE) {
          throw Folders.bad(
              this,
              path + " has " + size + " bytes, and at most 2 GiB can be read",
              "Export the model with 16-bit weights.");
        }
        return Optional.of(channel.map(FileChannel.MapMode.READ_ONLY, 0, size));
      }
    } catch (IOException e) {
      throw Folders.bad(this, path + " cannot be read: " + e, "See that the agent may read it.");
    }
  }
}
