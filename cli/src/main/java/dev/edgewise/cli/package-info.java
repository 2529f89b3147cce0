/**
 * The command {@code edgewise}: one class per command, each of which answers with an exit code, in
 * a package with those that are about the same.
 *
 * <p>Commands are thin: they read arguments, start processes or ask an agent, and print. What they
 * print is made by leaf classes without side effects, for people as a table and for tools as one
 * JSON document with a {@code schema} field. Progress goes to standard error. Daemons are started
 * as processes of their own, never linked.
 */
@NullMarked
package dev.edgewise.cli;

import org.jspecify.annotations.NullMarked;
