/**
 * Tests of the sample: the arithmetic alone, then the whole path with both real models over the
 * bundled pictures.
 */
@NullMarked
package dev.edgewise.samples.vision;

import org.jspecify.annotations.NullMarked;
