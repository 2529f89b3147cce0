package dev.edgewise.agent.control.rpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.control.FromOrchestrator;
import dev.edgewise.agent.control.LeaseKeeper;
import dev.edgewise.agent.control.Offer;
import dev.edgewise.agent.control.Serving;
import dev.edgewise.agent.control.Steered;
import dev.edgewise.agent.control.Uplink;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Clock;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.core.Trust;
import dev.edgewise.core.machine.Hardware;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.Register;
import dev.edgewise.sdk.spi.OrchestratorLocator;
import dev.edgewise.sdk.wire.feed.Whereabouts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The keeper over real sockets. */
final class GrpcUplinkTest {
  private static final Offer OFFER =
      new Offer(
          new Node("n1", Tier.CLOUD, new Site("west1", Trust.TRUSTED)),
          "127.0.0.1:7501",
          "1.2",
          List.of("blue"),
          List.of(new Offer.Service("a.v1.A", List.of("m"), new byte[] {1, 2})),
          List.of(new Offer.Model("face", "tflite", "a.v1.A")),
          new Hardware(
              "Linux", "amd64", 2, 1024, List.of("avx2"), List.of(new Accelerator("gpu", "x", 7))),
          new Offer.Figures(Optional.of(0.25), Optional.empty(), Optional.of(90.0)),
          true);

  private final BlockingQueue<Boolean> drains = new LinkedBlockingQueue<>();

  @Test
  void registers_renews_is_steered_comes_back_and_takes_its_leave() throws Exception {
    TestOrchestrator first = TestOrchestrator.start(0);
    try (SystemScheduler scheduler = SystemScheduler.create("test")) {
      GrpcUplink uplink = new GrpcUplink(first.address(), Optional.empty());
      LeaseKeeper keeper =
          new LeaseKeeper(
              first.address(), uplink, new FakeNode(), Clock.system(), scheduler, new Random(1));
      uplink.locate(keeper::begin);
      assertTold(first.next(FromAgent.KindCase.REGISTER).getRegister());
      assertThat(first.next(FromAgent.KindCase.RENEW).getRenew().getEpoch()).isEqualTo(5);
      first.desire(3, true);
      assertThat(drains.poll(60, TimeUnit.SECONDS)).isTrue();
      assertThat(first.next(FromAgent.KindCase.APPLIED).getApplied().getVersion()).isEqualTo(3);

      first.close();
      try (TestOrchestrator second = TestOrchestrator.start(first.port())) {
        Register again = second.next(FromAgent.KindCase.REGISTER).getRegister();
        assertThat(again.getHeldEpoch()).isEqualTo(5);
        assertThat(again.getApplied()).isEqualTo(3);
        keeper.stop("done");
        assertThat(second.next(FromAgent.KindCase.DEREGISTER).getDeregister().getBecause())
            .isEqualTo("done");
      }
    } finally {
      first.close();
    }
  }

  @Test
  void a_node_is_heard_and_steered_while_native_code_holds_every_carrier() throws Exception {
    int carriers = Runtime.getRuntime().availableProcessors();
    CountDownLatch within = new CountDownLatch(carriers);
    CountDownLatch until = new CountDownLatch(1);
    try (TestOrchestrator orchestrator = TestOrchestrator.start(0);
        SystemScheduler scheduler = SystemScheduler.create("test");
        ExecutorService bodies = Executors.newVirtualThreadPerTaskExecutor()) {
      GrpcUplink uplink = new GrpcUplink(orchestrator.address(), Optional.empty());
      LeaseKeeper keeper =
          new LeaseKeeper(
              orchestrator.address(),
              uplink,
              new FakeNode(),
              Clock.system(),
              scheduler,
              new Random(1));
      for (int i = 0; i < carriers; i++) {
        bodies.execute(() -> new Pinned(within, until).run());
      }
      try {
        assertThat(within.await(60, TimeUnit.SECONDS)).isTrue();
        uplink.locate(keeper::begin);
        orchestrator.next(FromAgent.KindCase.RENEW);
        orchestrator.desire(3, true);
        assertThat(drains.poll(60, TimeUnit.SECONDS)).isTrue();
      } finally {
        until.countDown();
        keeper.stop("done");
        uplink.close();
      }
    }
  }

