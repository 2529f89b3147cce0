package dev.edgewise.lab.rpc;

import dev.edgewise.proto.v1.ControlGrpc;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.Load;
import dev.edgewise.proto.v1.Machine;
import dev.edgewise.proto.v1.OfferedService;
import dev.edgewise.proto.v1.Register;
import dev.edgewise.proto.v1.Registered;
import dev.edgewise.proto.v1.Renew;
import dev.edgewise.proto.v1.Site;
import dev.edgewise.proto.v1.Tier;
import dev.edgewise.proto.v1.ToAgent;
import dev.edgewise.proto.v1.Trust;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One agent without a body. Its streams are numbered, so that the last words of one are ignored.
 */
final class HollowAgent {
  private static final long RETRY_MILLIS = 500;
  private static final int SLOTS = 4;

  private final String name;
  private final Supplier<ManagedChannel> channels;
  private final ScheduledExecutorService timer;
  private @Nullable ManagedChannel channel;
  private @Nullable StreamObserver<FromAgent> out;
  private @Nullable Future<?> beat;
  private long stream;
  private long epoch;
  private long renewals;
  private long refusals;
  private boolean closed;

  HollowAgent(String name, Supplier<ManagedChannel> channels, ScheduledExecutorService timer) {
    this.name = name;
    this.channels = channels;
    this.timer = timer;
  }

  synchronized void connect() {
    if (closed) {
      return;
    }
    long number = ++stream;
    ManagedChannel fresh = channels.get();
    channel = fresh;
    StreamObserver<FromAgent> to = ControlGrpc.newStub(fresh).connect(new Answers(number));
    out = to;
    to.onNext(FromAgent.newBuilder().setRegister(registration()).build());
  }

  synchronized void reconnect() {
    drop();
    connect();
  }

  synchronized long refusals() {
    return refusals;
  }

  synchronized void close() {
    closed = true;
    drop();
  }

  private void drop() {
    stream++;
    if (beat != null) {
      beat.cancel(false);
      beat = null;
    }
    if (channel != null) {
      channel.shutdownNow();
      channel = null;
    }
    out = null;
  }

  private synchronized void answered(long number, ToAgent answer) {
    if (number != stream) {
      return;
    }
    if (answer.hasRegistered()) {
      Registered registered = answer.getRegistered();
      epoch = registered.getEpoch();
      long heartbeat = registered.getHeartbeatMillis();
      beat =
          timer.scheduleAtFixedRate(
              () -> renew(number), heartbeat, heartbeat, TimeUnit.MILLISECONDS);
    } else if (answer.hasRefusal()) {
      refusals++;
    }
  }

  private synchronized void renew(long number) {
    if (number == stream && out != null) {
      renewals++;
      out.onNext(
          FromAgent.newBuilder()
              .setRenew(Renew.newBuilder().setEpoch(epoch).setLoad(load()))
              .build());
    }
  }

  private synchronized void ended(long number) {
    if (number == stream && !closed) {
      drop();
      try {
        Future<?> unused = timer.schedule(this::connect, RETRY_MILLIS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        closed = true;
      }
    }
  }

  /** A load that changes all the time, as that of a busy node does. */
  private Load load() {
    return Load.newBuilder()
        .setInFlight((int) (renewals % SLOTS))
        .setSlots(SLOTS)
        .setMeanServiceMicros(10_000)
        .setEpoch(1)
        .build();
  }

  private Register registration() {
    return Register.newBuilder()
        .setProtocol(1)
        .setNode(name)
        .setTier(Tier.TIER_EDGE)
        .setSite(Site.newBuilder().setName(name).setTrust(Trust.TRUST_OWN))
        // Nobody calls it.
        .setAddress("127.0.0.1:9")
        .setVersion("hollow")
        .addTags("hollow")
        .addServices(
            OfferedService.newBuilder()
                .setName("hollow.v1.Nothing")
                .addMethods("doNothing")
                .addMethods("doLess"))
        .setMachine(Machine.newBuilder().setOs("none").setCores(SLOTS))
        .setLoad(load())
        .setHeldEpoch(epoch)
        .build();
  }

  private final class Answers implements StreamObserver<ToAgent> {
    private final long number;

    private Answers(long number) {
      this.number = number;
    }

    @Override
    public void onNext(ToAgent answer) {
      answered(number, answer);
    }

    @Override
    public void onError(Throwable error) {
      ended(number);
    }

    @Override
    public void onCompleted() {
      ended(number);
    }
  }
}
