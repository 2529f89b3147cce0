package dev.edgewise.core.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PemTest {
  @Test
  void what_is_written_is_read_as_the_same() {
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      byte[] der = new byte[random.nextInt(300)];
      random.nextBytes(der);

      List<Pem.Block> blocks =
          Pem.read("words\n" + Pem.write("A KEY", der) + "\nmore\n" + Pem.write("B", der));

      assertThat(blocks).extracting(Pem.Block::label).containsExactly("A KEY", "B");
      assertThat(blocks).allSatisfy(block -> assertThat(block.der()).isEqualTo(der));
    }
  }

  @Test
  void lines_are_of_64_characters_as_openssl_writes_them() {
    assertThat(Pem.write("X", new byte[60]).lines())
        .containsExactly("-----BEGIN X-----", "A".repeat(64), "A".repeat(16), "-----END X-----");
  }

  @Test
  void line_ends_of_other_systems_are_taken() {
    assertThat(Pem.read(Pem.write("X", new byte[60]).replace("\n", "\r\n")))
        .singleElement()
        .satisfies(block -> assertThat(block.der()).hasSize(60));
  }

  @Test
  void a_text_without_blocks_has_none() {
    assertThat(Pem.read("")).isEmpty();
    assertThat(Pem.read("hello\nworld")).isEmpty();
  }

  @Test
  void what_does_not_end_as_it_began_is_refused() {
    assertThatThrownBy(() -> Pem.read("-----BEGIN A-----\nAAAA\n"))
        .hasMessageContaining("does not end");
    assertThatThrownBy(() -> Pem.read("-----BEGIN A-----\nAAAA\n-----END B-----\n"))
        .hasMessageContaining("line 3");
    assertThatThrownBy(() -> Pem.read("-----END A-----\n")).hasMessageContaining("line 1");
    assertThatThrownBy(() -> Pem.read("-----BEGIN A-----\n-----BEGIN A-----\n"))
        .hasMessageContaining("line 2");
  }

  @Test
  void what_is_no_base64_is_refused_without_being_told() {
    assertThatThrownBy(() -> Pem.read("-----BEGIN A-----\nsecret!\n-----END A-----\n"))
        .hasMessageContaining("Base64")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void a_thousand_blocks_are_enough() {
    String one = Pem.write("A", new byte[1]);
    assertThat(Pem.read(one.repeat(1_000))).hasSize(1_000);
    assertThatThrownBy(() -> Pem.read(one.repeat(1_001))).hasMessageContaining("1000");
  }

  /** Whatever a file holds, it is read or refused. */
  @Test
  void nothing_else_comes_of_any_text() {
    Random random = new Random(4);
    String text = Pem.write("CERTIFICATE", new byte[100]) + Pem.write("PRIVATE KEY", new byte[40]);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder changed = new StringBuilder(text);
      for (int k = random.nextInt(4); k >= 0; k--) {
        changed.setCharAt(random.nextInt(changed.length()), (char) random.nextInt(0x100));
      }
      try {
        assertThat(Pem.read(changed.toString())).hasSizeLessThanOrEqualTo(2);
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
