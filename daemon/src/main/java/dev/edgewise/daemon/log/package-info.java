/**
 * The log of a daemon: one line each on standard error, as text or as JSON, with the ids of the
 * call that a line is about. Code logs through {@link java.lang.System.Logger} as everywhere in
 * Java.
 */
@NullMarked
package dev.edgewise.daemon.log;

import org.jspecify.annotations.NullMarked;
