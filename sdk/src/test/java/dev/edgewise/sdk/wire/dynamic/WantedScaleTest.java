package dev.edgewise.sdk.wire.dynamic;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import dev.edgewise.proto.v1.AgentOuterClass;
import dev.edgewise.proto.v1.Options;
import dev.edgewise.proto.v1.Scale;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WantedScaleTest {
  private static Scale scale(int min, int max, int warm) {
    return Scale.newBuilder().setMin(min).setMax(max).setWarm(warm).build();
  }

  private static DynamicServices services(Scale... scales) {
    ServiceDescriptorProto.Builder service = ServiceDescriptorProto.newBuilder().setName("Shop");
    for (int i = 0; i < scales.length; i++) {
      var promises = dev.edgewise.proto.v1.MethodOptions.newBuilder().setScale(scales[i]);
      service.addMethod(
          MethodDescriptorProto.newBuilder()
              .setName("buy" + i)
              .setInputType(".edgewise.v1.ProbeRequest")
              .setOutputType(".edgewise.v1.ProbeRequest")
              .setOptions(
                  MethodOptions.newBuilder().setExtension(Options.method, promises.build())));
    }
    FileDescriptorSet set =
        FileDescriptorSet.newBuilder()
            .addFile(com.google.protobuf.DescriptorProtos.getDescriptor().toProto())
            .addFile(Options.getDescriptor().toProto())
            .addFile(AgentOuterClass.getDescriptor().toProto())
            .addFile(
                FileDescriptorProto.newBuilder()
                    .setName("shop.proto")
                    .setPackage("shop.v1")
                    .setSyntax("proto3")
                    .addDependency("edgewise/v1/agent.proto")
                    .addDependency("edgewise/v1/options.proto")
                    .addService(service))
            .build();
    return DynamicServices.of(List.of(set.toByteArray()));
  }

  @Test
  void of_several_methods_the_largest_numbers_hold() {
    assertThat(services(scale(0, 4, 0), scale(1, 2, 2)).scale()).contains(new WantedScale(1, 4, 2));
    assertThat(services().scale()).isEmpty();
    assertThat(services(Scale.getDefaultInstance()).scale()).isEmpty();
  }

  @Test
  void what_makes_no_sense_is_as_if_it_were_not_there() {
    for (Scale wrong :
        List.of(scale(5, 4, 0), scale(-1, 4, 0), scale(0, 1_001, 0), scale(0, 2, 3))) {
      assertThat(services(wrong).scale()).as("%s", wrong).isEmpty();
      assertThat(services(wrong, scale(0, 2, 0)).scale()).contains(new WantedScale(0, 2, 0));
    }
  }
}
