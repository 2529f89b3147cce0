package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.CacheNote;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What calls came to, by scope; scopes that were not called for the longest go first. */
final class Counts {
  /** Strangers name tenants, and make scopes by that. */
  static final int MOST = 1_024;

  // Guarded by this; in the order of their last use.
  private final Map<Scope, Count> scopes = new LinkedHashMap<>(16, 0.75f, true);

  private final LongAdder exact = new LongAdder();
  private final LongAdder semantic = new LongAdder();
  private final LongAdder none = new LongAdder();

  /** Calls of all scopes. */
  record Totals(long exact, long semantic, long none) {}

  Totals totals() {
    return new Totals(exact.sum(), semantic.sum(), none.sum());
  }

  /** A call was answered. */
  void answered(Count count, CacheNote.Kind kind) {
    count.answered(kind);
    switch (kind) {
      case EXACT -> exact.increment();
      case SEMANTIC -> semantic.increment();
      case NONE -> none.increment();
    }
  }

  /** Of one scope. */
  static final class Count {
    private final Scope scope;
    private final LongAdder exact = new LongAdder();
    private final LongAdder semantic = new LongAdder();
    private final LongAdder none = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder wrong = new LongAdder();

    private Count(Scope scope) {
      this.scope = requireNonNull(scope, "scope");
    }

    Scope scope() {
      return scope;
    }

    private void answered(CacheNote.Kind kind) {
      switch (kind) {
        case EXACT -> exact.increment();
        case SEMANTIC -> semantic.increment();
        case NONE -> none.increment();
      }
    }

    void failed() {
      failed.increment();
    }

    void wrong() {
      wrong.increment();
    }

    long exact() {
      return exact.sum();
    }

    long semantic() {
      return semantic.sum();
    }

    long none() {
      return none.sum();
    }

    long failures() {
      return failed.sum();
    }

    long complaints() {
      return wrong.sum();
    }
  }

  /** The counts of a scope. */
  synchronized Count of(Scope scope) {
    Count known = scopes.get(scope);
    if (known == null) {
      known = new Count(scope);
      scopes.put(scope, known);
      if (scopes.size() > MOST) {
        Iterator<Scope> eldest = scopes.keySet().iterator();
        eldest.next();
        eldest.remove();
      }
    }
    return known;
  }

  /** All of them, the last used last. */
  synchronized List<Count> all() {
    return List.copyOf(scopes.values());
  }
}
