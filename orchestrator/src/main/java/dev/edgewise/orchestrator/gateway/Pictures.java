package dev.edgewise.orchestrator.gateway;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMethods;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Pictures from texts for callers without an SDK: which model makes them, and where they lie. */
public final class Pictures {
  private final OpenInference inference;
  private final PictureShelf shelf;

  public Pictures(OpenInference inference, PictureShelf shelf) {
    this.inference = requireNonNull(inference, "inference");
    this.shelf = requireNonNull(shelf, "shelf");
  }

  /**
   * A request, for a model that there is.
   *
   * @param model simple name of its service
   */
  public record Order(String model, String method, GenerateRequest request) {
    /** The encoded request. */
    public Message message() {
      return WireWriter.encode(ModelCodecs.GENERATE_REQUEST, request);
    }
  }

  /**
   * Chooses the model.
   *
   * @param model its name; empty when there is only one that can be meant
   * @throws EdgewiseException with {@code NO_MODEL}, naming those that there are
   */
  public Order order(String model, GenerateRequest request) {
    TreeSet<String> there = new TreeSet<>();
    for (Map.Entry<String, String> known : inference.models().entrySet()) {
      if (known.getValue().equals(ModelKind.TEXT_TO_IMAGE.method())) {
        there.add(known.getKey());
      }
    }
    String chosen = model.isEmpty() && there.size() == 1 ? there.first() : simple(model);
    if (!there.contains(chosen)) {
      throw EdgewiseException.of(
          ErrorCode.NO_MODEL,
          (there.isEmpty()
                  ? "No node serves a model that makes pictures."
                  : model.isEmpty()
                      ? "Several models make pictures; name one with model."
                      : "No model of that name makes pictures.")
              + (there.isEmpty() ? "" : " There are " + String.join(", ", there) + "."));
    }
    return new Order(
        chosen, ModelMethods.PACKAGE + chosen + "/" + ModelKind.TEXT_TO_IMAGE.method(), request);
  }

  private static String simple(String model) {
    try {
      return model.isEmpty() ? "" : new ModelMethods(model).simpleName();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /**
   * Makes the call of an order: as a stream, so that pictures that have begun survive their node,
   * and as one answer where no node has such a stream. The future never fails; cancelling it
   * cancels the call.
   */
  public CompletableFuture<Outcome<Message>> make(
      Gateway gateway, Order order, Terms.Agreed terms) {
    String draw = ModelMethods.PACKAGE + order.model() + "/" + ModelMethods.DRAW;
    Supplier<CompletableFuture<Outcome<Message>>> atOnce =
        () -> gateway.call(order.method(), order.message(), terms);
    if (!gateway.services().methods().contains(draw)) {
      return atOnce.get();
    }
    try {
      return DrawnPictures.collect(gateway.stream(draw, order.message(), terms), atOnce);
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
    GenerateResponse response;
    try {
      response = WireReader.decode(ModelCodecs.GENERATE_RESPONSE, done.value());
    } catch (MalformedMessage e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_ANSWER, "What the model answered cannot be read.", e);
    }
    if (response.pictures().isEmpty()) {
      throw EdgewiseException.of(ErrorCode.BAD_ANSWER, "The model made no picture.");
    }
    boolean listed = terms.label().compareTo(Label.CONFIDENTIAL) < 0;
    return response.pictures().stream()
        .map(picture -> shelf.put(picture.png(), order.model(), order.request().prompt(), listed))
        .toList();
  }
}
