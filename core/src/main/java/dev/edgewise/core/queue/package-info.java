/**
 * Queueing mathematics: how long calls wait at so many servers, and what share of them is on time.
 * Formulas where they are good, a small seeded event simulation where they are not; pure, no clock.
 */
@NullMarked
package dev.edgewise.core.queue;

import org.jspecify.annotations.NullMarked;
