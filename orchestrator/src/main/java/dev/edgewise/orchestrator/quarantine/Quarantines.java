package dev.edgewise.orchestrator.quarantine;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Quarantine;
import dev.edgewise.core.Quarantine.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * The services that are under quarantine, and where. Each event comes with its time, which never
 * goes back; what is to be done about it is returned. Not thread-safe.
 *
 * <p>A service is put under quarantine on a node when enough calls of it failed there by the node's
 * fault, and clearly more than on other nodes of its tier. One that fails on all of them is broken
 * in its release: that is said, and changes nothing. At most half of the nodes that are called for
 * a service are under quarantine for it, so never the only one. A quarantine ends in a trial, the
 * trial in a release or in a quarantine twice as long; another process on the node ends it at once.
 */
public final class Quarantines {
  /** Pairs of node and service that are looked at; the one heard of least lately makes room. */
  static final int MOST_WATCHED = 1_024;

  /** Beyond so many there are no further ones. */
  static final int MOST_CASES = 1_000;

  private static final long NO_PROCESS = -1;

  private record Key(String node, String service) {}

  private final QuarantineRules rules;
  private final Map<Key, Case> cases = new LinkedHashMap<>();
  private final LinkedHashMap<Key, Evidence> watched = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<Key> suspects = new LinkedHashSet<>();
  private final Set<String> touched = new LinkedHashSet<>();
  private final Troubles troubles = new Troubles();
  private long begun;

  /**
   * @param stored what an earlier process left
   * @param processes of the nodes that it knew, by name, as {@link Offer#process} has them
   */
  public Quarantines(
      QuarantineRules rules,
      List<StoredQuarantine> stored,
      Map<String, Long> processes,
      long now,
      Instant wall) {
    this.rules = requireNonNull(rules, "rules");
    for (StoredQuarantine each : stored) {
      // One of a node that is not known any more is dropped with the first look.
      long process = processes.getOrDefault(each.node(), NO_PROCESS);
      cases.put(new Key(each.node(), each.service()), Case.of(each, process, now, wall));
      touched.add(each.node());
    }
  }

  /** Whether time alone changes nothing, so that nobody has to look at the nodes. */
  public boolean isIdle() {
    return cases.isEmpty() && suspects.isEmpty();
  }

  /** Says which process offers something. */
  public interface Processes {
    /**
     * A number for the process, as {@link Offer#process}; empty when the node does not offer it.
     */
    OptionalLong offering(String node, String service);
  }

  /** A client says how attempts ended; what is not offered is passed over. */
  public void heard(String client, List<Attempts> said, Processes processes, long now) {
    for (Attempts each : said) {
      Key key = new Key(each.node(), each.service());
      OptionalLong process = processes.offering(each.node(), each.service());
      if (process.isEmpty()) {
        continue;
      }
      Case known = cases.get(key);
      if (known != null && known.is(Stage.TRIAL)) {
        known.heard(each);
      } else if (known == null || known.isOver()) {
        evidence(key, process.getAsLong()).add(client, each, now);
        if (!each.faults().isEmpty()) {
          suspects.add(key);
        }
      }
    }
  }

  private Evidence evidence(Key key, long process) {
    Evidence known = watched.get(key);
    if (known != null && known.process() == process) {
      return known;
    }
    if (known == null && watched.size() >= MOST_WATCHED) {
      Key oldest = watched.keySet().iterator().next();
      forgetEvidence(oldest);
    }
    Evidence fresh = new Evidence(rules.window(), process);
    watched.put(key, fresh);
    return fresh;
  }

  private void forgetEvidence(Key key) {
    watched.remove(key);
    suspects.remove(key);
  }

  /** Time has passed, or nodes have come, gone or changed. */
  public List<Step> tick(Collection<Offer> offers, long now, Instant wall) {
    List<Step> steps = new ArrayList<>();
    Peers peers = new Peers(offers);
    for (Key key : List.copyOf(cases.keySet())) {
      look(key, requireNonNull(cases.get(key)), peers, now, wall, steps);
    }
    for (Key key : List.copyOf(suspects)) {
      judge(key, peers, now, wall, steps);
    }
    keepHalf(peers, now, wall, steps);
    troubles.forget(now);
    return steps;
  }

