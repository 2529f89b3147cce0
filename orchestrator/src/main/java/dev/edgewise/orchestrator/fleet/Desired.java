package dev.edgewise.orchestrator.fleet;

/**
 * What operators want of a node.
 *
 * @param version each replaces the ones before
 * @param drain to take no new calls
 */
public record Desired(long version, boolean drain) {}
