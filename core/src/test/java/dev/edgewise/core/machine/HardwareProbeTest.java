package dev.edgewise.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Accelerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inventories as machines write them, shortened. */
final class HardwareProbeTest {
  private static final long GIB = 1L << 30;

  private static final String EPYC =
      """
      processor\t: 0
      model name\t: AMD EPYC
      flags\t\t: fpu vme sse sse2 ssse3 fma sse4_1 sse4_2 aes avx f16c avx2 avx512f avx512_vnni

      processor\t: 1
      flags\t\t: fpu vme sse sse2 ssse3 fma sse4_1 sse4_2 aes avx f16c avx2
      """;
  private static final String PI =
      """
      processor\t: 0
      BogoMIPS\t: 108.00
      Features\t: fp asimd evtstrm aes pmull sha1 sha2 crc32 cpuid asimdrdm asimddp
      CPU implementer\t: 0x41
      """;

  private final Path root;

  HardwareProbeTest(@TempDir Path root) {
    this.root = root;
  }

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private Hardware look() {
    return new HardwareProbe(root, command -> "", List.of()).look("Linux", "amd64", 2);
  }

  @Test
  void nothing_is_invented_for_a_machine_that_says_nothing() {
    assertThat(look()).isEqualTo(new Hardware("Linux", "amd64", 2, 0, List.of(), List.of()));
  }

  @Test
  void a_server_has_the_features_that_all_of_its_processors_have() throws IOException {
    file("proc/cpuinfo", EPYC);
    file("proc/meminfo", "MemTotal:       24684084 kB\nMemFree:        22789892 kB\n");
    assertThat(look().cpuFeatures())
        .containsExactly("aes", "avx", "avx2", "f16c", "fma", "sse4_1", "sse4_2", "ssse3");
    assertThat(look().memoryBytes()).isEqualTo(24_684_084L * 1024);
    assertThat(look().accelerators()).isEmpty();
  }

  @Test
  void an_arm_board_calls_its_features_differently() throws IOException {
    file("proc/cpuinfo", PI);
    assertThat(look().cpuFeatures()).containsExactly("aes", "asimd", "asimddp", "asimdrdm", "sha2");
  }

  @Test
  void a_control_group_lowers_the_memory_in_both_versions() throws IOException {
    file("proc/meminfo", "MemTotal:       24684084 kB\n");
    file("proc/self/cgroup", "4:memory:/job/1\n0::/\n");
    file("sys/fs/cgroup/memory/job/1/memory.limit_in_bytes", 2 * GIB + "\n");
    assertThat(look().memoryBytes()).isEqualTo(2 * GIB);
    file("proc/self/cgroup", "0::/system.slice/a.service\n");
    file("sys/fs/cgroup/system.slice/a.service/memory.max", GIB + "\n");
    assertThat(look().memoryBytes()).isEqualTo(GIB);
  }

  @Test
  void a_control_group_without_a_limit_changes_nothing() throws IOException {
    file("proc/meminfo", "MemTotal:       1024 kB\n");
    file("proc/self/cgroup", "4:memory:/\n0::/\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    file("sys/fs/cgroup/memory.max", "max\n");
    assertThat(look().memoryBytes()).isEqualTo(1 << 20);
  }

  @Test
  void a_card_of_nvidia_is_found_once_by_its_own_driver() throws IOException {
    file(
        "proc/driver/nvidia/gpus/0000:01:00.0/information",
        "Model: \t\t NVIDIA RTX A2000\nIRQ:   \t\t 130\nGPU UUID: \t GPU-1\n");
    file("sys/class/drm/card0/device/vendor", "0x10de\n");
    file("sys/class/drm/card0/device/device", "0x2531\n");
    assertThat(look().accelerators())
        .containsExactly(new Accelerator("gpu", "NVIDIA RTX A2000", 0));
  }

  @Test
  void other_cards_units_and_sticks_are_found_too() throws IOException {
    file("sys/class/drm/card0/device/vendor", "0x1002\n");
    file("sys/class/drm/card0/device/device", "0x744c\n");
    file("sys/class/drm/card0/device/mem_info_vram_total", "25753026560\n");
    file("sys/class/drm/card0-DP-1/status", "connected\n");
    file("sys/class/drm/card1/device/vendor", "0x1234\n");
    file("sys/class/drm/renderD128/device/vendor", "0x1002\n");
    file("sys/class/accel/accel0/device/uevent", "DRIVER=intel_vpu\nPCI_ID=8086:7D1D\n");
    file("dev/apex_0", "");
    assertThat(look().accelerators())
        .containsExactly(
            new Accelerator("gpu", "AMD 0x744c", 25_753_026_560L),
            new Accelerator("npu", "intel_vpu", 0),
            new Accelerator("tpu", "Coral Edge TPU", 0));
  }

  @Test
  void a_path_of_a_control_group_leads_nowhere_else() {
    assertThat(Inventory.memoryGroups("0::/../../etc\n4:memory:etc\nnonsense\n")).isEmpty();
  }

  @Test
  void whatever_the_system_writes_nothing_breaks() {
    String letters = "flags:Featuresavx2 MemTotal:kB0123456789\n\t/::=-";
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder("MemTotal: ");
      for (int i = random.nextInt(80); i > 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      String written = text.toString();
      assertThat(Inventory.memory(written)).isNotNegative();
      assertThat(Inventory.cpuFeatures(written)).hasSizeLessThanOrEqualTo(64);
      assertThat(Inventory.limit(written)).isEmpty();
      assertThat(Inventory.memoryGroups(written)).hasSizeLessThan(65);
      assertThat(Inventory.nvidia(written).kind()).isEqualTo("gpu");
      assertThat(Inventory.drm(written, written, written)).isEmpty();
    }
  }
}
