package dev.edgewise.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import dev.edgewise.orchestrator.ShopDescriptors;
import dev.edgewise.orchestrator.zone.ZoneTemplate;
import dev.edgewise.proto.v1.MethodOptions;
import dev.edgewise.proto.v1.Options;
import dev.edgewise.proto.v1.Scale;
import dev.edgewise.sdk.wire.dynamic.WantedScale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What developers say of the scale of their services, and operators of the same. */
final class DevelopersScaleTest {
  private static final String SET = "META-INF/edgewise/descriptors/shop.binpb";

  private final Path folder;

  DevelopersScaleTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static byte[] set(int min, int max, int warm) {
    FileDescriptorProto.Builder file = ShopDescriptors.shop().toBuilder();
    var options = file.getServiceBuilder(0).getMethodBuilder(0).getOptionsBuilder();
    MethodOptions promises = options.getExtension(Options.method);
    options.setExtension(
        Options.method,
        promises.toBuilder()
            .setScale(Scale.newBuilder().setMin(min).setMax(max).setWarm(warm))
            .build());
    return ShopDescriptors.set(file.build());
  }

  private Path jar(byte[] set) throws IOException {
    Path jar = folder.resolve("shop.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(SET));
      out.write(set);
      out.closeEntry();
    }
    return jar;
  }

  private ZoneTemplate zone(String... lines) throws IOException {
    Path file = folder.resolve("west1.yaml");
    Files.writeString(
        file, "zone: west1\nservices: [shop.jar]\n" + String.join("\n", lines) + "\n");
    return ZoneFiles.read(List.of(file), Optional.empty()).get(0);
  }

  @Test
  void the_scale_is_read_from_a_jar_and_from_a_folder_of_classes() throws IOException {
    Path jar = jar(set(1, 8, 2));
    assertThat(DevelopersScale.of(List.of(jar))).contains(new WantedScale(1, 8, 2));

    Path classes = folder.resolve("classes");
    Files.createDirectories(classes.resolve(SET).getParent());
    Files.write(classes.resolve(SET), set(0, 9, 0));
    assertThat(DevelopersScale.of(List.of(classes))).contains(new WantedScale(0, 9, 0));
  }

  @Test
  void what_cannot_be_read_says_nothing() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jar"), "no jar");
    assertThat(DevelopersScale.of(List.of(broken, folder.resolve("nowhere.jar")))).isEmpty();
    assertThat(DevelopersScale.of(List.of(jar(new byte[] {1, 2, 3})))).isEmpty();
    assertThat(DevelopersScale.of(List.of(jar(ShopDescriptors.set())))).isEmpty();
  }

  @Test
  void a_zone_is_scaled_as_its_services_say_unless_its_file_says_otherwise() throws IOException {
    Path unused = jar(set(1, 8, 2));
    assertThat(zone()).extracting("min", "max", "warm").containsExactly(1, 8, 2);
    assertThat(zone("min: 0", "warm: 0")).extracting("min", "max", "warm").containsExactly(0, 8, 0);
    assertThat(zone("max: 1")).extracting("min", "max", "warm").containsExactly(1, 1, 1);
  }

  @Test
  void a_developer_who_asks_for_more_than_a_machine_may_have_gets_that() throws IOException {
    Path unused = jar(set(0, 1_000, 0));
    assertThat(zone().max()).isEqualTo(ZoneTemplate.MOST_NODES);
  }
}