  @Test
  void an_orchestrator_that_moves_is_followed_with_the_lease() throws Exception {
    try (TestOrchestrator first = TestOrchestrator.start(0);
        TestOrchestrator second = TestOrchestrator.start(0);
        SystemScheduler scheduler = SystemScheduler.create("test")) {
      PlayedLocator locator = new PlayedLocator();
      GrpcUplink uplink =
          new GrpcUplink(new Whereabouts("played://one", locator), Optional.empty());
      LeaseKeeper keeper =
          new LeaseKeeper(
              "played://one", uplink, new FakeNode(), Clock.system(), scheduler, new Random(1));
      uplink.locate(keeper::begin);
      assertThat(keeper.status().sinceHeard()).isEmpty();
      locator.lost("the registry is away");
      locator.found(first.address());
      first.next(FromAgent.KindCase.RENEW);
      locator.lost("the registry is away");
      first.next(FromAgent.KindCase.RENEW);

      locator.found(second.address());
      Register again = second.next(FromAgent.KindCase.REGISTER).getRegister();
      assertThat(again.getHeldEpoch()).isEqualTo(5);

      keeper.stop("done");
      uplink.close();
      assertThat(locator.isClosed()).isTrue();
    }
  }

  /** Says what the test has it say. */
  private static final class PlayedLocator implements OrchestratorLocator {
    private @Nullable Listener listener;
    private boolean closed;

    @Override
    public String scheme() {
      return "played";
    }

    @Override
    public Watch watch(String address, Listener listener) {
      this.listener = listener;
      return () -> closed = true;
    }

    void found(String address) {
      requireNonNull(listener).found(address);
    }

    void lost(String because) {
      requireNonNull(listener).lost(because);
    }

    boolean isClosed() {
      return closed;
    }
  }

  private static void assertTold(Register register) {
    assertThat(register.getProtocol()).isEqualTo(1);
    assertThat(register.getNode()).isEqualTo("n1");
    assertThat(register.getTier()).isEqualTo(dev.edgewise.proto.v1.Tier.TIER_CLOUD);
    assertThat(register.getSite().getName()).isEqualTo("west1");
    assertThat(register.getAddress()).isEqualTo("127.0.0.1:7501");
    assertThat(register.getTagsList()).containsExactly("blue");
    assertThat(register.getServices(0).getDescriptorSet().toByteArray()).containsExactly(1, 2);
    assertThat(register.getModels(0).getEngine()).isEqualTo("tflite");
    assertThat(register.getMachine().getCpuFeaturesList()).containsExactly("avx2");
    assertThat(register.getAccelerators(0).getMemoryBytes()).isEqualTo(7);
    assertThat(register.getFigures().getCostPerHour()).isEqualTo(0.25);
    assertThat(register.getFigures().hasIdleWatts()).isFalse();
    assertThat(register.getMetered()).isTrue();
  }

  @Test
  void a_refused_connection_is_told_of_later_and_with_its_reason() throws Exception {
    TestOrchestrator gone = TestOrchestrator.start(0);
    GrpcUplink uplink = new GrpcUplink(gone.address(), Optional.empty());
    uplink.locate(() -> {});
    gone.close();
    Thread opener = Thread.currentThread();
    for (int i = 0; i < 50; i++) {
      CompletableFuture<String> broke = new CompletableFuture<>();
      Uplink.Stream unused =
          uplink.open(
              new Uplink.Listener() {
                @Override
                public void heard(FromOrchestrator message) {}

                @Override
                public void broke(String because) {
                  broke.complete(
                      Thread.currentThread().equals(opener) ? "from within open" : because);
                }
              });
      assertThat(broke.get(60, TimeUnit.SECONDS)).contains("UNAVAILABLE", "Connection refused");
    }
  }

  private final class FakeNode implements Steered {
    @Override
    public Offer offer() {
      return OFFER;
    }

    @Override
    public Load load() {
      return new Load(0, 0, 1, Duration.ZERO, false, 1);
    }

    @Override
    public Serving serving() {
      return Serving.NONE;
    }

    @Override
    public void drain(boolean drain) {
      drains.add(drain);
    }
  }
}
