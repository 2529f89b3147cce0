package dev.edgewise.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.host.HostedService;
import dev.edgewise.core.Health;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Scheduler;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class HealthWatchTest {
  private final Queue<Runnable> scheduled = new ArrayDeque<>();
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final Patient patient = new Patient();
  private final Scheduler scheduler =
      (delay, task) -> {
        assertThat(delay).isEqualTo(HealthWatch.INTERVAL);
        scheduled.add(task);
        return () -> scheduled.remove(task);
      };
  private final HealthWatch watch = new HealthWatch(List.of(patient), scheduler, threads::add);

  private void interval() {
    scheduled.remove().run();
  }

  @Test
  void a_body_is_asked_before_anything_else_and_then_again_and_again() {
    watch.begin();
    assertThat(watch.complaint("s")).isEmpty();
    patient.health = new Health.Unhealthy("no camera");
    for (int i = 0; i < 3; i++) {
      interval();
      threads.remove().run();
      assertThat(watch.complaint("s")).hasValue("no camera");
    }
    patient.health = new Health.Healthy();
    interval();
    threads.remove().run();
    assertThat(watch.complaint("s")).isEmpty();
    assertThat(patient.asked).isEqualTo(5);
  }

  @Test
  void a_body_that_does_not_answer_counts_as_unhealthy_and_is_not_asked_twice_at_once() {
    watch.begin();
    interval();
    interval();
    assertThat(watch.complaint("s")).hasValueSatisfying(why -> assertThat(why).contains("5 s"));
    assertThat(threads).hasSize(1);
    threads.remove().run();
    assertThat(watch.complaint("s")).isEmpty();
  }

  @Test
  void a_body_that_cannot_tell_is_never_asked() {
    patient.tellsHealth = false;
    HealthWatch other = new HealthWatch(List.of(patient), scheduler, threads::add);
    other.begin();
    assertThat(patient.asked).isZero();
    assertThat(other.complaint("s")).isEmpty();
  }

  @Test
  void whoever_listens_is_told_of_each_turn_and_of_nothing_else() {
    int[] turns = new int[1];
    watch.begin();
    watch.whenChanged(() -> turns[0]++);
    for (Health health :
        List.of(
            new Health.Healthy(),
            new Health.Unhealthy("no camera"),
            new Health.Unhealthy("no light"),
            new Health.Healthy(),
            new Health.Healthy())) {
      patient.health = health;
      interval();
      threads.remove().run();
    }
    assertThat(turns[0]).isEqualTo(2);
  }

  @Test
  void a_closed_watch_asks_nobody() {
    watch.begin();
    watch.close();
    interval();
    assertThat(scheduled).isEmpty();
  }

  @Test
  void a_service_that_is_not_known_has_no_complaint() {
    assertThat(watch.complaint("other")).isEmpty();
  }

  private static final class Patient implements HostedService {
    private Health health = new Health.Healthy();
    private int asked;
    private boolean tellsHealth = true;

    @Override
    public String name() {
      return "s";
    }

    @Override
    public List<MethodContract> methods() {
      return List.of();
    }

    @Override
    public byte[] descriptorSet() {
      return new byte[0];
    }

    @Override
    public boolean queuesInLanes(String fullName) {
      return false;
    }

    @Override
    public Map<String, String> models() {
      return Map.of();
    }

    @Override
    public Message call(String fullName, Message request, CallContext context) {
      throw new AssertionError();
    }

    @Override
    public void stream(String fullName, Message request, CallContext context, ItemSink sink) {
      throw new AssertionError();
    }

    @Override
    public boolean tellsHealth() {
      return tellsHealth;
    }

    @Override
    public Health health() {
      asked++;
      return health;
    }
  }
}
