package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

/**
 * Full name of a message, an enum or a service.
 *
 * @param packageName protobuf package, the same as the Java package
 * @param simpleName name in the package
 */
public record ProtoName(String packageName, String simpleName) implements Comparable<ProtoName> {
  public ProtoName {
    requireNonNull(packageName, "packageName");
    requireNonNull(simpleName, "simpleName");
  }

  /** {@code demo.shop.Order}. */
  public String full() {
    return packageName + "." + simpleName;
  }

  @Override
  public int compareTo(ProtoName other) {
    return full().compareTo(other.full());
  }

  @Override
  public String toString() {
    return full();
  }
}
