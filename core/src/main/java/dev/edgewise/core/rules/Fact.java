package dev.edgewise.core.rules;

import java.util.Arrays;
import java.util.Optional;

/**
 * What rules may ask beside the fields of messages, which are named {@code request.…} and {@code
 * answer.…}.
 */
public enum Fact {
  /** Full name of the method. */
  METHOD("method", FactKind.TEXT, Scope.CALL),
  /** Full name of its service. */
  SERVICE("service", FactKind.TEXT, Scope.CALL),
  /** Whose call it is, as its caller says; may be empty. */
  TENANT("tenant", FactKind.TEXT, Scope.CALL),
  /** {@code public}, {@code internal}, {@code confidential} or {@code local-only}. */
  LABEL("label", FactKind.TEXT, Scope.CALL),
  /** How long the caller waits, from the begin of the call. */
  DEADLINE("deadline", FactKind.DURATION, Scope.CALL),
  /** Bytes of the encoded request. */
  SIZE("size", FactKind.INT, Scope.CALL),
  /** The caller's site; empty where it is not known. */
  SITE("site", FactKind.TEXT, Scope.CALL),
  /** Through what it came: {@code gateway}, or empty. */
  VIA("via", FactKind.TEXT, Scope.CALL),
  /** The node that answered, or that is looked at. */
  NODE_NAME("node.name", FactKind.TEXT, Scope.NODE),
  /** {@code edge} or {@code cloud}. */
  NODE_TIER("node.tier", FactKind.TEXT, Scope.NODE),
  /** Its site. */
  NODE_SITE("node.site", FactKind.TEXT, Scope.NODE),
  /** {@code own}, {@code trusted} or {@code shared}. */
  NODE_TRUST("node.trust", FactKind.TEXT, Scope.NODE),
  /** How sure the answer is; 1 where its method does not say. */
  CONFIDENCE("confidence", FactKind.DOUBLE, Scope.ANSWER),
  /** Bytes of the encoded answer. */
  ANSWER_SIZE("answerSize", FactKind.INT, Scope.ANSWER);

  /** In front of the fields of a request. */
  public static final String REQUEST = "request.";

  /** In front of the fields of an answer. */
  public static final String ANSWER = "answer.";

  /** The longest text that a rule is given. */
  public static final int MAX_TEXT = 4_096;

  /** Where a fact is known. */
  public enum Scope {
    /** In every rule. */
    CALL,
    /** Where a node is looked at, and of an answer. */
    NODE,
    /** When there is an answer. */
    ANSWER
  }

  private final String text;
  private final FactKind kind;
  private final Scope scope;

  Fact(String text, FactKind kind, Scope scope) {
    this.text = text;
    this.kind = kind;
    this.scope = scope;
  }

  /** As rules write it. */
  public String text() {
    return text;
  }

  /** What it is. */
  public FactKind kind() {
    return kind;
  }

  /** Where it is known. */
  public Scope scope() {
    return scope;
  }

  /** Whether rules of this phase may ask it, those conditions aside that are about nodes. */
  public boolean isKnown(Phase phase) {
    return scope == Scope.CALL || phase == Phase.AFTER;
  }

  /** Whether a fact of this name is a part of what the caller or the body sent. */
  public static boolean isPayload(String name) {
    return name.startsWith(REQUEST) || name.startsWith(ANSWER);
  }

  /** The fact of that name, when it is none of a message's fields. */
  public static Optional<Fact> of(String name) {
    return Arrays.stream(values()).filter(fact -> fact.text.equals(name)).findFirst();
  }
}