  private void look(Key key, Case known, Peers peers, long now, Instant wall, List<Step> steps) {
    if (known.is(Stage.ASKED)) {
      return;
    }
    Optional<Offer> offer = peers.offer(key.node());
    if (known.isOver() && known.lasts(now) >= rules.memory().toNanos()) {
      cases.remove(key);
    } else if (offer.isEmpty() || !offer.get().services().contains(key.service())) {
      drop(key, known, steps);
    } else if (offer.get().process() != known.process) {
      drop(key, known, steps);
      steps.add(new Step.Note(known.name() + " is released: the node was started anew"));
    } else if (known.isDue(now)) {
      known.tryOut(now, wall);
      touched.add(key.node());
      steps.add(new Step.Note(known.name() + " is on trial: a few calls show how it fares"));
    } else if (known.is(Stage.TRIAL)) {
      tried(key, known, now, wall, steps);
    }
  }

  private void drop(Key key, Case known, List<Step> steps) {
    cases.remove(key);
    forgetEvidence(key);
    if (!known.isOver()) {
      touched.add(key.node());
      steps.add(new Step.Forget(key.node(), key.service()));
    }
  }

  private void tried(Key key, Case known, long now, Instant wall, List<Step> steps) {
    Tally trial = known.trial();
    boolean fails = trial.failed() * 2 >= trial.all();
    boolean timeUp = known.lasts(now) >= rules.trial().toNanos();
    if (fails && (trial.failed() >= rules.trialFaults() || (timeUp && trial.failed() > 0))) {
      close(key, known, trial.inWords("trial calls"), now, wall, steps);
    } else if (timeUp || trial.answered() >= rules.trialCalls()) {
      release(key, known, now, wall, steps);
      steps.add(
          new Step.Note(
              known.name()
                  + " is released: "
                  + (trial.all() == 0
                      ? "nobody called it while it was on trial"
                      : trial.inWords("trial calls"))));
    }
  }

  private void release(Key key, Case known, long now, Instant wall, List<Step> steps) {
    known.end(now, wall);
    forgetEvidence(key);
    touched.add(key.node());
    steps.add(new Step.Forget(key.node(), key.service()));
  }

  private void close(
      Key key, Case known, String because, long now, Instant wall, List<Step> steps) {
    String inRow = known.times == 0 ? "" : "; quarantine " + (known.times + 1) + " in a row";
    Duration length = rules.length(known.times + 1);
    known.close(length, because + inRow, now, wall);
    begun++;
    forgetEvidence(key);
    touched.add(key.node());
    steps.add(new Step.Keep(known.stored()));
    steps.add(
        new Step.Note(
            known.name() + " is under quarantine for " + length.toSeconds() + " s: " + because));
  }

  private void judge(Key key, Peers peers, long now, Instant wall, List<Step> steps) {
    Evidence evidence = watched.get(key);
    Optional<Offer> offer = peers.offer(key.node());
    if (evidence == null || offer.isEmpty() || evidence.isOver(now)) {
      forgetEvidence(key);
      return;
    }
    if (evidence.sum(now, Evidence.ALL).failed() == 0) {
      suspects.remove(key);
      return;
    }
    for (int last : Evidence.HORIZONS) {
      if (judge(key, offer.get(), evidence, last, peers, now, wall, steps)) {
        return;
      }
    }
  }

  /** Looks at what was said in the last slots of time; returns whether that settles it. */
  private boolean judge(
      Key key,
      Offer offer,
      Evidence evidence,
      int last,
      Peers peers,
      long now,
      Instant wall,
      List<Step> steps) {
    Tally here = evidence.sum(now, last);
    if (here.all() < rules.calls()) {
      return false;
    }
    double share = evidence.share(now, last);
    List<String> nodes = peers.calledFor(key.service(), offer.tier());
    Tally elsewhere = elsewhere(key, nodes, last, now);
    if (share < rules.share() || elsewhere.all() < rules.callsElsewhere()) {
      return false;
    }
    String words = here.inWords("calls");
    if (share - elsewhere.share() < rules.worse()) {
      troubles
          .everywhere(key.service(), offer.tier(), words + " on " + key.node(), elsewhere, now)
          .ifPresent(line -> steps.add(new Step.Note(line)));
      return false;
    }
    if (confined(key.service(), nodes) + 1 <= nodes.size() / 2
        && (cases.containsKey(key) || cases.size() < MOST_CASES)) {
      Case known = cases.computeIfAbsent(key, fresh -> fresh(fresh, offer));
      close(key, known, words + ", " + percent(elsewhere) + " elsewhere", now, wall, steps);
    }
    return true;
  }

