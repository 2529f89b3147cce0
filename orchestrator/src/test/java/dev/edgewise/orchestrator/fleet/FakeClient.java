package dev.edgewise.orchestrator.fleet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.orchestrator.overview.Client;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client that applies what it is sent, strictly, and can be slow. */
final class FakeClient implements ClientLink {
  final long stream;
  final List<ViewMessage> messages = new ArrayList<>();
  final List<Refusal> refusals = new ArrayList<>();
  final Map<String, NodeEntry> view = new LinkedHashMap<>();
  long version;
  boolean slow;

  FakeClient(FleetKeeper keeper, String name) {
    this(keeper, name, 0);
  }

  /** One that holds a view of that version. */
  FakeClient(FleetKeeper keeper, String name, long held) {
    this.stream = keeper.newStream();
    keeper.join(stream, new Client(name, "", "0.1.0"), held, this);
  }

  NodeEntry node(String name) {
    return requireNonNull(view.get(name), name);
  }

  @Override
  public boolean isReady() {
    return !slow;
  }

  @Override
  public void view(ViewMessage message, long now) {
    messages.add(message);
    switch (message) {
      case ViewMessage.Full full -> {
        view.clear();
        full.nodes().forEach(entry -> view.put(entry.name(), entry));
      }
      case ViewMessage.Delta delta -> {
        assertThat(delta.from()).as("a delta fits").isEqualTo(version);
        delta.changed().forEach(entry -> view.put(entry.name(), entry));
        delta.removed().forEach(view::remove);
      }
    }
    version = message.version();
  }

  @Override
  public void refused(Refusal refusal) {
    refusals.add(refusal);
  }

  @Override
  public void handled() {}
}
