package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.fleet.Selection;
import dev.edgewise.sdk.fleet.Target;
import dev.edgewise.sdk.link.Described;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.link.Transport;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A hand-made transport on virtual time: each node answers, refuses, breaks or keeps silent as its
 * script says.
 */
final class ScriptedTransport implements Transport {
  private final FakeTime time;
  private final Map<String, ScriptedNode> nodes = new LinkedHashMap<>();

  ScriptedTransport(FakeTime time) {
    this.time = time;
  }

  ScriptedNode edge(String name, String... methods) {
    return node(new Node(name, Tier.EDGE, new Site(name, Trust.OWN)), methods);
  }

  ScriptedNode cloud(String name, String... methods) {
    return node(new Node(name, Tier.CLOUD, new Site("zone", Trust.OWN)), methods);
  }

  ScriptedNode node(Node node, String... methods) {
    return at(node.name(), node, methods);
  }

  ScriptedNode at(String address, Node node, String... methods) {
    ScriptedNode scripted = new ScriptedNode(node, Set.of(methods));
    nodes.put(address, scripted);
    return scripted;
  }

  ScriptedNode named(String name) {
    return requireNonNull(nodes.get(name));
  }

  /** A client of these nodes alone, which has not met them yet. */
  Invoker client(CallLog log) {
    return client(log, targets().toArray(new Target[0]));
  }

  /** A client that names its nodes so. */
  Invoker client(CallLog log, Target... targets) {
    return Invoker.start(
        new Surroundings(time, time, new Random(7), this, log),
        Optional.empty(),
        List.of(targets),
        Selection.nothing());
  }

  private List<Target> targets() {
    return nodes.values().stream()
        .map(
            node ->
                new Target(node.node.name(), node.node.tier(), Optional.empty(), Optional.empty()))
        .toList();
  }

  @Override
  public Link open(String address, Link.Listener listener) {
    ScriptedNode node = requireNonNull(nodes.get(address));
    node.listener = listener;
    time.schedule(
        Duration.ZERO,
        () -> {
          if (node.up) {
            listener.connected();
          } else {
            listener.disconnected("connection refused");
            listener.refused();
          }
        });
    return node;
  }

  @Override
  public void close() {}

  /** A stream of a node, played by hand. */
  static final class ScriptedStream implements Link.ItemExchange {
    private final Link.ItemListener listener;
    int asked;
    int given;
    boolean cancelled;
    private boolean over;

    ScriptedStream(Link.ItemListener listener) {
      this.listener = listener;
    }

    void opens(Optional<CallReport> report) {
      listener.opened(report);
    }

    /** Gives as many of these as are asked for, as a body does; returns how many that were. */
    int gives(byte[]... items) {
      int before = given;
      for (byte[] item : items) {
        if (given < asked && !over) {
          given++;
          listener.item(Message.of(item));
        }
      }
      return given - before;
    }

    void tells(Checkpoint checkpoint) {
      listener.checkpoint(checkpoint);
    }

    void plain(String because) {
      listener.plain(because);
    }

    boolean isOver() {
      return over;
    }

    /** What was on its way when it was given up. */
    void givesAnyway(byte[] item) {
      listener.item(Message.of(item));
    }

    void endsAnyway(Reply reply) {
      listener.ended(reply);
    }

    void ends(Reply reply) {
      if (!over) {
        over = true;
        listener.ended(reply);
      }
    }

    void ends() {
      ends(new Reply.Answered(Message.EMPTY, Optional.empty()));
    }

    @Override
    public void request(int items) {
      asked += items;
    }

    @Override
    public void cancel() {
      cancelled = true;
      over = true;
    }
  }

  /** One node and its script. */
  final class ScriptedNode implements Link {
    final Node node;
    Set<String> methods;
    List<Accelerator> accelerators = List.of();
    final List<Request> received = new ArrayList<>();
    final List<Consumer<Reply>> open = new ArrayList<>();
    final List<ScriptedStream> streams = new ArrayList<>();

    /** Decisions of answers that it has given, and of those that it was told were wrong. */
    final List<String> gave = new ArrayList<>();

