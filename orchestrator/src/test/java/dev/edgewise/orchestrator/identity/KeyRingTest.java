package dev.edgewise.orchestrator.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.tls.PeerIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class KeyRingTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:10:00Z");

  private final Time time = new Time();
  private final MemoryKeys store = new MemoryKeys();
  private final KeyRing keys = ring(1);
  private final Callers callers = new Callers(keys, CallerRule.KEYS, time);

  private static final class Time implements Clock {
    private Instant now = NOON;

    @Override
    public long nanos() {
      return now.getEpochSecond() * 1_000_000_000;
    }

    @Override
    public Instant now() {
      return now;
    }
  }

  private KeyRing ring(long seed) {
    return new KeyRing(store, time, new SplittableRandom(seed), Runnable::run);
  }

  private KeyRing.Made till() {
    return keys.add(
        "till-3", Optional.of("shop-7"), List.of("shop.v1.Shop"), false, Duration.ofDays(30));
  }

  private static List<String> bearer(String key) {
    return List.of("Bearer " + key);
  }

  private static Callers.Verdict who(Callers callers, List<String> authorization) {
    return callers.who(authorization, Optional.empty());
  }

  private Denial denied(Callers.Verdict verdict, ErrorCode code) {
    assertThat(verdict).isInstanceOf(Denial.class);
    assertThat(((Denial) verdict).code()).isEqualTo(code);
    return (Denial) verdict;
  }

  @Test
  void a_key_has_256_random_bits_behind_a_prefix_and_no_two_are_alike() {
    String first = till().text();
    String second = keys.add("b", Optional.of("t"), List.of("*"), false, Duration.ofDays(1)).text();

    assertThat(first).matches("ew_[A-Za-z0-9_-]{43}").isNotEqualTo(second);
    assertThat(Base64.getUrlDecoder().decode(first.substring(3))).hasSize(32);
  }

  @Test
  void the_key_itself_is_kept_nowhere_and_no_text_of_ours_has_it() {
    KeyRing.Made made = till();

    assertThat(made.toString()).doesNotContain(made.text());
    for (StoredKey stored : store.all()) {
      assertThat(stored.toString()).doesNotContain(made.text().substring(3));
      assertThat(stored.digest().bytes()).hasSize(32).isNotEqualTo(made.text().getBytes(UTF_8));
    }
    Denial wrong = denied(who(callers, bearer(made.text() + "x")), ErrorCode.KEY_REFUSED);
    assertThat(wrong.because()).doesNotContain(made.text());
  }

  @Test
  void a_key_is_known_again_after_a_restart() {
    String text = till().text();

    Callers later = new Callers(ring(2), CallerRule.KEYS, time);

    assertThat(who(later, bearer(text)))
        .isInstanceOfSatisfying(
            Caller.KeyHolder.class,
            caller -> {
              assertThat(caller.key().name()).isEqualTo("till-3");
              assertThat(caller.tenant(Optional.empty())).hasValue("shop-7");
            });
  }

  @Test
  void a_browser_may_send_it_as_a_password() {
    String pair = "anybody:" + till().text();

    assertThat(
            who(
                callers,
                List.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))))
        .isInstanceOf(Caller.KeyHolder.class);
    denied(who(callers, List.of("Basic %%%")), ErrorCode.KEY_REFUSED);
  }

  @Test
  void whoever_shows_none_a_wrong_one_or_two_is_refused_and_told_what_to_do() {
    String text = till().text();

    assertThat(denied(who(callers, List.of()), ErrorCode.KEY_REFUSED).because())
        .contains("edgewise key add");
    denied(who(callers, List.of("Bearer sk-1234")), ErrorCode.KEY_REFUSED);
    denied(who(callers, List.of(text)), ErrorCode.KEY_REFUSED);
    denied(who(callers, List.of("Bearer " + text, "Bearer " + text)), ErrorCode.KEY_REFUSED);
    char last = text.charAt(45) == 'A' ? 'B' : 'A';
    denied(who(callers, bearer(text.substring(0, 45) + last)), ErrorCode.KEY_REFUSED);
    denied(who(callers, bearer("ew_" + "A".repeat(10_000))), ErrorCode.KEY_REFUSED);
  }

  @Test
  void a_key_that_has_ended_is_refused_from_that_second_on_and_named() {
    String text = till().text();
    time.now = NOON.plus(Duration.ofDays(30)).minusSeconds(1);
    assertThat(who(callers, bearer(text))).isInstanceOf(Caller.KeyHolder.class);

    time.now = NOON.plus(Duration.ofDays(30));

    assertThat(denied(who(callers, bearer(text)), ErrorCode.KEY_REFUSED).because())
        .contains("till-3", "2026-12-30");
    assertThat(keys.all()).hasSize(1);
  }

  @Test
  void a_key_that_is_revoked_opens_nothing_at_once_and_its_name_is_free() {
    String text = till().text();

    assertThat(keys.revoke("till-3")).isPresent();

    denied(who(callers, bearer(text)), ErrorCode.KEY_REFUSED);
    assertThat(keys.revoke("till-3")).isEmpty();
    assertThat(store.all()).isEmpty();
    assertThat(till().text()).isNotEqualTo(text);
  }

  @Test
  void a_key_opens_what_it_names_and_makes_calls_of_its_tenant_only() {
    Caller caller = (Caller) who(callers, bearer(till().text()));

    assertThat(caller.denies("shop.v1.Shop/find")).isEmpty();
    for (String other :
        List.of("shop.v1.Shopping/find", "shop.v1.Sho/find", "x.shop.v1.Shop/find", "find", "")) {
      assertThat(caller.denies(other).orElseThrow().code()).isEqualTo(ErrorCode.NOT_PERMITTED);
    }
    assertThat(caller.deniesTenant(Optional.of("shop-7"))).isEmpty();
    assertThat(caller.deniesTenant(Optional.of("shop-8")).orElseThrow().because())
        .contains("shop-7");
    assertThat(caller.deniesPage()).isPresent();
  }

  @Test
  void a_package_and_a_star_open_all_below_them() {
    ApiKey some =
        keys.add("a", Optional.of("t"), List.of("shop.v1.*"), false, Duration.ofDays(1)).key();
    ApiKey all = keys.add("b", Optional.of("t"), List.of("*"), false, Duration.ofDays(1)).key();

    assertThat(some.opens("shop.v1.Shop/find")).isTrue();
    assertThat(some.opens("shop.v10.Shop/find")).isFalse();
    assertThat(some.opens("shop.v1/find")).isFalse();
    assertThat(all.opens("anything.Else/x")).isTrue();
  }

  @Test
  void a_key_of_an_operator_opens_the_page_and_makes_no_calls() {
    Caller caller =
        (Caller)
            who(
                callers,
                bearer(
                    keys.add("screen", Optional.empty(), List.of(), true, Duration.ofDays(1))
                        .text()));

    assertThat(caller.deniesPage()).isEmpty();
    assertThat(caller.denies("shop.v1.Shop/find")).isPresent();
  }

  @Test
  void where_none_is_asked_for_one_that_is_sent_holds_all_the_same() {
    Callers open = new Callers(keys, CallerRule.OPEN, time);
    String text = till().text();

    assertThat(who(open, List.of())).isEqualTo(Caller.ANYBODY);
    // What clients of OpenAI's protocol send to whoever they ask.
    assertThat(who(open, List.of("Bearer sk-none"))).isEqualTo(Caller.ANYBODY);
    assertThat(who(open, bearer(text))).isInstanceOf(Caller.KeyHolder.class);
    denied(who(open, bearer("ew_mistyped")), ErrorCode.KEY_REFUSED);
  }

  @Test
  void when_it_was_used_is_written_down_once_an_hour() {
    String text = till().text();
    who(callers, bearer(text));
    Optional<Instant> first = store.all().get(0).key().used();
    time.now = NOON.plusSeconds(600);
    who(callers, bearer(text));
    Optional<Instant> again = store.all().get(0).key().used();
    time.now = NOON.plusSeconds(3_600);
    who(callers, bearer(text));

    assertThat(first).hasValue(Instant.parse("2026-11-30T12:00:00Z")).isEqualTo(again);
    assertThat(store.all().get(0).key().used()).hasValue(Instant.parse("2026-11-30T13:00:00Z"));
    assertThat(keys.all().get(0).used()).hasValue(Instant.parse("2026-11-30T13:00:00Z"));
  }

  @Test
  void a_note_of_its_use_that_comes_late_brings_no_revoked_key_back() {
    List<Runnable> later = new ArrayList<>();
    KeyRing slow = new KeyRing(store, time, new SplittableRandom(9), later::add);
    Callers door = new Callers(slow, CallerRule.KEYS, time);
    String text = slow.add("a", Optional.of("t"), List.of("*"), false, Duration.ofDays(1)).text();
    assertThat(who(door, bearer(text))).isInstanceOf(Caller.KeyHolder.class);
    assertThat(later).hasSize(1);

    assertThat(slow.revoke("a")).isPresent();
    later.forEach(Runnable::run);

    denied(who(door, bearer(text)), ErrorCode.KEY_REFUSED);
    assertThat(store.all()).isEmpty();
  }

  @Test
  void nor_does_it_give_a_new_key_of_that_name_to_who_has_the_old_one() {
    List<Runnable> later = new ArrayList<>();
    KeyRing slow = new KeyRing(store, time, new SplittableRandom(9), later::add);
    Callers door = new Callers(slow, CallerRule.KEYS, time);
    Optional<String> tenant = Optional.of("t");
    String old = slow.add("a", tenant, List.of("*"), false, Duration.ofDays(1)).text();
    assertThat(who(door, bearer(old))).isInstanceOf(Caller.KeyHolder.class);
    assertThat(slow.revoke("a")).isPresent();
    String next = slow.add("a", tenant, List.of("*"), false, Duration.ofDays(1)).text();
    later.forEach(Runnable::run);

    denied(who(door, bearer(old)), ErrorCode.KEY_REFUSED);
    assertThat(who(door, bearer(next))).isInstanceOf(Caller.KeyHolder.class);
  }

  @Test
  void the_use_of_a_key_that_has_ended_is_not_written_down() {
    String text = till().text();
    time.now = NOON.plus(Duration.ofDays(31));
    denied(who(callers, bearer(text)), ErrorCode.KEY_REFUSED);

    assertThat(store.all().get(0).key().used()).isEmpty();
  }

  @Test
  void a_key_that_is_sent_holds_whatever_certificate_is_shown() {
    Optional<PeerIdentity> ann = Optional.of(PeerIdentity.client("ann", Optional.of("shop-9")));
    String text = till().text();

    assertThat(callers.who(bearer(text), ann))
        .isInstanceOfSatisfying(
            Caller.KeyHolder.class,
            caller -> assertThat(caller.tenant(Optional.empty())).hasValue("shop-7"));
    denied(callers.who(bearer("ew_mistyped"), ann), ErrorCode.KEY_REFUSED);
    denied(callers.who(List.of("Bearer " + text, "x"), ann), ErrorCode.KEY_REFUSED);
    assertThat(callers.who(List.of("Bearer sk-none"), ann))
        .isEqualTo(new Caller.Certified(ann.get()));
  }

  @Test
  void who_has_a_certificate_makes_calls_of_its_own_tenant_unless_it_passes_on_those_of_others() {
    Optional<String> nine = Optional.of("shop-9");
    Caller ann = new Caller.Certified(PeerIdentity.client("ann", nine));
    assertThat(ann.deniesTenant(Optional.empty())).isEmpty();
    assertThat(ann.deniesTenant(nine)).isEmpty();
    assertThat(ann.deniesTenant(Optional.of("shop-7")).orElseThrow().code())
        .isEqualTo(ErrorCode.PEER_REFUSED);
    assertThat(ann.tenant(Optional.empty())).isEqualTo(nine);
    assertThat(ann.deniesPage()).isPresent();

    Caller node = new Caller.Certified(PeerIdentity.node("n1", "nyc", Tier.EDGE));
    assertThat(node.deniesTenant(nine)).isEmpty();
    assertThat(node.tenant(nine)).isEqualTo(nine);
    assertThat(node.deniesPage()).isPresent();
    assertThat(new Caller.Certified(PeerIdentity.operator("eve")).deniesPage()).isEmpty();
  }

  @Test
  void what_a_browser_sends_is_split_at_its_first_colon() {
    String text = till().text();
    for (String pair : List.of(":" + text, "a:" + text)) {
      assertThat(who(callers, basic(pair))).as(pair).isInstanceOf(Caller.KeyHolder.class);
    }
    // RFC 7617: the first colon ends the name.
    denied(who(callers, basic("a:b:" + text)), ErrorCode.KEY_REFUSED);
    denied(who(callers, basic(text)), ErrorCode.KEY_REFUSED);
  }

  private static List<String> basic(String pair) {
    return List.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  @Test
  void what_a_key_may_be_is_bounded() {
    Duration day = Duration.ofDays(1);
    Optional<String> tenant = Optional.of("t");
    refused("no name!", tenant, List.of("*"), false, day);
    refused("a", Optional.of("two words"), List.of("*"), false, day);
    refused("a", tenant, List.of(), false, day);
    refused("a", Optional.empty(), List.of("*"), false, day);
    refused("a", tenant, List.of("*"), true, day);
    refused("a", tenant, List.of("a b"), false, day);
    refused("a", tenant, List.of("a*"), false, day);
    refused("a", tenant, List.of("a." + "b".repeat(255)), false, day);
    refused("a", tenant, java.util.Collections.nCopies(65, "a"), false, day);
    refused("a", tenant, List.of("*"), false, Duration.ofDays(398));
    refused("a", tenant, List.of("*"), false, Duration.ofSeconds(59));
    for (int i = 0; i < KeyRing.MOST_KEYS; i++) {
      keys.add("k" + i, tenant, List.of("*"), false, day);
    }
    refused("a", tenant, List.of("*"), false, day);
    keys.revoke("k0");
    keys.add("a", tenant, List.of("*"), false, day);
    refused("a", tenant, List.of("*"), false, day);
  }

  private void refused(
      String name,
      Optional<String> tenant,
      List<String> services,
      boolean operator,
      Duration lasts) {
    assertThatThrownBy(() -> keys.add(name, tenant, services, operator, lasts))
        .hasMessageStartingWith("EW7009");
  }
}
