package dev.edgewise.orchestrator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.orchestrator.identity.Caller;
import dev.edgewise.orchestrator.identity.CallerRule;
import dev.edgewise.orchestrator.identity.Callers;
import dev.edgewise.orchestrator.identity.Denial;
import dev.edgewise.orchestrator.identity.KeyRing;
import dev.edgewise.orchestrator.identity.MemoryKeys;
import dev.edgewise.orchestrator.rpc.ServerSettings;
import dev.edgewise.testca.TestCa;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Certificates of connections that are kept open for long. */
final class CallerGuardTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  private final TestCa ca = new TestCa("fleet", NOON);
  private final Time time = new Time();
  private final KeyRing keys =
      new KeyRing(new MemoryKeys(), time, new SplittableRandom(3), Runnable::run);
  private final CallerGuard guard =
      new CallerGuard(
          new Callers(keys, CallerRule.KEYS, time),
          new ServerSettings("1", Optional.empty(), 1, 1, 1),
          time);

  private static final class Time implements Clock {
    private Instant now = NOON;

    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public Instant now() {
      return now;
    }
  }

  private Optional<X509Certificate> shown(String uri) {
    return Optional.of(
        ca.to(uri).valid(NOON.minusSeconds(60), NOON.plusSeconds(3_600)).issue().certificate());
  }

  @Test
  void a_certificate_that_expires_while_its_connection_is_open_counts_no_more() {
    Optional<X509Certificate> ann = shown("edgewise://client/ann");
    time.now = NOON.plusSeconds(3_600);
    assertThat(guard.who(List.of(), ann))
        .isEqualTo(new Caller.Certified(PeerIdentity.client("ann", Optional.empty())));

    time.now = NOON.plusSeconds(3_601);
    assertThat(guard.who(List.of(), ann))
        .isInstanceOfSatisfying(
            Denial.class,
            denial -> {
              assertThat(denial.code()).isEqualTo(ErrorCode.PEER_REFUSED);
              assertThat(denial.because())
                  .contains("edgewise://client/ann", "expired, on 2026-11-30T13:00:00Z", "renewed");
            });
  }

  @Test
  void a_key_does_not_help_who_goes_on_with_one_that_has_expired() {
    String key = keys.add("a", Optional.of("t"), List.of("*"), false, Duration.ofDays(1)).text();
    List<String> bearer = List.of("Bearer " + key);
    assertThat(guard.who(bearer, Optional.empty())).isInstanceOf(Caller.KeyHolder.class);
    time.now = NOON.plusSeconds(3_601);
    assertThat(guard.who(bearer, shown("edgewise://client/ann"))).isInstanceOf(Denial.class);
  }

  @Test
  void a_certificate_that_says_nobody_is_nobodys() {
    assertThat(guard.who(List.of(), shown("https://example.com/ann")))
        .isInstanceOfSatisfying(
            Denial.class, denial -> assertThat(denial.code()).isEqualTo(ErrorCode.PEER_REFUSED));
  }
}