    final List<String> wrong = new ArrayList<>();
    int cancelled;
    boolean up = true;
    boolean silent;
    boolean closed;
    boolean draining;
    long epoch;
    Duration takes = Duration.ofMillis(10);
    Duration describing = Duration.ofMillis(1);
    Function<Request, Optional<Reply>> script = request -> Optional.of(answer(new byte[0]));
    private Link.@Nullable Listener listener;

    private ScriptedNode(Node node, Set<String> methods) {
      this.node = node;
      this.methods = methods;
    }

    /** Answers every request with these bytes. */
    ScriptedNode answers(byte[] body) {
      script = request -> Optional.of(answer(body));
      return this;
    }

    ScriptedNode replies(Reply reply) {
      script = request -> Optional.of(reply);
      return this;
    }

    ScriptedNode neverReplies() {
      script = request -> Optional.empty();
      return this;
    }

    /** As kill -9. */
    void crash() {
      up = false;
      requireNonNull(listener).disconnected("connection reset");
      time.schedule(Duration.ofMillis(200), requireNonNull(listener)::refused);
      List<Consumer<Reply>> lost = List.copyOf(open);
      open.clear();
      lost.forEach(reply -> reply.accept(new Reply.Lost("connection reset")));
      streams.forEach(stream -> stream.ends(new Reply.Lost("connection reset")));
    }

    void comesBack() {
      up = true;
      epoch++;
      requireNonNull(listener).connected();
    }

    Reply answer(byte[] body) {
      return new Reply.Answered(
          Message.of(body), Optional.of(new CallReport(load(), Duration.ZERO, takes)));
    }

    private Load load() {
      return new Load(open.size(), 0, 2, takes, draining, epoch);
    }

    @Override
    public void wrong(String decisionId, Duration timeout, Consumer<Boolean> onAnswer) {
      wrong.add(decisionId);
      time.schedule(Duration.ofMillis(1), () -> onAnswer.accept(gave.contains(decisionId)));
    }

    @Override
    public Exchange send(Request request, Consumer<Reply> onReply) {
      if (!up) {
        time.schedule(
            Duration.ZERO,
            () ->
                onReply.accept(
                    new Reply.NotRun(ErrorCode.NODE_LOST, "never sent", Optional.empty())));
        return () -> {};
      }
      received.add(request);
      open.add(onReply);
      script
          .apply(request)
          .ifPresent(
              reply ->
                  time.schedule(
                      takes,
                      () -> {
                        if (!silent && open.remove(onReply)) {
                          onReply.accept(reply);
                        }
                      }));
      return () -> {
        cancelled++;
        if (open.remove(onReply)) {
          time.schedule(Duration.ZERO, () -> onReply.accept(new Reply.Lost("cancelled")));
        }
      };
    }

    @Override
    public ItemExchange stream(Request request, ItemListener listener) {
      if (!up) {
        time.schedule(
            Duration.ZERO,
            () ->
                listener.ended(
                    new Reply.NotRun(ErrorCode.NODE_LOST, "never sent", Optional.empty())));
        return ItemExchange.over();
      }
      received.add(request);
      ScriptedStream stream = new ScriptedStream(listener);
      streams.add(stream);
      return stream;
    }

    Optional<CallReport> report(Duration serviceTime) {
      return Optional.of(new CallReport(load(), Duration.ZERO, serviceTime));
    }

    @Override
    public void probe(Duration timeout, Consumer<Optional<Load>> onAnswer) {
      if (!up || silent) {
        time.schedule(timeout, () -> onAnswer.accept(Optional.empty()));
      } else {
        time.schedule(Duration.ofMillis(1), () -> onAnswer.accept(Optional.of(load())));
      }
    }

    @Override
    public void describe(Duration timeout, Consumer<Described> onAnswer) {
      if (!up || silent) {
        time.schedule(timeout, () -> onAnswer.accept(new Described.Failure("no answer")));
      } else {
        Described answer = new Described.Answer(node, methods, load(), accelerators);
        time.schedule(describing, () -> onAnswer.accept(answer));
      }
    }

    @Override
    public void reconnect() {}

    @Override
    public void close() {
      closed = true;
    }
  }
}
