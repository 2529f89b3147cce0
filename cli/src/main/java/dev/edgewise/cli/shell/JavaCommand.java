package dev.edgewise.cli.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines that start a JVM of the kind that runs this. */
public final class JavaCommand {
  /**
   * Room outside the heap, for messages in chunks and for tensors; without it, it is as large as
   * the heap.
   */
  public static final String DIRECT_MEMORY = "-XX:MaxDirectMemorySize=384m";

  /** Where native libraries are unpacked: JavaCPP's, and those of engines. */
  private static final List<String> NATIVE_CACHES =
      List.of("org.bytedeco.javacpp.cachedir", "edgewise.native");

  private JavaCommand() {}

  /**
   * A command line.
   *
   * @param dist that it belongs to
   * @param flags for the JVM
   * @param classPath jars
   * @param main class to run
   * @param arguments for it
   */
  public static List<String> of(
      Dist dist, List<String> flags, List<Path> classPath, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    // Netty and protobuf still use it; the warning would be the first thing that a user reads.
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:+UseSerialGC");
    command.add("-Djava.awt.headless=true");
    // Names the checkout, so that a process list shows whose it is.
    command.add("-Dedgewise.dist=" + dist.folder());
    for (String property : NATIVE_CACHES) {
      String cache = System.getProperty(property);
      if (cache != null) {
        command.add("-D" + property + "=" + cache);
      }
    }
    command.addAll(flags);
    command.add("-cp");
    command.add(Dist.joined(classPath));
    command.add(main);
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
