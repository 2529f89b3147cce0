package dev.edgewise.processor.emit;

import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.TimestampProto;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * Makes descriptor sets that stand on their own: with each schema everything that it imports, the
 * imported ones first.
 */
final class DescriptorSets {
  private final Map<String, FileDescriptorProto> known = new LinkedHashMap<>();

  /**
   * @param schemas those of this compilation, by import name
   * @param foreign those of other jars, by import name
   */
  DescriptorSets(
      SortedMap<String, FileDescriptorProto> schemas, Map<String, FileDescriptorProto> foreign) {
    for (FileDescriptor builtIn :
        new FileDescriptor[] {
          DescriptorProtos.getDescriptor(),
          TimestampProto.getDescriptor(),
          DurationProto.getDescriptor()
        }) {
      known.put(builtIn.getName(), builtIn.toProto());
    }
    known.put(OptionsSchema.NAME, OptionsSchema.file());
    known.put(TensorSchema.NAME, TensorSchema.file());
    known.putAll(foreign);
    known.putAll(schemas);
  }

  FileDescriptorSet of(String importName) {
    Map<String, FileDescriptorProto> chosen = new LinkedHashMap<>();
    choose(importName, chosen);
    return FileDescriptorSet.newBuilder().addAllFile(chosen.values()).build();
  }

  private void choose(String importName, Map<String, FileDescriptorProto> chosen) {
    FileDescriptorProto file = known.get(importName);
    if (file == null || chosen.containsKey(importName)) {
      return;
    }
    file.getDependencyList().forEach(dependency -> choose(dependency, chosen));
    chosen.put(importName, file);
  }
}
