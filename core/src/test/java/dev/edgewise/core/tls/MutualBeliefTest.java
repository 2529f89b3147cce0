package dev.edgewise.core.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.testca.TestCa;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MutualBeliefTest {
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  private final TestCa ours = new TestCa("ours", LONG_AGO);
  private final TestCa theirs = new TestCa("theirs", LONG_AGO);
  private final Path folder;

  MutualBeliefTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private TlsFiles of(TestCa ca, String name) {
    return TlsFiles.in(ca.to("edgewise://client/" + name).issue().in(folder.resolve(name)));
  }

  @Test
  void two_of_one_ca_believe_each_other_whatever_the_time_is() {
    assertThat(MutualBelief.objection(of(ours, "a"), of(ours, "b"))).isEmpty();
  }

  @Test
  void one_of_another_ca_is_not_believed() {
    TlsFiles own = of(ours, "a");
    assertThat(MutualBelief.objection(own, of(theirs, "b")))
        .contains("its certificate is of no CA that " + own.ca() + " names");
  }

  @Test
  void one_who_believes_another_ca_is_told() {
    TlsFiles own = of(ours, "a");
    TlsFiles other =
        TlsFiles.in(
            ours.to("edgewise://client/b").issue().believing(theirs).in(folder.resolve("b")));
    assertThat(MutualBelief.objection(own, other))
        .contains("it does not name the CA of the certificate in " + own.cert());
  }

  @Test
  void a_ca_of_the_same_name_with_another_key_is_another_one() {
    TestCa again = new TestCa("ours", LONG_AGO.plus(Duration.ofHours(1)));
    Optional<String> said = MutualBelief.objection(of(ours, "a"), of(again, "b"));
    assertThat(said).isPresent();
  }
}
