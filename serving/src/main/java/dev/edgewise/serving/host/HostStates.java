package dev.edgewise.serving.host;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Text;
import dev.edgewise.serving.allocation.Status;
import dev.edgewise.serving.batch.Outlook;
import dev.edgewise.serving.repository.ModelVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the models of a host stand, for the router and for people. Thread-safe. */
public final class HostStates {
  private static final int MAX_REASON = 300;

  private final ServingHost host;
  private final Node node;

  HostStates(ServingHost host, Node node) {
    this.host = host;
    this.node = node;
  }

  /**
   * The newest version of a model.
   *
   * @param engine that runs it
   * @param word {@code cold}, {@code loading}, {@code ready} or {@code failed}
   * @param because why it failed, for people; else empty
   * @param memoryBytes that it takes while loaded; 0 while unknown
   * @param load how long its last load took, warm-up included; zero while unknown
   * @param calls since the host was opened, failed ones too
   * @param budgetBytes that all models of the host may take together
   */
  public record ModelState(
      String name,
      String version,
      String engine,
      String word,
      String because,
      long memoryBytes,
      Duration load,
      long calls,
      long budgetBytes) {
    /** Checks what is given. */
    public ModelState {
      requireNonNull(name, "name");
      requireNonNull(word, "word");
      requireNonNull(load, "load");
    }
  }

  /**
   * What a call of a method of a model would meet.
   *
   * @param lane empty for those that wait in none, and while no call came
   * @param load how long the model would have to be loaded first; zero when it is ready
   */
  public record Demand(Optional<Outlook> lane, Duration load) {
    /** Checks what is given. */
    public Demand {
      requireNonNull(lane, "lane");
      requireNonNull(load, "load");
    }
  }

  /** All models, at most so many. */
  public List<ModelState> models(int most) {
    List<ModelState> states = new ArrayList<>();
    for (HostedModel model : host.hosted()) {
      if (states.size() == most) {
        break;
      }
      ModelVersion version = model.found().newest();
      Status status = model.status(version);
      states.add(
          new ModelState(
              model.name(),
              Integer.toString(version.number()),
              model.engine().isEmpty() ? "pipeline" : model.engine(),
              word(status),
              Text.line(status.reason(), MAX_REASON),
              status.bytes(),
              status.loadTime(),
              model.counts(version).calls(),
              host.budget()));
    }
    return states;
  }

  /** What a call of {@code service/method} would meet; empty for methods that are no model's. */
  public Optional<Demand> demand(String fullName) {
    for (HostedModel model : host.hosted()) {
      if (is(model, fullName)) {
        ModelVersion version = model.found().newest();
        Status status = model.status(version);
        return Optional.of(
            new Demand(
                node.lanes().opened().flatMap(device -> device.outlook(version.toString())),
                status.isReady() ? Duration.ZERO : load(version, status)));
      }
    }
    return Optional.empty();
  }

  /** The methods that models answer: {@code service/method}. */
  public List<String> methods() {
    return host.hosted().stream().map(HostStates::method).distinct().toList();
  }

  /** Whose calls wait in the lanes of a family; empty for families that are no model's. */
  public Optional<String> method(String family) {
    for (HostedModel model : host.hosted()) {
      for (ModelVersion version : model.found().versions()) {
        String name = version.toString();
        if (family.equals(name) || family.startsWith(name + " ")) {
          return Optional.of(method(model));
        }
      }
    }
    return Optional.empty();
  }

  private static String method(HostedModel model) {
    return model.service() + "/" + model.found().newest().kind().method();
  }

  private static boolean is(HostedModel model, String fullName) {
    String service = model.service();
    String method = model.found().newest().kind().method();
    return fullName.length() == service.length() + 1 + method.length()
        && fullName.startsWith(service)
        && fullName.endsWith(method);
  }

  private Duration load(ModelVersion version, Status status) {
    return status.loadTime().isPositive()
        ? status.loadTime()
        : node.loadTimes().expected(version.content().bytes());
  }

  private static String word(Status status) {
    return status.word().equals("unloaded") ? "cold" : status.word();
  }
}
