/**
 * Rules that an operator writes about calls and their answers: what a rule is, what it is asked
 * with, what it says, and the trace by which that can be said again. What reads and evaluates them
 * is found as a {@link dev.edgewise.core.rules.RuleEngine}; nothing here knows their language.
 */
@NullMarked
package dev.edgewise.core.rules;

import org.jspecify.annotations.NullMarked;
