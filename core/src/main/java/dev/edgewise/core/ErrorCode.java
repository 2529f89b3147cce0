package dev.edgewise.core;

import java.util.Arrays;
import java.util.Optional;

/**
 * The stable codes of everything that can go wrong at run time; the compiler's diagnostics (EW1… to
 * EW5…) have their own catalogue in the processor. A code never changes its meaning; {@code
 * docs/errors.md} has a line for each.
 */
public enum ErrorCode {
  /** No node may run the call; the message says what removed each. */
  NO_NODE("EW6001"),
  /** The deadline passed. */
  EXPIRED("EW6002"),
  /** The node was lost while it may have been running a call that is not idempotent. */
  NODE_LOST("EW6003"),
  /** Every node that could run the call refused it because it has too much to do. */
  OVERLOADED("EW6004"),
  /** The caller gave up. */
  CANCELLED("EW6005"),
  /** The body threw an exception. */
  BODY_FAILED("EW6006"),
  /** The request could not be read, or a value in it is out of range. */
  BAD_REQUEST("EW6007"),
  /** The node does not know the service or the method. */
  UNKNOWN_METHOD("EW6008"),
  /** A message is larger than the limit. */
  TOO_LARGE("EW6009"),
  /**
   * The lambda given to {@code async} or {@code call} did not make exactly one call and return its
   * result.
   */
  LAMBDA_MISUSED("EW6010"),
  /** No body for the service was found in this JVM. */
  NO_BODY("EW6011"),
  /** The annotation processor did not run when the service was compiled. */
  NOT_PROCESSED("EW6012"),
  /** The answer could not be read. */
  BAD_ANSWER("EW6013"),
  /** The client was closed. */
  CLOSED("EW6014"),
  /** The agent takes no new calls because it is stopping. */
  DRAINING("EW6015"),
  /** Something is wrong with how the client was configured. */
  BAD_CLIENT("EW6016"),
  /** The label of the data does not allow that node to see it. */
  LABEL_REFUSED("EW6017"),
  /** The body says that it is not healthy, so its node does not let it run. */
  UNHEALTHY("EW6018"),
  /** The body threw an exception that its method declares. */
  FAULT("EW6019"),
  /** No node has the accelerator or the memory that a call asks for. */
  NO_ACCELERATOR("EW6020"),
  /** The gateway does not keep the generation that a client wants to go on with, or no longer. */
  GENERATION_GONE("EW6021"),
  /** A peer is not who it would have to be, by its certificate. */
  PEER_REFUSED("EW6022"),
  /** An API key is asked for, and none was shown, or one that is not known or has ended. */
  KEY_REFUSED("EW6023"),
  /** It is known who calls, and that they may not do this. */
  NOT_PERMITTED("EW6024"),
  /** The zone that would run the call does not run, and is not expected within the deadline. */
  ZONE_STARTING("EW6030"),
  /** The zone that would run the call does not run, and no node of it will be started. */
  ZONE_DOWN("EW6031"),
  /** The zone that would run the call does not run, and who would start it cannot be reached. */
  CANNOT_WAKE("EW6032"),
  /** A rule of the operator's refuses the call, or its answer. */
  RULE_REFUSED("EW6040"),
  /** Rules are about the call, and whoever makes it has nothing to evaluate them with. */
  RULES_UNREADABLE("EW6041"),

  /** A configuration file or flag is wrong. */
  BAD_CONFIGURATION("EW7001"),
  /** A service jar cannot be hosted. */
  BAD_SERVICE_JAR("EW7002"),
  /** A body could not be built. */
  BODY_NOT_BUILT("EW7003"),
  /** A server could not bind its port. */
  CANNOT_BIND("EW7004"),
  /** Two parts of a fleet speak different versions of the protocol between them. */
  PROTOCOL_MISMATCH("EW7005"),
  /** Another process already answers to the node's name. */
  NAME_TAKEN("EW7006"),
  /** A lease is over: whoever held it has to register again. */
  FENCED("EW7007"),
  /** What the orchestrator has stored cannot be read. */
  BAD_STORE("EW7008"),
  /**
   * The orchestrator does not take a registration or a message, because it breaks a rule or a
   * limit.
   */
  NOT_ACCEPTED("EW7009"),
  /** Nothing here knows the scheme of an address. */
  NO_INTEGRATION("EW7010"),
  /** The registry that a fleet is published in does not answer. */
  REGISTRY_AWAY("EW7011"),
  /** A key or a certificate cannot be used. */
  BAD_CERTIFICATE("EW7012"),
  /** The store of contents is full, or its disk. */
  NO_ROOM("EW7013"),
  /** What came of a content is not what its digest names. */
  BROKEN_CONTENT("EW7014"),
  /** A file of rules is wrong. */
  BAD_RULES("EW7015"),

  /** No model of that name was found. */
  NO_MODEL("EW8001"),
  /** No engine for the model's format is present. */
  NO_ENGINE("EW8002"),
  /** A tensor has the wrong shape, type or number. */
  WRONG_TENSOR("EW8003"),
  /** The model's file cannot be read, or an operation in it is not supported. */
  BROKEN_MODEL("EW8004"),
  /** A model that makes something of a text does not know what this text is about. */
  UNKNOWN_PROMPT("EW8005"),
  /** The model is there but cannot be called now: it is loading, unloaded, or failed to load. */
  MODEL_NOT_READY("EW8006"),
  /** The model does not fit into the memory that its node gives to models. */
  NO_MODEL_MEMORY("EW8007"),
  /** A folder of models is not laid out as it should be. */
  BAD_MODEL_FOLDER("EW8008"),
  /** Models are to be served in this JVM, and what serves them is not on the class path. */
  NO_SERVING("EW8009"),
  /** A batched method or a model gave another number of results than it was given items. */
  BAD_BATCH("EW8010"),

  /** A command line is wrong. */
  BAD_USAGE("EW9001"),
  /** What a command talks to cannot be reached. */
  UNREACHABLE("EW9002"),
  /** What was asked for does not exist. */
  NOT_FOUND("EW9003"),
  /** The machine lacks something that is needed. */
  MISSING_PREREQUISITE("EW9004"),
  /** A command ran, but did not achieve what it is for. */
  COMMAND_FAILED("EW9005"),
  /** What a command would make is there already. */
  ALREADY_THERE("EW9006");

  private final String id;

  ErrorCode(String id) {
    this.id = id;
  }

  /** The error of that stable code; empty for one that this version does not know. */
  public static Optional<ErrorCode> of(String id) {
    return Arrays.stream(values()).filter(code -> code.id.equals(id)).findFirst();
  }

  /** The stable code, for example {@code EW6001}. */
  public String id() {
    return id;
  }
}
