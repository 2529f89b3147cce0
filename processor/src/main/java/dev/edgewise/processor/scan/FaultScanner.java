package dev.edgewise.processor.scan;

import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.TypeUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/**
 * Scans what a method declares to throw. Checked exceptions must be able to travel; unchecked ones
 * that cannot are as if they were not declared.
 */
final class FaultScanner {
  private final Types types;
  private final Report report;
  private final DataScanner data;

  FaultScanner(Types types, Report report, DataScanner data) {
    this.types = types;
    this.report = report;
    this.data = data;
  }

  /**
   * The declared exceptions that travel, of two related ones the subclass first; empty when one
   * that must travel cannot, which is reported.
   */
  Optional<List<TypeUse>> scan(ExecutableElement method, ExecutableType signature, String home) {
    List<DeclaredType> travelling = new ArrayList<>();
    boolean good = true;
    for (TypeMirror thrown : signature.getThrownTypes()) {
      switch (ExceptionScanner.kind(thrown)) {
        case UNRESOLVED -> data.markUnresolved();
        case CHECKED, NO_EXCEPTION -> {
          Optional<ExceptionScanner.Found.Obstacle> obstacle =
              thrown instanceof DeclaredType type ? obstacle(type, home) : Optional.empty();
          obstacle.ifPresent(
              o ->
                  report.add(
                      Code.EW1006,
                      ElementRef.of(method),
                      method.getSimpleName(),
                      thrown,
                      o.why(),
                      o.fix()));
          good &= obstacle.isEmpty();
          if (obstacle.isEmpty()) {
            add((DeclaredType) thrown, travelling);
          }
        }
        case UNCHECKED -> {
          DeclaredType type = (DeclaredType) thrown;
          if (obstacle(type, home).isEmpty() && data.canTravel(element(type), home)) {
            add(type, travelling);
          }
        }
      }
    }
    return good
        ? Optional.of(travelling.stream().map(type -> data.use(element(type), home)).toList())
        : Optional.empty();
  }

  private Optional<ExceptionScanner.Found.Obstacle> obstacle(DeclaredType type, String home) {
    return data.lookAt(element(type), home) instanceof ExceptionScanner.Found.Obstacle obstacle
        ? Optional.of(obstacle)
        : Optional.empty();
  }

  private void add(DeclaredType type, List<DeclaredType> into) {
    if (into.stream().anyMatch(other -> types.isSameType(type, other))) {
      return;
    }
    int at = 0;
    while (at < into.size() && !types.isSubtype(type, into.get(at))) {
      at++;
    }
    into.add(at, type);
  }

  private static TypeElement element(DeclaredType type) {
    return (TypeElement) type.asElement();
  }
}
