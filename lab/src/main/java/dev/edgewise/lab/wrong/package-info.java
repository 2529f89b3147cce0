/**
 * Inputs that a gateway cannot take: a table of what is sent, and what has to come back. Each
 * answer has to name what is wrong and say what to do.
 */
@NullMarked
package dev.edgewise.lab.wrong;

import org.jspecify.annotations.NullMarked;
