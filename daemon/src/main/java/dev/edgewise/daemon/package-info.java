/** What every daemon has around its own work: signals, log lines, a data folder, metrics. */
@NullMarked
package dev.edgewise.daemon;

import org.jspecify.annotations.NullMarked;
