package dev.edgewise.orchestrator.gateway;

import dev.edgewise.orchestrator.node.Serving;
import dev.edgewise.orchestrator.overview.MemberStatus;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.serving.protocol.ModelCatalogue.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The states of models over a whole fleet: a model is what the node says that has it best, since
 * calls go there. Pure.
 */
final class ModelStates {
  /** Best first. */
  private static final List<String> ORDER = List.of("ready", "loading", "unloaded", "failed");

  private ModelStates() {}

  /**
   * All models in order.
   *
   * @param offered simple names of the models that can be called
   * @param members of the fleet
   */
  static List<Entry> of(Set<String> offered, List<MemberStatus> members) {
    List<MemberStatus> there =
        members.stream().filter(member -> member.standing().state().inView()).toList();
    Map<String, Entry> said = new TreeMap<>();
    for (MemberStatus member : there) {
      member
          .serving()
          .ifPresent(serving -> serving.models().forEach(model -> better(said, member, model)));
    }
    List<Entry> entries = new ArrayList<>();
    for (String name : new TreeSet<>(offered)) {
      Entry known = said.remove(name);
      if (known != null) {
        entries.add(known);
      } else if (there.stream().anyMatch(member -> offers(member, name))) {
        // Its node says nothing of it: a call would tell.
        entries.add(new Entry(name, "", "ready", ""));
      } else {
        entries.add(new Entry(name, "", "failed", "no node that offers it is there now"));
      }
    }
    // What a node has and cannot offer.
    entries.addAll(said.values());
    return List.copyOf(entries);
  }

  private static boolean offers(MemberStatus member, String name) {
    return member.registration().services().stream()
        .anyMatch(service -> service.name().equals(ModelMethods.PACKAGE + name));
  }

  private static void better(Map<String, Entry> said, MemberStatus member, Serving.Model model) {
    String name = simpleName(model.name());
    String state = model.state().equals("cold") ? "unloaded" : model.state();
    String reason = model.because().isEmpty() ? "" : member.name() + ": " + model.because();
    Entry entry = new Entry(name, model.version(), state, reason);
    said.merge(name, entry, (known, more) -> rank(more) < rank(known) ? more : known);
  }

  private static int rank(Entry entry) {
    int rank = ORDER.indexOf(entry.state());
    return rank < 0 ? ORDER.size() : rank;
  }

  private static String simpleName(String model) {
    try {
      return new ModelMethods(model).simpleName();
    } catch (IllegalArgumentException e) {
      // A node that says of a model what no model is called.
      return model;
    }
  }
}
