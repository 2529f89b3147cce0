package dev.edgewise.sdk.wire.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.edgewise.proto.v1.DecisionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds records of calls in the files that {@link DecisionFiles} wrote, also while they are being
 * written: half-written lines are passed over, and fields of a later version are ignored.
 */
public final class DecisionReader {
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");
  private static final JsonFormat.Parser JSON = JsonFormat.parser().ignoringUnknownFields();

  private DecisionReader() {}

  /**
   * Finds one call, in the newest files first.
   *
   * @param id the decision id
   * @return empty when no file of the folder holds it, or there is no such folder
   * @throws IOException when the folder cannot be read
   */
  public static Optional<Explanation> find(Path folder, String id) throws IOException {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    // Most lines are other calls', and looking for the id is much faster than parsing.
    List<Explanation> found =
        read(folder, line -> line.contains(id), record -> record.getId().equals(id), 1);
    return found.stream().findFirst();
  }

  /**
   * The last calls that were kept, newest first.
   *
   * @param most so many, ≥ 0
   * @throws IOException when the folder cannot be read
   */
  public static List<Explanation> recent(Path folder, int most) throws IOException {
    return read(folder, line -> true, record -> true, most);
  }

  private static List<Explanation> read(
      Path folder, Predicate<String> line, Predicate<DecisionRecord> record, int most)
      throws IOException {
    requireNonNull(folder, "folder");
    List<Explanation> found = new ArrayList<>();
    for (DecisionFolder.Entry file : new DecisionFolder(folder).newestFirst()) {
      if (found.size() >= most) {
        break;
      }
      List<String> lines = lines(file);
      for (int i = lines.size() - 1; i >= 0 && found.size() < most; i--) {
        if (line.test(lines.get(i))) {
          parse(lines.get(i)).filter(record).map(Explanation::new).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static List<String> lines(DecisionFolder.Entry file) throws IOException {
    if (file.size() > DecisionFolder.LARGEST_FILE) {
      return List.of();
    }
    try {
      // Not readAllLines: bytes that are no text must not make the whole file unreadable.
      return new String(Files.readAllBytes(file.path()), UTF_8).lines().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static Optional<DecisionRecord> parse(String line) {
    DecisionRecord.Builder record = DecisionRecord.newBuilder();
    try {
      JSON.merge(line, record);
      return Optional.of(record.build());
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }
}
