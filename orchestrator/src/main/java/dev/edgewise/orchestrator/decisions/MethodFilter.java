package dev.edgewise.orchestrator.decisions;

import static java.util.Objects.requireNonNull;

/**
 * Which methods somebody wants to see: {@code shop.v1.Vision/detect} one method, {@code
 * shop.v1.Vision} all of a service, both also without their package, and nothing everything.
 *
 * @param wanted what was asked for; may be empty
 */
public record MethodFilter(String wanted) {
  public MethodFilter {
    requireNonNull(wanted, "wanted");
  }

  /** Whether a method of this full name is wanted. */
  public boolean takes(String method) {
    if (wanted.isEmpty()) {
      return true;
    }
    int slash = method.indexOf('/');
    String name = wanted.indexOf('/') >= 0 || slash < 0 ? method : method.substring(0, slash);
    return name.equals(wanted) || name.endsWith("." + wanted);
  }
}
