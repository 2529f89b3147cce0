/** What every command stands on: the world that it sees, what it prints and how it fails. */
@NullMarked
package dev.edgewise.cli.shell;

import org.jspecify.annotations.NullMarked;
