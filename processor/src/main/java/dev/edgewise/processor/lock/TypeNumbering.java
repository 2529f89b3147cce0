package dev.edgewise.processor.lock;

import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.diag.Severity;
import dev.edgewise.processor.model.Retired;
import dev.edgewise.processor.model.SourceRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Numbers the fields of one message or the constants of one enum. */
final class TypeNumbering {
  private static final int MAX_FIELD = (1 << 29) - 1;
  private static final int FIRST_KEPT = 19_000;
  private static final int LAST_KEPT = 19_999;

  private final LockedType locked;
  private final List<Item> items;
  private final Retired retired;
  private final SourceRef source;
  private final boolean hasLock;
  private final boolean strict;
  private final Report report;
  private final List<Integer> numbers = new ArrayList<>();

  /**
   * A field or a constant.
   *
   * @param name of it
   * @param type as the schema writes it; empty for constants
   * @param fixed number that the source demands
   * @param renamedFrom name that it had before
   * @param source where it stands
   */
  record Item(
      String name,
      String type,
      OptionalInt fixed,
      Optional<String> renamedFrom,
      SourceRef source) {}

  TypeNumbering(
      LockedType locked,
      List<Item> items,
      Retired declared,
      SourceRef source,
      boolean hasLock,
      boolean strict,
      Report report) {
    this.locked = locked;
    this.items = items;
    this.source = source;
    this.hasLock = hasLock;
    this.strict = strict;
    this.report = report;
    this.retired = union(union(locked.retired(), declared), gone(declared));
    assign();
    check();
  }

  /** Numbers in the order of the items. */
  List<Integer> numbers() {
    return numbers;
  }

  /** All that must not come back, by the lock and by the source. */
  Retired retired() {
    return retired;
  }

  LockedType result() {
    List<LockedField> fields = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      fields.add(new LockedField(numbers.get(i), items.get(i).name(), items.get(i).type()));
    }
    return new LockedType(locked.kind(), locked.name(), fields, retired);
  }

  static Retired union(Retired left, Retired right) {
    List<Integer> numbers = new ArrayList<>(left.numbers());
    numbers.addAll(right.numbers());
    List<String> names = new ArrayList<>(left.names());
    names.addAll(right.names());
    return new Retired(numbers, names);
  }

  /**
   * Locked fields that are gone: retired in full when the source reserves the number or the name,
   * an error otherwise.
   */
  private Retired gone(Retired declared) {
    Set<String> kept = new HashSet<>();
    for (Item item : items) {
      kept.add(item.name());
      item.renamedFrom().ifPresent(kept::add);
    }
    List<Integer> goneNumbers = new ArrayList<>();
    List<String> goneNames = new ArrayList<>();
    for (LockedField old : locked.fields()) {
      if (kept.contains(old.name())) {
        continue;
      }
      if (declared.numbers().contains(old.number()) || declared.names().contains(old.name())) {
        goneNumbers.add(old.number());
        goneNames.add(old.name());
      } else {
        report.add(Code.EW3002, source, noun(), old.name(), old.number(), simpleName());
      }
    }
    return new Retired(goneNumbers, goneNames);
  }

  private Optional<LockedField> lockedFor(Item item) {
    return locked.named(item.name()).or(() -> item.renamedFrom().flatMap(locked::named));
  }

  private void assign() {
    Set<Integer> used = new HashSet<>(retired.numbers());
    locked.fields().forEach(f -> used.add(f.number()));
    items.forEach(item -> item.fixed().ifPresent(used::add));
    for (Item item : items) {
      Optional<LockedField> old = lockedFor(item);
      if (item.fixed().isPresent()) {
        int fixed = item.fixed().getAsInt();
        old.filter(o -> o.number() != fixed)
            .ifPresent(
                o ->
                    report.add(
                        Code.EW3010, item.source(), item.name(), simpleName(), fixed, o.number()));
        numbers.add(fixed);
      } else if (old.isPresent()) {
        numbers.add(old.get().number());
      } else {
        int next = next(used);
        used.add(next);
        numbers.add(next);
      }
      if (old.isEmpty() && hasLock) {
        int number = numbers.get(numbers.size() - 1);
        report.add(
            Code.EW3001,
            strict ? Severity.ERROR : Severity.NOTE,
            item.source(),
            noun(),
            item.name(),
            number);
      }
    }
  }

  private int next(Set<Integer> used) {
    int next = used.stream().filter(n -> n > 0).mapToInt(Integer::intValue).max().orElse(0) + 1;
    return locked.kind() == LockedType.Kind.MESSAGE && next >= FIRST_KEPT && next <= LAST_KEPT
        ? LAST_KEPT + 1
        : next;
  }

  private void check() {
    Map<Integer, String> byNumber = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      int number = numbers.get(i);
      String other = byNumber.putIfAbsent(number, item.name());
      if (other != null) {
        report.add(Code.EW3004, item.source(), other, item.name(), simpleName(), number);
      }
      if (!isValid(number)) {
        report.add(Code.EW3006, item.source(), item.name(), simpleName(), number);
      }
      if (retired.numbers().contains(number)) {
        report.add(Code.EW3005, item.source(), item.name(), simpleName(), "number " + number);
      } else if (retired.names().contains(item.name())) {
        report.add(
            Code.EW3005, item.source(), item.name(), simpleName(), "the name " + item.name());
      }
      lockedFor(item)
          .filter(old -> !old.isCompatibleWith(item.type()))
          .ifPresent(
              old ->
                  report.add(
                      Code.EW3003,
                      item.source(),
                      noun(),
                      item.name(),
                      old.number(),
                      old.type(),
                      item.type()));
    }
  }

  private boolean isValid(int number) {
    if (locked.kind() == LockedType.Kind.ENUM) {
      return number >= 1;
    }
    return number >= 1 && number <= MAX_FIELD && (number < FIRST_KEPT || number > LAST_KEPT);
  }

  private String noun() {
    return locked.kind() == LockedType.Kind.ENUM ? "constant" : "field";
  }

  private String simpleName() {
    return locked.name().substring(locked.name().lastIndexOf('.') + 1);
  }
}
