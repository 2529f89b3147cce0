package dev.edgewise.samples.brief.block3;

import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.api.ModelService;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;

/** What the controller is given. */
@Factory
class Models {
  @Singleton
  @Bean(preDestroy = "close")
  Edgewise edgewise(@Property(name = "edgewise.local", defaultValue = "false") boolean local) {
    return local
        ? Edgewise.local()
        : Edgewise.builder().edgeNodes("nyc-edge01", "london-edge02").cloudZone("west1").build();
  }

  @Singleton
  ModelService pictures(Edgewise eco) {
    ModelService aigc =
        eco.modelService("fashion-diffusion")
            .accelerator("tpu-v4")
            .orBestAvailable()
            .autoScale(true)
            .build();
    return aigc;
  }
}
