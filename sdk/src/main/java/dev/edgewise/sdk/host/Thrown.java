package dev.edgewise.sdk.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.link.FaultMessage;
import dev.edgewise.sdk.spi.Fault;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.MessageTooLarge;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.WireWriter;

/** Tells the exceptions that a method declares from all others that its body may throw. */
final class Thrown {
  private Thrown() {}

  /**
   * What {@code thrown} is to a caller: a failure of the body, which this returns, or a fault.
   *
   * @throws FaultThrown when the method declares it, and it fits
   */
  static EdgewiseException failure(MethodDefinition<?> method, Throwable thrown)
      throws FaultThrown {
    String name = method.contract().fullName();
    for (Fault<?> fault : method.faults()) {
      if (fault.type().isInstance(thrown)) {
        return unlessItFits(name, fault, (Exception) thrown);
      }
    }
    return EdgewiseException.of(ErrorCode.BODY_FAILED, name + " failed: " + thrown, thrown);
  }

  private static EdgewiseException unlessItFits(String name, Fault<?> fault, Exception thrown)
      throws FaultThrown {
    String what = name + " threw " + thrown.getClass().getName() + ", which cannot be sent: ";
    Message body;
    try {
      body = encoded(fault, thrown);
    } catch (MalformedMessage | MessageTooLarge e) {
      e.addSuppressed(thrown);
      return EdgewiseException.of(ErrorCode.BODY_FAILED, what + e.getMessage(), e);
    }
    if (body.size() > FaultMessage.MAX_BYTES) {
      return EdgewiseException.of(
          ErrorCode.TOO_LARGE,
          what
              + "its fields have "
              + body.size()
              + " bytes, and those of a declared exception may have "
              + FaultMessage.MAX_BYTES
              + ". Put less into it.",
          thrown);
    }
    String words = thrown.getMessage();
    throw new FaultThrown(
        new FaultMessage(fault.codec().messageName(), body), words == null ? "" : words);
  }

  private static <E extends Exception> Message encoded(Fault<E> fault, Exception thrown) {
    return WireWriter.encode(fault.codec(), fault.type().cast(thrown));
  }
}
