package dev.edgewise.processor.lock;

import static java.util.Objects.requireNonNull;

import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.diag.Severity;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.ConstantModel;
import dev.edgewise.processor.model.EnumModel;
import dev.edgewise.processor.model.FieldModel;
import dev.edgewise.processor.model.JavaName;
import dev.edgewise.processor.model.MessageModel;
import dev.edgewise.processor.model.MethodModel;
import dev.edgewise.processor.model.ProtoName;
import dev.edgewise.processor.model.Retired;
import dev.edgewise.processor.model.ServiceModel;
import dev.edgewise.processor.model.SourceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives every field its number: the one that the source demands, else the one in the lock, else the
 * next that was never used. Says what would break callers that know the lock.
 */
public final class Numbering {
  private final LockFile file;
  private final boolean strict;
  private final Report report;
  private final List<LockedType> candidate = new ArrayList<>();

  /**
   * Numbers against a lock file.
   *
   * @param file the lock
   * @param strict whether a number that is not in the lock is an error
   * @param report gets what is wrong
   */
  public Numbering(LockFile file, boolean strict, Report report) {
    this.file = requireNonNull(file, "file");
    this.strict = strict;
    this.report = requireNonNull(report, "report");
  }

  /** Returns the model with a number in each field and constant. Call it once. */
  public CompilationModel number(CompilationModel model) {
    SortedMap<ProtoName, MessageModel> messages = new TreeMap<>();
    model
        .messages()
        .forEach((name, message) -> messages.put(name, message.ours() ? number(message) : message));
    SortedMap<ProtoName, EnumModel> enums = new TreeMap<>();
    model.enums().forEach((name, e) -> enums.put(name, e.ours() ? number(e) : e));
    SortedMap<JavaName, ServiceModel> services = new TreeMap<>();
    model
        .services()
        .forEach((name, service) -> services.put(name, service.ours() ? number(service) : service));
    boolean any = !messages.isEmpty() || !enums.isEmpty() || !services.isEmpty();
    if (any && !file.exists()) {
      report.add(
          Code.EW3008, strict ? Severity.ERROR : Severity.NOTE, SourceRef.NONE, file.where());
    }
    return new CompilationModel(services, model.bodies(), messages, enums);
  }

  /** What the lock should be, after {@link #number}: the text of the file. */
  public String candidate() {
    return Lock.of(candidate).text();
  }

  private ServiceModel number(ServiceModel service) {
    LockedType locked = file.lock().type(LockedType.Kind.SERVICE, service.proto().full());
    for (LockedField old : locked.fields()) {
      boolean there = service.methods().stream().anyMatch(m -> m.name().equals(old.name()));
      if (!there && !service.retired().names().contains(old.name())) {
        report.add(Code.EW3009, service.source(), old.name(), service.proto().simpleName());
      }
    }
    List<LockedField> lines = new ArrayList<>();
    List<MethodModel> methods = new ArrayList<>();
    for (MethodModel method : service.methods()) {
      if (service.retired().names().contains(method.name())
          || locked.retired().names().contains(method.name())) {
        report.add(
            Code.EW3005,
            method.source(),
            method.name(),
            service.proto().full(),
            "the name " + method.name());
      }
      locked
          .named(method.name())
          .filter(old -> !old.kind().equals(method.kind()))
          .ifPresent(
              old ->
                  report.add(
                      Code.EW3011,
                      method.source(),
                      method.name(),
                      service.proto().simpleName(),
                      LockedField.words(old.kind()),
                      LockedField.words(method.kind())));
      String idempotent = method.idempotent() ? " idempotent" : "";
      lines.add(new LockedField(0, method.name(), method.kind() + idempotent));
      methods.add(method.withMessages(number(method.request()), number(method.response())));
    }
    candidate.add(
        new LockedType(
            LockedType.Kind.SERVICE,
            service.proto().full(),
            lines,
            TypeNumbering.union(locked.retired(), service.retired())));
    return service.withMethods(methods);
  }

  private MessageModel number(MessageModel message) {
    List<TypeNumbering.Item> items = new ArrayList<>();
    for (FieldModel f : message.fields()) {
      items.add(
          new TypeNumbering.Item(
              f.name(), f.type().proto(), f.fixed(), f.renamedFrom(), f.source()));
    }
    TypeNumbering numbering =
        numbering(
            LockedType.Kind.MESSAGE, message.proto(), items, message.retired(), message.source());
    List<Integer> numbers = numbering.numbers();
    List<FieldModel> fields = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      fields.add(message.fields().get(i).numbered(numbers.get(i)));
    }
    return message.withFields(fields, numbering.retired());
  }

  private EnumModel number(EnumModel model) {
    List<TypeNumbering.Item> items = new ArrayList<>();
    for (ConstantModel c : model.constants()) {
      items.add(new TypeNumbering.Item(c.name(), "", c.fixed(), c.renamedFrom(), c.source()));
    }
    TypeNumbering numbering =
        numbering(LockedType.Kind.ENUM, model.proto(), items, model.retired(), model.source());
    List<Integer> numbers = numbering.numbers();
    List<ConstantModel> constants = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      constants.add(model.constants().get(i).numbered(numbers.get(i)));
    }
    return model.withConstants(constants, numbering.retired());
  }

  private TypeNumbering numbering(
      LockedType.Kind kind,
      ProtoName name,
      List<TypeNumbering.Item> items,
      Retired retired,
      SourceRef source) {
    TypeNumbering numbering =
        new TypeNumbering(
            file.lock().type(kind, name.full()),
            items,
            retired,
            source,
            file.exists(),
            strict,
            report);
    candidate.add(numbering.result());
    return numbering;
  }
}
