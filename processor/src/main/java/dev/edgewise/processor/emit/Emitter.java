package dev.edgewise.processor.emit;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.edgewise.processor.model.BodyModel;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.EnumModel;
import dev.edgewise.processor.model.JavaName;
import dev.edgewise.processor.model.MessageModel;
import dev.edgewise.processor.model.Outlook;
import dev.edgewise.processor.model.ServiceModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes all files of a compilation. The same model gives the same bytes. */
public final class Emitter {
  private final CompilationModel model;
  private final Outlook outlook;

  /** Writes what {@code model} says; it is numbered and has been checked. */
  public Emitter(CompilationModel model) {
    this.model = requireNonNull(model, "model");
    this.outlook = new Outlook(model);
  }

  /** The classes. */
  public List<GeneratedFile.Source> sources() {
    List<GeneratedFile.Source> files = new ArrayList<>();
    model.messages().values().stream()
        .filter(MessageModel::ours)
        .map(MessageCode::codec)
        .forEach(files::add);
    model.enums().values().stream()
        .filter(EnumModel::ours)
        .map(EnumCode::codec)
        .forEach(files::add);
    for (ServiceModel service : model.services().values()) {
      if (service.ours()) {
        ServiceCode code = new ServiceCode(service, outlook);
        files.add(code.definition());
        files.add(code.stub());
      }
    }
    for (BodyModel body : model.bodies().values()) {
      ServiceModel service = model.services().get(body.service());
      if (service != null) {
        files.add(new BodyCode(body, service).definition());
      }
    }
    return files;
  }

  /**
   * The files beside the classes: indexes, schemas as text, descriptor sets.
   *
   * @param classPath finds the descriptor sets of other jars
   */
  public List<GeneratedFile.Resource> resources(ClassPath classPath) {
    List<GeneratedFile.Resource> files = new ArrayList<>(indexes());
    SortedMap<String, FileDescriptorProto> schemas = schemas();
    if (schemas.isEmpty()) {
      return files;
    }
    schemas.replaceAll((name, schema) -> merged(schema, classPath));
    Map<String, FileDescriptorProto> foreign = foreign(schemas, classPath);
    DescriptorSets sets = new DescriptorSets(schemas, foreign);
    for (FileDescriptorProto schema : schemas.values()) {
      files.add(GeneratedFile.Resource.text(Paths.schema(schema.getName()), SchemaText.of(schema)));
      files.add(
          new GeneratedFile.Resource(
              Paths.descriptorSet(schema.getPackage()), sets.of(schema.getName()).toByteArray()));
    }
    files.add(builtIn(OptionsSchema.file()));
    boolean tensors =
        schemas.values().stream().anyMatch(s -> s.getDependencyList().contains(TensorSchema.NAME));
    if (tensors) {
      files.add(builtIn(TensorSchema.file()));
    }
    return files;
  }

  private static GeneratedFile.Resource builtIn(FileDescriptorProto schema) {
    return GeneratedFile.Resource.text(Paths.schema(schema.getName()), SchemaText.of(schema));
  }

  private List<GeneratedFile.Resource> indexes() {
    List<GeneratedFile.Resource> files = new ArrayList<>();
    for (ServiceModel service : model.services().values()) {
      if (service.ours()) {
        files.add(
            GeneratedFile.Resource.text(
                Paths.services(service.proto().full()), service.definition().binary() + "\n"));
      }
    }
    SortedMap<JavaName, List<BodyModel>> byService =
        model.bodies().values().stream()
            .collect(Collectors.groupingBy(BodyModel::service, TreeMap::new, Collectors.toList()));
    byService.forEach(
        (service, bodies) -> {
          String lines =
              bodies.stream()
                  .map(body -> body.tier().name() + " " + body.definition().binary() + "\n")
                  .sorted()
                  .collect(Collectors.joining());
          files.add(GeneratedFile.Resource.text(Paths.bodies(service.binary()), lines));
        });
    return files;
  }

