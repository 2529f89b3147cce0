package dev.edgewise.cli.cache;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.sdk.wire.operator.CacheStatus;
import dev.edgewise.sdk.wire.operator.CacheStatus.Entry;
import dev.edgewise.sdk.wire.operator.CacheStatus.Partition;
import dev.edgewise.sdk.wire.operator.CacheStatus.Similar;
import dev.edgewise.sdk.wire.operator.CacheStatus.Tier;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** Caches, for programs. Pure. */
final class CacheJson {
  private CacheJson() {}

  static String list(List<CachedNode<CacheStatus>> answers) {
    return document("edgewise.cache/1", answers, CacheJson::fill);
  }

  static String entries(List<CachedNode<List<Entry>>> answers) {
    return document(
        "edgewise.cache.entries/1",
        answers,
        (entries, node) -> {
          JsonArray array = new JsonArray();
          entries.forEach(entry -> array.add(json(entry)));
          node.add("entries", array);
        });
  }

  static String evicted(List<CachedNode<Long>> answers) {
    return document(
        "edgewise.cache.evicted/1", answers, (count, node) -> node.addProperty("entries", count));
  }

  static String audits(List<CachedNode<CacheStatus.Audit>> answers) {
    return document(
        "edgewise.cache.audit/1",
        answers,
        (audit, node) -> {
          node.addProperty("judged", audit.judged());
          node.addProperty("wrong", audit.wrong());
          node.addProperty("unknown", audit.unknown());
        });
  }

  private static <A> String document(
      String schema, List<CachedNode<A>> answers, BiConsumer<A, JsonObject> fill) {
    JsonObject document = Json.document(schema);
    JsonArray nodes = new JsonArray();
    for (CachedNode<A> answer : answers) {
      JsonObject node = new JsonObject();
      node.addProperty("node", answer.node());
      fill.accept(answer.answer(), node);
      nodes.add(node);
    }
    document.add("nodes", nodes);
    return Json.of(document) + "\n";
  }

  private static void fill(CacheStatus status, JsonObject node) {
    node.addProperty("exact", status.exact());
    node.addProperty("semantic", status.semantic());
    node.addProperty("none", status.none());
    number(node, "hitRate", status.hitRate());
    node.addProperty("shadowsRun", status.shadowsRun());
    node.addProperty("shadowsDropped", status.shadowsDropped());
    node.addProperty("faults", status.faults());
    JsonArray partitions = new JsonArray();
    status.partitions().forEach(partition -> partitions.add(json(partition)));
    node.add("partitions", partitions);
    JsonArray tiers = new JsonArray();
    status.tiers().forEach(tier -> tiers.add(json(tier)));
    node.add("tiers", tiers);
  }

  private static JsonObject json(Partition partition) {
    JsonObject json = new JsonObject();
    json.addProperty("tenant", partition.tenant());
    json.addProperty("label", partition.label());
    json.addProperty("method", partition.method());
    json.addProperty("producer", partition.producer());
    json.addProperty("exact", partition.exact());
    json.addProperty("semantic", partition.semantic());
    json.addProperty("none", partition.none());
    json.addProperty("failures", partition.failures());
    json.addProperty("complaints", partition.complaints());
    number(json, "hitRate", partition.hitRate());
    json.add(
        "similar",
        partition.similar().isPresent() ? json(partition.similar().get()) : JsonNull.INSTANCE);
    return json;
  }

  private static JsonObject json(Similar similar) {
    JsonObject json = new JsonObject();
    json.addProperty("questions", similar.questions());
    json.addProperty("asked", similar.asked());
    json.addProperty("hits", similar.hits());
    json.addProperty("judged", similar.judged());
    json.addProperty("wrong", similar.wrong());
    number(json, "falseHitRate", similar.falseHitRate());
    JsonArray interval = new JsonArray();
    interval.add(similar.low());
    interval.add(similar.high());
    json.add("falseHitCi95", interval);
    number(json, "threshold", similar.threshold());
    json.addProperty("why", similar.why());
    return json;
  }

  private static JsonObject json(Tier tier) {
    JsonObject json = new JsonObject();
    json.addProperty("tier", tier.name());
    json.addProperty("entries", tier.entries());
    json.addProperty("bytes", tier.bytes());
    json.addProperty("capacity", tier.capacity());
    json.addProperty("hits", tier.hits());
    json.addProperty("misses", tier.misses());
    json.addProperty("evictions", tier.evictions());
    json.addProperty("faults", tier.faults());
    return json;
  }

  private static JsonObject json(Entry entry) {
    JsonObject json = new JsonObject();
    json.addProperty("key", entry.key());
    json.addProperty("tenant", entry.tenant());
    json.addProperty("label", entry.label());
    json.addProperty("method", entry.method());
    json.addProperty("question", entry.question());
    json.addProperty("ageMillis", entry.age().toMillis());
    json.addProperty("expiresInMillis", entry.expiresIn().toMillis());
    json.addProperty("costMicros", entry.cost().toNanos() / 1_000);
    json.addProperty("bytes", entry.bytes());
    return json;
  }

  private static void number(JsonObject json, String name, OptionalDouble value) {
    json.add(name, value.isPresent() ? new JsonPrimitive(value.getAsDouble()) : JsonNull.INSTANCE);
  }
}
