/**
 * Where should this call run? Pure functions and small state: hard filters first, then predicted
 * completion time. Time comes in with every question; nothing here reads a clock, draws a random
 * number or touches a socket.
 */
@NullMarked
package dev.edgewise.core.router;

import org.jspecify.annotations.NullMarked;
