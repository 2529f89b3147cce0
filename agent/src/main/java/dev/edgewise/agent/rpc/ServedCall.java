package dev.edgewise.agent.rpc;

import dev.edgewise.agent.host.HostedService;
import dev.edgewise.agent.serve.Place;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Scheduler;
import dev.edgewise.daemon.log.LogContext;
import dev.edgewise.sdk.host.Fences;
import dev.edgewise.sdk.link.Resumption;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.Statuses;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One admitted call, from its first byte to its last.
 *
 * <p>Threads: gRPC calls the listener's methods one after the other on an event loop; {@link #run}
 * has a thread of its own. Whoever sets {@link #ended} first, and nobody else, closes the call.
 */
final class ServedCall extends ServerCall.Listener<Message> {
  /** For callers that name no deadline: a call without an end would hold its place for ever. */
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

  /** The longest deadline that the SDK knows; a stranger may ask for a hundred years. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final ServingParts serving;
  private final MethodContract contract;
  private final Outbox outbox;
  private final Place place;
  private final Caller caller;
  private final long deadlineNanos;
  private final BodyRun body;
  private final Optional<Resumption> generation;
  private final long begunNanos;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean metered = new AtomicBoolean();

  private Scheduler.@Nullable Cancellable timer;
  private volatile Fences.@Nullable Held held;
  private volatile @Nullable Message request;
  private volatile long readyNanos;
  private volatile boolean cancelled;
  private volatile @Nullable Thread runner;

  private ServedCall(
      ServingParts serving,
      HostedService service,
      MethodContract contract,
      Outbox outbox,
      Caller caller,
      Place place,
      Optional<Resumption> generation,
      long deadlineNanos) {
    this.generation = generation;
    this.serving = serving;
    this.contract = contract;
    this.outbox = outbox;
    this.caller = caller;
    this.place = place;
    this.deadlineNanos = deadlineNanos;
    this.begunNanos = serving.clock().nanos();
    CallContext context =
        CallContext.of(
            contract.fullName(),
            caller.decisionId(),
            caller.label(),
            caller.trace(),
            caller.tenant(),
            caller.cacheControl(),
            deadlineNanos,
            serving.clock(),
            () -> cancelled);
    this.body = new BodyRun(serving, service, contract, context);
  }

  static ServedCall begin(
      ServingParts serving,
      HostedService service,
      MethodContract contract,
      Outbox outbox,
      Caller caller,
      Place place,
      Optional<Resumption> generation) {
    Deadline named = Context.current().getDeadline();
    Duration left =
        named == null
            ? contract.streaming() ? LONGEST : DEFAULT_DEADLINE
            : Duration.ofNanos(named.timeRemaining(TimeUnit.NANOSECONDS));
    boolean tooLong = left.compareTo(LONGEST) > 0;
    Duration allowed = tooLong ? LONGEST : left;
    ServedCall served =
        new ServedCall(
            serving,
            service,
            contract,
            outbox,
            caller,
            place,
            generation,
            serving.clock().nanos() + allowed.toNanos());
    if (contract.streaming()) {
      serving.streams().add(served);
    }
    place.whenTurnedAway(
        entry -> {
          serving.meter().refused(entry.code());
          served.fail(entry.code(), entry.because());
        });
    if (named == null || tooLong) {
      // gRPC itself ends the others.
      served.timer = serving.scheduler().schedule(allowed, () -> served.expire(allowed));
    }
    return served;
  }

  @Override
  public void onMessage(Message message) {
    if (request != null) {
      fail(ErrorCode.BAD_REQUEST, contract.fullName() + " takes one message, and got two.");
    } else if (message.size() > serving.limits().of(contract.service()).maxMessage()) {
      // The server itself lets pass what the largest of its methods may take.
      fail(
          ErrorCode.TOO_LARGE,
          outbox.tooLarge("The request of " + contract.fullName(), message.size()));
    } else if (hold(message.size(), false)) {
      request = message;
    }
  }

  /** Counts bytes of the request; ends the call when the node holds too many. */
  boolean hold(int bytes, boolean direct) {
    boolean fits = direct ? place.holdDirect(bytes) : place.hold(bytes);
    if (!fits) {
      fail(ErrorCode.OVERLOADED, "The node holds too many bytes. Try another node, or later.");
    }
    return fits;
  }

  /** The request has come, and its bytes have been counted. */
  void received(Message message) {
    if (!ended.get() && mayTakeOver()) {
      request = message;
      onHalfClose();
    }
  }

  /** Of a generation, whether no newer owner has been here; an older one ends. */
  private boolean mayTakeOver() {
    if (generation.isPresent()) {
      Resumption ours = generation.get();
      held =
          serving
              .fences()
              .enter(
                  caller.tenant(),
                  ours.id(),
                  ours.epoch(),
                  serving.clock().nanos(),
                  this::takenOver)
              .orElse(null);
      if (held == null) {
        takenOver();
        return false;
      }
    }
    return true;
  }

  private void takenOver() {
    fail(ErrorCode.CANCELLED, contract.fullName() + " has been taken over by another node.");
    stop();
  }

  @Override
  public void onHalfClose() {
    if (ended.get()) {
      return;
    }
    if (request == null) {
      fail(ErrorCode.BAD_REQUEST, contract.fullName() + " takes one message, and got none.");
      return;
    }
    readyNanos = serving.clock().nanos();
    place.ready(() -> serving.threads().execute(this::runLogged));
  }

  @Override
  public void onCancel() {
    stop();
    boolean late = serving.clock().nanos() - deadlineNanos >= 0;
    meter(late ? Status.DEADLINE_EXCEEDED : Status.CANCELLED);
    outbox.abandon();
    gone();
  }

  @Override
  public void onComplete() {
    gone();
  }

  @Override
  public void onReady() {
    outbox.ready();
  }

  private void expire(Duration allowed) {
    stop();
    fail(
        ErrorCode.EXPIRED,
        contract.fullName()
            + " took longer than "
            + allowed.toSeconds()
            + " s, the most that this node gives a call without a shorter deadline. Name one.");
  }

  /** Ends a stream because the node stops. */
  void endWithNode() {
    fail(
        ErrorCode.DRAINING,
        serving.node().name() + " is stopping, and has ended the stream. Call another node.");
    // After the caller has been told: what a body makes of an interrupt is no answer.
    stop();
  }

  private void stop() {
    cancelled = true;
    Thread running = runner;
    if (running != null) {
      running.interrupt();
    }
  }

  private void gone() {
    request = null;
    serving.streams().remove(this);
    Fences.Held fence = held;
    if (fence != null) {
      fence.leave();
    }
    Scheduler.Cancellable pending = timer;
    if (pending != null) {
      pending.cancel();
    }
    place.closed();
  }

  private void runLogged() {
    new LogContext(caller.trace().traceId(), caller.decisionId()).during(this::run);
  }

  private void run() {
    long startNanos = serving.clock().nanos();
    runner = Thread.currentThread();
    // Once: whoever gives the call up takes it away.
    Message asked = request;
    // Looked at after the runner is set, as stop() sets it before it looks at the runner.
    if (cancelled || asked == null || startNanos - deadlineNanos >= 0) {
      place.finished(-1);
      fail(ErrorCode.EXPIRED, contract.fullName() + " waited for a slot until its time was over.");
      return;
    }
    if (contract.streaming()) {
      stream(asked, startNanos);
    } else {
      answer(asked, startNanos);
    }
  }

  private void answer(Message asked, long startNanos) {
    Ending ending = body.answer(asked);
    runner = null;
    request = null;
    long service = serving.clock().nanos() - startNanos;
    holdAnswer(ending.answer());
    place.finished(service);
    CallReport report = report(startNanos, service);
    // Made before the answer goes out: its end follows it at once then, and both go to the socket
    // together.
    Metadata trailers = ending.trailers(report);
    Ending sent = ending.code().isPresent() ? ending : sent(ending);
    end(sent, sent.code().equals(ending.code()) ? trailers : sent.trailers(report));
  }

  /**
   * A stream reports how long its body took to open it; how long it flows is its reader's matter.
   */
  private void stream(Message asked, long startNanos) {
    Supplier<CallReport> now = () -> report(startNanos, serving.clock().nanos() - startNanos);
    ItemsOut items;
    Ending ending;
    if (contract.resumable()) {
      GenerationRun run = GenerationRun.begin(body, outbox, generation, asked);
      items = new ItemsOut(contract.fullName(), outbox, now, run::framed);
      ending = run.stream(asked, items);
    } else {
      items = new ItemsOut(contract.fullName(), outbox, now, item -> item);
      ending = body.stream(asked, items);
    }
    runner = null;
    request = null;
    place.finished(-1);
    end(ending, items.report());
  }

  private CallReport report(long startNanos, long serviceNanos) {
    return new CallReport(
        serving.admission().load(contract.fullName()),
        Duration.ofNanos(Math.max(0, startNanos - readyNanos)),
        Duration.ofNanos(serviceNanos));
  }

  /** Sends the answer, which may take as long as its caller does. */
  private Ending sent(Ending answered) {
    return outbox.send(answered.answer()) == Outbox.Sent.TOO_LARGE
        ? Ending.failed(
            ErrorCode.TOO_LARGE,
            outbox.tooLarge("The answer of " + contract.fullName(), answered.answer().size()))
        : answered;
  }

  private void holdAnswer(Message answer) {
    int direct = 0;
    for (ByteBuffer part : answer.parts()) {
      direct += part.isDirect() ? part.remaining() : 0;
    }
    place.hold(answer.size() - direct);
    place.holdDirect(direct);
  }

  /** Ends the call without an answer. */
  void fail(ErrorCode code, String detail) {
    end(
        Ending.failed(code, detail),
        Statuses.refusalReport(serving.admission().load(contract.fullName())));
  }

  private void end(Ending ending, CallReport report) {
    end(ending, ending.trailers(report));
  }

  private void end(Ending ending, Metadata trailers) {
    if (ended.compareAndSet(false, true)) {
      Status status = ending.status();
      meter(status);
      outbox.close(status, trailers);
    }
  }

  private void meter(Status status) {
    if (metered.compareAndSet(false, true)) {
      serving
          .meter()
          .ended(
              contract.fullName(), status.getCode().name(), serving.clock().nanos() - begunNanos);
    }
  }
}
