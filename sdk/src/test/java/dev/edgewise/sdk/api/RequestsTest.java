package dev.edgewise.sdk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.invoke.CallRequest;
import dev.edgewise.sdk.invoke.Origin;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.model.ModelMethods;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a call has of its options, and of the call that it is nested in. */
final class RequestsTest {
  private static final CacheControl FRESH = CacheControl.NONE.withMaxAge(Duration.ofSeconds(5));

  private static CallRequest<?> of(CallOptions options, Origin origin) {
    return Requests.of(new ModelMethods("m").nearest(), new Object[0], options, origin);
  }

  private static CallContext within(String tenant, CacheControl control) {
    return CallContext.of(
        "a.v1.B/c",
        "d-1",
        Label.INTERNAL,
        TraceContext.begin(new Random(1)),
        tenant,
        control,
        Long.MAX_VALUE / 2,
        new dev.edgewise.core.Clock() {
          @Override
          public long nanos() {
            return 0;
          }

          @Override
          public java.time.Instant now() {
            return java.time.Instant.EPOCH;
          }
        },
        () -> false);
  }

  @Test
  void outside_a_call_options_are_what_counts() {
    CallRequest<?> plain = of(CallOptions.none(), Origin.APPLICATION);
    assertThat(plain.origin()).isEqualTo(Origin.APPLICATION);
    assertThat(plain.cacheControl()).isEqualTo(CacheControl.NONE);

    CallRequest<?> asked =
        of(CallOptions.none().withTenant("shop-7").withCache(FRESH), Origin.APPLICATION);
    assertThat(asked.origin().tenant()).isEqualTo("shop-7");
    assertThat(asked.cacheControl()).isEqualTo(FRESH);
  }

  @Test
  void who_came_through_the_gateway_is_who_the_gateway_says() {
    CallRequest<?> request =
        of(CallOptions.none().withTenant("other"), new Origin("gateway", "shop-7"));
    assertThat(request.origin()).isEqualTo(new Origin("gateway", "shop-7"));
  }

  /** A body that calls on for a tenant must not be answered with what is another's. */
  @Test
  void a_nested_call_has_the_tenant_of_the_outer_one_and_asks_at_least_as_much() throws Exception {
    within("shop-7", FRESH)
        .run(
            () -> {
              CallRequest<?> nested =
                  of(
                      CallOptions.none().withCache(CacheControl.NONE.withExactOnly()),
                      Origin.APPLICATION);
              assertThat(nested.origin().tenant()).isEqualTo("shop-7");
              assertThat(nested.cacheControl()).isEqualTo(FRESH.withExactOnly());
              assertThat(of(CallOptions.none().withTenant("own"), Origin.APPLICATION).origin())
                  .isEqualTo(new Origin("", "own"));
              return "";
            });
  }

  @Test
  void calls_that_run_together_are_of_the_first_ones_tenant() {
    CallContext joined =
        CallContext.joined(List.of(within("shop-7", FRESH), within("shop-8", CacheControl.NONE)));
    assertThat(joined.tenant()).isEqualTo("shop-7");
    assertThat(joined.cacheControl()).isEqualTo(FRESH);
  }

  @Test
  void a_tenant_is_a_name() {
    assertThatThrownBy(() -> CallOptions.none().withTenant("a b"))
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContaining("is no name (expected: 1 to 63 letters");
  }

  /** Each changes one thing and leaves the rest. */
  @Test
  void options_keep_what_they_were_told() {
    CallOptions all =
        CallOptions.none()
            .withTenant("shop-7")
            .withCache(FRESH)
            .withDeadline(Duration.ofSeconds(3))
            .withLabel(Label.CONFIDENTIAL)
            .withTraceparent("none")
            .withNeeds("gpu", "0")
            .withWish(dev.edgewise.core.Needs.accelerator("npu"));
    assertThat(all.tenant()).contains("shop-7");
    assertThat(all.cacheControl()).isEqualTo(FRESH);
    assertThat(all.withTenant("b").cacheControl()).isEqualTo(FRESH);
    assertThat(all.withCache(CacheControl.NONE).tenant()).contains("shop-7");
    assertThat(all.withTenant("b").deadline()).contains(Duration.ofSeconds(3));
    assertThat(all.withCache(CacheControl.NONE).wish()).isPresent();
  }
}
