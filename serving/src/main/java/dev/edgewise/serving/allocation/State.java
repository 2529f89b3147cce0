package dev.edgewise.serving.allocation;

/** Where a model is on its way into memory and out of it. */
enum State {
  ABSENT,
  LOADING,
  READY,
  LEAVING
}
