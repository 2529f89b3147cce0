package dev.edgewise.sdk.api;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.core.NodeView;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.invoke.CallRequest;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.invoke.Origin;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.model.ModelMethods;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes the calls of one model, and says what there is when there is no such model. */
record ModelCalls(
    Edgewise eco, ModelMethods methods, CallOptions options, Consumer<? super Outcome<?>> told) {
  /** Calls that tell nobody how they went. */
  ModelCalls(Edgewise eco, ModelMethods methods, CallOptions options) {
    this(eco, methods, options, outcome -> {});
  }

  /** The same with these options. */
  ModelCalls with(CallOptions others) {
    return new ModelCalls(eco, methods, others, told);
  }

  /** The same, telling this one. */
  ModelCalls telling(Consumer<? super Outcome<?>> other) {
    return new ModelCalls(eco, methods, options, other);
  }

  /**
   * Makes a call and waits.
   *
   * @throws EdgewiseException with {@code NO_MODEL} when no node has the model, with {@code
   *     UNKNOWN_METHOD} when it cannot do that; else as any call
   */
  <R> Outcome<R> call(MethodDefinition<R> method, Object request) {
    Outcome<R> outcome = Waits.on(eco.invoker(), request(method, request));
    told.accept(outcome);
    explain(method, outcome);
    return outcome;
  }

  /** Makes a call of a method with a stream of results; they belong to the caller. */
  <R> Items<R> open(MethodDefinition<R> method, Object request) {
    return eco.invoker().stream(request(method, request));
  }

  private <R> CallRequest<R> request(MethodDefinition<R> method, Object request) {
    return Requests.of(method, new Object[] {request}, options, Origin.APPLICATION);
  }

  /**
   * Makes a call of a method with a stream of results and hands each on; how it ended is told to
   * nobody yet. What {@code each} throws ends the call.
   */
  <R> Outcome<Long> stream(MethodDefinition<R> method, Object request, Consumer<R> each) {
    try (Items<R> items = open(method, request)) {
      try {
        for (Optional<R> next = items.next(); next.isPresent(); next = items.next()) {
          each.accept(next.get());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw EdgewiseException.of(
            ErrorCode.CANCELLED,
            "The thread was interrupted while it waited for a call; the call was cancelled.",
            e);
      } catch (EdgewiseException e) {
        if (!items.outcome().isDone()) {
          throw e;
        }
      }
      return Waits.on(items.outcome());
    }
  }

  /**
   * Whether some node offers a method; empty while nothing is known of any.
   *
   * @param fullName of the method
   */
  Optional<Boolean> offers(String fullName) {
    Collection<String> offered = offered();
    return offered.isEmpty() ? Optional.empty() : Optional.of(offered.contains(fullName));
  }

  /**
   * Sees to it that somebody may have a method, as far as that is known.
   *
   * @throws EdgewiseException with {@code NO_MODEL} or {@code UNKNOWN_METHOD} when nobody has
   */
  void expect(MethodDefinition<?> method) {
    String name = method.contract().fullName();
    if (!offers(name).orElse(true)) {
      explain(method, EdgewiseException.of(ErrorCode.NO_NODE, "No node offers " + name + "."));
    }
  }

  /**
   * Says better why no node can run a call.
   *
   * @throws EdgewiseException with {@code NO_MODEL} or {@code UNKNOWN_METHOD} when that is why
   */
  void explain(MethodDefinition<?> method, Outcome<?> outcome) {
    if (outcome instanceof Outcome.Refused<?> refused
        && refused.cause().code() == ErrorCode.NO_NODE) {
      explain(method, refused.cause());
    }
  }

  /** A request, or a refusal of what somebody put into it. */
  static <T> T request(String call, Supplier<T> request) {
    try {
      return request.get();
    } catch (IllegalArgumentException e) {
      throw EdgewiseException.of(ErrorCode.BAD_REQUEST, call + ": " + e.getMessage(), e);
    }
  }

  private void explain(MethodDefinition<?> method, EdgewiseException refusal) {
    Collection<String> offered = offered();
    if (offered.isEmpty() || offered.contains(method.contract().fullName())) {
      // Either nothing is known, or something else is in the way: the router said it better.
      return;
    }
    String service = methods.service() + "/";
    Collection<String> own = new TreeSet<>();
    Collection<String> models = new TreeSet<>();
    for (String name : offered) {
      if (name.startsWith(service)) {
        own.add(name.substring(service.length()));
      } else if (name.startsWith(ModelMethods.PACKAGE)) {
        models.add(name.substring(ModelMethods.PACKAGE.length(), name.indexOf('/')));
      }
    }
    if (!own.isEmpty()) {
      throw EdgewiseException.of(
          ErrorCode.UNKNOWN_METHOD,
          "Model \""
              + methods.model()
              + "\" has no "
              + method.contract().method()
              + "; it has "
              + String.join(", ", own)
              + ". Use what belongs to that, or another model.",
          refusal);
    }
    throw EdgewiseException.of(
        ErrorCode.NO_MODEL,
        "No node of this fleet has a model \""
            + methods.model()
            + "\". "
            + (models.isEmpty()
                ? "None has any model: put it into the models folder of an agent."
                : NearestNames.hint(methods.simpleName(), models)),
        refusal);
  }

  /** Full names of all methods that some node offers. */
  private Collection<String> offered() {
    Collection<String> names = new TreeSet<>();
    for (NodeView node : eco.view().nodes()) {
      names.addAll(node.methods());
    }
    return names;
  }
}
