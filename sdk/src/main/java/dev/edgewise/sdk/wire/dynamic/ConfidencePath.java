package dev.edgewise.sdk.wire.dynamic;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.edgewise.sdk.spi.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Reads the confidence of an answer that is known by its descriptor alone. */
final class ConfidencePath {
  /** Of an answer that cannot be read: asking again would not make it better. */
  private static final double SURE = 1;

  private ConfidencePath() {}

  /**
   * A reader of the number at a path in messages of this type; empty when no number is there.
   *
   * @param path names of fields, joined by dots
   */
  static Optional<ToDoubleFunction<Message>> of(Descriptor type, String path) {
    List<FieldDescriptor> fields = new ArrayList<>();
    Descriptor in = type;
    for (String name : path.split("\\.", -1)) {
      FieldDescriptor field = in == null ? null : in.findFieldByName(name);
      if (field == null || field.isRepeated()) {
        return Optional.empty();
      }
      fields.add(field);
      in = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : null;
    }
    return switch (fields.get(fields.size() - 1).getJavaType()) {
      case FLOAT, DOUBLE -> Optional.of(message -> confidence(type, fields, message));
      default -> Optional.empty();
    };
  }

  private static double confidence(Descriptor type, List<FieldDescriptor> fields, Message message) {
    try {
      DynamicMessage at = DynamicMessage.parseFrom(type, message.bytes());
      for (FieldDescriptor field : fields.subList(0, fields.size() - 1)) {
        at = (DynamicMessage) at.getField(field);
      }
      return ((Number) at.getField(fields.get(fields.size() - 1))).doubleValue();
    } catch (InvalidProtocolBufferException e) {
      return SURE;
    }
  }
}
