package dev.edgewise.orchestrator.gateway.rpc;

import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the authors of services wrote beside their methods and fields, where descriptors carry it.
 * Not thread-safe.
 *
 * @see <a href="https://protobuf.com/docs/descriptors#source-code-info">Protobuf: source code
 *     info</a>
 */
final class Comments {
  private static final int LONGEST = 2_000;

  // Numbers of fields of descriptor.proto, of which a path is made.
  private static final int FILE_MESSAGE = 4;
  private static final int FILE_ENUM = 5;
  private static final int FILE_SERVICE = 6;
  private static final int MESSAGE_FIELD = 2;
  private static final int MESSAGE_NESTED = 3;
  private static final int MESSAGE_ENUM = 4;
  private static final int SERVICE_METHOD = 2;

  private final Map<FileDescriptor, Map<List<Integer>, String>> known = new HashMap<>();

  /** The comment that stands before a message, field, enum, service or method; may be empty. */
  String of(GenericDescriptor described) {
    String comment =
        known
            .computeIfAbsent(described.getFile(), Comments::read)
            .getOrDefault(path(described), "")
            .strip();
    return comment.length() <= LONGEST ? comment : comment.substring(0, LONGEST - 1) + "…";
  }

  private static Map<List<Integer>, String> read(FileDescriptor file) {
    Map<List<Integer>, String> comments = new HashMap<>();
    for (SourceCodeInfo.Location location : file.toProto().getSourceCodeInfo().getLocationList()) {
      if (location.hasLeadingComments()) {
        comments.put(location.getPathList(), location.getLeadingComments());
      }
    }
    return comments;
  }

  private static List<Integer> path(GenericDescriptor described) {
    return switch (described) {
      case Descriptor message when message.getContainingType() == null ->
          List.of(FILE_MESSAGE, message.getIndex());
      case Descriptor message ->
          under(message.getContainingType(), MESSAGE_NESTED, message.getIndex());
      case EnumDescriptor type when type.getContainingType() == null ->
          List.of(FILE_ENUM, type.getIndex());
      case EnumDescriptor type -> under(type.getContainingType(), MESSAGE_ENUM, type.getIndex());
      case FieldDescriptor field ->
          under(field.getContainingType(), MESSAGE_FIELD, field.getIndex());
      case ServiceDescriptor service -> List.of(FILE_SERVICE, service.getIndex());
      case MethodDescriptor method -> under(method.getService(), SERVICE_METHOD, method.getIndex());
      default -> List.of();
    };
  }

  private static List<Integer> under(GenericDescriptor parent, int field, int index) {
    List<Integer> path = new ArrayList<>(path(parent));
    path.add(field);
    path.add(index);
    return path;
  }
}
