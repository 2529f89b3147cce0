package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A service.
 *
 * @param java the interface or class
 * @param proto its full name
 * @param methods in the order in which Java declares them
 * @param constructor what the constructor of a class takes; empty for an interface
 * @param ours whether this compilation makes the service; otherwise another jar has
 * @param retired names of methods that must not come back
 * @param doc its Javadoc, empty if none
 * @param source where it stands
 */
public record ServiceModel(
    JavaName java,
    ProtoName proto,
    List<MethodModel> methods,
    Optional<List<BodyModel.Need>> constructor,
    boolean ours,
    Retired retired,
    String doc,
    SourceRef source) {
  public ServiceModel {
    requireNonNull(java, "java");
    requireNonNull(proto, "proto");
    methods = List.copyOf(methods);
    constructor = constructor.map(List::copyOf);
    requireNonNull(retired, "retired");
    requireNonNull(doc, "doc");
    requireNonNull(source, "source");
  }

  /** The generated class that describes it. */
  public JavaName definition() {
    return java.withSuffix("_Service");
  }

  /** The generated client. */
  public JavaName stub() {
    return java.withSuffix("_Stub");
  }

  /** The same service with other methods: numbered ones. */
  public ServiceModel withMethods(List<MethodModel> others) {
    return new ServiceModel(java, proto, others, constructor, ours, retired, doc, source);
  }
}
