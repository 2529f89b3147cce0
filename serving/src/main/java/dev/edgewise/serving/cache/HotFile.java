package dev.edgewise.serving.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import dev.edgewise.serving.cache.store.Key;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Pools and their questions in a file: written beside the last one and moved over it, so that a
 * crash leaves one or the other, and with a checksum, so that what is damaged is known. {@code
 * magic:8 version:4 length:8 crc:4}, then the pools; big-endian, texts and blocks behind their
 * lengths, numbers of points as half floats.
 */
final class HotFile {
  private static final Logger LOG = System.getLogger(HotFile.class.getName());
  private static final byte[] MAGIC = "EWCACHE\n".getBytes(US_ASCII);
  private static final int VERSION = 1;
  private static final int HEAD = 24;

  /** Some ten thousand questions of 384 numbers. */
  private static final int LARGEST = 64 << 20;

  private static final int MOST_DIMENSIONS = 8_192;
  private static final int MOST_QUARANTINED = 100;

  private final Path file;

  HotFile(Path file) {
    this.file = requireNonNull(file, "file");
  }

  /** Writes pools over what was there. */
  void write(List<SimilarQuestions.SavedPool> pools) throws IOException {
    byte[] body = encode(pools);
    if (body.length > LARGEST) {
      throw new IOException(body.length + " bytes are more than " + LARGEST);
    }
    ByteBuffer whole = ByteBuffer.allocate(HEAD + body.length);
    whole.put(MAGIC).putInt(VERSION).putLong(body.length).putInt(crc(body)).put(body).flip();
    Path folder = requireNonNull(file.toAbsolutePath().getParent(), "folder");
    Path unused = Files.createDirectories(folder);
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (whole.hasRemaining()) {
        int unusedCount = channel.write(whole);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Reads what is there; what cannot be used is put aside, named in the log, and is nothing. */
  List<SimilarQuestions.SavedPool> read() {
    try {
      if (Files.size(file) > HEAD + (long) LARGEST) {
        return aside("it has " + Files.size(file) + " bytes");
      }
      ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
      byte[] magic = new byte[MAGIC.length];
      if (in.remaining() < HEAD) {
        return aside("it is cut off");
      }
      in.get(magic);
      int version = in.getInt();
      if (!java.util.Arrays.equals(magic, MAGIC) || version != VERSION) {
        return aside("it is of another kind or version");
      }
      long length = in.getLong();
      int crc = in.getInt();
      byte[] body = new byte[in.remaining()];
      in.get(body);
      if (length != body.length || crc != crc(body)) {
        return aside("its checksum does not fit");
      }
      return decode(ByteBuffer.wrap(body));
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      LOG.log(Level.WARNING, file + " cannot be read, so the cache begins cold: " + e);
      return List.of();
    } catch (RuntimeException e) {
      return aside("its content makes no sense: " + e.getMessage());
    }
  }

  private List<SimilarQuestions.SavedPool> aside(String why) {
    for (int i = 1; i <= MOST_QUARANTINED; i++) {
      Path place = file.resolveSibling(file.getFileName() + ".quarantined-" + i);
      if (Files.exists(place)) {
        continue;
      }
      try {
        Files.move(file, place);
        LOG.log(
            Level.WARNING,
            file
                + " is damaged ("
                + why
                + ") and was moved to "
                + place
                + "; the cache learns anew. Delete it when nobody wants to look into it.");
        return List.of();
      } catch (IOException e) {
        why = why + "; " + e;
        break;
      }
    }
    LOG.log(Level.WARNING, file + " is damaged and is written over: " + why);
    return List.of();
  }

  private static byte[] encode(List<SimilarQuestions.SavedPool> pools) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(pools.size());
      for (SimilarQuestions.SavedPool pool : pools) {
        SimilarQuestions.PoolId id = pool.id();
        About.write(out, id.scope());
        About.write(out, new About.Similar(id.key(), id.rule(), id.embedder(), ""));
        out.writeInt(id.dimensions());
        out.writeInt(pool.learned().length);
        out.write(pool.learned());
        out.writeInt(pool.questions().size());
        for (SimilarQuestions.Saved question : pool.questions()) {
          out.write(question.key().bytes());
          About.text(out, question.text());
          for (short half : question.point()) {
            out.writeShort(half);
          }
        }
      }
    }
    return bytes.toByteArray();
  }

  private static List<SimilarQuestions.SavedPool> decode(ByteBuffer in) {
    List<SimilarQuestions.SavedPool> pools = new ArrayList<>();
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      Scope scope = About.scope(in);
      About.Similar similar = About.similar(in);
      int dimensions = in.getInt();
      if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
        throw new IllegalArgumentException(dimensions + " dimensions");
      }
      byte[] learned = block(in, in.getInt());
      List<SimilarQuestions.Saved> questions = new ArrayList<>();
      int asked = in.getInt();
      for (int q = 0; q < asked; q++) {
        Key key = Key.of(block(in, Key.SIZE));
        String text = About.text(in);
        short[] point = new short[dimensions];
        for (int d = 0; d < dimensions; d++) {
          point[d] = in.getShort();
        }
        questions.add(new SimilarQuestions.Saved(key, text, point));
      }
      pools.add(
          new SimilarQuestions.SavedPool(
              new SimilarQuestions.PoolId(
                  similar.pool(), scope, similar.rule(), similar.embedder(), dimensions),
              learned,
              questions));
    }
    return pools;
  }

  private static byte[] block(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("a block of " + length + " bytes");
    }
    byte[] block = new byte[length];
    in.get(block);
    return block;
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
