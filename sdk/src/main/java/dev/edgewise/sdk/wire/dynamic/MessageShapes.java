package dev.edgewise.sdk.wire.dynamic;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.edgewise.core.rules.FieldShape;
import dev.edgewise.core.rules.FieldType;
import dev.edgewise.core.rules.MethodShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What rules may read of messages, by their descriptors. Pure. */
final class MessageShapes {
  private static final String RESULT = "result";

  private MessageShapes() {}

  static MethodShape of(MethodDescriptor method) {
    return new MethodShape(
        method.getService().getFullName() + "/" + method.getName(),
        method.isServerStreaming(),
        fields(method.getInputType()),
        answer(method.getOutputType()));
  }

  /** Of a Java method the answer is wrapped in a message of its own, which no rule has to name. */
  private static List<FieldShape> answer(Descriptor type) {
    FieldDescriptor only = type.getFields().size() == 1 ? type.getFields().get(0) : null;
    if (only == null
        || !only.getName().equals(RESULT)
        || only.isRepeated()
        || only.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return fields(type);
    }
    List<FieldShape> shapes = new ArrayList<>();
    add(only.getMessageType(), "", List.of(only.getNumber()), shapes);
    return shapes;
  }

  private static List<FieldShape> fields(Descriptor type) {
    List<FieldShape> shapes = new ArrayList<>();
    add(type, "", List.of(), shapes);
    return shapes;
  }

  private static void add(
      Descriptor type, String prefix, List<Integer> above, List<FieldShape> shapes) {
    for (FieldDescriptor field : type.getFields()) {
      if (shapes.size() >= MethodShape.MOST_FIELDS) {
        return;
      }
      List<Integer> numbers = new ArrayList<>(above);
      numbers.add(field.getNumber());
      String path = prefix + field.getName();
      if (field.isRepeated()) {
        // Of packed numbers the wire tells no count.
        if (!field.isPackable()) {
          shapes.add(new FieldShape(path + ".count", numbers, FieldType.COUNT));
        }
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        if (numbers.size() < FieldShape.MAX_DEPTH) {
          add(field.getMessageType(), path + ".", numbers, shapes);
        }
      } else {
        FieldType how = type(field);
        if (how != null) {
          shapes.add(new FieldShape(path, numbers, how));
        }
      }
    }
  }

  private static @Nullable FieldType type(FieldDescriptor field) {
    return switch (field.getType()) {
      case BOOL -> FieldType.BOOL;
      case INT32, INT64, UINT32, UINT64, ENUM -> FieldType.VARINT;
      case SINT32, SINT64 -> FieldType.ZIGZAG;
      case FIXED32, SFIXED32 -> FieldType.FIXED32;
      case FIXED64, SFIXED64 -> FieldType.FIXED64;
      case FLOAT -> FieldType.FLOAT;
      case DOUBLE -> FieldType.DOUBLE;
      case STRING -> FieldType.TEXT;
      case BYTES, MESSAGE, GROUP -> null;
    };
  }
}
