package dev.edgewise.orchestrator;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.TextFormat;
import dev.edgewise.proto.v1.Options;

/** A service as a node describes it: one method of each kind, one field of each kind. */
public final class ShopDescriptors {
  private static final String SHOP =
      """
      name: "shop/v1/shop.proto" package: "shop.v1" syntax: "proto3"
      dependency: "edgewise/v1/options.proto"
      dependency: "google/protobuf/timestamp.proto" dependency: "google/protobuf/duration.proto"
      enum_type { name: "Kind" value { name: "KIND_UNSPECIFIED" number: 0 }
                  value { name: "SHOE" number: 1 } value { name: "BOOT" number: 2 } }
      message_type { name: "FindRequest"
        field { name: "text" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL json_name: "text" }
        field { name: "at_most" number: 2 type: TYPE_INT32 label: LABEL_OPTIONAL json_name: "atMost" }
        field { name: "since" number: 3 type: TYPE_INT64 label: LABEL_OPTIONAL json_name: "since" }
        field { name: "weights" number: 4 type: TYPE_DOUBLE label: LABEL_REPEATED json_name: "weights" }
        field { name: "kind" number: 5 type: TYPE_ENUM type_name: ".shop.v1.Kind"
                label: LABEL_OPTIONAL json_name: "kind" }
        field { name: "picture" number: 6 type: TYPE_BYTES label: LABEL_OPTIONAL json_name: "picture" }
        field { name: "sold" number: 7 type: TYPE_MESSAGE type_name: ".google.protobuf.Timestamp"
                label: LABEL_OPTIONAL json_name: "sold" }
        field { name: "wait" number: 8 type: TYPE_MESSAGE type_name: ".google.protobuf.Duration"
                label: LABEL_OPTIONAL json_name: "wait" }
        field { name: "stock" number: 9 type: TYPE_MESSAGE type_name: ".shop.v1.FindRequest.StockEntry"
                label: LABEL_REPEATED json_name: "stock" }
        field { name: "big" number: 10 type: TYPE_UINT64 label: LABEL_OPTIONAL json_name: "big" }
        nested_type { name: "StockEntry" options { map_entry: true }
          field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL json_name: "key" }
          field { name: "value" number: 2 type: TYPE_INT32 label: LABEL_OPTIONAL json_name: "value" } } }
      message_type { name: "Found"
        field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL json_name: "name" }
        field { name: "score" number: 2 type: TYPE_DOUBLE label: LABEL_OPTIONAL json_name: "score" }
        field { name: "next" number: 3 type: TYPE_MESSAGE type_name: ".shop.v1.Found"
                label: LABEL_OPTIONAL json_name: "next" } }
      message_type { name: "FindResponse"
        field { name: "result" number: 1 type: TYPE_MESSAGE type_name: ".shop.v1.Found"
                label: LABEL_OPTIONAL json_name: "result" } }
      message_type { name: "SoldOut"
        field { name: "model" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL json_name: "model" }
        field { name: "days" number: 2 type: TYPE_INT32 label: LABEL_OPTIONAL json_name: "days" } }
      service { name: "Shop"
        method { name: "find" input_type: ".shop.v1.FindRequest" output_type: ".shop.v1.FindResponse"
          options { [edgewise.v1.method] { tier: TIER_EDGE deadline_millis: 10000 idempotent: true
            label: LABEL_INTERNAL cascade { unsure_from: 0.3 unsure_to: 0.7 }
            confidence_path: "result.score" } } }
        method { name: "buy" input_type: ".shop.v1.FindRequest" output_type: ".shop.v1.FindResponse"
          options { [edgewise.v1.method] { tier: TIER_EDGE deadline_millis: 10000
            label: LABEL_CONFIDENTIAL faults: "shop.v1.SoldOut" } } }
        method { name: "watch" input_type: ".shop.v1.FindRequest" output_type: ".shop.v1.FindResponse"
          server_streaming: true
          options { [edgewise.v1.method] { tier: TIER_EDGE deadline_millis: 30000 } } } }
      source_code_info {
        location { path: [6, 0, 2, 0] span: [1, 0, 1] leading_comments: " Finds what comes nearest.\\n" }
        location { path: [4, 0, 2, 0] span: [1, 0, 1] leading_comments: " What is looked for.\\n" } }
      """;

  private ShopDescriptors() {}

  /** The set that a node of this service registers with. */
  public static byte[] set() {
    return set(shop());
  }

  /** The file alone. */
  public static FileDescriptorProto shop() {
    ExtensionRegistry registry = ExtensionRegistry.newInstance();
    Options.registerAllExtensions(registry);
    FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder();
    try {
      TextFormat.getParser().merge(SHOP, registry, file);
    } catch (TextFormat.ParseException e) {
      throw new AssertionError(e);
    }
    return file.build();
  }

  /** A set of this file and what it imports. */
  public static byte[] set(FileDescriptorProto file) {
    return FileDescriptorSet.newBuilder()
        .addFile(DescriptorProto.getDescriptor().getFile().toProto())
        .addFile(com.google.protobuf.TimestampProto.getDescriptor().toProto())
        .addFile(com.google.protobuf.DurationProto.getDescriptor().toProto())
        .addFile(Options.getDescriptor().toProto())
        .addFile(file)
        .build()
        .toByteArray();
  }
}
