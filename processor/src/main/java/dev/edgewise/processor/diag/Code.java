package dev.edgewise.processor.diag;

/**
 * The catalogue of diagnostics. A code never changes its meaning and is never used again; each has
 * a page in {@code docs/diagnostics}. In the texts, {@code {0}} and so on are what a diagnostic
 * fills in.
 */
public enum Code {
  // EW0xxx: the processor itself.
  EW0001(
      "the annotation processor failed: {0}",
      "this is a mistake in Edgewise and not in your code",
      "report it, with the lines below; -Aedgewise.skip=true compiles without the processor\n{1}"),
  EW0002(
      "{0} could not be written: {1}",
      "a class or file of that name exists already, or the output folder cannot be written",
      "rename the class that is in the way, or make the folder writable"),

  // EW1xxx: signatures of services.
  EW1001(
      "{0} is tagged, but is not an interface",
      "a tag on a type is the default of all its methods, which only an interface has: a class has"
          + " methods of its own besides",
      "tag the methods of the class that should run on nodes, or make it an interface and let a"
          + " class tagged @Body(EDGE) or @Body(CLOUD) implement it"),
  EW1002(
      "the service {0} has type parameters",
      "a message on the wire has one fixed form, and an open type has none",
      "declare one interface for each type that you need"),
  EW1003(
      "the method {0} is tagged, but is not an abstract method of a service",
      "default, static and private methods run where they are called and are never sent",
      "remove the tag, or remove the method's code"),
  EW1004(
      "the method {0} has type parameters",
      "a message on the wire has one fixed form, and an open type has none",
      "declare one method for each type that you need"),
  EW1005(
      "the service {0} has two methods named {1}",
      "methods are told apart by name alone on the wire", "give each a name of its own"),
  EW1006(
      "the method {0} declares {1}, and this exception cannot travel: {2}",
      "a declared exception reaches the caller as its own type, built again by its public"
          + " constructor from what its accessors said on the node",
      "{3}"),
  EW1007(
      "the method {0} returns {1}",
      "a service's methods are plain blocking methods; each can be called without waiting",
      "return the result itself, and call with eco.async({2}.class, s -> s.{0}(…))"),
  EW1008(
      "the method {0} {1}",
      "of streams, only the kind where one question has many answers can be called in this version:"
          + " a java.util.stream.Stream of something with a fixed form, as the whole result",
      "return Stream<T>, where T is what a method could return alone (a record, an enum, a String,"
          + " a boxed number, a List, …), and take a List instead of a stream; or call once for"
          + " each item"),
  EW1009(
      "the method {0} of {1} has no tier",
      "other methods of the interface are tagged, this one is not, and the interface has no"
          + " default",
      "tag the interface, or this method too, with @EdgeService or @CloudService"),
  EW1010(
      "@Deadline says \"{0}\", which is none",
      "it must be a whole number and a unit, from 1ms to 1h",
      "write for example \"50ms\", \"2s\" or \"1m\""),
  EW1011(
      "{0} is tagged with both tiers",
      "a method prefers one tier", "keep @EdgeService or @CloudService"),
  EW1012(
      "{0} lies in no package",
      "the protobuf package is the Java package, and a name without one would clash with"
          + " everybody's",
      "move it to a package"),
  EW1013(
      "{0} and {1} would both be named {2} in the schema",
      "names in generated code and schema are made of yours, and these two come out the same",
      "rename one of them"),
  EW1014(
      "the name {0} cannot stand in a protobuf schema",
      "only letters A to Z, digits and underscores are allowed there, and the first is no digit",
      "rename it"),
  EW1015(
      "the cascade of {0} has the bounds {1} and {2}",
      "confidence lies between 0 and 1, and unsureFrom must not be above unsureTo",
      "choose bounds with 0 ≤ unsureFrom ≤ unsureTo ≤ 1"),
  EW1016(
      "the method {0} has a cascade, but its result has {1}",
      "the caller decides by one number how sure the answer is",
      "mark exactly one float or double component of the result record (or of a record directly in"
          + " it) with @Confidence"),
  EW1017(
      "the method {0} has a cascade, but prefers the cloud",
      "a cascade asks the edge first and the cloud when the edge is unsure",
      "tag the method @EdgeService, or remove @Cascade"),
  EW1018(
      "the component {0} is marked @Confidence, but is {1}",
      "a confidence is one number between 0 and 1", "make it a float or a double"),
  EW1019(
      "the service {0} has no methods",
      "there is nothing that could be called", "declare a method, or remove the tag"),
  EW1020(
      "the service {0} cannot be seen by generated code",
      "generated classes lie in the same package and must name it",
      "do not declare it private, nor inside a private class or a method"),
  EW1021(
      "the method {0} of {1} is tagged, but cannot be overridden: it is {2}",
      "callers get a subclass of {1} whose tagged methods run on nodes, and this one would go on"
          + " running where it is called",
      "remove {2}, or remove the tag"),
  EW1022(
      "{0} has tagged methods, but callers cannot get a subclass of it: it is {1}",
      "the subclass is what sends calls of tagged methods to nodes",
      "make it a plain class: not final, not abstract, not sealed, without type parameters, static"
          + " when it is nested"),
  EW1023(
      "the tag of {0} says spill, but {1} is an interface",
      "an interface is hosted on the other tier by a body of its own for that tier",
      "remove spill, and write a class tagged @Body({2}) that has the method"),
  EW1024(
      "the method {0} has a cascade, but returns a stream",
      "a cascade asks again when the one answer of the edge is unsure, and a stream has many",
      "remove @Cascade, or return one result"),
  EW1025(
      "the method {0} is marked @Batched, but {1}",
      "items of several calls are put into one list, and the list of results is split again: that"
          + " needs a List to take, a List of the same length to return, and one answer",
      "declare it as List<R> {0}(List<T> items), without @Cascade, or remove @Batched"),
  EW1026(
      "the method {0} is marked @Batched with the maxBatchSize {1}",
      "a batch has at least 1 item, and at most 1024", "choose a number from 1 to 1024"),
  EW1027(
      "the method {0} is marked @Batched with the timeout \"{1}\", which is none",
      "it must be a whole number and a unit, from 1ms to 1h",
      "write for example \"50ms\", \"2s\" or \"1m\""),
  EW1028(
      "the method {0} of {1} is marked @Batched, but is not a method of a service",
      "calls are put together where they arrive from callers: what the interface, or the tagged"
          + " method of a class, says holds for all bodies",
      "move @Batched to the method of the service's interface, or tag the method with @EdgeService"
          + " or @CloudService"),
  EW1029(
      "@Needs names \"{0}\", which is no accelerator",
      "it is a kind, or a kind and a model, in lower case with dashes between the words, of at most"
          + " 63 characters",
      "write for example \"gpu\", \"npu\" or \"tpu-v4\""),
  EW1030(
      "@Needs asks for the memory \"{0}\", which is no size",
      "it must be a whole number and a unit", "write for example \"4GB\" or \"512MiB\""),
  EW1031(
      "{0} is marked @Needs, but is neither a service nor a method of one",
      "callers choose nodes by what the interface, or the tagged method of a class, says; it holds"
          + " for all bodies",
      "move @Needs to the service's interface or its method, or tag the method with @EdgeService or"
          + " @CloudService"),
  EW1032(
      "the method {0} is marked @Cached, but {1}",
      "what is kept is the one result of one call: a stream has many, void has none, and a batch is"
          + " the items of several calls",
      "return one result from a method that runs alone, or remove @Cached"),
  EW1033(
      "the method {0} is marked @Cached with the ttl \"{1}\", which is none",
      "it must be a whole number and a unit, from 1s to 30d",
      "write for example \"30s\", \"10m\", \"1h\" or \"7d\""),
  EW1034(
      "the method {0} is marked @Cached(semantic = true), but {1}",
      "a kept result answers another question that means alike: there must be exactly one String to"
          + " compare, and a method that may as well not run",
      "mark a method @Idempotent that takes one String and otherwise no text, or remove semantic"),
  EW1035(
      "the method {0} is marked @Cached with {1}",
      "nothing could be served by it",
      "write for example similarityThreshold = 0.85, maxFalseHitRate = 0.02"),
  EW1036(
      "the method {0} is marked @Cached with {1}, but is not semantic",
      "only hits of questions that mean alike can be more or less similar, and wrong; what is asked"
          + " again in the same words is answered the same",
      "add semantic = true, or remove {1}"),
  EW1037(
      "the method {0} of {1} is marked @Cached, but is not a method of a service",
      "results are kept where calls arrive from callers: what the interface, or the tagged method"
          + " of a class, says holds for all bodies",
      "move @Cached to the method of the service's interface, or tag the method with @EdgeService"
          + " or @CloudService"),
  EW1038(
      "the method {0} is marked @Resumable, but {1}",
      "what goes on elsewhere when its node is lost is a stream, of which the caller has a part;"
          + " one result came or did not come",
      "return a java.util.stream.Stream, or mark the method @Idempotent instead, so that a lost"
          + " call is sent again"),
  EW1039(
      "the method {0} of {1} is marked @Resumable, but is not a method of a service",
      "it is the caller who has a lost stream go on, and it knows what the interface, or the tagged"
          + " method of a class, says; that holds for all bodies",
      "move @Resumable to the method of the service's interface, or tag the method with"
          + " @EdgeService or @CloudService"),
  EW1040(
      "@Scale says min = {0}, max = {1}, warm = {2}",
      "a zone has at most 1 to 1000 nodes, and no more than that are always there, or kept warm",
      "write for example @CloudService(scale = @Scale(min = 0, max = 4)), or leave the scale to the"
          + " zone's operator"),

