package dev.edgewise.sdk.spi.model;

/**
 * Asks what a model is.
 *
 * @param version empty for the newest that is served
 */
public record MetadataRequest(String version) {
  public MetadataRequest {
    Checks.text("version", version, Checks.LONGEST_NAME);
  }
}
