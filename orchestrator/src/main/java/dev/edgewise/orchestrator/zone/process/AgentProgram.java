package dev.edgewise.orchestrator.zone.process;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The program of a zone's nodes, as it lies in a distribution: a file {@code cloud-agent.classpath}
 * with one jar a line, and perhaps {@code cloud-agent.aot}, with which it starts faster.
 *
 * @param flags of the JVM, before those of a node
 * @param classPath as {@code java -cp} takes it
 * @param main its class
 */
public record AgentProgram(List<String> flags, String classPath, String main) {
  private static final String NAME = "cloud-agent";
  private static final String MAIN = "dev.edgewise.agent.cloud.CloudAgent";

  /** Beside its heap an agent needs room for messages in chunks and for tensors. */
  private static final String DIRECT_MEMORY = "384m";

  /** Where native libraries are unpacked; handed on, so that nodes share them. */
  private static final List<String> NATIVE_CACHES =
      List.of("org.bytedeco.javacpp.cachedir", "ENGINE_CACHE_DIR", "edgewise.native");

  public AgentProgram {
    flags = List.copyOf(flags);
    requireNonNull(classPath, "classPath");
    requireNonNull(main, "main");
  }

  /** For an orchestrator that starts no node itself. */
  public static AgentProgram none() {
    return new AgentProgram(List.of(), "", "none");
  }

  /**
   * The program of the distribution that this process belongs to.
   *
   * @param configured its folder; by default what the launcher has said
   * @throws EdgewiseException with {@code BAD_CONFIGURATION} when there is none
   */
  public static AgentProgram find(Optional<Path> configured) {
    Path folder =
        configured
            .or(() -> Optional.ofNullable(System.getProperty("edgewise.dist")).map(Path::of))
            .orElseThrow(
                () ->
                    missing(
                        "no distribution is named, and this process was not started by the"
                            + " launcher",
                        null));
    Path list = folder.resolve(NAME + ".classpath");
    List<String> jars = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(list)) {
        if (!line.isBlank()) {
          jars.add(folder.resolve(line.strip()).toString());
        }
      }
    } catch (IOException e) {
      throw missing("cannot read " + e.getMessage(), e);
    }
    List<String> flags = new ArrayList<>();
    flags.add("--enable-native-access=ALL-UNNAMED");
    flags.add("--sun-misc-unsafe-memory-access=allow");
    flags.add("-XX:+UseSerialGC");
    flags.add("-XX:MaxDirectMemorySize=" + DIRECT_MEMORY);
    flags.add("-Djava.awt.headless=true");
    flags.add("-Dedgewise.dist=" + folder);
    for (String cache : NATIVE_CACHES) {
      String value = System.getProperty(cache);
      if (value != null) {
        flags.add("-D" + cache + "=" + value);
      }
    }
    Path archive = folder.resolve(NAME + ".aot");
    if (Files.isRegularFile(archive)) {
      // One of another JDK is passed over without a word.
      flags.addAll(List.of("-XX:AOTCache=" + archive, "-Xlog:aot=off", "-Xlog:cds=off"));
    }
    return new AgentProgram(flags, String.join(File.pathSeparator, jars), MAIN);
  }

  private static EdgewiseException missing(String why, @Nullable IOException cause) {
    String message =
        "Zones are configured, and the program of their nodes is not found: "
            + why
            + ". Start the orchestrator with the launcher, or name the folder of a distribution"
            + " with zoneProgram.";
    return cause == null
        ? EdgewiseException.of(ErrorCode.BAD_CONFIGURATION, message)
        : EdgewiseException.of(ErrorCode.BAD_CONFIGURATION, message, cause);
  }
}