  // EW2xxx: types.
  EW2001(
      "{0}: {1} cannot travel",
      "a remote call sends copies in a fixed form, and this type has none ({2})",
      "use primitives, String, byte[], primitive arrays, records, enums, List, Map, Optional,"
          + " Instant, Duration or Tensor"),
  EW2002(
      "{0}: {1} is a container in a container",
      "protobuf has no form for that",
      "put the inner one into a record, or leave the outer one out: an empty list stands for an"
          + " absent one"),
  EW2003(
      "{0}: the keys of {1} cannot be keys in protobuf",
      "there, keys are int, long, boolean or String", "use such a key, or a List of records"),
  EW2004(
      "{0}: {1} has an open type",
      "a message on the wire has one fixed form; type variables, wildcards, raw and generic record"
          + " types have none",
      "write the concrete type, and records without type parameters"),
  EW2005(
      "{0}: {1} cannot be seen by generated code",
      "its codec lies in its package, and classes of other packages use it",
      "make it public, or package-private in the package of everything that uses it; it must not be"
          + " private or local"),
  EW2007(
      "the fields {0} and {1} of {2} are both named {3} in JSON",
      "protobuf's JSON drops underscores, and two fields must not come out the same",
      "rename one of them"),
  EW2008(
      "the schema's name {0} is taken twice: by {1} and by {2}",
      "names in the schema are unique in a package", "rename one of them"),
  EW2009(
      "the packages {0} use each other's records",
      "schemas import each other in one direction only",
      "move the records that both use to one package"),
  EW2010(
      "the enum {0} has {1}",
      "number 0 of every enum on the wire is {2}, which says that nothing was chosen; each real"
          + " choice needs a constant",
      "{3}"),

