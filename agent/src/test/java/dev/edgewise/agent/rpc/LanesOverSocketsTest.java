package dev.edgewise.agent.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import dev.edgewise.agent.host.HostedService;
import dev.edgewise.agent.host.ModelService;
import dev.edgewise.agent.serve.Capacity;
import dev.edgewise.core.Clock;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.ModelHosting;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.NamedTensor;
import dev.edgewise.sdk.spi.model.ServingProfile;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.serving.batch.LaneSnapshot;
import dev.edgewise.serving.batch.Verdict;
import dev.edgewise.serving.host.ServingHost;
import dev.edgewise.serving.host.ServingListener;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls of a model through an agent's server and its lanes: nobody suffers for anybody else. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LanesOverSocketsTest {
  private static final int MIB = 1 << 20;

  private final PoisonEngine engine = new PoisonEngine();
  private final Map<String, Integer> verdicts = new ConcurrentHashMap<>();
  private final ServingHost host;
  private final Rig rig;
  private final ManagedChannel channel;

  LanesOverSocketsTest(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("rows/1"));
    Files.writeString(folder.resolve("rows/1/model.onnx"), "m");
    this.host =
        ServingHost.open(
            new ModelHosting.Setting(
                Optional.of(folder),
                LanesOverSocketsTest.class.getClassLoader(),
                List.of(engine),
                Map.of("workers", "1", "warmupMillis", "0"),
                Optional.empty(),
                Clock.system(),
                new Random(1)),
            new ServingListener() {
              @Override
              public void answered(String family, Verdict<?> verdict) {
                verdicts.merge(verdict.label(), 1, Integer::sum);
              }
            });
    this.rig =
        Rig.with(host.models().stream().<HostedService>map(ModelService::new).toList())
            .inLanes()
            .capacity(new Capacity(1, 2_000, 2_000, 256L * MIB, 1 << 28))
            .limits(new ServerLimits(4 * MIB, 1 << 27, 8 * 1024, 2_000, 256, 2_000))
            .start();
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", rig.server.port())
            .usePlaintext()
            .disableRetry()
            .build();
  }

  @AfterEach
  void close() {
    engine.gate.countDown();
    channel.shutdownNow();
    rig.close();
    host.close();
  }

  private ListenableFuture<Message> infer(float... row) {
    InferRequest request =
        new InferRequest(
            ServingProfile.DEFAULT,
            "",
            List.of(new NamedTensor("in", Tensor.ofFloats(List.of(1, row.length), row))),
            List.of(),
            0);
    return ClientCalls.futureUnaryCall(
        channel.newCall(
            MessageMarshaller.unary("edgewise.models.v1.rows/Infer"),
            CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS)),
        WireWriter.encode(ModelCodecs.INFER_REQUEST, request));
  }

  private static float first(Message answer) throws Exception {
    return WireReader.decode(ModelCodecs.INFER_RESPONSE, answer)
        .outputs()
        .getFirst()
        .tensor()
        .toFloats()[0];
  }

  /** A call that holds the only worker until the gate opens. */
  private ListenableFuture<Message> hold() throws InterruptedException {
    ListenableFuture<Message> holding = infer(-1, 0, 0, 0);
    engine.held.await();
    return holding;
  }

  private void awaitWaiting(int waiting) {
    while (host.lanes().stream().mapToInt(LaneSnapshot::waiting).sum() != waiting) {
      Thread.onSpinWait();
    }
  }

  @Test
  void of_a_thousand_calls_those_two_fail_that_are_bad_themselves() throws Exception {
    ListenableFuture<Message> holding = hold();
    List<ListenableFuture<Message>> answers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      answers.add(
          i == 333
              ? infer(i, 0, 0, 0, 0)
              : i == 666 ? infer(i, Float.NaN, 0, 0) : infer(i, 0, 0, 0));
    }
    engine.gate.countDown();
    List<Integer> failed = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      try {
        assertThat(first(answers.get(i).get())).isEqualTo(i);
      } catch (ExecutionException e) {
        failed.add(i);
      }
    }
    assertThat(failed).containsExactly(333, 666);
    assertThat(first(holding.get())).isEqualTo(-1);
    assertThat(engine.runs).as("rows of the runs").anyMatch(rows -> rows > 1);
  }

  @Test
  void a_hundred_cancelled_calls_never_run() throws Exception {
    ListenableFuture<Message> holding = hold();
    List<ListenableFuture<Message>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(infer(i, 0, 0, 0));
    }
    awaitWaiting(100);
    answers.forEach(answer -> answer.cancel(true));
    while (rig.meter.told.stream().filter(told -> told.endsWith(" CANCELLED")).count() < 100) {
      Thread.onSpinWait();
    }
    engine.gate.countDown();
    assertThat(first(holding.get())).isEqualTo(-1);
    assertThat(first(infer(7, 0, 0, 0).get())).isEqualTo(7);
    assertThat(engine.runs).containsExactly(1, 1);
  }

  @Test
  void a_lane_that_is_out_of_memory_makes_smaller_batches_and_nothing_fails() throws Exception {
    ListenableFuture<Message> holding = hold();
    engine.fit = 8;
    List<ListenableFuture<Message>> answers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      answers.add(infer(i, 0, 0, 0));
    }
    awaitWaiting(64);
    engine.gate.countDown();
    for (int i = 0; i < 64; i++) {
      assertThat(first(answers.get(i).get())).isEqualTo(i);
    }
    assertThat(first(holding.get())).isEqualTo(-1);
    assertThat(engine.runs).allMatch(rows -> rows <= 8);
    assertThat(host.lanes().getFirst().memoryCap()).isBetween(4, 9);
    assertThat(verdicts).containsOnlyKeys("completed");
  }
}
