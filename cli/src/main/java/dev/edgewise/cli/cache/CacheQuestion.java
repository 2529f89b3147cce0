package dev.edgewise.cli.cache;

import dev.edgewise.cli.fleet.NodeCommand;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.operator.CacheClient;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.tls.Tls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A command that asks nodes of their caches, one after the other: each in the same words, since
 * each keeps its own.
 *
 * @param <A> what a node answers
 */
abstract class CacheQuestion<A> implements Callable<Integer> {
  /** How long one node may take to tell what it knows. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Shell shell;

  @Option(
      names = "--node",
      paramLabel = "NODE|HOST:PORT",
      description =
          "Ask only this node: by its name, or by its address without an orchestrator (default:"
              + " all nodes of the fleet that are alive).")
  private Optional<String> node = Optional.empty();

  @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
  @Mixin private Output output = new Output();

  CacheQuestion(Shell shell) {
    this.shell = shell;
  }

  /** Asks one node. */
  abstract A ask(CacheClient client);

  /** For people, with its last line's end. */
  abstract String text(List<CachedNode<A>> answers);

  /** For programs, one document with its last line's end. */
  abstract String json(List<CachedNode<A>> answers);

  /** Says what is wrong with the options, before anybody is asked. */
  void check() {}

  @Override
  public final Integer call() {
    check();
    List<CachedNode<A>> answers = answers(places());
    shell.out().print(output.isJson() ? json(answers) : text(answers));
    shell.out().flush();
    return ExitCode.OK.value();
  }

  /** A node and where it is. */
  private record Place(String name, String address) {}

  private List<Place> places() {
    Optional<String> address = node.filter(named -> named.contains(":"));
    if (address.isPresent()) {
      return List.of(new Place(address.get(), address.get()));
    }
    FleetStatus fleet = orchestrator.ask(shell, client -> client.fleet(OrchestratorOption.TIMEOUT));
    if (node.isPresent()) {
      FleetStatus.Node found = NodeCommand.find(fleet, node.get());
      return List.of(new Place(found.name(), found.address()));
    }
    return fleet.nodes().stream()
        .filter(each -> !each.liveness().equals("dead") && !each.liveness().equals("left"))
        .map(each -> new Place(each.name(), each.address()))
        .toList();
  }

  /** One that does not answer is told beside the others' answers, and is the end when alone. */
  private List<CachedNode<A>> answers(List<Place> places) {
    List<CachedNode<A>> answers = new ArrayList<>();
    Optional<EdgewiseException> last = Optional.empty();
    Optional<Tls> tls = orchestrator.tls(shell);
    for (Place place : places) {
      try (CacheClient client = CacheClient.connect(place.address(), tls)) {
        answers.add(new CachedNode<>(place.name(), ask(client)));
      } catch (EdgewiseException e) {
        if (e.code() != ErrorCode.UNREACHABLE && e.code() != ErrorCode.UNKNOWN_METHOD) {
          throw e;
        }
        last = Optional.of(e);
        if (places.size() > 1) {
          shell.progress(place.name() + " was left out: " + e.getMessage());
        }
      }
    }
    if (answers.isEmpty() && last.isPresent()) {
      throw last.get();
    }
    return answers;
  }
}
