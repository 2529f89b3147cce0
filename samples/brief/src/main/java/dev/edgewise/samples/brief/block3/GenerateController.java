package dev.edgewise.samples.brief.block3;

import static dev.edgewise.sdk.api.ModelService.guidanceScale;
import static dev.edgewise.sdk.api.ModelService.steps;

import dev.edgewise.sdk.api.Generated;
import dev.edgewise.sdk.api.ModelService;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.util.Map;

/** Pictures for whoever posts a prompt. A call of a model blocks, hence the threads for that. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
class GenerateController {
  private final ModelService aigc;

  GenerateController(ModelService aigc) {
    this.aigc = aigc;
  }

  @Post("/generate")
  Map<String, URI> generate(String prompt) { // from the JSON body
    Generated result = aigc.generate(prompt, steps(30), guidanceScale(7.5));
    return Map.of("image", result.images().get(0).url());
  }
}
