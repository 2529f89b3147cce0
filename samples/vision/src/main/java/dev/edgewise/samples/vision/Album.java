package dev.edgewise.samples.vision;

import java.util.List;

/**
 * The best faces of many pictures.
 *
 * @param portraits most certain face first
 */
public record Album(List<Portrait> portraits) {
  public Album {
    portraits = List.copyOf(portraits);
  }
}
