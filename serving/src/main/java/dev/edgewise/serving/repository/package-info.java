/**
 * Reads where models lie: a folder in the layout that Triton's users know, and class paths. Knows
 * files, formats and settings, and loads nothing.
 */
@NullMarked
package dev.edgewise.serving.repository;

import org.jspecify.annotations.NullMarked;
