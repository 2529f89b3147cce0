package dev.edgewise.processor.emit;

import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.edgewise.processor.model.BatchLiteral;
import dev.edgewise.processor.model.CacheLiteral;
import dev.edgewise.processor.model.MethodModel;
import dev.edgewise.processor.model.NeedsLiteral;
import dev.edgewise.processor.model.Outlook;
import dev.edgewise.processor.model.ScaleLiteral;

/** A method's contract as the option {@code edgewise.v1.method} of its rpc. */
final class ContractOptions {
  private static final Descriptor TYPE = OptionsSchema.methodOptions();
  private static final FileDescriptor SCHEMA = TYPE.getFile();

  private ContractOptions() {}

  static MethodOptions of(MethodModel method, Outlook outlook) {
    MethodOptions.Builder options = MethodOptions.newBuilder();
    if (method.idempotent()) {
      options.setIdempotencyLevel(MethodOptions.IdempotencyLevel.IDEMPOTENT);
    }
    return OptionsSchema.attach(options, ours(method, outlook)).build();
  }

  private static DynamicMessage ours(MethodModel method, Outlook outlook) {
    DynamicMessage.Builder ours = DynamicMessage.newBuilder(TYPE);
    set(ours, "tier", constant("Tier", "TIER_" + method.tier().name()));
    method.deadlineMillis().ifPresent(millis -> set(ours, "deadline_millis", millis));
    set(ours, "idempotent", method.idempotent());
    set(ours, "label", constant("Label", "LABEL_" + outlook.label(method).name()));
    method
        .cascade()
        .ifPresent(
            band -> {
              DynamicMessage.Builder cascade = message("Cascade");
              set(cascade, "unsure_from", band.from());
              set(cascade, "unsure_to", band.to());
              set(ours, "cascade", cascade.build());
              outlook
                  .confidence(method)
                  .ifPresent(path -> set(ours, "confidence_path", path.inResponse()));
            });
    method.batched().ifPresent(rule -> set(ours, "batched", batched(rule)));
    method.needs().ifPresent(rule -> set(ours, "needs", needs(rule)));
    method.cached().ifPresent(rule -> set(ours, "cached", cached(method, rule)));
    set(ours, "resumable", method.resumable());
    method.scale().ifPresent(rule -> set(ours, "scale", scale(rule)));
    method
        .faults()
        .forEach(
            fault -> ours.addRepeatedField(TYPE.findFieldByName("faults"), fault.proto().full()));
    return ours.build();
  }

  private static DynamicMessage batched(BatchLiteral rule) {
    DynamicMessage.Builder batched = message("Batched");
    set(batched, "max_batch_size", rule.maxBatchSize());
    rule.timeout().waiting().ifPresent(millis -> set(batched, "timeout_millis", millis));
    return batched.build();
  }

  private static DynamicMessage needs(NeedsLiteral rule) {
    DynamicMessage.Builder needs = message("Needs");
    set(needs, "accelerator", rule.accelerator());
    rule.bytes().ifPresent(bytes -> set(needs, "memory_bytes", bytes));
    return needs.build();
  }

  private static DynamicMessage scale(ScaleLiteral rule) {
    DynamicMessage.Builder scale = message("Scale");
    set(scale, "min", rule.min());
    set(scale, "max", rule.max());
    set(scale, "warm", rule.warm());
    return scale.build();
  }

  private static DynamicMessage cached(MethodModel method, CacheLiteral rule) {
    DynamicMessage.Builder cached = message("Cached");
    rule.ttl().keeping().ifPresent(millis -> set(cached, "time_to_live_millis", millis));
    if (rule.semantic()) {
      method.texts().stream()
          .findFirst()
          .ifPresent(text -> set(cached, "text_field", text.number()));
      set(cached, "similarity_threshold", rule.similarityThreshold());
      set(cached, "max_false_hit_rate", rule.maxFalseHitRate());
    }
    return cached.build();
  }

  private static DynamicMessage.Builder message(String type) {
    return DynamicMessage.newBuilder(SCHEMA.findMessageTypeByName(type));
  }

  private static Object constant(String type, String name) {
    return SCHEMA.findEnumTypeByName(type).findValueByName(name);
  }

  private static void set(DynamicMessage.Builder message, String field, Object value) {
    message.setField(message.getDescriptorForType().findFieldByName(field), value);
  }
}
