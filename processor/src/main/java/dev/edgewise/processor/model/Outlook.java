package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers questions that concern a method together with the data that it can reach. */
public final class Outlook {
  private final CompilationModel model;

  /** Looks at {@code model}. */
  public Outlook(CompilationModel model) {
    this.model = requireNonNull(model, "model");
  }

  /**
   * Something that carries a label.
   *
   * @param label that it carries
   * @param path from the method to it: {@code save(order).lines[].card}
   */
  public record Labelled(Label label, String path) {}

  private record Step(MessageModel message, String path) {}

  /**
   * Returns the label that a call of the method has at least: the highest of its own and of all
   * data that it can carry. What is not labelled is internal, so only a method that says so itself
   * is public.
   */
  public Label label(MethodModel method) {
    Label own = method.label().orElse(Label.INTERNAL);
    return labelled(method).stream()
        .map(Labelled::label)
        .reduce(own, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  /** Returns everything that the method can carry and that has a label, shortest paths first. */
  public List<Labelled> labelled(MethodModel method) {
    List<Labelled> found = new ArrayList<>();
    method.label().ifPresent(label -> found.add(new Labelled(label, method.name())));
    Deque<Step> open = new ArrayDeque<>();
    Set<ProtoName> seen = new HashSet<>();
    for (FieldModel parameter : method.request().fields()) {
      visit(parameter, method.name() + "(" + parameter.name() + ")", found, open, seen);
    }
    method
        .result()
        .ifPresent(result -> visit(result, "the result of " + method.name(), found, open, seen));
    for (TypeUse fault : method.faults()) {
      visit(fault, method.name() + " throws " + fault.java().nested(), "", found, open, seen);
    }
    while (!open.isEmpty()) {
      Step step = open.remove();
      for (FieldModel field : step.message().fields()) {
        visit(field, step.path() + "." + field.name(), found, open, seen);
      }
    }
    return found;
  }

  private void visit(
      FieldModel field, String path, List<Labelled> found, Deque<Step> open, Set<ProtoName> seen) {
    field.label().ifPresent(label -> found.add(new Labelled(label, path)));
    if (field.type().kind() == ElementKind.RECORD) {
      String inside = path + (isRepeated(field.type()) ? "[]" : "");
      TypeUse type = field.type().named();
      visit(type, inside, " (" + type.proto().simpleName() + ")", found, open, seen);
    }
  }

  private void visit(
      TypeUse type,
      String path,
      String name,
      List<Labelled> found,
      Deque<Step> open,
      Set<ProtoName> seen) {
    MessageModel message = model.messages().get(type.proto());
    if (message != null && seen.add(type.proto())) {
      message.label().ifPresent(label -> found.add(new Labelled(label, path + name)));
      open.add(new Step(message, path));
    }
  }

  private static boolean isRepeated(FieldType type) {
    return switch (type.cardinality()) {
      case LIST, ARRAY, MAP -> true;
      case ONE, NULLABLE, OPTIONAL -> false;
    };
  }

  private Optional<MessageModel> message(FieldType type) {
    return Optional.ofNullable(model.messages().get(type.named().proto()));
  }

  /** Returns the way to the method's confidence, if there is exactly one. */
  public Optional<ConfidencePath> confidence(MethodModel method) {
    List<ConfidencePath> paths = confidences(method);
    return paths.size() == 1 ? Optional.of(paths.get(0)) : Optional.empty();
  }

  /**
   * Returns all ways to components that are marked as confidence, in the result record and one
   * level below.
   */
  public List<ConfidencePath> confidences(MethodModel method) {
    List<ConfidencePath> paths = new ArrayList<>();
    method
        .result()
        .map(FieldModel::type)
        .flatMap(this::singleRecord)
        .ifPresent(
            record -> {
              for (FieldModel component : record.fields()) {
                if (component.confidence()) {
                  paths.add(new ConfidencePath(List.of(component.name())));
                }
                singleRecord(component.type())
                    .filter(inner -> !inner.proto().equals(record.proto()))
                    .ifPresent(
                        inner ->
                            inner.fields().stream()
                                .filter(FieldModel::confidence)
                                .forEach(
                                    deep ->
                                        paths.add(
                                            new ConfidencePath(
                                                List.of(component.name(), deep.name())))));
              }
            });
    return paths;
  }

  private Optional<MessageModel> singleRecord(FieldType type) {
    return type.cardinality() == Cardinality.ONE && type.kind() == ElementKind.RECORD
        ? message(type)
        : Optional.empty();
  }
}
