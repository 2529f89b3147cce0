package dev.edgewise.sdk.spi;

import dev.edgewise.core.model.TensorModel;

/** What a host has ready for a body's constructor. */
public interface Dependencies {
  /** The loaded model of that name. */
  TensorModel model(String name);

  /**
   * A client of another service; it inherits deadline, label and trace of the call in which it is
   * used.
   */
  <S> S client(Class<S> type);

  /** A configuration record, filled from the host's settings. */
  <R extends Record> R config(Class<R> type);
}
