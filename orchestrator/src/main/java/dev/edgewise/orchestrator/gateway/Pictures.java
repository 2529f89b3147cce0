package dev.edgewise.orchestrator.gateway;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMethods;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Pictures from texts for callers without an SDK: which model makes them, and where they lie. */
public final class Pictures {
  private final Gateway gateway;
  private final ApiModels models;
  private final PictureShelf shelf;

  /** Of the models of a gateway, kept on a shelf. */
  public Pictures(Gateway gateway, ApiModels models, PictureShelf shelf) {
    this.gateway = requireNonNull(gateway, "gateway");
    this.models = requireNonNull(models, "models");
    this.shelf = requireNonNull(shelf, "shelf");
  }

  /** A request, for a model that there is. */
  public record Order(ApiModels.Known model, GenerateRequest request) {
    /** Full name of the method that makes them at once. */
    public String method() {
      return model.method(ModelKind.TEXT_TO_IMAGE.method());
    }
  }

  /**
   * Chooses the model.
   *
   * @param model its name; empty when there is only one that can be meant
   * @throws EdgewiseException with {@code NO_MODEL}, naming those that there are
   */
  public Order order(String model, GenerateRequest request) {
    return new Order(models.require(model, ModelKind.TEXT_TO_IMAGE), request);
  }

  /**
   * Makes the call of an order: as a stream, so that pictures that have begun survive their node,
   * and as one answer where no node has such a stream. The future never fails; cancelling it
   * cancels the call.
   */
  public CompletableFuture<Outcome<Message>> make(Order order, Terms.Agreed terms) {
    Message message = WireWriter.encode(ModelCodecs.GENERATE_REQUEST, order.request());
    String draw = order.model().method(ModelMethods.DRAW);
    Supplier<CompletableFuture<Outcome<Message>>> atOnce =
        () -> gateway.call(order.method(), message, terms);
    if (!gateway.services().methods().contains(draw)) {
      return atOnce.get();
    }
    try {
      return DrawnPictures.collect(gateway.stream(draw, message, terms), atOnce);
    } catch (EdgewiseException e) {
      return CompletableFuture.completedFuture(
          new Outcome.Refused<>(e, e.decisionId().orElse(""), Duration.ZERO));
    }
  }

  /**
   * Keeps what came of an order.
   *
   * @return the ids of the pictures
   * @throws EdgewiseException with {@code BAD_ANSWER}
   */
  public List<String> keep(Order order, Terms.Agreed terms, Outcome.Completed<Message> done) {
    GenerateResponse response = ApiModels.read(ModelCodecs.GENERATE_RESPONSE, done.value());
    if (response.pictures().isEmpty()) {
      throw EdgewiseException.of(ErrorCode.BAD_ANSWER, "The model made no picture.");
    }
    boolean listed = terms.label().compareTo(Label.CONFIDENTIAL) < 0;
    return response.pictures().stream()
        .map(
            picture ->
                shelf.put(picture.png(), order.model().id(), order.request().prompt(), listed))
        .toList();
  }
}
