package dev.edgewise.processor.lock;

import static java.util.Objects.requireNonNull;

import dev.edgewise.processor.model.Retired;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A message, an enum or a service in the lock.
 *
 * @param kind which of these
 * @param name full protobuf name
 * @param fields by number, then by name
 * @param retired what must not come back
 */
record LockedType(Kind kind, String name, List<LockedField> fields, Retired retired) {
  enum Kind {
    MESSAGE,
    ENUM,
    SERVICE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  LockedType {
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
    fields =
        fields.stream()
            .sorted(Comparator.comparingInt(LockedField::number).thenComparing(LockedField::name))
            .toList();
    requireNonNull(retired, "retired");
  }

  static LockedType empty(Kind kind, String name) {
    return new LockedType(kind, name, List.of(), Retired.NONE);
  }

  Optional<LockedField> named(String field) {
    return fields.stream().filter(f -> f.name().equals(field)).findFirst();
  }

  String head() {
    return kind.word() + " " + name;
  }

  /** Its lines without the head and the indentation, in the order of the file. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    fields.forEach(field -> lines.add(field.line()));
    retired.numbers().forEach(number -> lines.add("- " + number));
    retired.names().forEach(gone -> lines.add("- " + gone));
    return lines;
  }
}
