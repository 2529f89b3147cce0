package dev.edgewise.sdk.local;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.ServedModel;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A model of this JVM's serving, offered by a node. */
final class LocalModel implements Offering {
  private final ServedModel model;

  LocalModel(ServedModel model) {
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
    return run(context, () -> model.call(fullName, request, context));
  }

  @Override
  public void stream(String fullName, Message request, CallContext context, ItemSink sink)
      throws InterruptedException {
    run(
        context,
        () -> {
          model.stream(fullName, request, context, sink);
          return true;
        });
  }

  private <T> T run(CallContext context, Callable<T> work) throws InterruptedException {
    try {
      return context.run(work);
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
}
