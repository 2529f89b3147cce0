package dev.edgewise.processor.lock;

import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.ConstantModel;
import dev.edgewise.processor.model.EnumModel;
import dev.edgewise.processor.model.FieldModel;
import dev.edgewise.processor.model.JavaName;
import dev.edgewise.processor.model.MessageModel;
import dev.edgewise.processor.model.MethodModel;
import dev.edgewise.processor.model.ProtoName;
import dev.edgewise.processor.model.ServiceModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gives every field its number. */
public final class Numbering {
  private Numbering() {}

  /** Returns the model with a number in each field and constant. */
  public static CompilationModel number(CompilationModel model) {
    SortedMap<ProtoName, MessageModel> messages = new TreeMap<>();
    model.messages().forEach((name, message) -> messages.put(name, number(message)));
    SortedMap<ProtoName, EnumModel> enums = new TreeMap<>();
    model.enums().forEach((name, e) -> enums.put(name, number(e)));
    SortedMap<JavaName, ServiceModel> services = new TreeMap<>();
    model.services().forEach((name, service) -> services.put(name, number(service)));
    return new CompilationModel(services, model.bodies(), messages, enums);
  }

  private static ServiceModel number(ServiceModel service) {
    List<MethodModel> methods = new ArrayList<>();
    for (MethodModel method : service.methods()) {
      methods.add(method.withMessages(number(method.request()), number(method.response())));
    }
    return service.withMethods(methods);
  }

  private static MessageModel number(MessageModel message) {
    Set<Integer> used = new HashSet<>(message.retired().numbers());
    message.fields().forEach(f -> f.fixed().ifPresent(used::add));
    List<FieldModel> fields = new ArrayList<>();
    for (FieldModel field : message.fields()) {
      fields.add(field.numbered(field.fixed().orElseGet(() -> next(used))));
    }
    return message.withFields(fields, message.retired());
  }

  private static EnumModel number(EnumModel model) {
    Set<Integer> used = new HashSet<>(model.retired().numbers());
    model.constants().forEach(c -> c.fixed().ifPresent(used::add));
    List<ConstantModel> constants = new ArrayList<>();
    for (ConstantModel constant : model.constants()) {
      constants.add(constant.numbered(constant.fixed().orElseGet(() -> next(used))));
    }
    return model.withConstants(constants, model.retired());
  }

  private static int next(Set<Integer> used) {
    int number = used.stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
    used.add(number);
    return number;
  }
}
