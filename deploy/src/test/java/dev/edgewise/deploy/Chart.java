package dev.edgewise.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart as Helm sees it: Helm itself runs, as a library. */
final class Chart {
  private static final Path FOLDER = Path.of("helm/edgewise");
  private static final Path VALUES = Path.of("src/test/resources/values");

  private final Path copy;

  /**
   * Copies the chart, less its line {@code kubeVersion}: this Helm believes that each cluster is a
   * Kubernetes 1.20 and cannot be told otherwise.
   */
  Chart(Path folder) {
    copy = folder.resolve("edgewise");
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path to = copy.resolve(FOLDER.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else if (file.endsWith("Chart.yaml")) {
          Files.writeString(to, Files.readString(file).replaceFirst("(?m)^kubeVersion: .*\n", ""));
        } else {
          Files.copy(file, to);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of all sets of values that the chart is tried with. */
  static List<String> valueSets() {
    try (Stream<Path> files = Files.list(VALUES)) {
      return files
          .map(file -> file.getFileName().toString().replace(".yaml", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What Helm finds wrong, warnings too; of the chart as it lies there. */
  static LintResult lint() {
    return new Helm(FOLDER).lint().strict().call();
  }

  /** All manifests for one set of values. */
  String render(String valueSet) {
    return command().withValuesFile(VALUES.resolve(valueSet + ".yaml")).call();
  }

  /** All manifests for one set of values and what is said on top of it. */
  String render(String valueSet, Map<String, ?> more) {
    TemplateCommand command = command().withValuesFile(VALUES.resolve(valueSet + ".yaml"));
    more.forEach(command::set);
    return command.call();
  }

  private TemplateCommand command() {
    return new Helm(copy).template().withName("fleet").withNamespace("shop");
  }
}
