/**
 * Tests of the command {@code edgewise}; what it prints is compared with files in {@code golden}.
 */
@NullMarked
package dev.edgewise.cli;

import org.jspecify.annotations.NullMarked;
