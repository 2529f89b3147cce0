package dev.edgewise.core.model;

import java.util.Locale;

/** What computes a model's operations. */
public enum Provider {
  /** The processor; always there. */
  CPU,
  /** NVIDIA's cards. */
  CUDA,
  /** NVIDIA's cards by kernels that are built for the card when a model is loaded. */
  TENSORRT;

  /** As in configuration and logs. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
