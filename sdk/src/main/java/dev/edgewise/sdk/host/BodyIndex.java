package dev.edgewise.sdk.host;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.BodyDefinition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds bodies through the index that the annotation processor wrote. */
public final class BodyIndex {
  private BodyIndex() {}

  /**
   * The body of a service for a tier, if this class loader has one.
   *
   * @param serviceType binary name of the service's interface
   * @throws EdgewiseException with {@code BAD_SERVICE_JAR} when there are two, or the index names a
   *     class that is not there
   */
  public static Optional<BodyDefinition<?>> find(
      ClassLoader loader, String serviceType, Tier tier) {
    Set<String> classes = new LinkedHashSet<>();
    for (String line : lines(loader, BodyDefinition.INDEX + serviceType)) {
      String[] parts = line.split(" ", -1);
      if (parts.length == 2 && parts[0].equals(tier.name())) {
        classes.add(parts[1]);
      }
    }
    if (classes.size() > 1) {
      throw EdgewiseException.of(
          ErrorCode.BAD_SERVICE_JAR,
          serviceType
              + " has several bodies for the "
              + tier
              + " tier: "
              + String.join(", ", classes)
              + ". Keep one of them on this class path.");
    }
    return classes.stream().findFirst().map(name -> load(loader, name));
  }

  private static BodyDefinition<?> load(ClassLoader loader, String className) {
    try {
      return Class.forName(className, true, loader)
          .asSubclass(BodyDefinition.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_SERVICE_JAR,
          "The index names "
              + className
              + ", which cannot be loaded ("
              + e
              + "). Compile the service again; if it was repackaged, keep generated classes and"
              + " META-INF/edgewise together.",
          e);
    }
  }

  private static List<String> lines(ClassLoader loader, String resource) {
    List<String> lines = new ArrayList<>();
    try {
      for (URL url : java.util.Collections.list(loader.getResources(resource))) {
        URLConnection connection = url.openConnection();
        // A cached jar file would stay open after its class loader was closed.
        connection.setUseCaches(false);
        try (BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
          reader.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(lines::add);
        }
      }
    } catch (IOException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_SERVICE_JAR,
          "Cannot read " + resource + ": " + e + ". Is the jar damaged?",
          e);
    }
    return lines;
  }
}
