package dev.edgewise.sdk.wire.dynamic;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.core.Text;
import dev.edgewise.sdk.wire.Channels;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON and messages of types that are known by descriptors. protobuf's own parser does the work;
 * what it says about wrong JSON does not always name the field, so the field is looked for here.
 */
final class JsonMessages {
  /** Base 64 makes bytes a third longer; names and blanks need room too. */
  private static final int MAX_JSON = 2 * Channels.MAX_MESSAGE;

  private static final int MAX_SKELETON_DEPTH = 4;
  private static final int MAX_SKELETON = 1_500;
  private static final Pattern PLACE = Pattern.compile("line (\\d+) column (\\d+)");

  private final JsonFormat.TypeRegistry types;

  JsonMessages(Collection<FileDescriptor> files) {
    JsonFormat.TypeRegistry.Builder registry = JsonFormat.TypeRegistry.newBuilder();
    files.forEach(file -> registry.add(file.getMessageTypes()));
    this.types = registry.build();
  }

  byte[] read(String method, Descriptor type, String json) {
    if (json.length() > MAX_JSON) {
      throw tooLarge(method, json.length() + " characters of JSON (at most " + MAX_JSON + ")");
    }
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    try {
      parser().merge(json, message);
    } catch (InvalidProtocolBufferException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_REQUEST,
          "The request of "
              + method
              + " cannot be read: "
              + trouble(type, json, e)
              + " Expected is something like "
              + skeleton(type));
    }
    byte[] bytes = message.build().toByteArray();
    if (bytes.length > Channels.MAX_MESSAGE) {
      throw tooLarge(method, bytes.length + " bytes (at most " + Channels.MAX_MESSAGE + ")");
    }
    return bytes;
  }

  String write(String method, Descriptor type, byte[] message) {
    try {
      return DynamicServices.printer(types).print(DynamicMessage.parseFrom(type, message));
    } catch (InvalidProtocolBufferException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_ANSWER,
          "The answer of "
              + method
              + " is no "
              + type.getFullName()
              + ". Was the node's service compiled from another version?",
          e);
    }
  }

  Optional<Descriptor> type(String fullName) {
    return Optional.ofNullable(types.find(fullName));
  }

  Optional<String> tryWrite(Descriptor type, byte[] message) {
    try {
      return Optional.of(
          DynamicServices.printer(types).print(DynamicMessage.parseFrom(type, message)));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private JsonFormat.Parser parser() {
    return JsonFormat.parser().usingTypeRegistry(types);
  }

  private static EdgewiseException tooLarge(String method, String size) {
    return EdgewiseException.of(
        ErrorCode.TOO_LARGE,
        "The request of " + method + " is too large: " + size + ". Send less at a time.");
  }

  // ── what is wrong

  private String trouble(Descriptor type, String json, InvalidProtocolBufferException problem) {
    Struct.Builder tree = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(json, tree);
    } catch (InvalidProtocolBufferException e) {
      return notAnObject(json, e);
    }
    return troubleIn(type, tree.build(), "")
        .orElseGet(() -> Text.line(String.valueOf(problem.getMessage()), 200) + ".");
  }

  private static String notAnObject(String json, InvalidProtocolBufferException problem) {
    String trimmed = json.strip();
    Matcher place = PLACE.matcher(String.valueOf(problem.getMessage()));
    if (trimmed.startsWith("{")) {
      return "it is no valid JSON"
          + (place.find() ? ", see line " + place.group(1) + ", column " + place.group(2) : "")
          + ".";
    }
    return "it is no JSON object"
        + (trimmed.isEmpty() ? ", but empty" : "")
        + "; an object stands in { }.";
  }

  /** The first field that cannot be read, and why; empty when each can by itself. */
  private Optional<String> troubleIn(Descriptor type, Struct tree, String path) {
    for (var entry : tree.getFieldsMap().entrySet()) {
      String where = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      FieldDescriptor field = field(type, entry.getKey());
      if (field == null) {
        return Optional.of(
            "there is no field \""
                + Text.line(where, 200)
                + "\". "
                + (type.getFields().isEmpty()
                    ? type.getFullName() + " has no fields."
                    : NearestNames.hint(
                        entry.getKey(),
                        type.getFields().stream().map(FieldDescriptor::getJsonName).toList())));
      }
      if (!reads(type, entry.getKey(), entry.getValue())) {
        return Optional.of(troubleAt(type, field, entry.getKey(), entry.getValue(), where));
      }
    }
    return Optional.empty();
  }

  private String troubleAt(
      Descriptor type, FieldDescriptor field, String name, Value value, String where) {
    boolean isMessage =
        field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !isSpecial(field);
    if (field.isRepeated() && !field.isMapField() && value.hasListValue()) {
      List<Value> elements = value.getListValue().getValuesList();
      for (int i = 0; i < elements.size(); i++) {
        if (!reads(type, name, list(elements.get(i)))) {
          String element = where + "[" + i + "]";
          return isMessage && elements.get(i).hasStructValue()
              ? inside(field, elements.get(i), element)
              : wrongType(field, element, false);
        }
      }
    }
    return isMessage && !field.isRepeated() && value.hasStructValue()
        ? inside(field, value, where)
        : wrongType(field, where, field.isRepeated());
  }

  private String inside(FieldDescriptor field, Value value, String where) {
    return troubleIn(field.getMessageType(), value.getStructValue(), where)
        .orElseGet(() -> wrongType(field, where, false));
  }

  private static String wrongType(FieldDescriptor field, String where, boolean wholeList) {
    return "the field \""
        + Text.line(where, 200)
        + "\" must be "
        + (field.isMapField() ? "an object" : (wholeList ? "a list, each " : "") + kind(field))
        + ".";
  }

  private boolean reads(Descriptor type, String name, Value value) {
    try {
      String json = JsonFormat.printer().print(Struct.newBuilder().putFields(name, value).build());
      parser().merge(json, DynamicMessage.newBuilder(type));
      return true;
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      // The second for numbers that are larger than any double.
      return false;
    }
  }

  private static Value list(Value element) {
    return Value.newBuilder()
        .setListValue(com.google.protobuf.ListValue.newBuilder().addValues(element))
        .build();
  }

  private static @Nullable FieldDescriptor field(Descriptor type, String name) {
    FieldDescriptor byName = type.findFieldByName(name);
    if (byName != null) {
      return byName;
    }
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJsonName().equals(name)) {
        return field;
      }
    }
    return null;
  }

  // ── what is expected

  private static String kind(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT, LONG -> "a whole number (" + field.getType().name().toLowerCase(Locale.ROOT) + ")";
      case FLOAT, DOUBLE -> "a number";
      case BOOLEAN -> "true or false";
      case STRING -> "a text in quotes";
      case BYTE_STRING -> "bytes in base 64, in quotes";
      case ENUM ->
          "one of "
              + field.getEnumType().getValues().stream()
                  .limit(20)
                  .map(value -> "\"" + value.getName() + "\"")
                  .collect(Collectors.joining(", "));
      case MESSAGE ->
          switch (field.getMessageType().getFullName()) {
            case "google.protobuf.Timestamp" -> "a time such as \"2026-01-31T12:00:00Z\"";
            case "google.protobuf.Duration" -> "a duration in seconds such as \"1.5s\"";
            default -> "an object";
          };
    };
  }

  private static boolean isSpecial(FieldDescriptor field) {
    return field.getMessageType().getFullName().startsWith("google.protobuf.");
  }

  /** An example of a message; deeply nested ones are cut, so that it stays readable. */
  static String skeleton(Descriptor type) {
    for (int depth = MAX_SKELETON_DEPTH; depth > 0; depth--) {
      String skeleton = skeleton(type, depth);
      if (skeleton.length() <= MAX_SKELETON) {
        return skeleton;
      }
    }
    return Text.line(skeleton(type, 1), MAX_SKELETON);
  }

  private static String skeleton(Descriptor type, int depth) {
    StringBuilder json = new StringBuilder("{");
    for (FieldDescriptor field : type.getFields()) {
      if (isLaterCase(field)) {
        continue;
      }
      json.append(json.length() == 1 ? "" : ", ")
          .append('"')
          .append(field.getJsonName())
          .append("\": ")
          .append(example(field, depth));
    }
    return json.append('}').toString();
  }

  /** Of a oneof only one field may be set; the example sets the first. */
  private static boolean isLaterCase(FieldDescriptor field) {
    return field.getRealContainingOneof() != null
        && !field.getRealContainingOneof().getField(0).equals(field);
  }

  private static String example(FieldDescriptor field, int depth) {
    if (field.isMapField()) {
      return "{\"key\": " + example(field.getMessageType().findFieldByNumber(2), depth) + "}";
    }
    return field.isRepeated() ? "[" + exampleOfOne(field, depth) + "]" : exampleOfOne(field, depth);
  }

  private static String exampleOfOne(FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT, LONG -> "0";
      case FLOAT, DOUBLE -> "0.5";
      case BOOLEAN -> "true";
      case STRING -> "\"text\"";
      case BYTE_STRING -> "\"YmFzZTY0\"";
      case ENUM -> "\"" + exampleOfEnum(field) + "\"";
      case MESSAGE ->
          switch (field.getMessageType().getFullName()) {
            case "google.protobuf.Timestamp" -> "\"2026-01-31T12:00:00Z\"";
            case "google.protobuf.Duration" -> "\"1.5s\"";
            default -> depth <= 1 ? "{}" : skeleton(field.getMessageType(), depth - 1);
          };
    };
  }

  private static String exampleOfEnum(FieldDescriptor field) {
    var values = field.getEnumType().getValues();
    // The first stands for "unspecified".
    return values.get(values.size() > 1 ? 1 : 0).getName();
  }
}
