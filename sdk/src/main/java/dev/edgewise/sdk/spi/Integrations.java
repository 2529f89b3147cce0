package dev.edgewise.sdk.spi;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Text;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/**
 * Finds what is offered for a scheme: on the class path, else in the distribution that this program
 * was started from. There, the jars of an integration are on no program's class path, so that only
 * those who use it pay for it.
 */
public final class Integrations {
  /** Set by the launcher: the distribution's folder. */
  private static final String DISTRIBUTION = "edgewise.dist";

  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9]{0,19}");
  private static final String SEPARATOR = "://";

  private Integrations() {}

  /** The scheme of an address; empty for a plain {@code host:port}. */
  public static Optional<String> scheme(String address) {
    int end = address.indexOf(SEPARATOR);
    return end < 0 ? Optional.empty() : Optional.of(address.substring(0, end));
  }

  /**
   * What there is of a kind for a scheme.
   *
   * @param said the address or option that asks for it, for the message
   * @throws EdgewiseException with {@code NO_INTEGRATION}
   */
  public static <T extends Integration> T find(Class<T> type, String scheme, String said) {
    return onClassPath(type, scheme)
        .or(() -> inDistribution(type, scheme))
        .orElseThrow(
            () ->
                EdgewiseException.of(
                    ErrorCode.NO_INTEGRATION,
                    "\""
                        + Text.line(said, 200)
                        + "\": nothing here knows the scheme \""
                        + Text.line(scheme, 40)
                        + "\". "
                        + advice(scheme)));
  }

  private static String advice(String scheme) {
    return SCHEME.matcher(scheme).matches()
        ? "Add the artifact dev.edgewise:edgewise-integrations-"
            + scheme
            + " to the class path, if there is one, or write host:port."
        : "Write host:port, or consul://host:8500 for an orchestrator that Consul knows.";
  }

  private static <T extends Integration> Optional<T> onClassPath(Class<T> type, String scheme) {
    return first(ServiceLoader.load(type), scheme);
  }

  private static <T extends Integration> Optional<T> inDistribution(Class<T> type, String scheme) {
    String folder = System.getProperty(DISTRIBUTION, "");
    if (folder.isEmpty() || !SCHEME.matcher(scheme).matches()) {
      return Optional.empty();
    }
    Path list = Path.of(folder, "integrations", scheme + ".classpath");
    if (!Files.isReadable(list)) {
      return Optional.empty();
    }
    // Stays open for as long as something that it has loaded is in use: until the process ends.
    ClassLoader loader = new URLClassLoader(jars(Path.of(folder), list), type.getClassLoader());
    return first(ServiceLoader.load(type, loader), scheme);
  }

  private static URL[] jars(Path folder, Path list) {
    try {
      List<URL> jars = new ArrayList<>();
      for (String line : Files.readAllLines(list)) {
        jars.add(url(folder.resolve(line)));
      }
      return jars.toArray(new URL[0]);
    } catch (IOException e) {
      throw EdgewiseException.of(
          ErrorCode.MISSING_PREREQUISITE,
          "The distribution in "
              + folder
              + " is broken: "
              + e.getMessage()
              + ". Delete the folder and start again: the launcher builds it anew.",
          e);
    }
  }

  private static URL url(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }

  private static <T extends Integration> Optional<T> first(ServiceLoader<T> found, String scheme) {
    for (T each : found) {
      if (each.scheme().equals(scheme)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
