package dev.edgewise.lab.oip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A virtual environment of Python with the servers that others wrote, in a folder of its own. Made
 * by the first campaign that needs it, and again when what it shall hold has changed.
 */
public final class PythonEnvironment {
  private static final String REQUIREMENTS = "requirements.txt";
  private static final long INSTALL_MINUTES = 15;

  /** Where its Python has what, a line each. */
  private static final String ASK =
      "import sys, sysconfig as s;"
          + " print(s.get_path('purelib'), sys.base_prefix, s.get_config_var('LIBDIR'),"
          + " '%d.%d' % sys.version_info[:2], s.get_config_var('Py_ENABLE_SHARED'), sep='\\n')";

  private final Path folder;

  /** In this folder, which need not be there. */
  public PythonEnvironment(Path folder) {
    this.folder = folder;
  }

  /**
   * What its Python says of itself.
   *
   * @param packages where they lie
   * @param prefix of the Python that it was made of
   * @param libraries where that Python's own library lies
   * @param version major and minor
   * @param shared whether it has a library that others can load
   */
  record Facts(Path packages, String prefix, String libraries, String version, boolean shared) {}

  /**
   * Makes it if need be; that takes about a minute and half a gigabyte.
   *
   * @return why it cannot be had; empty when all is there
   */
  public Optional<String> prepare() throws IOException, InterruptedException {
    byte[] wanted = resource(REQUIREMENTS);
    Path done = folder.resolve(REQUIREMENTS);
    if (Files.exists(done) && Arrays.equals(Files.readAllBytes(done), wanted)) {
      return Optional.empty();
    }
    delete(folder);
    Files.createDirectories(folder);
    Path list = folder.resolve("wanted.txt");
    Files.write(list, wanted);
    Path log = folder.resolve("install.log");
    if (!run(log, List.of("python3", "-m", "venv", folder.resolve("venv").toString()))) {
      return Optional.of("python3 makes no virtual environment (" + last(log) + ")");
    }
    List<String> pip = new ArrayList<>(List.of(python(), "-m", "pip", "install", "--quiet"));
    pip.addAll(List.of("--disable-pip-version-check", "--no-compile", "-r", list.toString()));
    if (!run(log, pip)) {
      return Optional.of("pip could not install Triton and mosec from PyPI (" + last(log) + ")");
    }
    if (!facts().shared()) {
      return Optional.of("this Python has no shared library, which Triton's backend loads");
    }
    // Last, so that half an environment is never taken for one.
    Files.write(done, wanted);
    return Optional.empty();
  }

  /** Its interpreter. */
  String python() {
    return folder.resolve("venv").resolve("bin").resolve("python").toString();
  }

  /** See {@link Facts}. */
  Facts facts() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(python(), "-c", ASK)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    if (process.waitFor() != 0 || said.size() != 5) {
      throw new IOException("Python said of itself: " + said);
    }
    return new Facts(
        Path.of(said.get(0)), said.get(1), said.get(2), said.get(3), said.get(4).equals("1"));
  }

  /** A file of this module. */
  static byte[] resource(String name) throws IOException {
    try (InputStream in = PythonEnvironment.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("this jar lacks " + name);
      }
      return in.readAllBytes();
    }
  }

  private static boolean run(Path log, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      Files.writeString(log, command.getFirst() + " is missing");
      return false;
    }
    if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return process.waitFor() == 0;
  }

  private static String last(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> !line.isBlank())
        .reduce((first, second) -> second)
        .map(String::strip)
        .orElse("it said nothing");
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** The environment of a process in which packages are found, whoever starts it. */
  static void forPackages(Map<String, String> environment, Facts facts) {
    environment.put("EDGEWISE_LAB_PACKAGES", facts.packages().toString());
    environment.remove("PYTHONPATH");
  }
}
