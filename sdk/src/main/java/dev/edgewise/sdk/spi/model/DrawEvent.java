package dev.edgewise.sdk.spi.model;

import static java.util.Objects.requireNonNull;

/** What comes while pictures are made: previews, and at the end the pictures. */
public sealed interface DrawEvent {
  /** A picture that is not finished. */
  record Previewed(Preview preview) implements DrawEvent {
    public Previewed {
      requireNonNull(preview, "preview");
    }
  }

  /** All pictures; the last event, and the only one that is always there. */
  record Finished(GenerateResponse response) implements DrawEvent {
    public Finished {
      requireNonNull(response, "response");
    }
  }
}
