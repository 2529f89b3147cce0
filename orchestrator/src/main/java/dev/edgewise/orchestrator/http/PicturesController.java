package dev.edgewise.orchestrator.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.PictureShelf;
import dev.edgewise.orchestrator.gateway.Pictures;
import dev.edgewise.orchestrator.gateway.Seats;
import dev.edgewise.orchestrator.gateway.Terms;
import dev.edgewise.orchestrator.rpc.Askers;
import dev.edgewise.sdk.spi.Message;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Pictures from texts, with no code: {@code POST /generate}, and where its pictures lie. */
@Controller
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class PicturesController {
  static final String GENERATE = "/generate";

  private static final String SUFFIX = PictureList.SUFFIX;

  private final Gateway gateway;
  private final Pictures pictures;
  private final PictureShelf shelf;
  private final PictureList list;
  private final SystemScheduler scheduler;

  PicturesController(
      Gateway gateway,
      Pictures pictures,
      PictureShelf shelf,
      PictureList list,
      SystemScheduler scheduler) {
    this.gateway = gateway;
    this.pictures = pictures;
    this.shelf = shelf;
    this.list = list;
    this.scheduler = scheduler;
  }

  @Post(GENERATE)
  CompletableFuture<HttpResponse<?>> generate(HttpRequest<?> request) throws IOException {
    CallHeaders asked = CallHeaders.of(request.getHeaders()::getAll);
    if (asked.problem().isPresent()) {
      return now(CallAnswers.of(asked.problem().get()));
    }
    Optional<Seats.Seat> taken = gateway.enter();
    if (taken.isEmpty()) {
      return now(CallAnswers.of(new Problem(503, ErrorCode.OVERLOADED, gateway.full())));
    }
    Seats.Seat seat = taken.get();
    // The body itself, and not as an argument: it is read only by who has a seat.
    try (InputStream body = ((ServerHttpRequest<?>) request).byteBody().toInputStream()) {
      return switch (JsonBody.read(body, request.getContentLength(), seat, scheduler)) {
        case JsonBody.Refused(Problem problem) -> {
          seat.close();
          yield now(CallAnswers.of(problem));
        }
        case JsonBody.Text(String json) -> made(request, seat, asked, json);
      };
    } catch (EdgewiseException e) {
      seat.close();
      return now(problem(request, e));
    } catch (IOException | RuntimeException | Error e) {
      seat.close();
      throw e;
    }
  }

  private CompletableFuture<HttpResponse<?>> made(
      HttpRequest<?> request, Seats.Seat seat, CallHeaders asked, String json) {
    PictureOrder wanted = PictureOrder.read(json, query(request));
    Pictures.Order order = pictures.order(wanted.model(), wanted.request());
    return switch (gateway.terms(gateway.services().contract(order.method()), asked.asked())) {
      case Terms.Refused(ErrorCode code, String because) ->
          throw EdgewiseException.of(code, because);
      case Terms.Agreed terms -> {
        CompletableFuture<Outcome<Message>> outcome = pictures.make(gateway, order, terms);
        Askers.untilAnswered(request, outcome, () -> outcome.cancel(true));
        yield outcome.thenApply(
            result -> {
              try (seat) {
                return answer(request, order, terms, result);
              }
            });
      }
    };
  }

  private static Map<String, String> query(HttpRequest<?> request) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String name : request.getParameters().names()) {
      List<String> values = request.getParameters().getAll(name);
      if (values.size() > 1) {
        throw EdgewiseException.of(
            ErrorCode.BAD_REQUEST, "A parameter stands twice; send each once.");
      }
      query.put(name, values.get(0));
    }
    return query;
  }

  private HttpResponse<?> answer(
      HttpRequest<?> request, Pictures.Order order, Terms.Agreed terms, Outcome<Message> outcome) {
    return switch (outcome) {
      case Outcome.Completed<Message> done -> {
        try {
          yield CallHeaders.put(
              Answers.json(json(request, pictures.keep(order, terms, done))), done);
        } catch (EdgewiseException e) {
          yield problem(request, e);
        }
      }
      case Outcome.Refused<Message> refused -> problem(request, refused.cause());
      case Outcome.Expired<Message> expired -> problem(request, expired.cause());
      case Outcome.Failed<Message> failed -> problem(request, failed.cause());
      case Outcome.Cancelled<Message> cancelled -> problem(request, cancelled.cause());
    };
  }

  private static HttpResponse<?> problem(HttpRequest<?> request, EdgewiseException error) {
    Problem problem = Problem.of(error);
    if (problem.status() == 404) {
      Failures.notFoundBecause(request, problem);
    }
    return CallAnswers.of(problem);
  }

  /** One picture is {@code image}; several are {@code images} too. */
  private static String json(HttpRequest<?> request, List<String> ids) {
    JsonArray all = new JsonArray();
    ids.forEach(id -> all.add(url(request, id)));
    JsonObject json = new JsonObject();
    json.add("image", all.get(0));
    if (ids.size() > 1) {
      json.add("images", all);
    }
    return json + "\n";
  }

  /** {@code Host} was looked at by {@link BrowserGuard}: it names this machine. */
  private static String url(HttpRequest<?> request, String id) {
    return "http://" + request.getHeaders().get(HttpHeaders.HOST) + PictureList.PATH + id + SUFFIX;
  }

  @Get(PictureList.PATH + "{name}")
  HttpResponse<?> picture(@PathVariable("name") String name, HttpRequest<?> request) {
    String id = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
    return switch (shelf.find(id)) {
      case PictureShelf.Found.Png(byte[] bytes) ->
          HttpResponse.ok(bytes)
              .contentType(MediaType.IMAGE_PNG_TYPE)
              .header(HttpHeaders.CACHE_CONTROL, "private, max-age=60");
      case PictureShelf.Found.Gone() ->
          CallAnswers.of(
              new Problem(
                  410,
                  ErrorCode.NOT_FOUND,
                  "The picture has gone: pictures are kept for "
                      + shelf.age()
                      + ", or until others need their room. Ask for it again, with its seed if it"
                      + " must be the same."));
      case PictureShelf.Found.Unknown() -> {
        Problem unknown =
            new Problem(
                404,
                ErrorCode.NOT_FOUND,
                "There is no picture here. Ask for one with POST /generate.");
        Failures.notFoundBecause(request, unknown);
        yield CallAnswers.of(unknown);
      }
    };
  }

  @Get("/api/pictures")
  HttpResponse<byte[]> newest() {
    return Answers.json(list.json() + "\n");
  }

  private static CompletableFuture<HttpResponse<?>> now(HttpResponse<?> response) {
    return CompletableFuture.completedFuture(response);
  }
}
