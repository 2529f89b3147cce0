package dev.edgewise.orchestrator.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class DigestTest {
  private static byte[] bytes() {
    byte[] bytes = new byte[Digest.LENGTH];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (7 * i);
    }
    return bytes;
  }

  @Test
  void two_are_one_only_when_every_bit_is() {
    Digest one = Digest.stored(bytes());
    assertThat(Digest.stored(bytes())).isEqualTo(one).hasSameHashCodeAs(one);
    for (int bit = 0; bit < Digest.LENGTH * 8; bit++) {
      byte[] other = bytes();
      other[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(Digest.stored(other)).as("bit %d", bit).isNotEqualTo(one);
    }
  }

  @Test
  void it_is_sha_256() {
    // Of FIPS 180-2, appendix B.1.
    assertThat(Digest.of("abc").bytes())
        .asHexString()
        .isEqualToIgnoringCase("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
  }

  @Test
  void one_of_another_length_is_refused_and_nobody_can_change_one() {
    assertThatThrownBy(() -> Digest.stored(new byte[31])).hasMessageContaining("expected: 32");
    assertThatThrownBy(() -> Digest.stored(new byte[33])).hasMessageContaining("expected: 32");
    byte[] given = bytes();
    Digest digest = Digest.stored(given);
    given[0]++;
    digest.bytes()[1]++;
    assertThat(digest).isEqualTo(Digest.stored(bytes()));
    assertThat(digest.toString()).isEqualTo("a digest");
  }
}
