package dev.edgewise.sdk.fleet;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What calls came to in a while.
 *
 * @param period that while
 * @param methods one entry for each method and node that had any call
 * @param attempts one entry for each node, service and tenant that had any attempt which tells of
 *     how the service fares there
 */
public record Traffic(Duration period, List<Method> methods, List<Attempts> attempts) {
  public Traffic {
    requireNonNull(period, "period");
    methods = List.copyOf(methods);
    attempts = List.copyOf(attempts);
  }

  boolean isEmpty() {
    return methods.isEmpty() && attempts.isEmpty();
  }

  /**
   * How attempts of calls of one service and tenant ended at one node.
   *
   * @param node where they were sent
   * @param service full name
   * @param tenant whose calls they were; may be empty
   * @param answered by a result, or by an exception that the method declares; ≥ 0
   * @param faults by the node's fault: how many of which stable code, each ≥ 1
   */
  public record Attempts(
      String node, String service, String tenant, int answered, Map<String, Integer> faults) {
    public Attempts {
      requireNonNull(node, "node");
      requireNonNull(service, "service");
      requireNonNull(tenant, "tenant");
      faults = Map.copyOf(faults);
    }
  }

  /**
   * The calls of one method that ended at one node.
   *
   * @param method full name
   * @param node that answered; empty for calls that none did
   * @param tier of that node
   * @param completed calls
   * @param refused calls
   * @param expired calls
   * @param failed calls
   * @param cancelled calls
   * @param escalated of the completed ones, those that the cascade took on to the cloud
   * @param latency how long the completed ones took
   */
  public record Method(
      String method,
      String node,
      Optional<Tier> tier,
      int completed,
      int refused,
      int expired,
      int failed,
      int cancelled,
      int escalated,
      List<Bucket> latency) {
    public Method {
      requireNonNull(method, "method");
      requireNonNull(node, "node");
      requireNonNull(tier, "tier");
      latency = List.copyOf(latency);
    }
  }

  /**
   * How many durations were about as long.
   *
   * @param index i for whole microseconds in (2^((i−1)/4), 2^(i/4)], 0 to 131
   * @param count of those, ≥ 1
   */
  public record Bucket(int index, int count) {}
}
