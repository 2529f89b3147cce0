package dev.edgewise.engines.djltflite;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.NativeFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Where DJL's classes live: under the platform's loader, so that no other DJL is seen, with our
 * {@code inside} package beside them. Only core's types and {@link Interpreter} are shared. There
 * is one for the life of the process, because a native library belongs to one loader.
 */
final class Apart extends URLClassLoader {
  private static final String OURS = "dev.edgewise.engines.djltflite.";
  private static final String INSIDE = OURS + "inside.";
  private static final List<String> JARS =
      List.of(
          "tflite-engine.jar", "api.jar", "tflite-native-cpu-linux-x86_64.jar", "slf4j-api.jar");

  private Apart(URL[] jars) {
    super("edgewise-djl-tflite", jars, ClassLoader.getPlatformClassLoader());
  }

  /**
   * The maker of interpreters; loads everything when it is first called.
   *
   * @throws EdgewiseException with {@code NO_ENGINE} when it cannot be loaded
   */
  static BiFunction<ByteBuffer, Integer, Interpreter> interpreters() {
    try {
      return Once.MAKER;
    } catch (LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw EdgewiseException.of(
          ErrorCode.NO_ENGINE,
          "DJL's TensorFlow Lite engine cannot be loaded on %s %s: %s. It has a library for Linux on x86-64 only; take the engine tflite elsewhere."
              .formatted(
                  System.getProperty("os.name"), System.getProperty("os.arch"), cause.getMessage()),
          e);
    }
  }

  /** The JVM runs the initialiser of a class once, and remembers its failure. */
  private static final class Once {
    static final BiFunction<ByteBuffer, Integer, Interpreter> MAKER = make();
  }

  @SuppressWarnings("unchecked") // The class inside says so.
  private static BiFunction<ByteBuffer, Integer, Interpreter> make() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      Map<String, URL> files = new LinkedHashMap<>();
      for (String jar : JARS) {
        URL found = Apart.class.getResource("/META-INF/edgewise/djl-tflite/" + jar);
        if (found == null) {
          throw new IOException(jar + " is not inside edgewise-engine-djl-tflite");
        }
        files.put(jar, found);
      }
      Path folder = NativeFolder.unpack(NativeFolder.configured(), "djl-tflite", files);
      quiet(folder);
      URL[] jars = new URL[JARS.size()];
      for (int i = 0; i < jars.length; i++) {
        jars[i] = folder.resolve(JARS.get(i)).toUri().toURL();
      }
      Apart apart = new Apart(jars);
      // DJL looks for its parts with the thread's loader.
      thread.setContextClassLoader(apart);
      return (BiFunction<ByteBuffer, Integer, Interpreter>)
          apart.loadClass(INSIDE + "DjlInterpreters").getConstructor().newInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** DJL looks on the network and into the home directory when nobody says otherwise. */
  private static void quiet(Path folder) {
    for (Map.Entry<String, String> setting :
        Map.of(
                "ai.djl.offline",
                "true",
                "OPT_OUT_TRACKING",
                "true",
                "DJL_CACHE_DIR",
                folder.toString(),
                "ENGINE_CACHE_DIR",
                folder.toString())
            .entrySet()) {
      if (System.getProperty(setting.getKey()) == null) {
        System.setProperty(setting.getKey(), setting.getValue());
      }
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(INSIDE)) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }
    if (name.startsWith("dev.edgewise.core.") || name.startsWith(OURS)) {
      return Class.forName(name, false, Apart.class.getClassLoader());
    }
    return super.loadClass(name, resolve);
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String file = "/" + name.replace('.', '/') + ".class";
    try (InputStream in = Apart.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] code = in.readAllBytes();
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
