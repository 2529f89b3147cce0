package dev.edgewise.agent.host;

import java.util.Set;

/**
 * The parent of every service's class loader: it knows the JDK and those packages of the agent that
 * services share with it, and nothing else. A service therefore never meets the agent's gRPC,
 * protobuf or Netty, and brings its own versions of whatever it likes.
 */
final class SharedPackages extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final Set<String> EXACT =
      Set.of("dev.edgewise.annotations", "dev.edgewise.sdk.api", "dev.edgewise.sdk.spi");

  private final ClassLoader agent;

  SharedPackages(ClassLoader agent) {
    super("edgewise-shared", ClassLoader.getPlatformClassLoader());
    this.agent = agent;
  }

  static boolean isShared(String packageName) {
    return EXACT.contains(packageName)
        || isIn("dev.edgewise.core", packageName)
        || isIn("org.jspecify", packageName);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    int dot = name.lastIndexOf('.');
    if (dot > 0 && isShared(name.substring(0, dot))) {
      return agent.loadClass(name);
    }
    throw new ClassNotFoundException(
        name
            + " (neither in the JDK nor in the packages that the agent shares; if the service needs"
            + " it, put its jar into META-INF/edgewise/lib of the service's jar)");
  }

  private static boolean isIn(String parent, String packageName) {
    return packageName.equals(parent) || packageName.startsWith(parent + ".");
  }
}
