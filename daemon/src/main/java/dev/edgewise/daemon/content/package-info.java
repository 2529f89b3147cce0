/**
 * Files that are named by the digest of their bytes, on the disk of a daemon: brought in chunks,
 * verified before they are there, bounded, and removed when nothing refers to them.
 */
@NullMarked
package dev.edgewise.daemon.content;

import org.jspecify.annotations.NullMarked;
