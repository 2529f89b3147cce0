package dev.edgewise.serving.cache.semantic;

import java.util.OptionalDouble;

/**
 * How a pool stands. The hit rate and the false-hit rate stand together, because neither means
 * anything alone.
 *
 * @param questions that it has
 * @param asked how often it was asked
 * @param hits how often something was served
 * @param judged hits whose answer was checked
 * @param wrong of those, how many were wrong
 * @param low of the realised false-hit rate's 95 % interval
 * @param high of it
 * @param threshold above which hits are served now; empty while the pool is closed
 * @param why for operators: why it is open or closed, and what it lacks
 */
public record PoolState(
    long questions,
    long asked,
    long hits,
    long judged,
    long wrong,
    double low,
    double high,
    OptionalDouble threshold,
    String why) {}
