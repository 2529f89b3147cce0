package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

/**
 * A record, an enum or an exception in use.
 *
 * @param java the class
 * @param codec the class that translates it
 * @param proto full name of its message or enum
 */
public record TypeUse(JavaName java, JavaName codec, ProtoName proto) {
  public TypeUse {
    requireNonNull(java, "java");
    requireNonNull(codec, "codec");
    requireNonNull(proto, "proto");
  }
}
