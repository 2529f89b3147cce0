package dev.edgewise.cli.fleet;

import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.sdk.wire.operator.FleetStatus.Method;
import dev.edgewise.sdk.wire.operator.FleetStatus.Service;
import java.util.List;

/** From what people type to full names. Pure. */
final class FullMethod {
  private FullMethod() {}

  /**
   * The full name of a service or method of the fleet: {@code Vision/detect} or {@code Vision} when
   * that is clear; empty stays empty.
   *
   * @throws CommandFailure when there is none of that name
   */
  static String of(List<Service> services, String name) {
    if (name.isEmpty()) {
      return "";
    }
    int slash = name.indexOf('/');
    Service service = ServiceCommand.find(services, slash < 0 ? name : name.substring(0, slash));
    if (slash < 0) {
      return service.name();
    }
    String method = name.substring(slash + 1);
    List<String> methods = service.methods().stream().map(Method::name).toList();
    if (methods.contains(method)) {
      return service.name() + "/" + method;
    }
    throw new Problem(
            ErrorCode.NOT_FOUND,
            service.name() + " has no method " + method,
            NearestNames.hint(method, methods),
            "'edgewise service show " + service.name() + "' lists its methods")
        .failure();
  }
}