  // EW3xxx: numbers of fields.
  EW3001(
      Severity.NOTE,
      "{0} {1} is new: it gets number {2}",
      "a number that is not in edgewise.lock may come out differently in another build",
      "run `edgewise lock update` and check the file in"),
  EW3002(
      "{0} {1} (number {2}) is gone",
      "its number stands in edgewise.lock; if it were used again, old and new callers would misread"
          + " each other",
      "if it was renamed, mark the new one @RenamedFrom(\"{1}\"); if it is gone for good, mark {3}"
          + " @Reserved(numbers = {2}, names = \"{1}\")"),
  EW3003(
      "{0} {1} (number {2}) was {3} and is {4} now",
      "old and new callers would misread each other",
      "give the new type a new name and number, and reserve the old one with @Reserved(numbers ="
          + " {2}, names = \"{1}\")"),
  EW3004(
      "{0} and {1} of {2} both have number {3}",
      "a number stands for one field", "change one of the @Field numbers"),
  EW3005(
      "{0} of {1} uses {2}, which is reserved",
      "a field of that number or name existed before, and old callers may still send it",
      "choose another number or name"),
  EW3006(
      "{0} of {1} has the number {2}",
      "numbers go from 1 to 536870911, without 19000 to 19999, which protobuf keeps for itself; of"
          + " enum constants, from 1 up",
      "choose another number"),
  EW3007(
      "{0}, line {1}: {2}",
      "the lock file cannot be understood",
      "restore it from version control, or delete it and run `edgewise lock update`"),
  EW3008(
      Severity.NOTE,
      "there is no lock file{0}: fields are numbered in the order of declaration",
      "moving or removing a component changes the numbers of others, and old callers misread new"
          + " ones",
      "before others depend on this service, run `edgewise lock update`, check edgewise.lock in and"
          + " compile with -Aedgewise.lock=<its path>"),
  EW3009(
      "the method {0} of {1} is gone",
      "it stands in edgewise.lock, and callers that know it would fail",
      "if it is gone for good, mark {1} @Reserved(names = \"{0}\")"),

