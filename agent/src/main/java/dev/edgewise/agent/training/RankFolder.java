package dev.edgewise.agent.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.training.RankId;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of one rank, and where things lie in it. */
final class RankFolder {
  private final Path root;

  private RankFolder(Path root) {
    this.root = root;
  }

  static RankFolder of(Path ranks, RankId id) {
    return new RankFolder(requireNonNull(ranks, "ranks").resolve(id.toString()));
  }

  /** Those that an earlier process has left. */
  static List<RankFolder> all(Path ranks) throws IOException {
    if (!Files.isDirectory(ranks)) {
      return List.of();
    }
    try (Stream<Path> each = Files.list(ranks)) {
      return each.map(RankFolder::new).toList();
    }
  }

  /** Makes it anew, empty. */
  void make() throws IOException {
    delete();
    for (Path each : List.of(work(), data(), checkpoints(), output(), sending())) {
      Files.createDirectories(each);
    }
  }

  Path root() {
    return root;
  }

  /** Where the script lies and runs; its home too. */
  Path work() {
    return root.resolve("work");
  }

  Path data() {
    return root.resolve("data");
  }

  Path checkpoints() {
    return root.resolve("checkpoints");
  }

  Path output() {
    return root.resolve("output");
  }

  /** Copies that are on their way, so that the script may overwrite its own. */
  Path sending() {
    return root.resolve("sending");
  }

  /** The number of the leader of its session. */
  Path pid() {
    return root.resolve("pid");
  }

  /** What the script ended with. */
  Path exit() {
    return root.resolve("exit");
  }

  Optional<Long> readNumber(Path file) {
    try {
      return Optional.of(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Plain files in the output folder, by name; links are not followed. */
  List<Path> outputs() throws IOException {
    try (Stream<Path> all = Files.list(output())) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  /** Removes it with all that is in it; links are not followed. */
  void delete() throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                throws IOException {
              Files.deleteIfExists(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (NoSuchFileException e) {
      // What a process in it removed at the same time is gone all the same.
    }
  }
}
