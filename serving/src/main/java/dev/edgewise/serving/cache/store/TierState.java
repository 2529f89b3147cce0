package dev.edgewise.serving.cache.store;

/**
 * How a tier stands; counts are since it was opened.
 *
 * @param name of the tier
 * @param entries that it has, about
 * @param bytes of them, about
 * @param capacity in bytes; 0 where it is not ours to bound
 * @param hits gets that found something
 * @param misses gets that did not
 * @param evictions of entries that were still good
 * @param faults gets and puts that went wrong
 */
public record TierState(
    String name,
    long entries,
    long bytes,
    long capacity,
    long hits,
    long misses,
    long evictions,
    long faults) {}
