package dev.edgewise.samples.vision;

/**
 * Something that may be a face.
 *
 * @param score 0 to 1
 * @param region in fractions of the model's square
 */
record Detection(double score, Region region) {}
