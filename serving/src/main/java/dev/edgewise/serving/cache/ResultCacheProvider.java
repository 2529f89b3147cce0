package dev.edgewise.serving.cache;

import dev.edgewise.sdk.spi.CallCaching;

/** Found by hosts as a service. */
public final class ResultCacheProvider implements CallCaching.Provider {
  /** For the service loader. */
  public ResultCacheProvider() {}

  @Override
  public CallCaching open(CallCaching.Setting setting) {
    return ResultCache.open(setting);
  }
}
