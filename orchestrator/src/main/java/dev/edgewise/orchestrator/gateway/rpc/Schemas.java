package dev.edgewise.orchestrator.gateway.rpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * JSON schemas of messages, by protobuf's JSON mapping: each message and enum is one component,
 * named as in protobuf. Not thread-safe.
 *
 * @see <a href="https://protobuf.dev/programming-guides/json/">ProtoJSON format</a>
 */
final class Schemas {
  private static final String NOT_FINITE = "^(NaN|-?Infinity)$";

  private final Comments comments;
  private final Map<String, JsonObject> components = new TreeMap<>();
  private final Map<Definition, String> names = new HashMap<>();
  private final Deque<Runnable> unwritten = new ArrayDeque<>();

  /** Nodes may have been given different versions of one type. */
  private record Definition(String fullName, FileDescriptorProto file) {}

  Schemas(Comments comments) {
    this.comments = comments;
  }

  /** The schema of a message: mostly a reference to a component. */
  JsonObject of(Descriptor message) {
    return wellKnown(message).orElseGet(() -> component(message));
  }

  /** All components that were referred to so far, by name. */
  Map<String, JsonObject> components() {
    // A queue, not recursion: a stranger's messages may be nested as deep as he likes.
    for (Runnable next = unwritten.poll(); next != null; next = unwritten.poll()) {
      next.run();
    }
    return components;
  }

  private JsonObject component(Descriptor message) {
    return component(message, schema -> write(message, schema));
  }

  private JsonObject component(EnumDescriptor type) {
    return component(type, schema -> write(type, schema));
  }

  private JsonObject component(GenericDescriptor type, Consumer<JsonObject> writer) {
    Definition key = new Definition(type.getFullName(), type.getFile().toProto());
    String name = names.get(key);
    if (name == null) {
      name = free(type.getFullName());
      names.put(key, name);
      JsonObject schema = new JsonObject();
      components.put(name, schema);
      unwritten.add(() -> writer.accept(schema));
    }
    return reference(name);
  }

  private String free(String fullName) {
    String name = fullName;
    for (int i = 2; components.containsKey(name); i++) {
      name = fullName + "_" + i;
    }
    return name;
  }

  private static JsonObject reference(String name) {
    return property("$ref", "#/components/schemas/" + name);
  }

  private void write(Descriptor message, JsonObject schema) {
    schema.addProperty("type", "object");
    describe(schema, comments.of(message), alternatives(message));
    JsonObject properties = new JsonObject();
    for (FieldDescriptor field : message.getFields()) {
      properties.add(field.getJsonName(), described(field));
    }
    schema.add("properties", properties);
    schema.addProperty("additionalProperties", false);
  }

  private static String alternatives(Descriptor message) {
    return message.getRealOneofs().stream()
        .map(Schemas::names)
        .map(fields -> "At most one of " + fields + " may be set.")
        .collect(Collectors.joining(" "));
  }

  private static String names(OneofDescriptor oneof) {
    return oneof.getFields().stream()
        .map(FieldDescriptor::getJsonName)
        .collect(Collectors.joining(", "));
  }

  private void write(EnumDescriptor type, JsonObject schema) {
    schema.addProperty("type", "string");
    describe(schema, comments.of(type), "");
    JsonArray values = new JsonArray();
    type.getValues().stream().map(EnumValueDescriptor::getName).distinct().forEach(values::add);
    schema.add("enum", values);
  }

  private JsonObject described(FieldDescriptor field) {
    JsonObject schema = of(field);
    // Beside a reference a description is allowed since OpenAPI 3.1.
    describe(schema, comments.of(field), "");
    return schema;
  }

  private JsonObject of(FieldDescriptor field) {
    if (field.isMapField()) {
      JsonObject schema = type("object");
      schema.add("additionalProperties", ofOne(field.getMessageType().findFieldByNumber(2)));
      return schema;
    }
    if (!field.isRepeated()) {
      return ofOne(field);
    }
    JsonObject schema = type("array");
    schema.add("items", ofOne(field));
    return schema;
  }

  private JsonObject ofOne(FieldDescriptor field) {
    return switch (field.getType()) {
      case INT32, SINT32, SFIXED32 -> whole("int32", Integer.MIN_VALUE, Integer.MAX_VALUE);
      case UINT32, FIXED32 -> whole("uint32", 0, 0xFFFF_FFFFL);
      case INT64, SINT64, SFIXED64 -> text("^-?[0-9]{1,19}$", "int64", "integer");
      case UINT64, FIXED64 -> text("^[0-9]{1,20}$", "uint64", "integer");
      case FLOAT -> text(NOT_FINITE, "float", "number");
      case DOUBLE -> text(NOT_FINITE, "double", "number");
      case BOOL -> type("boolean");
      case STRING -> type("string");
      case BYTES -> {
        JsonObject schema = type("string");
        schema.addProperty("contentEncoding", "base64");
        yield schema;
      }
      case ENUM -> component(field.getEnumType());
      case MESSAGE, GROUP -> of(field.getMessageType());
    };
  }

  private static JsonObject whole(String format, long least, long most) {
    JsonObject schema = type("integer");
    schema.addProperty("format", format);
    schema.addProperty("minimum", least);
    schema.addProperty("maximum", most);
    return schema;
  }

  /** A number that may also be, or in answers always is, a text of this form. */
  private static JsonObject text(String pattern, String format, String number) {
    JsonObject schema = new JsonObject();
    JsonArray types = new JsonArray();
    types.add("string");
    types.add(number);
    schema.add("type", types);
    schema.addProperty("format", format);
    schema.addProperty("pattern", pattern);
    return schema;
  }

  /** Messages whose JSON is no plain object of their fields. */
  private Optional<JsonObject> wellKnown(Descriptor message) {
    if (message.getFile().getName().equals("google/protobuf/wrappers.proto")) {
      return Optional.of(ofOne(message.findFieldByNumber(1)));
    }
    return switch (message.getFullName()) {
      case "google.protobuf.Timestamp" -> Optional.of(formatted("date-time"));
      case "google.protobuf.Duration" -> {
        JsonObject schema = type("string");
        schema.addProperty("pattern", "^-?[0-9]{1,12}(\\.[0-9]{1,9})?s$");
        JsonArray examples = new JsonArray();
        examples.add("1.5s");
        schema.add("examples", examples);
        yield Optional.of(schema);
      }
      case "google.protobuf.FieldMask" -> Optional.of(type("string"));
      case "google.protobuf.Struct" -> Optional.of(type("object"));
      case "google.protobuf.ListValue" -> Optional.of(type("array"));
      case "google.protobuf.Value" -> Optional.of(new JsonObject());
      case "google.protobuf.Any" -> {
        JsonObject schema = type("object");
        JsonArray required = new JsonArray();
        required.add("@type");
        schema.add("required", required);
        yield Optional.of(schema);
      }
      default -> Optional.empty();
    };
  }

  private static JsonObject formatted(String format) {
    JsonObject schema = type("string");
    schema.addProperty("format", format);
    return schema;
  }

  private static JsonObject type(String name) {
    return property("type", name);
  }

  private static JsonObject property(String name, String value) {
    JsonObject object = new JsonObject();
    object.addProperty(name, value);
    return object;
  }

  private static void describe(JsonObject schema, String comment, String more) {
    String text = (comment + " " + more).strip();
    if (!text.isEmpty()) {
      schema.addProperty("description", text);
    }
  }
}
