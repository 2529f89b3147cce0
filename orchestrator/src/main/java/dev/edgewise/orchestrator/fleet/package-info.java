/**
 * Who belongs to the fleet and what is known of them: leases and their epochs, what clients see of
 * nodes, what operators want of them, and the versioned view that is made of all that. The state
 * machines ({@link dev.edgewise.orchestrator.fleet.Membership}, {@link
 * dev.edgewise.orchestrator.fleet.ViewMaker}) are pure: time comes with each event, what is to be
 * sent or stored comes back as a value. {@link dev.edgewise.orchestrator.fleet.FleetKeeper} is the
 * thin shell around them: one thread, which stores before it answers.
 */
@NullMarked
package dev.edgewise.orchestrator.fleet;

import org.jspecify.annotations.NullMarked;
