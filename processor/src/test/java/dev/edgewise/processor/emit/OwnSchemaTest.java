package dev.edgewise.processor.emit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import dev.edgewise.proto.v1.Options;
import dev.edgewise.proto.v1.Tensor;
import org.junit.jupiter.api.Test;

final class OwnSchemaTest {
  @Test
  void the_schema_of_the_options_is_the_one_that_protoc_reads() {
    assertThat(withoutJsonNames(OptionsSchema.file()))
        .isEqualTo(withoutJsonNames(Options.getDescriptor().toProto()));
  }

  @Test
  void the_schema_of_tensors_is_the_one_that_protoc_reads() {
    assertThat(withoutJsonNames(TensorSchema.file()))
        .isEqualTo(withoutJsonNames(Tensor.getDescriptor().getFile().toProto()));
  }

  /**
   * protoc leaves them out of the descriptors in generated code, where they follow from the names.
   */
  private static FileDescriptorProto withoutJsonNames(FileDescriptorProto file) {
    FileDescriptorProto.Builder builder = file.toBuilder();
    for (DescriptorProto.Builder message : builder.getMessageTypeBuilderList()) {
      message.getFieldBuilderList().forEach(FieldDescriptorProto.Builder::clearJsonName);
    }
    builder.getExtensionBuilderList().forEach(FieldDescriptorProto.Builder::clearJsonName);
    return builder.build();
  }
}
