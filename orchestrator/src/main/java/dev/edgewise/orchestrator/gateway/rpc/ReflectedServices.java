package dev.edgewise.orchestrator.gateway.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The services of a fleet as gRPC's server reflection wants them. Reflection looks names up in one
 * space and takes none twice; nodes may have been given different versions of one file, so a
 * service that contradicts those before it is left out. It can be called all the same.
 */
final class ReflectedServices {
  private final Map<String, FileDescriptor> files = new HashMap<>();
  private final Map<String, FileDescriptor> symbols = new HashMap<>();

  private ReflectedServices() {}

  static List<ServerServiceDefinition> of(DynamicServices services) {
    Set<ServiceDescriptor> descriptors = new LinkedHashSet<>();
    services.methods().stream()
        .map(services::descriptor)
        .map(MethodDescriptor::getService)
        .forEach(descriptors::add);
    ReflectedServices known = new ReflectedServices();
    List<ServerServiceDefinition> reflected = new ArrayList<>();
    for (ServiceDescriptor descriptor : descriptors) {
      if (known.add(descriptor.getFile())) {
        reflected.add(definition(descriptor));
      }
    }
    return reflected;
  }

  private static ServerServiceDefinition definition(ServiceDescriptor service) {
    return ServerServiceDefinition.builder(
            io.grpc.ServiceDescriptor.newBuilder(service.getFullName())
                .setSchemaDescriptor(new Schema(service))
                .build())
        .build();
  }

  private record Schema(ServiceDescriptor service) implements ProtoServiceDescriptorSupplier {
    @Override
    public FileDescriptor getFileDescriptor() {
      return service.getFile();
    }

    @Override
    public ServiceDescriptor getServiceDescriptor() {
      return service;
    }
  }

  /** Takes a file and what it imports; false when they contradict what is there. */
  private boolean add(FileDescriptor file) {
    Map<String, FileDescriptor> more = new HashMap<>();
    collect(file, more);
    Map<String, FileDescriptor> names = new HashMap<>();
    for (FileDescriptor each : more.values()) {
      FileDescriptor known = files.get(each.getName());
      if (known != null && !known.toProto().equals(each.toProto())) {
        return false;
      }
      if (known == null) {
        for (String name : names(each)) {
          if (symbols.containsKey(name) || names.put(name, each) != null) {
            return false;
          }
        }
      }
    }
    more.forEach(files::putIfAbsent);
    symbols.putAll(names);
    return true;
  }

  private static void collect(FileDescriptor file, Map<String, FileDescriptor> into) {
    if (into.putIfAbsent(file.getName(), file) == null) {
      file.getDependencies().forEach(imported -> collect(imported, into));
    }
  }

  /** What reflection indexes of a file. */
  private static List<String> names(FileDescriptor file) {
    List<String> names = new ArrayList<>();
    file.getServices()
        .forEach(
            service -> {
              names.add(service.getFullName());
              service.getMethods().forEach(method -> names.add(method.getFullName()));
            });
    file.getMessageTypes().forEach(message -> names(message, names));
    file.getEnumTypes().stream().map(EnumDescriptor::getFullName).forEach(names::add);
    file.getExtensions().stream().map(ReflectedServices::name).forEach(names::add);
    return names;
  }

  private static void names(Descriptor message, List<String> names) {
    names.add(message.getFullName());
    message.getEnumTypes().stream().map(EnumDescriptor::getFullName).forEach(names::add);
    message.getExtensions().stream().map(ReflectedServices::name).forEach(names::add);
    message.getNestedTypes().forEach(nested -> names(nested, names));
  }

  /** Of one message each number may be taken once, wherever the extension stands. */
  private static String name(FieldDescriptor extension) {
    return extension.getContainingType().getFullName() + "#" + extension.getNumber();
  }
}
