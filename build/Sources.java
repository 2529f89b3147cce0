import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The project's Java sources, for the programs beside this one: the launcher of JDK 22 and later
 * compiles it with them. What is built is left out, and folders named {@code resources}: what lies
 * there are inputs of tests, some of them wrong on purpose.
 */
final class Sources {
  private static final Set<String> SKIPPED_FOLDERS =
      Set.of("target", "dist", "resources", "node_modules");

  private Sources() {}

  /** All below a folder, in the order of their names. */
  static List<Path> below(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean skip =
                !folder.equals(root) && (name.startsWith(".") || SKIPPED_FOLDERS.contains(name));
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.getFileName().toString().endsWith(".java")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }
}