  private static Case fresh(Key key, Offer offer) {
    return new Case(key.node(), key.service(), offer.process());
  }

  private Tally elsewhere(Key key, List<String> nodes, int last, long now) {
    Tally sum = new Tally();
    for (String node : nodes) {
      Key other = new Key(node, key.service());
      Case known = cases.get(other);
      Evidence evidence = watched.get(other);
      if (evidence != null && !other.equals(key) && (known == null || known.isOver())) {
        sum.add(evidence.sum(now, last));
      }
    }
    return sum;
  }

  static String percent(Tally tally) {
    return Math.round(100 * tally.share()) + " %";
  }

  /** How many of these nodes are under quarantine for the service. */
  private int confined(String service, List<String> nodes) {
    int confined = 0;
    for (String node : nodes) {
      Case known = cases.get(new Key(node, service));
      if (known != null && !known.isOver()) {
        confined++;
      }
    }
    return confined;
  }

  /** Nodes that have gone or drain may leave too few others: those longest out are let go. */
  private void keepHalf(Peers peers, long now, Instant wall, List<Step> steps) {
    List<Case> held = new ArrayList<>();
    cases.values().stream().filter(Case::isOfItself).forEach(held::add);
    held.sort(Comparator.comparingLong((Case known) -> known.lasts(now)).reversed());
    for (Case known : held) {
      Optional<Offer> offer = peers.offer(known.node);
      if (offer.isEmpty() || !offer.get().takesCalls()) {
        continue;
      }
      List<String> nodes = peers.calledFor(known.service, offer.get().tier());
      if (confined(known.service, nodes) > nodes.size() / 2) {
        release(new Key(known.node, known.service), known, now, wall, steps);
        steps.add(
            new Step.Note(
                known.name() + " is released: too few other nodes are left that offer it"));
      }
    }
  }

  /** Operators want no calls of the service on the node, whatever else is known. */
  public List<Step> ask(String node, String service, String because, long now, Instant wall) {
    Key key = new Key(node, service);
    Case known = cases.computeIfAbsent(key, fresh -> new Case(node, service, NO_PROCESS));
    known.ask(because, now, wall);
    forgetEvidence(key);
    touched.add(node);
    return List.of(
        new Step.Keep(known.stored()),
        new Step.Note(known.name() + " is under quarantine: an operator asked for it"));
  }

  /** Operators want the service to be called on the node again; nothing is remembered. */
  public List<Step> release(String node, String service) {
    Key key = new Key(node, service);
    Case known = cases.get(key);
    List<Step> steps = new ArrayList<>();
    if (known != null) {
      boolean held = !known.isOver();
      drop(key, known, steps);
      if (held) {
        steps.add(new Step.Note(known.name() + " is released: an operator asked for it"));
      }
    }
    return steps;
  }

  /** No process will have the node's name again. */
  public List<Step> forget(String node) {
    List<Step> steps = new ArrayList<>();
    for (Key key : List.copyOf(cases.keySet())) {
      if (key.node().equals(node)) {
        drop(key, requireNonNull(cases.get(key)), steps);
      }
    }
    return steps;
  }

  /** What clients are told of a node, by the names of services. */
  public List<Quarantine> of(String node) {
    return statuses(node).stream().map(QuarantineStatus::quarantine).toList();
  }

  /** What operators are told of a node, by the names of services. */
  public List<QuarantineStatus> statuses(String node) {
    Map<String, QuarantineStatus> found = new TreeMap<>();
    cases.forEach(
        (key, known) -> {
          if (key.node().equals(node)) {
            known.status().ifPresent(status -> found.put(key.service(), status));
          }
        });
    return List.copyOf(found.values());
  }

  /** Services that fail on all nodes of a tier alike, with what is known, by their names. */
  public Map<String, String> troubles() {
    return troubles.words();
  }

  /** How many have begun by themselves since the start. */
  public long begun() {
    return begun;
  }

  int watched() {
    return watched.size();
  }

  int suspects() {
    return suspects.size();
  }

  /** Names of nodes of which something has changed since the last call. */
  public Set<String> takeTouched() {
    Set<String> names = new LinkedHashSet<>(touched);
    touched.clear();
    return names;
  }
}
