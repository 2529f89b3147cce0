import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;

/**
 * Checks or rewrites the layout of all Java sources with google-java-format, which the build puts
 * on the class path:
 *
 * <pre>
 *   mvn -pl . verify -Dformat=rewrite   rewrites: once before a commit is enough
 *   mvn -pl . verify                    names the files that would change and fails; part of every mvn verify
 * </pre>
 *
 * <p>A plain program and no Maven plugin, because the plugins that wrap the formatter fail on newer
 * syntax when Maven itself runs on JDK 17; this one runs on the toolchain's JDK.
 */
final class Format {
  private static final int FILES_PER_RUN = 200;

  private Format() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2 || !Set.of("check", "rewrite", "skip").contains(args[0])) {
      fail("usage: Format check|rewrite|skip FOLDER (the project's root folder)");
    }
    if (args[0].equals("skip")) {
      return;
    }
    if (Runtime.version().feature() < 25) {
      fail(
          "the formatter must run on JDK 25, this is "
              + Runtime.version()
              + "; let the build run it");
    }
    ToolProvider formatter = ToolProvider.findFirst("google-java-format").orElse(null);
    if (formatter == null) {
      fail(
          "google-java-format is not on the class path; run this as: mvn -pl . verify"
              + " -Dformat=rewrite");
    }
    Path root = Path.of(args[1]).toAbsolutePath().normalize();
    List<Path> sources = Sources.below(root);
    if (sources.isEmpty()) {
      fail("no Java source below " + root + ": is that the project's root folder?");
    }
    boolean rewrite = args[0].equals("rewrite");
    int worst = 0;
    StringBuilder changed = new StringBuilder();
    for (int from = 0; from < sources.size(); from += FILES_PER_RUN) {
      List<String> options = new ArrayList<>();
      options.addAll(
          rewrite ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
      for (Path source : sources.subList(from, Math.min(from + FILES_PER_RUN, sources.size()))) {
        options.add(source.toString());
      }
      StringWriter out = new StringWriter();
      PrintWriter errors = new PrintWriter(System.err, true);
      worst =
          Math.max(
              worst, formatter.run(new PrintWriter(out), errors, options.toArray(String[]::new)));
      changed.append(out);
    }
    if (worst != 0) {
      if (!changed.isEmpty()) {
        System.err.println("These files are not laid out as google-java-format does it:");
        changed
            .toString()
            .lines()
            .map(line -> "  " + root.relativize(Path.of(line)))
            .forEach(System.err::println);
        System.err.println(
            "Run `mvn -pl . verify -Dformat=rewrite`, look at the difference, and commit it.");
      }
      System.exit(1);
    }
    System.out.println(
        sources.size()
            + " Java sources "
            + (rewrite ? "laid out" : "are laid out as they should be"));
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(2);
  }
}