  /** One schema for each package, by import name. */
  private SortedMap<String, FileDescriptorProto> schemas() {
    SortedSet<String> packages = new TreeSet<>();
    model.services().values().stream()
        .filter(ServiceModel::ours)
        .forEach(s -> packages.add(s.proto().packageName()));
    model.messages().values().stream()
        .filter(MessageModel::ours)
        .forEach(m -> packages.add(m.proto().packageName()));
    model.enums().values().stream()
        .filter(EnumModel::ours)
        .forEach(e -> packages.add(e.proto().packageName()));
    SortedMap<String, FileDescriptorProto> schemas = new TreeMap<>();
    for (String packageName : packages) {
      SchemaBuilder builder = new SchemaBuilder(packageName, outlook);
      model.services().values().stream()
          .filter(s -> s.ours() && s.proto().packageName().equals(packageName))
          .forEach(builder::add);
      model.messages().values().stream()
          .filter(m -> m.ours() && m.proto().packageName().equals(packageName))
          .forEach(builder::add);
      model.enums().values().stream()
          .filter(e -> e.ours() && e.proto().packageName().equals(packageName))
          .forEach(builder::add);
      FileDescriptorProto schema = builder.build();
      schemas.put(schema.getName(), schema);
    }
    return schemas;
  }

  /**
   * Adds what another jar has in the same package, for example the classes under test beside a
   * service that is declared in the tests: a package has one schema for whoever reads it through
   * the class path, where the nearer file hides the farther one.
   */
  private static FileDescriptorProto merged(FileDescriptorProto schema, ClassPath classPath) {
    Optional<FileDescriptorProto> other =
        classPath
            .resource(Paths.descriptorSet(schema.getPackage()))
            .flatMap(
                bytes ->
                    parse(bytes).getFileList().stream()
                        .filter(f -> f.getName().equals(schema.getName()))
                        .findFirst());
    return other.map(base -> merged(schema, base)).orElse(schema);
  }

  private static FileDescriptorProto merged(FileDescriptorProto schema, FileDescriptorProto base) {
    FileDescriptorProto.Builder merged = schema.toBuilder();
    base.getServiceList().stream()
        .filter(
            s -> schema.getServiceList().stream().noneMatch(o -> o.getName().equals(s.getName())))
        .forEach(merged::addService);
    base.getMessageTypeList().stream()
        .filter(
            m ->
                schema.getMessageTypeList().stream()
                    .noneMatch(o -> o.getName().equals(m.getName())))
        .forEach(merged::addMessageType);
    base.getEnumTypeList().stream()
        .filter(
            e -> schema.getEnumTypeList().stream().noneMatch(o -> o.getName().equals(e.getName())))
        .forEach(merged::addEnumType);
    SortedSet<String> imports = new TreeSet<>(schema.getDependencyList());
    imports.addAll(base.getDependencyList());
    return merged.clearDependency().addAllDependency(imports).build();
  }

  private Map<String, FileDescriptorProto> foreign(
      SortedMap<String, FileDescriptorProto> schemas, ClassPath classPath) {
    SortedSet<String> packages = new TreeSet<>();
    model.messages().values().stream()
        .filter(m -> !m.ours())
        .forEach(m -> packages.add(m.proto().packageName()));
    model.enums().values().stream()
        .filter(e -> !e.ours())
        .forEach(e -> packages.add(e.proto().packageName()));
    Map<String, FileDescriptorProto> foreign = new HashMap<>();
    // What a merged schema imports may lie in yet other jars; their sets are complete, so one look
    // is enough.
    schemas.values().forEach(schema -> packages.add(schema.getPackage()));
    for (String packageName : packages) {
      classPath
          .resource(Paths.descriptorSet(packageName))
          .ifPresent(
              bytes ->
                  parse(bytes)
                      .getFileList()
                      .forEach(file -> foreign.putIfAbsent(file.getName(), file)));
    }
    foreign.keySet().removeAll(schemas.keySet());
    return foreign;
  }

  private static FileDescriptorSet parse(byte[] bytes) {
    try {
      return FileDescriptorSet.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a descriptor set on the class path cannot be read", e);
    }
  }
}
