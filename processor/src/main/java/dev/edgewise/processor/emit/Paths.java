package dev.edgewise.processor.emit;

/** Where the generated files lie; run time and tools look there too. */
final class Paths {
  private static final String ROOT = "META-INF/edgewise/";

  private Paths() {}

  static String descriptorSet(String packageName) {
    return ROOT + "descriptors/" + packageName + ".binpb";
  }

  /** Where the text of a schema lies, by the name under which other schemas import it. */
  static String schema(String importName) {
    return ROOT + "proto/" + importName;
  }

  /** Name of a package's schema: {@code demo.vision} has {@code demo/vision/vision.proto}. */
  static String importName(String packageName) {
    return packageName.replace('.', '/')
        + "/"
        + packageName.substring(packageName.lastIndexOf('.') + 1)
        + ".proto";
  }

  static String services(String protoName) {
    return ROOT + "services/" + protoName;
  }

  static String bodies(String binaryName) {
    return ROOT + "bodies/" + binaryName;
  }
}
