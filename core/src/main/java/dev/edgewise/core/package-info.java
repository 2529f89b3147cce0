/**
 * The vocabulary of Edgewise: who can run a call, what a call asks for, what became of it. Records
 * that check themselves, sealed types for what has cases, no I/O, no wall clock, no randomness of
 * its own.
 */
@NullMarked
package dev.edgewise.core;

import org.jspecify.annotations.NullMarked;
