package dev.edgewise.processor.check;

import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.FieldModel;
import dev.edgewise.processor.model.MessageModel;
import dev.edgewise.processor.model.MethodModel;
import dev.edgewise.processor.model.ServiceModel;
import dev.edgewise.processor.model.SourceRef;
import dev.edgewise.processor.model.TypeUse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Packages use each other's records and exceptions in one direction only, because their schemas
 * import each other.
 */
final class PackageRule implements Rule {
  @Override
  public void check(CompilationModel model, Report report) {
    SortedMap<String, NavigableSet<String>> uses = new TreeMap<>();
    Map<String, SourceRef> where = new HashMap<>();
    model.messages().values().stream()
        .filter(MessageModel::ours)
        .forEach(m -> collect(m, uses, where));
    for (ServiceModel service : model.services().values()) {
      if (service.ours()) {
        for (MethodModel method : service.methods()) {
          method.messages().forEach(m -> collect(m, uses, where));
          method.faults().forEach(fault -> collect(service, method, fault, uses, where));
        }
      }
    }
    for (String start : uses.keySet()) {
      NavigableSet<String> reached = reachable(start, uses);
      if (reached.contains(start)) {
        NavigableSet<String> circle = new TreeSet<>(Set.of(start));
        reached.stream().filter(p -> reachable(p, uses).contains(start)).forEach(circle::add);
        if (start.equals(circle.first())) {
          SourceRef source = where.getOrDefault(start, SourceRef.NONE);
          report.add(Code.EW2009, source, String.join(", ", circle));
        }
      }
    }
  }

  private static void collect(
      ServiceModel service,
      MethodModel method,
      TypeUse fault,
      SortedMap<String, NavigableSet<String>> uses,
      Map<String, SourceRef> where) {
    String own = service.proto().packageName();
    if (!fault.proto().packageName().equals(own)) {
      uses.computeIfAbsent(own, p -> new TreeSet<>()).add(fault.proto().packageName());
      where.putIfAbsent(own, method.source());
    }
  }

  private static void collect(
      MessageModel message,
      SortedMap<String, NavigableSet<String>> uses,
      Map<String, SourceRef> where) {
    String own = message.proto().packageName();
    for (FieldModel field : message.fields()) {
      field
          .type()
          .use()
          .map(use -> use.proto().packageName())
          .filter(other -> !other.equals(own))
          .ifPresent(
              other -> {
                uses.computeIfAbsent(own, p -> new TreeSet<>()).add(other);
                where.putIfAbsent(own, field.source());
              });
    }
  }

  private static NavigableSet<String> reachable(
      String start, SortedMap<String, NavigableSet<String>> uses) {
    NavigableSet<String> reached = new TreeSet<>();
    Set<String> open = new HashSet<>(uses.getOrDefault(start, new TreeSet<>()));
    while (!open.isEmpty()) {
      reached.addAll(open);
      Set<String> next = new HashSet<>();
      open.forEach(p -> next.addAll(uses.getOrDefault(p, new TreeSet<>())));
      next.removeAll(reached);
      open = next;
    }
    return reached;
  }
}
