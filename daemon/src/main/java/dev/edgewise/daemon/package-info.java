/**
 * What every daemon has around its own work: the process that runs until it is told to stop,
 * signals, a data folder of its own. Configuration and log lines are in the packages below.
 */
@NullMarked
package dev.edgewise.daemon;

import org.jspecify.annotations.NullMarked;
