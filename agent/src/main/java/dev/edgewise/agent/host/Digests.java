package dev.edgewise.agent.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over texts and files, each behind its length. */
final class Digests {
  private static final int BLOCK = 64 << 10;

  private Digests() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static void add(MessageDigest sha, String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    sha.update(ByteBuffer.allocate(Long.BYTES).putLong(0, utf8.length));
    sha.update(utf8);
  }

  static void add(MessageDigest sha, Path file) throws IOException {
    sha.update(ByteBuffer.allocate(Long.BYTES).putLong(0, Files.size(file)));
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block = new byte[BLOCK];
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        sha.update(block, 0, read);
      }
    }
  }

  /** In hexadecimal digits. */
  static String of(String text) {
    MessageDigest sha = sha256();
    add(sha, text);
    return HexFormat.of().formatHex(sha.digest());
  }
}
