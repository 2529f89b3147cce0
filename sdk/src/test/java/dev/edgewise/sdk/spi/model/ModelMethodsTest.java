package dev.edgewise.sdk.spi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import dev.edgewise.sdk.wire.dynamic.ModelDescriptors;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ModelMethodsTest {
  @Test
  void a_model_is_a_service_whose_name_protobuf_can_read() {
    assertThat(new ModelMethods("fashion-diffusion").service())
        .isEqualTo("edgewise.models.v1.fashion_diffusion");
    assertThat(new ModelMethods("a-b.c").service()).isEqualTo("edgewise.models.v1.a_b_c");
    assertThat(new ModelMethods("7b").service()).isEqualTo("edgewise.models.v1.m_7b");
    assertThatThrownBy(() -> new ModelMethods("a/b")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void its_descriptors_say_what_its_contracts_say() {
    for (String name : List.of("fashion-diffusion", "7b", "captions")) {
      ModelMethods methods = new ModelMethods(name);
      for (ModelKind kind : ModelKind.values()) {
        DynamicServices services =
            DynamicServices.of(List.of(ModelDescriptors.descriptorSet(methods, kind)));
        List<MethodContract> contracts = methods.contracts(kind);
        for (MethodContract contract : contracts) {
          assertThat(services.contract(contract.fullName())).isEqualTo(contract);
        }
        assertThat(services.methods())
            .contains(methods.service() + "/Metadata", methods.service() + "/" + kind.method());
        assertThat(
                services.methods().stream()
                    .filter(method -> method.startsWith(ModelMethods.PACKAGE)))
            .hasSize(contracts.size());
      }
    }
  }

  @Test
  void json_goes_by_the_descriptors() {
    ModelMethods methods = new ModelMethods("captions");
    DynamicServices services =
        DynamicServices.of(List.of(ModelDescriptors.descriptorSet(methods, ModelKind.CAPTIONS)));
    byte[] request =
        services.request(methods.service() + "/Nearest", "{\"text\": \"tea\", \"limit\": 2}");
    assertThat(
            dev.edgewise.sdk.spi.WireReader.decode(
                ModelCodecs.NEAREST_REQUEST, dev.edgewise.sdk.spi.Message.of(request)))
        .isEqualTo(new NearestRequest(ServingProfile.DEFAULT, "tea", 2));
  }

  @Test
  void contracts_are_as_agreed() {
    ModelMethods methods = new ModelMethods("x");
    assertThat(methods.contracts(ModelKind.TEXT_TO_IMAGE))
        .extracting(MethodContract::fullName, MethodContract::deadline)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "edgewise.models.v1.x/Metadata", Duration.ofSeconds(5)),
            org.assertj.core.groups.Tuple.tuple(
                "edgewise.models.v1.x/Generate", Duration.ofSeconds(60)),
            org.assertj.core.groups.Tuple.tuple(
                "edgewise.models.v1.x/Draw", Duration.ofSeconds(60)));
    assertThat(methods.infer().contract().deadline()).isEqualTo(Duration.ofSeconds(60));
    assertThat(methods.nearest().contract())
        .returns(Tier.CLOUD, MethodContract::preferredTier)
        .returns(true, MethodContract::idempotent)
        .returns(Label.INTERNAL, MethodContract::label)
        .returns(Duration.ofSeconds(60), MethodContract::deadline);
  }
}
