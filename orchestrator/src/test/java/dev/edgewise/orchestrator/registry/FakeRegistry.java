package dev.edgewise.orchestrator.registry;

import dev.edgewise.sdk.spi.FleetRegistry.Check;
import dev.edgewise.sdk.spi.FleetRegistry.Connection;
import dev.edgewise.sdk.spi.FleetRegistry.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A registry in memory that can be away, and can forget. */
final class FakeRegistry implements Connection {
  private final Map<String, Entry> entries = new TreeMap<>();
  private final Map<String, Check> checks = new TreeMap<>();
  private final List<String> asked = new ArrayList<>();
  private boolean away;
  private int breaksAfter = Integer.MAX_VALUE;

  private void asked(String what) throws IOException {
    asked.add(what);
    if (away || breaksAfter-- <= 0) {
      away = true;
      throw new IOException("connection refused");
    }
  }

  @Override
  public synchronized Set<String> ids(String prefix) throws IOException {
    asked("ids");
    Set<String> found = new TreeSet<>(entries.keySet());
    found.removeIf(id -> !id.startsWith(prefix));
    return found;
  }

  @Override
  public synchronized void put(Entry entry, Check check) throws IOException {
    asked("put " + entry.id());
    entries.put(entry.id(), entry);
    checks.put(entry.id(), check);
  }

  @Override
  public synchronized boolean report(String id, Check check) throws IOException {
    asked("report " + id);
    if (!entries.containsKey(id)) {
      return false;
    }
    checks.put(id, check);
    return true;
  }

  @Override
  public synchronized void remove(String id) throws IOException {
    asked("remove " + id);
    entries.remove(id);
    checks.remove(id);
  }

  @Override
  public void close() {}

  /** Each entry with its state, as somebody sees it who looks. */
  synchronized Map<String, String> shown() {
    Map<String, String> shown = new TreeMap<>();
    checks.forEach((id, check) -> shown.put(id, check.state().name().toLowerCase(Locale.ROOT)));
    return shown;
  }

  /** What was asked since the last time. */
  synchronized List<String> asked() {
    List<String> all = List.copyOf(asked);
    asked.clear();
    return all;
  }

  synchronized void isAway(boolean away) {
    this.away = away;
    this.breaksAfter = Integer.MAX_VALUE;
  }

  /** Goes away after so many more questions. */
  synchronized void breaksAfter(int questions) {
    breaksAfter = questions;
  }

  /** Starts again with nothing in memory. */
  synchronized void forgets() {
    entries.clear();
    checks.clear();
  }
}
