package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

/**
 * The name of a top-level or member class.
 *
 * @param packageName the package, not empty
 * @param nested simple names from the outermost in, joined by dots: {@code Shop.Order}
 */
public record JavaName(String packageName, String nested) implements Comparable<JavaName> {
  public JavaName {
    requireNonNull(packageName, "packageName");
    requireNonNull(nested, "nested");
  }

  /** As Java source writes it: {@code demo.Shop.Order}. */
  public String canonical() {
    return packageName + "." + nested;
  }

  /** As a class loader wants it: {@code demo.Shop$Order}. */
  public String binary() {
    return packageName + "." + nested.replace('.', '$');
  }

  /** One simple name that stands for all: {@code Shop_Order}. */
  public String flat() {
    return nested.replace('.', '_');
  }

  /** A top-level class of the same package, named after this one with something behind. */
  public JavaName withSuffix(String suffix) {
    return new JavaName(packageName, flat() + suffix);
  }

  @Override
  public int compareTo(JavaName other) {
    return binary().compareTo(other.binary());
  }

  @Override
  public String toString() {
    return canonical();
  }
}
