package dev.edgewise.orchestrator.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.gateway.PictureShelf;
import dev.edgewise.orchestrator.gateway.Pictures;
import dev.edgewise.orchestrator.gateway.Terms;
import dev.edgewise.orchestrator.http.rpc.Askers;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Pictures from texts, with no code: {@code POST /generate}, and where its pictures lie. */
@Controller
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class PicturesController {
  static final String GENERATE = "/generate";

  private static final String SUFFIX = PictureList.SUFFIX;

  private final Pictures pictures;
  private final PictureShelf shelf;
  private final PictureList list;
  private final Door door;

  PicturesController(Pictures pictures, PictureShelf shelf, PictureList list, Door door) {
    this.pictures = pictures;
    this.shelf = shelf;
    this.list = list;
    this.door = door;
  }

  @Post(GENERATE)
  CompletableFuture<HttpResponse<?>> generate(HttpRequest<?> request) {
    return door.json(request, Voice.EDGEWISE, this::made);
  }

  private CompletableFuture<HttpResponse<?>> made(String json, SeatedCall call) {
    PictureOrder wanted = PictureOrder.read(json, query(call.request()));
    Pictures.Order order = pictures.order(wanted.model(), wanted.request());
    Terms.Agreed terms = call.terms(order.method());
    return call.answered(
        order.method(),
        pictures.make(order, terms),
        result -> result,
        done ->
            CallHeaders.put(
                Answers.json(json(call.request(), pictures.keep(order, terms, done))), done));
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

  /** {@code Host} was looked at by {@link BrowserGuard}, or by the caller with TLS. */
  private static String url(HttpRequest<?> request, String id) {
    return Origins.scheme(Askers.isSecure(request))
        + request.getHeaders().get(HttpHeaders.HOST)
        + PictureList.PATH
        + id
        + SUFFIX;
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
          Voice.EDGEWISE.answer(
              request,
              new Problem(
                  410,
                  ErrorCode.NOT_FOUND,
                  "The picture has gone: pictures are kept for "
                      + shelf.age()
                      + ", or until others need their room. Ask for it again, with its seed if it"
                      + " must be the same."));
      case PictureShelf.Found.Unknown() ->
          Voice.EDGEWISE.answer(
              request,
              Problem.of(
                  ErrorCode.NOT_FOUND,
                  "There is no picture here. Ask for one with POST /generate."));
    };
  }

  @Get("/api/pictures")
  HttpResponse<byte[]> newest() {
    return Answers.json(list.json() + "\n");
  }
}
