package dev.edgewise.integrations.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class RedisAddressTest {
  @Example
  void what_is_left_out_is_the_usual() {
    assertThat(RedisAddress.of("redis://cache")).hasToString("redis://cache:6379/0");
    assertThat(RedisAddress.of("redis://10.0.0.7:7000/3")).hasToString("redis://10.0.0.7:7000/3");
    assertThat(RedisAddress.of("redis://[::1]:7000/")).hasToString("redis://[::1]:7000/0");
    assertThat(RedisAddress.of("rediss://cache").tls()).isTrue();
  }

  @Example
  void what_cannot_be_one_is_refused_with_the_way_to_write_it() {
    for (String text :
        List.of(
            "redis://",
            "redis:cache",
            "http://cache",
            "redis://cache:0",
            "redis://cache:70000",
            "redis://cache/x",
            "redis://cache/-1",
            "redis://cache/99999",
            "redis://cache/1?timeout=1",
            "redis://ca che")) {
      assertThatThrownBy(() -> RedisAddress.of(text))
          .as(text)
          .isInstanceOf(EdgewiseException.class)
          .hasMessageContaining("EW7001")
          .hasMessageContaining("redis://host:port/database");
    }
  }

  @Example
  void a_password_in_it_is_refused_and_not_repeated() {
    assertThatThrownBy(() -> RedisAddress.of("redis://me:hunter2@cache/0"))
        .hasMessageContaining("EDGEWISE_REDIS_PASSWORD")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> RedisAddress.of("redis://me:hunter 2@cache/0"))
        .hasMessageContaining("it is no address")
        .hasMessageNotContaining("hunter");
  }

  @Property
  void whatever_is_written_is_an_address_or_refused(@ForAll String text) {
    try {
      RedisAddress address = RedisAddress.of("redis://" + text);
      assertThat(RedisAddress.of(address.toString())).isEqualTo(address);
    } catch (EdgewiseException e) {
      assertThat(e).hasMessageContaining("EW7001");
    }
  }
}
