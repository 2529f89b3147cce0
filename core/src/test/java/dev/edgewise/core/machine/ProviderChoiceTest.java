package dev.edgewise.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.model.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over the recorded machines; their README says where they come from. */
final class ProviderChoiceTest {
  private static final Set<Provider> PLAIN_JAR = Set.of(Provider.CPU);
  private static final Set<Provider> GPU_JAR =
      Set.of(Provider.CPU, Provider.CUDA, Provider.TENSORRT);
  private static final long GIB = 1L << 30;

  private static HardwareProbe probe(String machine) {
    Path root;
    try {
      root =
          Path.of(
              Objects.requireNonNull(
                      ProviderChoiceTest.class.getResource("machines/" + machine), machine)
                  .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return new HardwareProbe(
        root,
        command -> text(root.resolve("tools"), command.equals(Nvidia.LIST) ? "list" : "query"),
        List.of());
  }

  private static String text(Path folder, String name) {
    Path file = folder.resolve(name + ".txt");
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String arch(String machine) {
    return machine.startsWith("jetson") ? "aarch64" : "amd64";
  }

  private static ProviderChoice choose(
      String machine, Optional<Provider> wish, boolean fallback, Set<Provider> carried) {
    return ProviderChoice.choose(wish, fallback, carried, probe(machine).nvidia(arch(machine)));
  }

  private static List<Accelerator> accelerators(String machine) {
    return probe(machine).look("Linux", arch(machine), 4).accelerators();
  }

  @ParameterizedTest
  @CsvSource({
    "t4,CUDA",
    "t4-cuda13,CUDA",
    "a100-mig,CUDA",
    "tool-hangs,CUDA",
    "no-driver,CPU",
    "old-driver,CPU",
    "intel-gpu,CPU",
    "coral-tpu,CPU",
    "plain,CPU"
  })
  void the_best_that_is_there_is_taken(String machine, Provider expected) {
    ProviderChoice choice = choose(machine, Optional.empty(), false, GPU_JAR);
    assertThat(choice.provider()).as(choice.words()).isEqualTo(expected);
    assertThat(choice.granted()).isTrue();
  }

  @Test
  void tensorrt_is_taken_only_when_it_is_asked_for() {
    assertThat(choose("t4-cuda13", Optional.of(Provider.TENSORRT), false, GPU_JAR))
        .isEqualTo(
            new ProviderChoice(
                Provider.TENSORRT,
                true,
                "it was asked for, and Tesla T4 with driver 580.82.07 was found",
                List.of()));
    assertThat(choose("t4", Optional.of(Provider.TENSORRT), false, GPU_JAR).missing())
        .containsExactly(
            "libnvinfer.so.10 (TensorRT 10 for CUDA 12)",
            "libnvonnxparser.so.10 (TensorRT 10 for CUDA 12)");
  }

  @Test
  void the_start_line_says_what_was_found() {
    assertThat(choose("t4", Optional.empty(), false, GPU_JAR).words())
        .isEqualTo("ONNX models compute with cuda: Tesla T4 with driver 550.90.07 was found");
    assertThat(choose("plain", Optional.empty(), false, PLAIN_JAR).words())
        .isEqualTo("ONNX models compute with cpu: no card was found");
    assertThat(choose("plain", Optional.of(Provider.CPU), false, PLAIN_JAR).words())
        .isEqualTo("ONNX models compute with cpu: it was asked for");
  }

  @Test
  void a_card_that_only_the_jar_keeps_idle_is_told() {
    assertThat(choose("t4", Optional.empty(), false, PLAIN_JAR).words())
        .isEqualTo(
            "ONNX models compute with cpu: cuda cannot be used here; missing:"
                + " com.microsoft.onnxruntime:onnxruntime_gpu on the class path in place of"
                + " onnxruntime");
  }

  @Test
  void an_old_driver_is_named_with_the_one_that_is_needed() {
    ProviderChoice choice = choose("old-driver", Optional.of(Provider.CUDA), false, GPU_JAR);
    assertThat(choice.granted()).isFalse();
    assertThat(choice.missing())
        .contains("NVIDIA's driver 525.60.13 or newer for CUDA 12 (found: 470.256.02)")
        .contains("libcudnn.so.9 (cuDNN 9 for CUDA 12)");
  }

  @Test
  void what_is_there_instead_of_a_card_of_nvidias_is_named() {
    assertThat(choose("intel-gpu", Optional.of(Provider.CUDA), false, GPU_JAR).missing().get(0))
        .isEqualTo(
            "a card of NVIDIA's with its driver 525.60.13 or newer (found: gpu Intel 0x56a0)");
    assertThat(choose("coral-tpu", Optional.of(Provider.CUDA), false, GPU_JAR).words())
        .contains("(found: tpu Coral Edge TPU)");
    assertThat(choose("no-driver", Optional.of(Provider.CUDA), false, GPU_JAR).words())
        .contains("(found: gpu NVIDIA 0x1eb8)");
  }

  @Test
  void a_jetson_has_all_but_a_build_of_the_runtime() {
    ProviderChoice choice = choose("jetson-orin", Optional.of(Provider.CUDA), false, PLAIN_JAR);
    assertThat(choice.missing())
        .singleElement()
        .asString()
        .startsWith("a build of ONNX Runtime with cuda for aarch64");
    assertThat(choose("jetson-orin", Optional.empty(), false, GPU_JAR).words())
        .isEqualTo(
            "ONNX models compute with cuda: NVIDIA Jetson Orin Nano Developer Kit with JetPack was"
                + " found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-driver", "old-driver", "intel-gpu", "coral-tpu", "plain"})
  void what_cannot_be_had_is_refused_unless_the_processor_will_do(String machine) {
    for (Provider wish : List.of(Provider.CUDA, Provider.TENSORRT)) {
      ProviderChoice refused = choose(machine, Optional.of(wish), false, GPU_JAR);
      assertThat(refused.granted()).isFalse();
      assertThat(refused.missing()).isNotEmpty();
      ProviderChoice fallen = choose(machine, Optional.of(wish), true, GPU_JAR);
      assertThat(fallen)
          .isEqualTo(new ProviderChoice(Provider.CPU, true, refused.why(), refused.missing()));
    }
  }

  @Test
  void memory_of_cards_comes_from_their_tool() {
    assertThat(accelerators("t4"))
        .containsExactly(new Accelerator("gpu", "Tesla T4", 15_360L << 20));
    assertThat(accelerators("tool-hangs")).containsExactly(new Accelerator("gpu", "Tesla T4", 0));
    assertThat(accelerators("jetson-orin"))
        .containsExactly(
            new Accelerator("gpu", "NVIDIA Jetson Orin Nano Developer Kit", 7_802_048L * 1024));
  }

  @Test
  void a_divided_card_is_its_instances() {
    assertThat(accelerators("a100-mig"))
        .containsExactly(
            new Accelerator("gpu", "NVIDIA A100-SXM4-40GB MIG 3g.20gb", 20 * GIB),
            new Accelerator("gpu", "NVIDIA A100-SXM4-40GB MIG 1g.5gb", 5 * GIB),
            new Accelerator("gpu", "NVIDIA A100-SXM4-40GB MIG 1g.5gb+me", 5 * GIB));
  }

  @Test
  void versions_are_compared_number_by_number() {
    assertThat(ProviderChoice.compare("525.60.13", "525.60.13")).isZero();
    assertThat(ProviderChoice.compare("525.125.06", "525.60.13")).isPositive();
    assertThat(ProviderChoice.compare("470.256.02", "525.60.13")).isNegative();
    assertThat(ProviderChoice.compare("580", "580.65.06")).isNegative();
    assertThat(ProviderChoice.compare("", "0.0.1")).isNegative();
    assertThat(ProviderChoice.compare("99999999999.1", "1")).isNegative();
  }

  @Test
  void libraries_are_known_by_their_major_version() {
    assertThat(
            Nvidia.libraries(
                List.of(
                    "libcudart.so.12.4.127",
                    "libcudart.so",
                    "libcudartx.so.1",
                    "libcudnn.so.9",
                    "libcudnn_ops.so.9",
                    "libcublasLt.so.13.0.0.19",
                    "libcudnn.so.9x")))
        .containsExactly("libcublasLt.so.13", "libcudart.so.12", "libcudnn.so.9");
  }

  @Test
  void whatever_a_tool_writes_nothing_breaks() {
    String letters = "GPU 0: MIG 1g.5gb Device (UUID: ) ,\n\t0123456789.NVRM version: Tesla T4+";
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(seed % 2 == 0 ? "GPU 0: X (UUID: 1\n  MIG " : "NVRM ");
      for (int i = random.nextInt(120); i > 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      String written = text.toString();
      for (Accelerator card : Nvidia.cards(written)) {
        assertThat(card.memoryBytes()).isNotNegative();
      }
      for (Accelerator instance : Nvidia.instances(written)) {
        assertThat(instance.memoryBytes()).isNotNegative();
      }
      String driver = Nvidia.driver(written) + Nvidia.driverOfTool(written);
      assertThat(ProviderChoice.compare(driver, "0")).isNotNegative();
      assertThat(Nvidia.tegra(written)).isEmpty();
    }
  }
}
