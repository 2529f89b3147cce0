package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.model.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;

/** A picture that a model made. Immutable. */
public final class Image {
  private final Picture picture;

  Image(Picture picture) {
    this.picture = requireNonNull(picture, "picture");
  }

  /**
   * Where the picture can be had: a {@code data:} URI that holds all of it, since it came here
   * without a gateway that could keep it.
   */
  public URI url() {
    return URI.create("data:image/png;base64," + Base64.getEncoder().encodeToString(png()));
  }

  /** The whole PNG file, a copy. */
  public byte[] png() {
    ByteBuffer file = picture.png();
    byte[] copy = new byte[file.remaining()];
    file.get(copy);
    return copy;
  }

  /**
   * Writes the PNG file; one that is there is replaced.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  public void save(Path file) {
    requireNonNull(file, "file");
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer left = picture.png();
      while (left.hasRemaining()) {
        out.write(left);
      }
    } catch (IOException e) {
      Path folder = file.toAbsolutePath().getParent();
      String hint =
          folder != null && !Files.isDirectory(folder) ? " There is no folder " + folder + "." : "";
      throw new UncheckedIOException(
          "The picture could not be written to " + file + ": " + e + "." + hint, e);
    }
  }

  /** In pixels. */
  public int width() {
    return picture.width();
  }

  /** In pixels. */
  public int height() {
    return picture.height();
  }

  /**
   * What gives the same picture again on any node, by the same model with the same options. All 64
   * bits count, without sign.
   */
  public long seed() {
    return picture.seed();
  }

  /** Size and seed, and not the picture. */
  @Override
  public String toString() {
    return width() + "×" + height() + " pixels, seed " + Long.toUnsignedString(seed());
  }
}
