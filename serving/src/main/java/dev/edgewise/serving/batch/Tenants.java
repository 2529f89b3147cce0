package dev.edgewise.serving.batch;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;

/** What waits for each tenant, over all lanes. Holds those only that wait. Not thread-safe. */
final class Tenants {
  private final Limits limits;
  private final Map<String, Waiting> waiting = new HashMap<>();

  private static final class Waiting {
    private int items;
    private long bytes;
  }

  Tenants(Limits limits) {
    this.limits = limits;
  }

  boolean hasRoomFor(Entry<?, ?> entry) {
    Waiting tenant = waiting.get(entry.terms.tenant());
    return tenant == null
        || (tenant.items < limits.tenantItems()
            && tenant.bytes + entry.bytes <= limits.tenantBytes());
  }

  void add(Entry<?, ?> entry) {
    Waiting tenant = waiting.computeIfAbsent(entry.terms.tenant(), unused -> new Waiting());
    tenant.items++;
    tenant.bytes += entry.bytes;
  }

  void remove(Entry<?, ?> entry) {
    Waiting tenant = requireNonNull(waiting.get(entry.terms.tenant()));
    tenant.items--;
    tenant.bytes -= entry.bytes;
    if (tenant.items == 0) {
      if (tenant.bytes != 0) {
        throw new IllegalStateException("a tenant has bytes but no calls: " + tenant.bytes);
      }
      waiting.remove(entry.terms.tenant());
    }
  }

  int count() {
    return waiting.size();
  }
}
