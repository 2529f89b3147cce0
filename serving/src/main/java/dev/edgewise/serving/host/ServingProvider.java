package dev.edgewise.serving.host;

import dev.edgewise.sdk.spi.ModelHosting;

/** Opens the serving of models in this process; found as a service. */
public final class ServingProvider implements ModelHosting.Provider {
  /** As a service. */
  public ServingProvider() {}

  @Override
  public ServingHost open(ModelHosting.Setting setting) {
    return ServingHost.open(setting, ServingListener.NONE);
  }
}
