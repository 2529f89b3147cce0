package dev.edgewise.orchestrator.http;

import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.rpc.OpenApi;
import dev.edgewise.orchestrator.rpc.ServerSettings;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** What can be called, for people and for programs. */
@Controller
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ServicesController {
  private final Gateway gateway;
  private final String version;
  private volatile Document document = new Document(null, "");

  /** The document of some services; made once for them. */
  private record Document(@Nullable DynamicServices services, String json) {}

  ServicesController(Gateway gateway, ServerSettings settings) {
    this.gateway = gateway;
    this.version = settings.version();
  }

  @Get("/v1/services")
  HttpResponse<byte[]> services() {
    return Answers.json(ServiceList.of(gateway.services()));
  }

  @Get("/openapi.json")
  HttpResponse<byte[]> openApi() {
    DynamicServices services = gateway.services();
    Document known = document;
    if (known.services() != services) {
      known = new Document(services, OpenApi.of(services, version));
      document = known;
    }
    return Answers.json(known.json());
  }
}
