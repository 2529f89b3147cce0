package dev.edgewise.orchestrator.rpc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.edgewise.orchestrator.node.Bytes;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.proto.v1.MethodOptions;
import dev.edgewise.proto.v1.Options;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the methods of a service promise, read from the options of its descriptor set. Reading is
 * costly and nodes of a fleet share a few sets, so the last ones are remembered. Thread-safe.
 */
final class ServiceContracts {
  private static final int REMEMBERED = 256;

  private final ExtensionRegistry extensions = ExtensionRegistry.newInstance();
  private final Map<Key, Map<String, MethodOptions>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Map<String, MethodOptions>> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Key(String service, Bytes descriptorSet) {}

  ServiceContracts() {
    Options.registerAllExtensions(extensions);
  }

  /** By method name, in the descriptor's order; empty when the set cannot be read. */
  synchronized Map<String, MethodOptions> of(OfferedService service) {
    Key key = new Key(service.name(), service.descriptorSet());
    Map<String, MethodOptions> found = known.get(key);
    if (found == null) {
      found = read(service);
      known.put(key, found);
    }
    return found;
  }

  private Map<String, MethodOptions> read(OfferedService service) {
    Map<String, MethodOptions> methods = new LinkedHashMap<>();
    try {
      FileDescriptorSet set =
          FileDescriptorSet.parseFrom(service.descriptorSet().array(), extensions);
      for (FileDescriptorProto file : set.getFileList()) {
        String prefix = file.getPackage().isEmpty() ? "" : file.getPackage() + ".";
        for (ServiceDescriptorProto each : file.getServiceList()) {
          if (service.name().equals(prefix + each.getName())) {
            for (MethodDescriptorProto method : each.getMethodList()) {
              methods.put(method.getName(), method.getOptions().getExtension(Options.method));
            }
          }
        }
      }
    } catch (InvalidProtocolBufferException e) {
      return Map.of();
    }
    return methods;
  }
}
