package dev.edgewise.serving.repository;

import dev.edgewise.core.Names;
import dev.edgewise.sdk.spi.model.ModelKind;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Models on a class path: {@code META-INF/edgewise/models/<name>.<format>}, or a folder {@code
 * META-INF/edgewise/models/<name>/} with {@code model_index.json} or {@code captions.json}. Each
 * has one version, 1. Stateless.
 */
public final class ClassPathModels {
  private static final String FOLDER = "META-INF/edgewise/models/";
  private static final String PICTURES = "model_index.json";
  private static final String CAPTIONS = "captions.json";
  private static final int MAX_MODELS = 1_000;

  private ClassPathModels() {}

  /**
   * Finds a model by its name.
   *
   * @param formats the endings that can be read, the best first
   */
  public static Optional<FoundModel> find(ClassLoader loader, List<String> formats, String name) {
    if (!Names.isValid(name)) {
      return Optional.empty();
    }
    for (String format : formats) {
      URL url = loader.getResource(FOLDER + name + "." + format);
      if (url != null) {
        return Optional.of(found(name, ModelKind.TENSORS, format, loader, url));
      }
    }
    URL pictures = loader.getResource(FOLDER + name + "/" + PICTURES);
    if (pictures != null) {
      return Optional.of(found(name, ModelKind.TEXT_TO_IMAGE, "", loader, pictures));
    }
    URL captions = loader.getResource(FOLDER + name + "/" + CAPTIONS);
    return captions == null
        ? Optional.empty()
        : Optional.of(found(name, ModelKind.CAPTIONS, "", loader, captions));
  }

  /** The names of all models that a class path has in formats that can be read, sorted. */
  public static SortedSet<String> names(ClassLoader loader, Set<String> formats)
      throws IOException {
    return names(loader.resources(FOLDER).toList(), formats);
  }

  /** The same of a class path alone, without what its parents have. */
  public static SortedSet<String> ownNames(URLClassLoader loader, Set<String> formats)
      throws IOException {
    return names(Collections.list(loader.findResources(FOLDER)), formats);
  }

  private static SortedSet<String> names(List<URL> folders, Set<String> formats)
      throws IOException {
    SortedSet<String> names = new TreeSet<>();
    for (URL url : folders) {
      for (String path : paths(url)) {
        int slash = path.indexOf('/');
        String last = path.substring(slash + 1);
        int dot = path.lastIndexOf('.');
        if (slash > 0) {
          if (last.equals(PICTURES) || last.equals(CAPTIONS)) {
            names.add(path.substring(0, slash));
          }
        } else if (dot > 0 && formats.contains(path.substring(dot + 1))) {
          names.add(path.substring(0, dot));
        }
      }
    }
    names.removeIf(name -> !Names.isValid(name));
    return names;
  }

  /** Paths below the folder, at most one level deep. */
  private static List<String> paths(URL url) throws IOException {
    if (url.getProtocol().equals("file")) {
      try {
        Path folder = Path.of(url.toURI());
        try (Stream<Path> walk = Files.walk(folder, 2)) {
          return walk.filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .limit(MAX_MODELS)
              .toList();
        }
      } catch (URISyntaxException e) {
        throw new IOException(url + " is not the address of a folder", e);
      }
    }
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    if (connection instanceof JarURLConnection jar) {
      try (var file = jar.getJarFile()) {
        return file.stream()
            .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(FOLDER))
            .map(entry -> entry.getName().substring(FOLDER.length()))
            .filter(path -> path.chars().filter(c -> c == '/').count() <= 1)
            .limit(MAX_MODELS)
            .toList();
      }
    }
    return List.of();
  }

  private static FoundModel found(
      String name, ModelKind kind, String format, ClassLoader loader, URL url) {
    ModelVersion version =
        new ModelVersion(name, 1, kind, format, new ClassPathContent(name, loader, url));
    return new FoundModel(name, List.of(version), ModelSettings.NONE, List.of());
  }
}