  EW3010(
      "{0} of {1} has number {2} by @Field and number {3} in edgewise.lock",
      "a number that others already use must not change",
      "remove @Field, or give it the number {3}"),
  EW3011(
      "the method {0} of {1} had {2} and has {3} now",
      "it stands in edgewise.lock, and callers that know it read its answers the other way",
      "give the new one a name of its own, and mark {1} @Reserved(names = \"{0}\")"),

  // EW4xxx: bodies.
  EW4001(
      "{0} is a body of nothing",
      "it implements no interface that is tagged @EdgeService or @CloudService, and names none",
      "implement the service's interface, or name it: @Body(value = {1}, of = ….class)"),
  EW4002(
      "{0} implements several services: {1}",
      "a body belongs to one", "say which with `of`, or write one class for each"),
  EW4003(
      "{0} is not a service",
      "`of` must name an interface that is tagged @EdgeService or @CloudService",
      "tag the interface, or name another"),
  EW4004(
      "{0} cannot be built: it is {1}",
      "the host makes an instance by the constructor",
      "make it a plain class: not abstract, not private, without type parameters, static when it is"
          + " nested"),
  EW4005(
      "{0} has {1} constructors that are not private",
      "the host must know which one to use", "keep exactly one, and make others private"),
  EW4006(
      "the parameter {0} of the constructor of {1} cannot be provided: {2}",
      "a host gives a body its models, clients of other services, and records of plain values that"
          + " it fills from its settings",
      "take a TensorModel marked @Uses(\"name\"), an interface tagged @EdgeService or"
          + " @CloudService, or a record whose components are numbers, booleans, Strings,"
          + " Durations, enums or Optionals of these"),
  EW4007(
      "the method {0} of {1} does not fit {2}",
      "a body's method must have the signature of the service's method of that name, be at least"
          + " package-private and not static",
      "write: {3}"),
  EW4008(
      "{0} has none of the methods of {1}",
      "a body offers at least one method of its service", "add one, for example: {2}"),
  EW4009(
      "{0} and {1} are both bodies of {2} for {3}",
      "a service has at most one body for each tier", "remove one, or change its tier"),
  EW4010(
      "the method {0} of {1} has no body",
      "there are bodies of the service, but none offers this method, so every call of it would"
          + " fail",
      "add the method to {2}"),
  EW4011(
      "the method {0} of {1} has a cascade, but no body for {2}",
      "a cascade needs a light body at the edge and a heavy one in the cloud",
      "add the method to a @Body({2}) class, or remove @Cascade"),
  EW4012(
      "the service {0} comes from a jar that was compiled without the annotation processor",
      "its description {1} is not on the class path",
      "compile that jar with edgewise-processor among its annotation processors"),

  // EW5xxx: sensitive data.
  EW5001(
      "{0} is LOCAL_ONLY and can reach the cloud by {1}",
      "local-only data never leaves the site where the call is made, and {1} prefers the cloud",
      "tag the method @EdgeService, leave the data out of the message, or lower its label"),
  EW5002(
      "{0} is LOCAL_ONLY and can reach the cloud by the cascade of {1}",
      "local-only data never leaves the site where the call is made, and a cascade sends it to the"
          + " cloud when the edge is unsure",
      "remove @Cascade, leave the data out of the message, or lower its label");

  private final Severity severity;
  private final String what;
  private final String why;
  private final String fix;

  Code(String what, String why, String fix) {
    this(Severity.ERROR, what, why, fix);
  }

  Code(Severity severity, String what, String why, String fix) {
    this.severity = severity;
    this.what = what;
    this.why = why;
    this.fix = fix;
  }

  /** How serious it usually is. */
  public Severity severity() {
    return severity;
  }

  /** What is wrong. */
  public String what() {
    return what;
  }

  /** Why that is wrong. */
  public String why() {
    return why;
  }

  /** What to do. */
  public String fix() {
    return fix;
  }
}
