package dev.edgewise.sdk.wire.dynamic;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.edgewise.core.MethodContract;
import dev.edgewise.proto.v1.MethodOptions;
import dev.edgewise.proto.v1.Models;
import dev.edgewise.proto.v1.Options;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.wire.Protos;
import java.util.LinkedHashMap;
import java.util.Map;

/** Describes the service of a model as protobuf describes services. Pure. */
public final class ModelDescriptors {
  private ModelDescriptors() {}

  /**
   * A serialised {@code google.protobuf.FileDescriptorSet} of a model's service, imports included:
   * the methods of its kind, taken from the template in {@code edgewise/v1/models.proto}.
   */
  public static byte[] descriptorSet(ModelMethods methods, ModelKind kind) {
    ServiceDescriptor template = Models.getDescriptor().findServiceByName("Model");
    ServiceDescriptorProto.Builder service =
        ServiceDescriptorProto.newBuilder().setName(methods.simpleName());
    for (MethodContract contract : methods.contracts(kind)) {
      service.addMethod(method(template.findMethodByName(contract.method()), contract));
    }
    String packageName = ModelMethods.PACKAGE.substring(0, ModelMethods.PACKAGE.length() - 1);
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName(packageName.replace('.', '/') + "/" + methods.simpleName() + ".proto")
            .setPackage(packageName)
            .setSyntax("proto3")
            .addDependency(Models.getDescriptor().getName())
            .addDependency(Options.getDescriptor().getName())
            .addService(service)
            .build();
    Map<String, FileDescriptorProto> imports = new LinkedHashMap<>();
    collect(Models.getDescriptor(), imports);
    collect(Options.getDescriptor(), imports);
    return FileDescriptorSet.newBuilder()
        .addAllFile(imports.values())
        .addFile(file)
        .build()
        .toByteArray();
  }

  private static MethodDescriptorProto method(MethodDescriptor template, MethodContract contract) {
    return MethodDescriptorProto.newBuilder()
        .setName(contract.method())
        .setInputType("." + template.getInputType().getFullName())
        .setOutputType("." + template.getOutputType().getFullName())
        .setServerStreaming(contract.streaming())
        .setOptions(
            com.google.protobuf.DescriptorProtos.MethodOptions.newBuilder()
                .setExtension(
                    Options.method,
                    MethodOptions.newBuilder()
                        .setTier(Protos.toProto(contract.preferredTier()))
                        .setDeadlineMillis(contract.deadline().toMillis())
                        .setIdempotent(contract.idempotent())
                        .setLabel(Protos.toProto(contract.label()))
                        .setResumable(contract.resumable())
                        .build()))
        .build();
  }

  /** A file after all that it imports. */
  private static void collect(FileDescriptor file, Map<String, FileDescriptorProto> into) {
    if (!into.containsKey(file.getName())) {
      file.getDependencies().forEach(imported -> collect(imported, into));
      into.put(file.getName(), file.toProto());
    }
  }
}
