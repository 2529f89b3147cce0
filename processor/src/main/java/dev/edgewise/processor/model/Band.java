package dev.edgewise.processor.model;

/**
 * The bounds of a cascade, as the source has them and not yet checked.
 *
 * @param from lower bound
 * @param to upper bound
 * @param source where they stand
 */
public record Band(double from, double to, SourceRef source) {}
