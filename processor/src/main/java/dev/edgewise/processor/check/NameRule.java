package dev.edgewise.processor.check;

import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.ConstantModel;
import dev.edgewise.processor.model.EnumModel;
import dev.edgewise.processor.model.FieldModel;
import dev.edgewise.processor.model.JavaName;
import dev.edgewise.processor.model.MessageModel;
import dev.edgewise.processor.model.MethodModel;
import dev.edgewise.processor.model.Names;
import dev.edgewise.processor.model.ProtoName;
import dev.edgewise.processor.model.ServiceModel;
import dev.edgewise.processor.model.SourceRef;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Names are possible in a schema, and no two come out the same there or in generated code. */
final class NameRule implements Rule {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  @Override
  public void check(CompilationModel model, Report report) {
    Map<ProtoName, String> taken = new HashMap<>();
    for (ServiceModel service : model.services().values()) {
      if (service.ours()) {
        take(service.proto(), "the service " + service.java(), service.source(), taken, report);
      }
    }
    for (MessageModel message : model.messages().values()) {
      if (message.ours()) {
        take(message.proto(), describe(message), message.source(), taken, report);
        fields(message, report);
      }
    }
    for (EnumModel enumeration : model.enums().values()) {
      if (enumeration.ours()) {
        take(
            enumeration.proto(),
            "the enum " + enumeration.proto(),
            enumeration.source(),
            taken,
            report);
        for (ConstantModel constant : enumeration.constants()) {
          identifier(constant.name(), constant.source(), report);
        }
      }
    }
    for (ServiceModel service : model.services().values()) {
      if (service.ours()) {
        methods(service, taken, report);
      }
    }
  }

  private static void methods(ServiceModel service, Map<ProtoName, String> taken, Report report) {
    Map<String, MethodModel> constants = new HashMap<>();
    for (MethodModel method : service.methods()) {
      identifier(method.name(), method.source(), report);
      MethodModel other = constants.putIfAbsent(method.constant(), method);
      if (other != null) {
        report.add(Code.EW1013, method.source(), other.name(), method.name(), method.constant());
        continue;
      }
      for (MessageModel message : method.messages()) {
        take(
            message.proto(),
            "the method " + service.java() + "." + method.name(),
            method.source(),
            taken,
            report);
        fields(message, report);
      }
    }
  }

  private static String describe(MessageModel message) {
    return "the class " + message.java().map(JavaName::canonical).orElse(message.proto().full());
  }

  private static void take(
      ProtoName name, String by, SourceRef source, Map<ProtoName, String> taken, Report report) {
    identifier(name.simpleName(), source, report);
    for (String part : name.packageName().split("\\.", -1)) {
      identifier(part, source, report);
    }
    String other = taken.putIfAbsent(name, by);
    if (other != null) {
      report.add(Code.EW2008, source, name.full(), other, by);
    }
  }

  private static void fields(MessageModel message, Report report) {
    Map<String, FieldModel> jsonNames = new HashMap<>();
    for (FieldModel field : message.fields()) {
      identifier(field.name(), field.source(), report);
      FieldModel other = jsonNames.putIfAbsent(Names.json(field.name()), field);
      if (other != null) {
        report.add(
            Code.EW2007,
            field.source(),
            other.name(),
            field.name(),
            message.proto().simpleName(),
            Names.json(field.name()));
      }
    }
  }

  private static void identifier(String name, SourceRef source, Report report) {
    if (!IDENTIFIER.matcher(name).matches()) {
      report.add(Code.EW1014, source, name);
    }
  }
}
