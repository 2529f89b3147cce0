/**
 * What calls come to, as the clients of the fleet report it: sliding windows for each method and
 * each node, with percentiles from merged histograms. Pure: time is handed in, nothing is sent.
 */
@NullMarked
package dev.edgewise.orchestrator.traffic;

import org.jspecify.annotations.NullMarked;
