package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that a compilation has for us: services, bodies, and the records and enums that can be
 * reached from them, those of other jars included.
 *
 * @param services by interface
 * @param bodies by the class that describes them
 * @param messages records, by full protobuf name
 * @param enums by full protobuf name
 */
public record CompilationModel(
    SortedMap<JavaName, ServiceModel> services,
    SortedMap<JavaName, BodyModel> bodies,
    SortedMap<ProtoName, MessageModel> messages,
    SortedMap<ProtoName, EnumModel> enums) {
  public CompilationModel {
    services = sorted(requireNonNull(services, "services"));
    bodies = sorted(requireNonNull(bodies, "bodies"));
    messages = sorted(requireNonNull(messages, "messages"));
    enums = sorted(requireNonNull(enums, "enums"));
  }

  /** The methods of all services. */
  public Stream<MethodModel> methods() {
    return services.values().stream().flatMap(service -> service.methods().stream());
  }

  private static <K extends Comparable<K>, V> SortedMap<K, V> sorted(Map<K, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
