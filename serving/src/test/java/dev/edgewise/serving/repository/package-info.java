/** Folders that are laid out well and badly, and texts that are no configuration. */
@NullMarked
package dev.edgewise.serving.repository;

import org.jspecify.annotations.NullMarked;
