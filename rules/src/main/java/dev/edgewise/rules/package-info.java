/**
 * Rules in CEL, the Common Expression Language: read from YAML with the place of everything that is
 * wrong, checked against the facts and messages that they ask for, linted, bounded in what they may
 * cost, evaluated, and replayed from a trace. Pure; found as a {@link
 * dev.edgewise.core.rules.RuleEngine}.
 *
 * @see <a href="https://github.com/google/cel-spec">The language</a>
 */
@NullMarked
package dev.edgewise.rules;

import org.jspecify.annotations.NullMarked;
