/**
 * Models that are more than one file: pictures from a text by diffusion, and the captions that are
 * nearest to a text. What a pipeline needs of the outside, it is handed: its files, how to load a
 * network, an embedder, time. The mathematics is pure and bit for bit the same everywhere.
 */
@NullMarked
package dev.edgewise.serving.pipeline;

import org.jspecify.annotations.NullMarked;
