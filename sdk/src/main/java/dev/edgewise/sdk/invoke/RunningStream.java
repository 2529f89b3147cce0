package dev.edgewise.sdk.invoke;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Node;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.WireReader;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A call with a stream of results. Until its first item has come it is placed again as any other
 * call. After that only when its method is resumable: then the next node is given what has come, a
 * {@link ReplayLog}, and begins behind it. No other stream is, since nobody knows where another
 * node would begin.
 *
 * <p>What the router learns of it is how long the body took to open its stream: how long it then
 * flows is the matter of what it tells of, and of its reader.
 */
final class RunningStream<R> extends Running<Long> implements Items<R> {
  private final MethodDefinition<R> method;
  private final ItemWindow window = new ItemWindow();
  private final ArrayDeque<Message> here = new ArrayDeque<>();
  private Link.@Nullable ItemExchange source;
  private @Nullable Node from;
  private long came;

  /** How many had come before the leg that is under way. */
  private long cameBefore;

  /** Of a resumable method. */
  private final @Nullable ReplayLog log;

  RunningStream(Invoker invoker, EncodedCall<R> call) {
    super(invoker, call);
    this.method = call.request().method();
    this.log =
        method.contract().resumable() ? log(invoker.surroundings().random(), call.body()) : null;
  }

  private static ReplayLog log(RandomGenerator random, Message request) {
    // Twice, since a node ends the runs of whoever knows an id.
    String id = CallIds.next(random) + CallIds.next(random);
    return new ReplayLog(id, random.nextLong(), request.size());
  }

  @Override
  Link.Exchange send(Link link, Request outgoing, Node node, int number) {
    window.restart(here.size());
    from = node;
    cameBefore = came;
    Request request = log == null || log.broken() != null ? outgoing : outgoing.in(log.next());
    Link.ItemExchange exchange = link.stream(request, new FromNode(number));
    source = exchange;
    ask();
    return exchange;
  }

  @Override
  public String decisionId() {
    return invocation().id();
  }

  @Override
  OptionalLong items() {
    return OptionalLong.of(came);
  }

  @Override
  String itemsInWords() {
    return CallStory.inWords(cameBefore, came - cameBefore);
  }

  @Override
  boolean mayRunAgain() {
    return super.mayRunAgain() || (log != null && log.broken() == null);
  }

  @Override
  boolean cameFurther() {
    return came > cameBefore;
  }

  @Override
  String whyNotAgain() {
    if (came == 0 || mayRunAgain()) {
      return super.whyNotAgain();
    }
    String begun = CallStory.inWords(items()) + " had come";
    return log == null ? begun : begun + ", and " + log.broken();
  }

  @Override
  void answered(Leg leg, Reply.Answered reply) {
    leg.answered(reply.report(), 0, now());
    step(leg, "completed", CallStory.inWords(reply.cache()));
    end(story().completed(came, leg.node(), new Escalation.None(), reply.cache()));
  }

  private void ask() {
    int more = window.more();
    if (more > 0 && source != null) {
      source.request(more);
    }
  }

  @Override
  public Optional<R> next() throws InterruptedException {
    Message message;
    try {
      message = take();
    } catch (InterruptedException e) {
      cancel("the thread that read its items was interrupted");
      throw e;
    }
    if (message == null) {
      // The end, which take() has seen.
      Outcome<Long> outcome = ended();
      if (outcome != null) {
        outcome.orThrow();
      }
      return Optional.empty();
    }
    try {
      return Optional.of(WireReader.decode(method.response(), message));
    } catch (MalformedMessage e) {
      throw unreadable(e);
    }
  }

  private synchronized @Nullable Message take() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    while (!isReady()) {
      wait();
    }
    if (ended() instanceof Outcome.Expired || ended() instanceof Outcome.Cancelled) {
      // Their time is over, or nobody wants them.
      here.clear();
    }
    Message message = here.poll();
    if (message != null) {
      window.taken();
      ask();
    }
    return message;
  }

  private RuntimeException unreadable(MalformedMessage e) {
    Node node = from;
    if (node == null) {
      return e;
    }
    Outcome<Long> outcome = story().unreadable(String.valueOf(e.getMessage()), node);
    endEarly(outcome);
    outcome.orThrow();
    return e;
  }

  @Override
  public synchronized boolean isReady() {
    return !here.isEmpty() || ended() != null;
  }

  @Override
  public CompletableFuture<Outcome<Long>> outcome() {
    return future();
  }

  @Override
  public void close() {
    cancel("the caller closed it");
    synchronized (this) {
      here.clear();
    }
  }

  /** What one node sends. */
  private final class FromNode implements Link.ItemListener {
    private final int number;

    FromNode(int number) {
      this.number = number;
    }

    @Override
    public void opened(Optional<CallReport> report) {
      onLeg(number, leg -> leg.answered(report, 0, now()));
    }

    @Override
    public void item(Message item) {
      onLeg(
          number,
          leg -> {
            here.add(item);
            came++;
            if (log != null) {
              log.add(item);
            }
            window.arrived(item.size());
            ask();
            RunningStream.this.notifyAll();
          });
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
      onLeg(
          number,
          leg -> {
            if (log != null) {
              log.add(checkpoint);
            }
          });
    }

    @Override
    public void plain(String because) {
      onLeg(
          number,
          leg -> {
            if (log != null) {
              log.breakOff(because);
            }
          });
    }

    @Override
    public void ended(Reply reply) {
      replied(number, reply);
    }
  }
}
