package dev.edgewise.sdk.local;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.ServedModel;
import java.util.Collection;
import java.util.Optional;

/** A model of this JVM's serving, offered by a node. */
final class HostedModel implements Offering {
  private final ServedModel model;

  HostedModel(ServedModel model) {
    this.model = requireNonNull(model, "model");
  }

  @Override
  public Collection<MethodContract> methods() {
    return model.methods();
  }

  @Override
  public Optional<CallCaching.Question> question(String fullName, Message request) {
    return model.question(fullName, request);
  }

  @Override
  public Message call(String fullName, Message request, CallContext context)
      throws InterruptedException {
    try {
      return context.run(() -> model.call(fullName, request, context));
    } catch (InterruptedException | EdgewiseException e) {
      throw e;
    } catch (MalformedMessage e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_REQUEST,
          "Model \"" + model.name() + "\" cannot read the request: " + e.getMessage(),
          e);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      throw EdgewiseException.of(
          ErrorCode.BODY_FAILED, "Model \"" + model.name() + "\" failed: " + e, e);
    }
  }

  @Override
  public void stream(String fullName, Message request, CallContext context, ItemSink sink) {
    throw EdgewiseException.of(
        ErrorCode.UNKNOWN_METHOD,
        "Model \"" + model.name() + "\" has no method with a stream of results: " + fullName);
  }
}
