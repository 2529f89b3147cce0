package dev.edgewise.orchestrator.keda;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Zones that want what a test says. Thread-safe. */
public final class ManualDemand implements ZoneDemand {
  private final Map<String, Integer> nodes = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean settled = true;

  /** Says what a zone wants, to listeners too. */
  public void wants(String zone, int count) {
    nodes.put(zone, count);
    listeners.forEach(Runnable::run);
  }

  /** Whether the fleet is back. */
  public void settles(boolean is) {
    settled = is;
  }

  /** How many listen. */
  public int listeners() {
    return listeners.size();
  }

  @Override
  public List<String> zones() {
    return nodes.keySet().stream().sorted().toList();
  }

  @Override
  public Optional<Wanted> wanted(String zone) {
    return Optional.ofNullable(nodes.get(zone)).map(count -> new Wanted(count, "a test says so"));
  }

  @Override
  public boolean settled() {
    return settled;
  }

  @Override
  public Subscription listen(Runnable listener) {
    listeners.add(listener);
    return () -> leaves(listener);
  }

  private synchronized void leaves(Runnable listener) {
    listeners.remove(listener);
    notifyAll();
  }

  /** Waits until nobody listens. */
  public synchronized void awaitNobody() throws InterruptedException {
    while (!listeners.isEmpty()) {
      wait();
    }
  }
}
