/** {@code edgewise rules}: files of rules are checked, decisions by rules replayed. */
@NullMarked
package dev.edgewise.cli.rules;

import org.jspecify.annotations.NullMarked;
